import type { Day } from '../period.ts';
import type { Department } from '../team.ts';

/** Somebody leads a department instead of its head; both days belong to it. */
export interface ActingHead {
  readonly departmentId: bigint;
  readonly userId: bigint;
  readonly from: Day;
  /** Null: until it is ended. */
  readonly to: Day | null;
}

/** Who leads a department on a day: who acts for the head, the one who began last of several, else the head. */
export function headOn(department: Pick<Department, 'departmentId' | 'headId'>, day: Day, acting: readonly ActingHead[]): bigint | null {
  const inForce = acting
    .filter((one) => one.departmentId === department.departmentId && actsOn(one, day))
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

function actsOn(acting: ActingHead, day: Day): boolean {
  return acting.from <= day && (acting.to === null || day <= acting.to);
}
