import { describe, expect, it } from 'vitest';
import { findingsOf, medianPerDay } from '#domain/intensity/activity-report.ts';
import type { ActivityCell } from '#domain/intensity/activity-table.ts';

const cell = (fact: number, norm: number | null, usual: number | null, metric: ActivityCell['metric'] = 'calls'): ActivityCell => ({
  metric,
  fact,
  norm,
  usual,
});
const person = (...cells: ActivityCell[]) => ({ workedDays: 5, cells });
const alone = () => null;

describe('a report', () => {
  it('holds a number against the norm first, whatever the past and the others say', () => {
    expect(findingsOf(person(cell(40, 100, 20)), () => 4).gaps).toMatchObject([{ against: 'norm', expected: 100, share: 0.4 }]);
    // Who meets the norm has no gap, though it was more before.
    expect(findingsOf(person(cell(100, 100, 200)), () => 40)).toEqual({ strengths: [], gaps: [] });
  });

  it('tells the larger difference of the own past and the median of the others where there is no norm', () => {
    expect(findingsOf(person(cell(10, null, 12)), () => 10).gaps).toMatchObject([{ against: 'peers', expected: 50 }]);
    expect(findingsOf(person(cell(40, null, 12)), () => 8).strengths).toMatchObject([{ against: 'usual', expected: 12 }]);
  });

  it('judges nothing of which there are too few, and nobody without anything to hold them against', () => {
    expect(findingsOf(person(cell(0, 2, 2)), alone)).toEqual({ strengths: [], gaps: [] });
    expect(findingsOf(person(cell(50, null, null)), alone)).toEqual({ strengths: [], gaps: [] });
  });

  it('names the furthest three', () => {
    const cells = (['calls', 'meetings', 'emails', 'new-deals'] as const).map((metric, at) => cell((at + 1) * 10, 100, null, metric));
    expect(findingsOf(person(...cells), alone).gaps.map(({ metric }) => metric)).toEqual(['calls', 'meetings', 'emails']);
  });

  it('takes the median of a worked day of at least three people', () => {
    const people = [10, 20, 40].map((fact) => person(cell(fact, null, null)));
    expect(medianPerDay(people, 'calls')).toBe(4);
    expect(medianPerDay(people.slice(1), 'calls')).toBeNull();
  });
});
