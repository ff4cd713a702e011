import { departmentScope, findTarget, idOfScope, personScope, type Metric, type PlanLine, type Scope } from './plan.ts';
import { homeDepartment, membersUnder, subtree, type Department, type Team } from './team.ts';

/** People whose numbers belong to a scope; undefined means everybody, also people the structure does not know. */
export function peopleInScope(team: Team, scope: Scope): ReadonlySet<bigint> | undefined {
  const id = idOfScope(scope);
  if (id === undefined) return undefined;
  if (scope.startsWith('person:')) return new Set([id]);
  return new Set(membersUnder(team, id).map((member) => member.userId));
}

/** Departments shown under a scope, parents before children; the root stands for the company and is not repeated. */
export function departmentsInScope(team: Team, scope: Scope): Department[] {
  const id = idOfScope(scope);
  if (scope.startsWith('person:')) return [];
  const roots = id === undefined ? team.rootIds : [id];
  const inside = roots
    .flatMap((root) => walk(team, root))
    .filter((department) => !roots.includes(department.departmentId) || roots.length > 1);
  return inside;
}

/** A department and everything below it in the order of a printed tree. */
function walk(team: Team, departmentId: bigint, seen: ReadonlySet<bigint> = new Set()): Department[] {
  const own = team.departments.find((department) => department.departmentId === departmentId);
  if (own === undefined || seen.has(departmentId)) return [];
  const path = new Set([...seen, departmentId]);
  const children = team.departments.filter((department) => department.parentId === departmentId);
  return [own, ...children.flatMap((child) => walk(team, child.departmentId, path))];
}

/** Lines that make up the plan of a scope: its own line where there is one, else those of the nearest below. */
export function planLinesOf(team: Team, lines: readonly PlanLine[], metric: Metric, scope: Scope): PlanLine[] {
  const value = findTarget(lines, metric, scope);
  if (value !== null) return [{ metric, scope, value }];
  if (scope.startsWith('person:')) return [];
  const id = idOfScope(scope);
  const roots = id === undefined ? team.rootIds : [id];
  const below = id === undefined ? roots.map(departmentScope) : childScopes(team, id);
  return below.flatMap((child) => planLinesOf(team, lines, metric, child));
}

function childScopes(team: Team, departmentId: bigint): Scope[] {
  const departments = team.departments
    .filter((department) => department.parentId === departmentId && !subtree(team, department.departmentId).includes(departmentId))
    .map((department) => departmentScope(department.departmentId));
  const people = team.members
    .filter((member) => homeDepartment(team, member)?.departmentId === departmentId)
    .map((member) => personScope(member.userId));
  return [...departments, ...people];
}

/** The plan of a scope in the metric's unit; null when nobody in it has one. */
export function planOf(team: Team, lines: readonly PlanLine[], metric: Metric, scope: Scope): bigint | null {
  const own = planLinesOf(team, lines, metric, scope);
  return own.length === 0 ? null : own.reduce((total, line) => total + line.value, 0n);
}
