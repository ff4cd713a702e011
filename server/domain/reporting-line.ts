import { homeDepartment, type Team } from './team.ts';

/** The nearest head above a person by the structure, whom questions about the person's plan go to; undefined for whoever heads everything. */
export function findHeadAbove(team: Team, userId: bigint): bigint | undefined {
  const member = team.members.find((candidate) => candidate.userId === userId);
  const seen = new Set<bigint>();
  for (let at = member === undefined ? undefined : homeDepartment(team, member); at !== undefined && !seen.has(at.departmentId);) {
    const { headId, parentId } = at;
    if (headId !== null && headId !== userId && isWorking(team, headId)) return headId;
    seen.add(at.departmentId);
    at = team.departments.find((department) => department.departmentId === parentId);
  }
  return undefined;
}

/** Everybody above a person by the structure who works, the nearest first; who merely stands in for a head is none of them. */
export function listHeadsAbove(team: Team, userId: bigint): bigint[] {
  const member = team.members.find((candidate) => candidate.userId === userId);
  const heads = new Set<bigint>();
  const seen = new Set<bigint>();
  for (let at = member === undefined ? undefined : homeDepartment(team, member); at !== undefined && !seen.has(at.departmentId);) {
    const { headId, parentId } = at;
    if (headId !== null && headId !== userId && isWorking(team, headId)) heads.add(headId);
    seen.add(at.departmentId);
    at = team.departments.find((department) => department.departmentId === parentId);
  }
  return [...heads];
}

function isWorking(team: Team, userId: bigint): boolean {
  return team.members.some((member) => member.userId === userId && member.isActive);
}
