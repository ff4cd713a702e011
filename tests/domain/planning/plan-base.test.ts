import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { metricCatalogue } from '#domain/planning/metric-catalogue.ts';
import { basePeriods, computeBase, isSeasonOffered, type BaseChoice, type PastPeriod } from '#domain/planning/plan-base.ts';
import { parsePlanPeriod, type PlanPeriod } from '#domain/planning/plan-period.ts';

const period = (key: string): PlanPeriod => parsePlanPeriod(key)!;
const past = (key: string, value: bigint | null, workdays: number): PastPeriod => ({ period: period(key), value, workdays });
const keys = (periods: readonly PlanPeriod[]): string[] => periods.map(({ key }) => key);
const { revenue, calls, receivables } = metricCatalogue;
const lastYear: BaseChoice = { kind: 'same-period-last-year' };
const previous: BaseChoice = { kind: 'previous-period' };
const average = (periods: number): BaseChoice => ({ kind: 'average', periods });

describe('periods of a base', () => {
  it('are whole ones only: in mid-November the average of three months for December is August to October', () => {
    expect(keys(basePeriods(average(3), period('2026-12'), '2026-11-16'))).toEqual(['2026-08', '2026-09', '2026-10']);
    expect(keys(basePeriods(average(3), period('2026-12'), '2026-12-01'))).toEqual(['2026-09', '2026-10', '2026-11']);
    expect(keys(basePeriods(previous, period('2027-Q1'), '2026-11-16'))).toEqual(['2026-Q3']);
    expect(keys(basePeriods(lastYear, period('2026-W49'), '2026-11-16'))).toEqual(['2025-W49']);
  });
});

describe('the base', () => {
  it('is 40,00 million for months that brought 2,00, 1,50 and 2,50 a day, brought to 20 working days', () => {
    const months = [past('2026-08', 42_000_000_00n, 21), past('2026-09', 33_000_000_00n, 22), past('2026-10', 55_000_000_00n, 22)];
    expect(computeBase(revenue, months, 20)).toEqual({ kind: 'base', value: 40_000_000_00n });
  });

  it('does not take a shorter month for a worse one', () => {
    expect(computeBase(revenue, [past('2025-01', 15_000n, 15)], 22)).toEqual({ kind: 'base', value: 22_000n });
  });

  it('leaves a number for each working day and a state as they are', () => {
    expect(computeBase(calls, [past('2026-09', 30n, 22), past('2026-10', 40n, 22)], 15)).toEqual({ kind: 'base', value: 35n });
    expect(computeBase(receivables, [past('2026-10', 700n, 0)], 15)).toEqual({ kind: 'base', value: 700n });
  });

  it('says when history is missing instead of taking less', () => {
    const months = [past('2026-08', null, 21), past('2026-09', 5n, 0), past('2026-10', 0n, 22)];
    expect(computeBase(revenue, months, 20)).toEqual({ kind: 'not-enough-history', needed: 3, known: 1 });
    expect(computeBase(revenue, [], 20)).toEqual({ kind: 'not-enough-history', needed: 0, known: 0 });
  });

  it('never averages ratios', () => {
    const months = [past('2026-09', 30n, 22), past('2026-10', 40n, 22)];
    expect(computeBase(metricCatalogue['average-check'], months, 20)).toEqual({ kind: 'base-of-parts', of: 'revenue', to: 'deals-won' });
  });

  it('of periods alike is such a period, however many there are', () => {
    const amount = fc.bigInt({ min: -(10n ** 13n), max: 10n ** 13n });
    fc.assert(
      fc.property(amount, fc.integer({ min: 1, max: 24 }), fc.integer({ min: 1, max: 23 }), (value, count, workdays) => {
        const alike = Array.from({ length: count }, () => past('2026-10', value, workdays));
        expect(computeBase(revenue, alike, workdays)).toEqual({ kind: 'base', value });
        expect(computeBase(revenue, alike, 3 * workdays)).toEqual({ kind: 'base', value: 3n * value });
      }),
    );
  });
});

describe('the season factor', () => {
  const offered = (choice: BaseChoice, key: string): boolean =>
    isSeasonOffered(choice, period(key), basePeriods(choice, period(key), '2026-11-16'));

  it('is offered only where the base does not hold the same season', () => {
    expect(offered(average(3), '2026-12')).toBe(true);
    expect(offered(average(12), '2026-12')).toBe(true);
    expect(offered(previous, '2026-12')).toBe(true);
    expect(offered(lastYear, '2026-12')).toBe(false);
    expect(offered(lastYear, '2026-W49')).toBe(false);
    expect(offered(previous, '2027')).toBe(false);
    expect(isSeasonOffered(previous, period('2026-W50'), [period('2026-W51')])).toBe(false);
    expect(isSeasonOffered(average(3), period('2026-12'), [])).toBe(false);
  });
});
