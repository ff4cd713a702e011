import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sum } from '#domain/money.ts';
import { learnMonthParts } from '#domain/planning/learn-season.ts';
import { fullCalendar } from '#domain/planning/person-workdays.ts';
import { parsePlanPeriod, type CalendarKind } from '#domain/planning/plan-period.ts';
import { createPlanTree } from '#domain/planning/plan-tree.ts';
import { createDistribution, type SeasonCurves } from '#domain/planning/season-curve.ts';
import { splitIntoParts } from '#domain/planning/split-into-parts.ts';
import { subPeriods } from '#domain/planning/sub-periods.ts';
import { listWorkdays } from '#domain/workdays.ts';
import { russianCalendar } from '../generated-facts.ts';

const tree = createPlanTree([
  { row: 'company', parent: null },
  { row: 'department:1', parent: 'company' },
  { row: 'person:5', parent: 'department:1' },
  { row: 'person:6', parent: 'department:1' },
]);
const company = fullCalendar(russianCalendar);
const half = { ...company, joinedOn: '2026-12-16' };

function split(targets: Record<string, bigint>, key: string, kind: CalendarKind, curves: SeasonCurves = {}): Map<string, bigint[]> {
  const period = parsePlanPeriod(key)!;
  const calendarOf = (scope: string) => (scope === 'person:6' ? half : company);
  return splitIntoParts({
    tree,
    targets: new Map(Object.entries(targets)),
    period,
    parts: subPeriods(period, kind),
    calendarOf,
    curves,
    steps: [1000n, 1n],
  });
}

describe('a plan split into shorter periods', () => {
  it('follows the working days of each, and a group its people', () => {
    const parts = split({ 'department:1': 330_000n, 'person:5': 220_000n, 'person:6': 110_000n }, '2026-12', 'week');
    expect(parts.get('person:5')).toEqual([40_000n, 50_000n, 50_000n, 50_000n, 30_000n]);
    expect(parts.get('person:6')).toEqual([0n, 0n, 30_000n, 50_000n, 30_000n]);
    expect(parts.get('department:1')).toEqual([40_000n, 50_000n, 80_000n, 100_000n, 60_000n]);
    expect(parts.has('company')).toBe(false);
  });

  it('leans to where the season is', () => {
    const parts = createDistribution('month', 'parts', [0.5, 0.5, 1, 1, 2]);
    const [first = 0n, ...others] = split({ 'person:5': 220_000n }, '2026-12', 'week', { parts }).get('person:5') ?? [];
    expect(first).toBe(20_000n);
    expect(others.at(-1)).toBe(60_000n);
  });

  it('adds up exactly, for any amounts and any kind of part', () => {
    const amount = fc.bigInt({ min: 0n, max: 10n ** 12n });
    const targets = fc.dictionary(fc.constantFrom('company', 'department:1', 'person:5', 'person:6'), amount);
    const cuts = fc.constantFrom<[string, CalendarKind]>(['2026-12', 'week'], ['2026-12', 'day'], ['2026', 'quarter'], ['2026-Q4', 'week']);
    fc.assert(
      fc.property(targets, cuts, (given, [key, kind]) => {
        for (const [scope, parts] of split(given, key, kind)) {
          expect(sum(parts)).toBe(given[scope]);
          expect(parts.every((part) => part >= 0n)).toBe(true);
        }
      }),
    );
  });
});

describe('how a month falls on its fifths', () => {
  const month = (name: string, ends: bigint) => {
    const workdays = listWorkdays(russianCalendar, name);
    return { workdays, won: workdays.map((day, at) => ({ day, amount: at >= workdays.length - 4 ? ends : 100n })) };
  };
  const belief = (ends: readonly bigint[]) =>
    learnMonthParts(
      'month',
      ends.map((end, at) => month(`2026-0${at + 1}`, end)),
    );

  it('is flat without a history and where every day is alike', () => {
    expect(learnMonthParts('month', [])).toMatchObject({
      months: 0,
      belief: 0,
      distribution: { weights: [10_000, 10_000, 10_000, 10_000, 10_000] },
    });
    expect(belief([100n, 100n, 100n]).distribution.weights).toEqual([10_000, 10_000, 10_000, 10_000, 10_000]);
  });

  it('leans to the end where months end so, and believes many months more than one', () => {
    const [one, many] = [belief([400n]), belief([400n, 380n, 420n, 400n, 390n, 410n])];
    expect(many.distribution.weights.at(-1)).toBeGreaterThan(one.distribution.weights.at(-1) ?? 0);
    expect(one.distribution.weights.at(-1)).toBeGreaterThan(10_000);
    expect(many.belief).toBeLessThanOrEqual(6 / 7);
  });
});
