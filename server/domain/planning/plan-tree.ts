import { departmentScope, isPersonScope, personScope } from '../plan.ts';
import { homeDepartment, type Team } from '../team.ts';

/** Which scope stands under which: the rows of a planning grid. */
export interface PlanTree {
  /** Parents before children. */
  readonly rows: readonly string[];
  parentOf(row: string): string | null;
  childrenOf(row: string): readonly string[];
}

/** A tree from rows and their parents; a row whose parent is unknown or that stands in a ring is a top. */
export function createPlanTree(links: readonly Link[]): PlanTree {
  const wanted = new Map(links.map(({ row, parent }) => [row, parent]));
  const parents = new Map(
    [...wanted].map(([row, parent]) => [row, parent !== null && wanted.has(parent) && !isInRing(wanted, row) ? parent : null]),
  );
  const children = Map.groupBy(parents.keys(), (row) => parents.get(row) ?? null);
  const rows = [...(children.get(null) ?? [])];
  // The list grows while it is walked, so that parents come first.
  for (const row of rows) rows.push(...(children.get(row) ?? []));
  return { rows, parentOf: (row) => parents.get(row) ?? null, childrenOf: (row) => children.get(row) ?? [] };
}

/**
 * The company, the departments somebody sits under, and people: the active ones and those `withLines`, so that no number of a leaver is lost.
 * A single top department stands for the company; people without a home are under it.
 */
export function planTreeOf(team: Team, withLines: ReadonlySet<bigint> = new Set()): PlanTree {
  const [onlyRoot, ...more] = team.rootIds;
  const top = more.length === 0 ? onlyRoot : undefined;
  const known = new Set(team.departments.map(({ departmentId }) => departmentId));
  const scopeOf = (departmentId: bigint | null): string =>
    departmentId === null || departmentId === top || !known.has(departmentId) ? 'company' : departmentScope(departmentId);
  const people = team.members.filter(({ userId, isActive }) => isActive || withLines.has(userId));
  const homes = new Map([...withLines].map((userId) => [userId, 'company']));
  for (const member of people) homes.set(member.userId, scopeOf(homeDepartment(team, member)?.departmentId ?? null));
  const links = [
    { row: 'company', parent: null },
    ...team.departments
      .filter(({ departmentId }) => departmentId !== top)
      .map(({ departmentId, parentId }) => ({ row: departmentScope(departmentId), parent: scopeOf(parentId) })),
    ...[...homes].map(([userId, parent]) => ({ row: personScope(userId), parent })),
  ];
  // Departments in a ring have no way up; they still belong to the company.
  const tree = createPlanTree(links);
  const inCompany = links.map(({ row }) => ({ row, parent: row === 'company' ? null : (tree.parentOf(row) ?? 'company') }));
  return createPlanTree(withoutEmpty(inCompany));
}

interface Link {
  readonly row: string;
  readonly parent: string | null;
}

/** A department where nobody is planned would count as one that lacks a plan. */
function withoutEmpty(links: readonly Link[]): Link[] {
  const tree = createPlanTree(links);
  const filled = new Set<string | null>(['company', ...links.map(({ row }) => row).filter(isPersonScope)]);
  for (const row of tree.rows.toReversed()) if (filled.has(row)) filled.add(tree.parentOf(row));
  return links.filter(({ row }) => filled.has(row));
}

function isInRing(parents: ReadonlyMap<string, string | null>, row: string): boolean {
  const seen = new Set<string>();
  for (let at = parents.get(row) ?? null; at !== null && !seen.has(at); at = parents.get(at) ?? null) {
    if (at === row) return true;
    seen.add(at);
  }
  return false;
}
