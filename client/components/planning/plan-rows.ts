import type { PlanDepartment, PlanGrid } from '#contract/plan.ts';
import type { Person, Scope } from '#contract/wire.ts';
import type { Amounts } from './plan-sheet.ts';

export type SumCheck =
  | { kind: 'adds-up' }
  | { kind: 'differs'; difference: bigint }
  | { kind: 'people-missing'; people: number; difference: bigint }
  | { kind: 'not-set' };

export interface PlanRow {
  readonly kind: 'company' | 'department' | 'person' | 'people-sum';
  /** A sum row carries the scope of the department it adds up. */
  readonly scope: Scope;
  readonly person: Person | null;
  readonly name: string;
  readonly depth: number;
  readonly value: bigint | null;
  readonly published: bigint | null;
  readonly previousFact: bigint | null;
  readonly editable: boolean;
  readonly check: SumCheck | null;
}

export interface PlanAmounts {
  readonly draft: Amounts;
  readonly published: Amounts;
  readonly previousFact: Amounts;
  /** Whether a department needs a plan of its own: revenue does, calls are a norm of each person. */
  readonly groupsNeedPlan: boolean;
  /** Whether people's numbers make their group's: sums do, shares do not. */
  readonly addsUp: boolean;
}

/** Rows in reading order: the company, then each department, its people by size of plan, and what they add up to. */
export function planRows(grid: PlanGrid, amounts: PlanAmounts, companyName: string): PlanRow[] {
  const rows: PlanRow[] = [];
  const hasCompany = grid.editable.includes('company') || amounts.draft.has('company') || amounts.published.has('company');
  if (hasCompany) rows.push(companyRow(grid, amounts, companyName));
  const known = new Set(grid.departments.map((department) => department.departmentId));
  for (const department of grid.departments) {
    if (department.parentId === null || !known.has(department.parentId)) pushDepartment(rows, grid, amounts, department);
  }
  const placed = new Set(rows.map((row) => row.scope));
  for (const person of sortPeople(grid.people, amounts)) {
    if (!placed.has(personScope(person))) rows.push(personRow(grid, amounts, person, 1));
  }
  return rows;
}

/** Everybody in a department and in the departments under it. */
export function peopleUnder(grid: PlanGrid, departmentId: string): Person[] {
  const inside = new Set([departmentId]);
  for (let grew = true; grew;) {
    grew = false;
    for (const department of grid.departments) {
      if (department.parentId === null || !inside.has(department.parentId) || inside.has(department.departmentId)) continue;
      inside.add(department.departmentId);
      grew = true;
    }
  }
  return grid.people.filter((person) => person.departmentId !== null && inside.has(person.departmentId));
}

export function personScope(person: Person): Scope {
  return `person:${person.userId}`;
}

/** Whose plan a line is, in words; somebody the viewer does not see any more keeps the number. */
export function nameOfScope(grid: PlanGrid, scope: Scope, companyName: string): string {
  const [kind, id] = scope.split(':');
  if (kind === 'company') return companyName;
  if (kind === 'department') return grid.departments.find((department) => department.departmentId === id)?.name ?? companyName;
  const person = grid.people.find((one) => one.userId === id);
  return person === undefined ? `№ ${id ?? ''}` : `${person.lastName} ${person.firstName}`.trim();
}

export function sumOf(people: readonly Person[], amounts: Amounts): bigint {
  return people.reduce((sum, person) => sum + (amounts.get(personScope(person)) ?? 0n), 0n);
}

function pushDepartment(rows: PlanRow[], grid: PlanGrid, amounts: PlanAmounts, department: PlanDepartment): void {
  const under = peopleUnder(grid, department.departmentId);
  const scope: Scope = `department:${department.departmentId}`;
  rows.push(groupRow(grid, amounts, { kind: 'department', scope, name: department.name, depth: department.depth }, under));
  const direct = grid.people.filter((person) => person.departmentId === department.departmentId);
  for (const person of sortPeople(direct, amounts)) rows.push(personRow(grid, amounts, person, department.depth + 1));
  for (const child of grid.departments) if (child.parentId === department.departmentId) pushDepartment(rows, grid, amounts, child);
  if (under.length > 0) rows.push(sumRow(scope, department.depth, under, amounts));
}

function groupRow(
  grid: PlanGrid,
  amounts: PlanAmounts,
  group: Pick<PlanRow, 'kind' | 'scope' | 'name' | 'depth'>,
  people: readonly Person[],
): PlanRow {
  const value = amounts.draft.get(group.scope) ?? null;
  return {
    ...group,
    person: null,
    value,
    published: amounts.published.get(group.scope) ?? null,
    previousFact: amounts.previousFact.get(group.scope) ?? null,
    editable: grid.editable.includes(group.scope),
    check: checkSum(value, people, amounts),
  };
}

/** The company says only by how much people differ; whose line is missing stands at the department. */
function companyRow(grid: PlanGrid, amounts: PlanAmounts, name: string): PlanRow {
  const row = groupRow(grid, amounts, { kind: 'company', scope: 'company', name, depth: 0 }, grid.people);
  return row.check?.kind === 'people-missing' ? { ...row, check: { kind: 'differs', difference: row.check.difference } } : row;
}

function personRow(grid: PlanGrid, amounts: PlanAmounts, person: Person, depth: number): PlanRow {
  const scope = personScope(person);
  return {
    kind: 'person',
    scope,
    person,
    name: `${person.lastName} ${person.firstName}`.trim(),
    depth,
    value: amounts.draft.get(scope) ?? null,
    published: amounts.published.get(scope) ?? null,
    previousFact: amounts.previousFact.get(scope) ?? null,
    editable: grid.editable.includes(scope),
    check: null,
  };
}

function sumRow(scope: Scope, depth: number, people: readonly Person[], amounts: PlanAmounts): PlanRow {
  return {
    kind: 'people-sum',
    scope,
    person: null,
    name: '',
    depth: depth + 1,
    value: shownSum(people, amounts, amounts.draft),
    published: shownSum(people, amounts, amounts.published),
    previousFact: shownSum(people, amounts, amounts.previousFact),
    editable: false,
    check: checkSum(amounts.draft.get(scope) ?? null, people, amounts),
  };
}

/** Null where nothing is set, which is another thing than zero. */
function shownSum(people: readonly Person[], { addsUp }: PlanAmounts, amounts: Amounts): bigint | null {
  return addsUp && people.some((person) => amounts.has(personScope(person))) ? sumOf(people, amounts) : null;
}

/** A head without an own target is usual; anybody else without one is missing. */
function checkSum(value: bigint | null, people: readonly Person[], amounts: PlanAmounts): SumCheck | null {
  if (!amounts.addsUp) return null;
  const missing = people.filter(
    (person) =>
      person.isActive && !amounts.draft.has(personScope(person)) && (!person.isHead || amounts.published.has(personScope(person))),
  );
  const sum = sumOf(people, amounts.draft);
  if (value === null) return sum === 0n || !amounts.groupsNeedPlan ? null : { kind: 'not-set' };
  const difference = sum - value;
  if (missing.length > 0 && difference !== 0n) return { kind: 'people-missing', people: missing.length, difference };
  return difference === 0n ? { kind: 'adds-up' } : { kind: 'differs', difference };
}

function sortPeople(people: readonly Person[], amounts: PlanAmounts): Person[] {
  const size = (person: Person): bigint =>
    amounts.published.get(personScope(person)) ?? amounts.previousFact.get(personScope(person)) ?? 0n;
  return people.toSorted((a, b) => Number(size(b) - size(a)) || a.lastName.localeCompare(b.lastName));
}
