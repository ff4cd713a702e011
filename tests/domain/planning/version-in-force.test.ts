import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { russianCalendar } from '../generated-facts.ts';
import { sum } from '#domain/money.ts';
import { listDays } from '#domain/period.ts';
import { spreadByWeights } from '#domain/planning/day-spread.ts';
import { metricCatalogue } from '#domain/planning/metric-catalogue.ts';
import { findVersionInForce, isRetroactive, judgeDays, targetInForce } from '#domain/planning/version-in-force.ts';
import { listWorkdays } from '#domain/workdays.ts';

const days = listWorkdays(russianCalendar, '2026-11').map((day) => ({ day, weight: 1n }));
const two = [
  { version: 1, effectiveFrom: '2026-11-01' },
  { version: 2, effectiveFrom: days[8]!.day },
];
const targets = new Map([
  [1, 2_000_000n],
  [2, 3_000_000n],
]);
const targetOf = (version: number): bigint | null => targets.get(version) ?? null;

describe('the version in force', () => {
  it('on a day is the latest in effect by then, also when it reaches back over an earlier one', () => {
    expect(['2026-10-31', '2026-11-01', days[7]!.day, days[8]!.day].map((day) => findVersionInForce(two, day)?.version)).toEqual([
      undefined,
      1,
      1,
      2,
    ]);
    const back = [...two, { version: 3, effectiveFrom: '2026-11-05' }];
    expect(['2026-11-04', '2026-11-05', '2026-11-30'].map((day) => findVersionInForce(back, day)?.version)).toEqual([1, 3, 3]);
    expect(findVersionInForce(back.toReversed(), '2026-11-30')?.version).toBe(3);
  });

  it('is retroactive when it judges days that had passed', () => {
    expect(isRetroactive({ effectiveFrom: '2026-11-08', publishedOn: '2026-11-09' })).toBe(true);
    expect(isRetroactive({ effectiveFrom: '2026-11-09', publishedOn: '2026-11-09' })).toBe(false);
  });
});

describe('a period whose version changes in the middle', () => {
  it('is judged day by day: 8 of 20 days by 2 000 000 and 12 by 3 000 000 make 2 600 000', () => {
    expect(targetInForce(metricCatalogue.revenue, days, two, targetOf)).toBe(2_600_000n);
    const judged = judgeDays(days, two, targetOf);
    expect(judged[7]).toEqual({ day: days[7]!.day, version: 1, value: 100_000n });
    expect(judged[8]).toEqual({ day: days[8]!.day, version: 2, value: 150_000n });
  });

  it('weighs the days by the season', () => {
    const curve = days.map(({ day }, at) => ({ day, weight: at < 8 ? 3n : 1n }));
    expect(targetInForce(metricCatalogue.revenue, curve, two, targetOf)).toBe((24n * 2_000_000n + 12n * 3_000_000n) / 36n);
  });

  it('takes the days alike when none of them weighs anything', () => {
    const weightless = days.map(({ day }) => ({ day, weight: 0n }));
    expect(judgeDays(weightless, two, targetOf)).toEqual(judgeDays(days, two, targetOf));
  });

  it('averages a norm for each working day, and takes a state and a ratio from the last day', () => {
    const norms = (version: number): bigint => (version === 1 ? 20n : 30n);
    const curve = days.map(({ day }, at) => ({ day, weight: BigInt(at) }));
    expect(targetInForce(metricCatalogue.calls, curve, two, norms)).toBe(26n);
    expect(targetInForce(metricCatalogue.receivables, curve, two, norms)).toBe(30n);
    expect(targetInForce(metricCatalogue['average-check'], curve, two, norms)).toBe(30n);
  });

  it('has no plan where no version in force has the line, and a smaller one where only a part of it does', () => {
    expect(targetInForce(metricCatalogue.revenue, days, two, () => null)).toBeNull();
    expect(targetInForce(metricCatalogue.revenue, days, [], targetOf)).toBeNull();
    expect(targetInForce(metricCatalogue.receivables, [], two, targetOf)).toBeNull();
    expect(targetInForce(metricCatalogue.revenue, days, two.slice(1), targetOf)).toBe(1_800_000n);
    expect(judgeDays(days, two.slice(1), targetOf)[0]).toEqual({ day: days[0]!.day, version: null, value: 0n });
  });

  it('adds up to the target, and with one version is the plan itself', () => {
    const version = fc.record({ version: fc.integer({ min: 1, max: 9 }), effectiveFrom: fc.constantFrom(...listDays('2026-11')) });
    const versions = fc.uniqueArray(version, { selector: (one) => one.version });
    const amount = fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n });
    const weights = fc.array(fc.bigInt({ min: 0n, max: 9n }), { minLength: days.length, maxLength: days.length });
    fc.assert(
      fc.property(versions, fc.array(amount, { minLength: 10, maxLength: 10 }), weights, (given, amounts, season) => {
        const weighed = days.map(({ day }, at) => ({ day, weight: season[at]! }));
        const of = (number: number): bigint => amounts[number]!;
        const judged = judgeDays(weighed, given, of);
        const target = targetInForce(metricCatalogue.revenue, weighed, given, of);
        expect(sum(judged.map(({ value }) => value))).toBe(target ?? 0n);
        const values = given.map((one) => of(one.version)).concat(0n);
        const [least, most] = [values.reduce((a, b) => (a < b ? a : b)), values.reduce((a, b) => (a > b ? a : b))];
        expect((target ?? 0n) >= least && (target ?? 0n) <= most).toBe(true);
        const only = judgeDays(weighed, [{ version: 1, effectiveFrom: '2026-01-01' }], of);
        expect(only.map(({ value }) => value)).toEqual(spreadByWeights(of(1), season));
      }),
    );
  });
});
