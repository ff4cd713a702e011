import type { Department, TeamMember } from './team.ts';

export type TeamDoubt =
  /** The department names no head. */
  | { readonly kind: 'no-head' }
  /** The head it names is dismissed or unknown. */
  | { readonly kind: 'head-is-gone'; readonly userId: bigint }
  /** The head sits elsewhere, in no department above or below. */
  | { readonly kind: 'head-is-elsewhere'; readonly userId: bigint }
  /** The person sits in other departments too and was counted in this one. */
  | { readonly kind: 'in-several'; readonly userId: bigint };

export interface ProposedTeam {
  readonly departmentId: bigint;
  readonly name: string;
  /** Department of the nearest proposed team above. */
  readonly parentId: bigint | null;
  readonly headId: bigint | null;
  /** Active people, the head among them when the head sits here. */
  readonly memberIds: readonly bigint[];
  /** What somebody should look at before the proposal is taken. */
  readonly doubts: readonly TeamDoubt[];
}

interface Tree {
  readonly byId: ReadonlyMap<bigint, Department>;
  depthOf(departmentId: bigint): number;
  /** The department itself first. */
  pathUp(departmentId: bigint): bigint[];
}

/**
 * Teams as the portal's departments suggest them: one for every department where active people sit or that such departments stand under.
 * Each active person of a known department is in exactly one team: that of the deepest department they sit in, the portal's first of equals.
 */
export function proposeTeams(departments: readonly Department[], people: readonly TeamMember[]): ProposedTeam[] {
  const tree = createTree(departments);
  const active = people.filter((person) => person.isActive);
  const homes = new Map(active.map((person) => [person.userId, findHome(tree, person)]));
  const seatedIn = Map.groupBy(active, (person) => homes.get(person.userId) ?? null);
  const filled = [...seatedIn.keys()].filter((id) => id !== null);
  const shown = new Set(filled.flatMap((id) => keptAbove(tree, id, new Set(filled))));
  return departments
    .filter(({ departmentId }) => shown.has(departmentId))
    .toSorted(
      (a, b) => tree.depthOf(a.departmentId) - tree.depthOf(b.departmentId) || a.sort - b.sort || compare(a.departmentId, b.departmentId),
    )
    .map((department) => toTeam(tree, department, { active, shown, members: seatedIn.get(department.departmentId) ?? [] }));
}

interface Company {
  readonly active: readonly TeamMember[];
  readonly members: readonly TeamMember[];
  readonly shown: ReadonlySet<bigint>;
}

function toTeam(tree: Tree, department: Department, { active, members, shown }: Company): ProposedTeam {
  const head = findHead(tree, department, active);
  const several = members.filter((person) => knownOf(tree, person).length > 1);
  return {
    departmentId: department.departmentId,
    name: department.name,
    parentId:
      tree
        .pathUp(department.departmentId)
        .slice(1)
        .find((id) => shown.has(id)) ?? null,
    headId: head.userId,
    memberIds: members.map((person) => person.userId).toSorted(compare),
    doubts: [...head.doubts, ...several.map(({ userId }) => ({ kind: 'in-several', userId }) as const)],
  };
}

/** A head who sits somewhere else entirely is most likely a leftover, so nobody is proposed instead of a wrong person. */
function findHead(tree: Tree, department: Department, active: readonly TeamMember[]): { userId: bigint | null; doubts: TeamDoubt[] } {
  const userId = department.headId;
  if (userId === null) return { userId: null, doubts: [{ kind: 'no-head' }] };
  const person = active.find((candidate) => candidate.userId === userId);
  if (!person) return { userId: null, doubts: [{ kind: 'head-is-gone', userId }] };
  const above = tree.pathUp(department.departmentId);
  const isNear = knownOf(tree, person).some((id) => above.includes(id) || tree.pathUp(id).includes(department.departmentId));
  return isNear ? { userId, doubts: [] } : { userId: null, doubts: [{ kind: 'head-is-elsewhere', userId }] };
}

/** Between a filled department and the top, only those departments that join several branches or are filled themselves. */
function keptAbove(tree: Tree, departmentId: bigint, filled: ReadonlySet<bigint>): bigint[] {
  return tree.pathUp(departmentId).filter((id) => filled.has(id) || branchesBelow(tree, id, filled) > 1);
}

function branchesBelow(tree: Tree, departmentId: bigint, filled: ReadonlySet<bigint>): number {
  const branches = new Set<bigint>();
  for (const id of filled) {
    const path = tree.pathUp(id);
    const at = path.indexOf(departmentId);
    const branch = path[at - 1];
    if (at > 0 && branch !== undefined) branches.add(branch);
  }
  return branches.size;
}

function findHome(tree: Tree, person: TeamMember): bigint | null {
  const known = knownOf(tree, person);
  return known.toSorted((a, b) => tree.depthOf(b) - tree.depthOf(a))[0] ?? null;
}

const knownOf = (tree: Tree, person: TeamMember): bigint[] => [...new Set(person.departmentIds)].filter((id) => tree.byId.has(id));

/** Rings in the portal's structure end where they begin. */
function createTree(departments: readonly Department[]): Tree {
  const byId = new Map(departments.map((department) => [department.departmentId, department]));
  const pathUp = (departmentId: bigint): bigint[] => {
    const path: bigint[] = [];
    for (let id: bigint | null = departmentId; id !== null && byId.has(id) && !path.includes(id); id = byId.get(id)?.parentId ?? null) {
      path.push(id);
    }
    return path;
  };
  return { byId, pathUp, depthOf: (departmentId) => pathUp(departmentId).length };
}

const compare = (a: bigint, b: bigint): number => (a === b ? 0 : a < b ? -1 : 1);
