import { describe, expect, it } from 'vitest';
import { createTeam, headedDepartments, homeDepartment, isHead, membersUnder, subtree } from '#domain/team.ts';
import { department, member, smallTeam } from './generated-facts.ts';

const ids = (members: readonly { userId: bigint }[]): bigint[] => members.map((one) => one.userId);

describe('a team', () => {
  it('has the departments without a known parent as its roots', () => {
    const team = createTeam([department(1, null), department(2, 1), department(7, 99)], []);
    expect(team.rootIds).toEqual([1n, 7n]);
  });

  it('sorts departments as the portal does, then by id', () => {
    const first = { ...department(9, null), sort: 10 };
    expect(createTeam([department(3, 9), department(2, 9), first], []).departments.map((one) => one.departmentId)).toEqual([9n, 2n, 3n]);
  });

  it('counts a person in the first of their departments that is known, and only there', () => {
    const team = createTeam([department(1, null), department(2, 1), department(3, 1)], [member(5, 99, 3, 2)]);
    expect(team.members.map((one) => homeDepartment(team, one)?.departmentId)).toEqual([3n]);
    expect(membersUnder(team, 2n)).toEqual([]);
    expect(ids(membersUnder(team, 1n))).toEqual([5n]);
  });

  it('leaves people without a known department outside every department', () => {
    const team = createTeam([department(1, null)], [member(5), member(6, 99)]);
    expect(team.members.map((one) => homeDepartment(team, one))).toEqual([undefined, undefined]);
    expect(membersUnder(team, 1n)).toEqual([]);
  });

  it('reaches down to the last department below', () => {
    expect(subtree(smallTeam, 3n)).toEqual([3n, 4n]);
    expect(ids(membersUnder(smallTeam, 3n))).toEqual([30n, 40n, 41n]);
    expect(ids(membersUnder(smallTeam, 1n))).toEqual([10n, 20n, 21n, 30n, 40n, 41n]);
  });

  it('survives departments that stand in a ring', () => {
    const team = createTeam([department(1, null), department(5, 6), department(6, 5)], [member(8, 6)]);
    expect(subtree(team, 5n)).toEqual([5n, 6n]);
    expect(ids(membersUnder(team, 5n))).toEqual([8n]);
  });

  it('knows who heads what', () => {
    expect(headedDepartments(smallTeam, 30n).map((one) => one.departmentId)).toEqual([3n]);
    expect([isHead(smallTeam, 30n), isHead(smallTeam, 41n)]).toEqual([true, false]);
  });

  it('lets a deputy head what the head heads, and calls the deputy no head', () => {
    const team = createTeam([department(1, null), { ...department(2, 1), headId: 20n, deputyIds: [21n, 22n] }], []);
    expect([20n, 21n, 22n, 23n].map((userId) => headedDepartments(team, userId).map((one) => one.departmentId))).toEqual([
      [2n],
      [2n],
      [2n],
      [],
    ]);
    expect([20n, 21n].map((userId) => isHead(team, userId))).toEqual([true, false]);
  });
});
