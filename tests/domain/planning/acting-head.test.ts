import { describe, expect, it } from 'vitest';
import { department } from '../generated-facts.ts';
import { departmentsLedOn, headOn, type ActingHead } from '#domain/planning/acting-head.ts';

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
});
