export interface Department {
  readonly departmentId: bigint;
  readonly name: string;
  readonly parentId: bigint | null;
  readonly headId: bigint | null;
  /** Who stands in for the head; none where the portal does not tell. */
  readonly deputyIds?: readonly bigint[];
  readonly sort: number;
}

export interface TeamMember {
  readonly userId: bigint;
  readonly firstName: string;
  readonly lastName: string;
  readonly isActive: boolean;
  readonly departmentIds: readonly bigint[];
  readonly joinedOn: string | null;
  /** The name was erased on demand; the number stays. */
  readonly isErased?: boolean;
}

/** The tree of departments and who belongs where; a person counts in the first of their departments that is known. */
export interface Team {
  readonly departments: readonly Department[];
  readonly members: readonly TeamMember[];
  readonly rootIds: readonly bigint[];
}

export function createTeam(departments: readonly Department[], members: readonly TeamMember[]): Team {
  const known = new Set(departments.map((department) => department.departmentId));
  const rootIds = departments.filter((d) => d.parentId === null || !known.has(d.parentId)).map((d) => d.departmentId);
  return { departments: [...departments].sort(bySort), members, rootIds };
}

function bySort(a: Department, b: Department): number {
  return a.sort === b.sort ? (a.departmentId < b.departmentId ? -1 : 1) : a.sort - b.sort;
}

/** The one department where a person's numbers count. */
export function homeDepartment(team: Team, member: TeamMember): Department | undefined {
  const departments = departmentsOf(team);
  for (const id of member.departmentIds) {
    const found = departments.get(id);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A screen looks for the home of everybody many times. */
const byId = new WeakMap<Team, ReadonlyMap<bigint, Department>>();

function departmentsOf(team: Team): ReadonlyMap<bigint, Department> {
  const known = byId.get(team) ?? new Map(team.departments.map((department) => [department.departmentId, department]));
  byId.set(team, known);
  return known;
}

/** A department with everything below it; safe against rings in the portal's structure. */
export function subtree(team: Team, departmentId: bigint): bigint[] {
  const found: bigint[] = [];
  const queue = [departmentId];
  for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
    if (found.includes(id)) continue;
    found.push(id);
    queue.push(...team.departments.filter((department) => department.parentId === id).map((d) => d.departmentId));
  }
  return found;
}

/** People whose home is the department or below it. */
export function membersUnder(team: Team, departmentId: bigint): TeamMember[] {
  const inside = new Set(subtree(team, departmentId));
  return team.members.filter((member) => {
    const home = homeDepartment(team, member);
    return home !== undefined && inside.has(home.departmentId);
  });
}

/** Departments the person heads or stands in for the head of. */
export function headedDepartments(team: Team, userId: bigint): Department[] {
  return team.departments.filter(({ headId, deputyIds }) => headId === userId || deputyIds?.includes(userId) === true);
}

/** The head by the structure; a deputy is none. */
export function isHead(team: Team, userId: bigint): boolean {
  return team.departments.some((department) => department.headId === userId);
}
