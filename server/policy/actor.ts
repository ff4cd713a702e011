import type { Team } from '#domain/team.ts';

/** Who asks, with everything that decides what they may see and do. */
export interface Actor {
  readonly userId: bigint;
  readonly isAdmin: boolean;
  readonly isActive: boolean;
  /** Departments the person heads, with everything below them. */
  readonly departments: ReadonlySet<bigint>;
  /** Everybody in those departments, and the person. */
  readonly people: ReadonlySet<bigint>;
  /** Departments the person is the head of by the structure, with everything below them; who stands in for a head is none. */
  readonly leads: ReadonlySet<bigint>;
  /** Administrators and heads of the whole company. */
  readonly seesCompany: boolean;
}

/** The structure as far as rights need it; the caller walks the tree. */
export interface Reach {
  readonly team: Team;
  readonly headedWithBelow: readonly bigint[];
  readonly peopleBelow: readonly bigint[];
  /** Those of them that the person does not merely stand in for. */
  readonly ledWithBelow: readonly bigint[];
}

export function createActor(user: { userId: bigint; isAdmin: boolean }, reach: Reach): Actor {
  const departments = new Set(reach.headedWithBelow);
  const member = reach.team.members.find((candidate) => candidate.userId === user.userId);
  const headsEverything = reach.team.rootIds.length > 0 && reach.team.rootIds.every((id) => departments.has(id));
  const seesCompany = user.isAdmin || headsEverything;
  return {
    userId: user.userId,
    isAdmin: user.isAdmin,
    isActive: member?.isActive ?? user.isAdmin,
    departments: seesCompany ? new Set(reach.team.departments.map((d) => d.departmentId)) : departments,
    people: seesCompany ? new Set([user.userId, ...reach.team.members.map((m) => m.userId)]) : new Set([user.userId, ...reach.peopleBelow]),
    leads: new Set(reach.ledWithBelow),
    seesCompany,
  };
}
