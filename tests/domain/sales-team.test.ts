import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { proposeTeams } from '#domain/sales-team.ts';
import type { Department, TeamMember } from '#domain/team.ts';

const department = (departmentId: bigint, parentId: bigint | null, headId: bigint | null = null): Department => ({
  departmentId,
  name: `Отдел ${departmentId}`,
  parentId,
  headId,
  sort: 100,
});

const person = (userId: bigint, departmentIds: readonly bigint[], isActive = true): TeamMember => ({
  userId,
  firstName: 'Анна',
  lastName: 'Лебедева',
  isActive,
  departmentIds,
  joinedOn: null,
});

const structure = [department(1n, null, 10n), department(2n, 1n, 20n), department(3n, 1n, 30n), department(4n, 3n)];

describe('teams proposed from departments', () => {
  it('follow the structure, each with its head', () => {
    const people = [person(10n, [1n]), person(20n, [2n]), person(21n, [2n]), person(30n, [3n])];
    expect(proposeTeams(structure, people).map(({ name: _name, ...team }) => team)).toEqual([
      { departmentId: 1n, parentId: null, headId: 10n, memberIds: [10n], doubts: [] },
      { departmentId: 2n, parentId: 1n, headId: 20n, memberIds: [20n, 21n], doubts: [] },
      { departmentId: 3n, parentId: 1n, headId: 30n, memberIds: [30n], doubts: [] },
    ]);
  });

  it('leave out departments where nobody works, unless several teams stand under them', () => {
    const people = [person(21n, [2n]), person(41n, [4n])];
    const teams = proposeTeams(structure, people);
    expect(teams.map((team) => [team.departmentId, team.parentId])).toEqual([
      [1n, null],
      [2n, 1n],
      [4n, 1n],
    ]);
    expect(proposeTeams(structure, [person(41n, [4n])]).map((team) => [team.departmentId, team.parentId])).toEqual([[4n, null]]);
  });

  it('count a person of two departments in the deeper one and say so', () => {
    const [top, deep] = proposeTeams(structure, [person(10n, [1n]), person(41n, [1n, 4n])]);
    expect(top).toMatchObject({ departmentId: 1n, memberIds: [10n] });
    expect(deep).toMatchObject({ departmentId: 4n, memberIds: [41n], doubts: [{ kind: 'no-head' }, { kind: 'in-several', userId: 41n }] });
  });

  it('propose nobody as the head where the portal names a dismissed person or one who sits elsewhere', () => {
    const people = [person(20n, [2n], false), person(21n, [2n]), person(30n, [2n]), person(31n, [3n])];
    const byId = new Map(proposeTeams(structure, people).map((team) => [team.departmentId, team]));
    expect(byId.get(2n)).toMatchObject({ headId: null, doubts: [{ kind: 'head-is-gone', userId: 20n }] });
    expect(byId.get(3n)).toMatchObject({ headId: null, doubts: [{ kind: 'head-is-elsewhere', userId: 30n }] });
  });

  it('take a head who sits above, as heads of small companies do', () => {
    const [team] = proposeTeams([department(1n, null), department(2n, 1n, 10n)], [person(10n, [1n]), person(21n, [2n])]).filter(
      ({ departmentId }) => departmentId === 2n,
    );
    expect(team).toMatchObject({ headId: 10n, doubts: [] });
  });

  it('hold every active person of a known department exactly once, whatever the structure, rings included', () => {
    const id = fc.bigInt({ min: 1n, max: 8n });
    const departments = fc.uniqueArray(fc.record({ departmentId: id, parentId: fc.option(id), headId: fc.option(id) }), {
      selector: ({ departmentId }) => departmentId,
    });
    const people = fc.uniqueArray(fc.record({ userId: id, departmentIds: fc.array(id, { maxLength: 3 }), isActive: fc.boolean() }), {
      selector: ({ userId }) => userId,
    });
    fc.assert(
      fc.property(departments, people, (rows, staff) => {
        const known = new Set(rows.map(({ departmentId }) => departmentId));
        const teams = proposeTeams(
          rows.map((row) => department(row.departmentId, row.parentId, row.headId)),
          staff.map((row) => person(row.userId, row.departmentIds, row.isActive)),
        );
        const expected = staff.filter((row) => row.isActive && row.departmentIds.some((each) => known.has(each)));
        expect(teams.flatMap((team) => team.memberIds).toSorted()).toEqual(expected.map((row) => row.userId).toSorted());
        const shown = new Set(teams.map((team) => team.departmentId));
        for (const team of teams) expect(team.parentId === null || shown.has(team.parentId)).toBe(true);
      }),
    );
  });
});
