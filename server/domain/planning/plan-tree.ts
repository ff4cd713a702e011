import { departmentScope, personScope } from '../plan.ts';
import { homeDepartment, type Team } from '../team.ts';

/** What stands under what: scopes, or scopes with their dimension values, as text. */
export interface PlanTree {
  /** Parents before children. */
  readonly rows: readonly string[];
  parentOf(row: string): string | null;
  childrenOf(row: string): readonly string[];
}

/** A tree from rows and their parents; a row whose parent is unknown or that stands in a ring is a top. */
export function createPlanTree(links: readonly { readonly row: string; readonly parent: string | null }[]): PlanTree {
  const wanted = new Map(links.map(({ row, parent }) => [row, parent]));
  const parents = new Map([...wanted].map(([row, parent]) => [row, parent !== null && leadsToTop(wanted, row) ? parent : null]));
  const children = Map.groupBy(parents.keys(), (row) => parents.get(row) ?? null);
  const rows = [...(children.get(null) ?? [])];
  // The list grows while it is walked, so that parents come first.
  for (const row of rows) rows.push(...(children.get(row) ?? []));
  return { rows, parentOf: (row) => parents.get(row) ?? null, childrenOf: (row) => children.get(row) ?? [] };
}

/** The company, its departments and their people; a single top department stands for the company, people without a home are under it. */
export function planTreeOf(team: Team): PlanTree {
  const [onlyRoot, ...more] = team.rootIds;
  const top = more.length === 0 ? onlyRoot : undefined;
  const known = new Set(team.departments.map(({ departmentId }) => departmentId));
  const scopeOf = (departmentId: bigint | null): string =>
    departmentId === null || departmentId === top || !known.has(departmentId) ? 'company' : departmentScope(departmentId);
  return createPlanTree([
    { row: 'company', parent: null },
    ...team.departments
      .filter(({ departmentId }) => departmentId !== top)
      .map(({ departmentId, parentId }) => ({ row: departmentScope(departmentId), parent: scopeOf(parentId) })),
    ...team.members.map((member) => ({
      row: personScope(member.userId),
      parent: scopeOf(homeDepartment(team, member)?.departmentId ?? null),
    })),
  ]);
}

function leadsToTop(parents: ReadonlyMap<string, string | null>, row: string): boolean {
  const seen = new Set<string>();
  for (let at: string | null = row; at !== null; at = parents.get(at) ?? null) {
    if (seen.has(at)) return false;
    seen.add(at);
  }
  return parents.get(row) !== null && parents.has(parents.get(row) ?? '');
}
