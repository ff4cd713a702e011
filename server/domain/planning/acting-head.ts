import type { Day } from '../period.ts';
import type { Department } from '../team.ts';

/** Somebody leads a department instead of its head; both days belong to it. */
export interface ActingHead {
  readonly departmentId: bigint;
  readonly userId: bigint;
  /** Whom it was decided for: a department that has got another head since is led by that one. */
  readonly headId?: bigint | null;
  readonly from: Day;
  /** Null: until it is ended. */
  readonly to: Day | null;
}

/** Who leads a department on a day: who acts for the head, the one who began last of several, else the head. */
export function headOn(department: Pick<Department, 'departmentId' | 'headId'>, day: Day, acting: readonly ActingHead[]): bigint | null {
  const inForce = acting
    .filter((one) => one.departmentId === department.departmentId && isForHead(one, department.headId) && actsOn(one, day))
    .toSorted((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
  return inForce.at(-1)?.userId ?? department.headId;
}

/** Departments somebody leads on a day, as head or acting; a head whom somebody acts for does not lead meanwhile. */
export function departmentsLedOn(
  departments: readonly Department[],
  userId: bigint,
  day: Day,
  acting: readonly ActingHead[],
): readonly Department[] {
  return departments.filter((department) => headOn(department, day, acting) === userId);
}

/** Departments as rights see them on a day: who acts for a head reaches what the head does, and the head reaches it still. */
export function withActingHeads(departments: readonly Department[], day: Day, acting: readonly ActingHead[]): readonly Department[] {
  if (acting.length === 0) return departments;
  return departments.map((department) => {
    const leader = headOn(department, day, acting);
    if (leader === null || leader === department.headId) return department;
    return { ...department, deputyIds: [...(department.deputyIds ?? []), leader] };
  });
}

export function isForHead({ headId }: ActingHead, present: bigint | null): boolean {
  return headId === undefined || present === null || headId === present;
}

function actsOn(acting: ActingHead, day: Day): boolean {
  return acting.from <= day && (acting.to === null || day <= acting.to);
}
