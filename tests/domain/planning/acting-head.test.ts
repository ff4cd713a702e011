import { describe, expect, it } from 'vitest';
import { department, member } from '../generated-facts.ts';
import { departmentsLedOn, headOn, withActingHeads, type ActingHead } from '#domain/planning/acting-head.ts';
import { createTeam, headedDepartments } from '#domain/team.ts';

const wholesale = department(2, 1, 20);
const acting: ActingHead[] = [
  { departmentId: 2n, userId: 21n, from: '2026-11-10', to: '2026-11-20' },
  { departmentId: 2n, userId: 22n, from: '2026-11-18', to: null },
  { departmentId: 3n, userId: 29n, from: '2026-11-01', to: null },
];

describe('an acting head', () => {
  it('leads from the first day to the last, both included, and the one who began last goes first', () => {
    const days = ['2026-11-09', '2026-11-10', '2026-11-17', '2026-11-18', '2026-11-21', '2030-01-01'];
    expect(days.map((day) => headOn(wholesale, day, acting))).toEqual([20n, 21n, 21n, 22n, 22n, 22n]);
    expect(['2026-11-20', '2026-11-21'].map((day) => headOn(wholesale, day, acting.slice(0, 1)))).toEqual([21n, 20n]);
    expect(headOn(department(4, 1), '2026-11-10', acting)).toBeNull();
  });

  it('has the departments of the head, who does not have them meanwhile', () => {
    const departments = [wholesale, department(3, 1, 20)];
    const led = (userId: bigint, day: string) => departmentsLedOn(departments, userId, day, acting).map(({ departmentId }) => departmentId);
    expect(led(20n, '2026-10-31')).toEqual([2n, 3n]);
    expect(led(20n, '2026-11-12')).toEqual([]);
    expect(led(21n, '2026-11-12')).toEqual([2n]);
    expect(led(29n, '2026-11-12')).toEqual([3n]);
  });

  it('reaches what the head reaches, who reaches it still, and nothing the day after', () => {
    const headed = (userId: bigint, day: string) =>
      headedDepartments(createTeam(withActingHeads([wholesale], day, acting.slice(0, 1)), [member(21, 2)]), userId).length;
    expect(['2026-11-09', '2026-11-10', '2026-11-20', '2026-11-21'].map((day) => headed(21n, day))).toEqual([0, 1, 1, 0]);
    expect(headed(20n, '2026-11-12')).toBe(1);
  });

  it('acts for the head it was decided for and for no other one', () => {
    const forTwenty: ActingHead[] = [{ ...acting[0]!, headId: 20n }];
    expect(headOn(wholesale, '2026-11-12', forTwenty)).toBe(21n);
    expect(headOn(department(2, 1, 30), '2026-11-12', forTwenty)).toBe(30n);
    expect(headOn(department(2, 1), '2026-11-12', forTwenty)).toBe(21n);
    expect(headOn(wholesale, '2026-11-12', [{ ...acting[0]!, headId: null }])).toBe(20n);
  });
});
