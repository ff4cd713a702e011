import { describe, expect, it } from 'vitest';
import type { PlanLine } from '#domain/plan.ts';
import { departmentsInScope, peopleInScope, planLinesOf, planOf } from '#domain/scope.ts';
import { createTeam } from '#domain/team.ts';
import { department, member, smallTeam } from './generated-facts.ts';

const revenue = (scope: string, value: bigint): PlanLine => ({ metric: 'revenue', scope, value });

describe('people in a scope', () => {
  it('are everybody for the company, so that nobody’s deal is lost', () => {
    expect(peopleInScope(smallTeam, 'company')).toBeUndefined();
  });

  it('are those at home in the department or below, or the one person', () => {
    expect(peopleInScope(smallTeam, 'department:3')).toEqual(new Set([30n, 40n, 41n]));
    expect(peopleInScope(smallTeam, 'person:41')).toEqual(new Set([41n]));
    expect(peopleInScope(smallTeam, 'department:99')).toEqual(new Set());
  });
});

describe('departments in a scope', () => {
  it('stand with parents before children and without the root', () => {
    const show = (scope: string): bigint[] => departmentsInScope(smallTeam, scope).map((one) => one.departmentId);
    expect(show('company')).toEqual([2n, 3n, 4n]);
    expect(show('department:3')).toEqual([4n]);
    expect(show('person:41')).toEqual([]);
  });

  it('show several roots by themselves', () => {
    const team = createTeam([department(1, null), department(2, null), department(3, 2)], []);
    expect(departmentsInScope(team, 'company').map((one) => one.departmentId)).toEqual([1n, 2n, 3n]);
  });
});

describe('the plan of a scope', () => {
  const reps = [
    revenue('person:20', 3_000_000n),
    revenue('person:21', 3_000_000n),
    revenue('person:40', 2_500_000n),
    revenue('person:41', 3_000_000n),
  ];

  it('is its own line where there is one, so that people may carry more than their department: 11,5 over 10 million', () => {
    const lines = [revenue('department:1', 10_000_000n), ...reps];
    expect(planOf(smallTeam, lines, 'revenue', 'department:1')).toBe(10_000_000n);
    expect(planOf(smallTeam, lines, 'revenue', 'company')).toBe(10_000_000n);
    expect(planOf(smallTeam, reps, 'revenue', 'department:1')).toBe(11_500_000n);
  });

  it('is the sum of the nearest lines below where it has none', () => {
    const lines = [...reps, revenue('department:4', 5_000_000n)];
    expect(planOf(smallTeam, lines, 'revenue', 'department:3')).toBe(5_000_000n);
    expect(planLinesOf(smallTeam, lines, 'revenue', 'company').map((line) => line.scope)).toEqual([
      'person:20',
      'person:21',
      'department:4',
    ]);
  });

  it('includes people directly in a department that also has departments below', () => {
    expect(planOf(smallTeam, [...reps, revenue('person:30', 7n)], 'revenue', 'department:3')).toBe(5_500_007n);
  });

  it('is missing where nobody has one, and nothing where it was set to nothing', () => {
    expect(planOf(smallTeam, [], 'revenue', 'company')).toBeNull();
    expect(planOf(smallTeam, reps, 'calls', 'company')).toBeNull();
    expect(planOf(smallTeam, [revenue('person:20', 0n)], 'revenue', 'department:2')).toBe(0n);
  });

  it('counts a person once who is listed in two departments', () => {
    const team = createTeam([department(1, null), department(2, 1), department(3, 1)], [member(5, 3, 2)]);
    expect(planOf(team, [revenue('person:5', 100n)], 'revenue', 'company')).toBe(100n);
  });

  it('survives departments that stand in a ring', () => {
    const team = createTeam([department(1, null), department(5, 6), department(6, 5)], [member(8, 6)]);
    expect(planOf(team, [revenue('person:8', 5n)], 'revenue', 'department:6')).toBe(5n);
    expect(planOf(team, [revenue('person:8', 5n)], 'revenue', 'company')).toBeNull();
  });
});
