import { describe, expect, it } from 'vitest';
import { listRedCells, type CountedPlan } from '#domain/review/red-cells.ts';
import { levelOf } from '#domain/review/red-level.ts';
import { emptyNovember } from '../generated-facts.ts';

const plan = (metric: CountedPlan['metric'], planned: bigint, fact: bigint | null): CountedPlan => ({
  metric,
  userId: 21n,
  plan: planned,
  fact,
});
const red = (counted: CountedPlan, facts = emptyNovember) =>
  listRedCells(facts, [21n], [counted]).map(({ metric, expected, deviation }) => ({ metric, expected, deviation }));

describe('a red cell of a counted metric', () => {
  // Nine of twenty working days of November have ended.
  it('is what stands below nine tenths of what should be there by now', () => {
    expect(red(plan('deals-won', 20n, 8n))).toEqual([{ metric: 'deals-won', expected: 9n, deviation: -1n }]);
    expect(red(plan('margin', 2_000_00n, 810_00n))).toEqual([]);
    expect(red(plan('margin', 2_000_00n, 809_99n))).toEqual([{ metric: 'margin', expected: 900_00n, deviation: -90_01n }]);
  });

  it('is due as a whole when it is a state or a ratio', () => {
    expect(red(plan('active-clients', 20n, 12n))).toEqual([{ metric: 'active-clients', expected: 20n, deviation: -8n }]);
    expect(red(plan('profitability', 20_00n, 17_99n))).toEqual([{ metric: 'profitability', expected: 20_00n, deviation: -2_01n }]);
  });

  it('is more than a tenth above the plan where less is better', () => {
    expect(red(plan('receivables', 100n, 110n))).toEqual([]);
    expect(red(plan('receivables', 100n, 111n))).toEqual([{ metric: 'receivables', expected: 100n, deviation: 11n }]);
    expect(red(plan('receivables', 0n, 1n))).toEqual([{ metric: 'receivables', expected: 0n, deviation: 1n }]);
    expect(levelOf({ metric: 'receivables', expected: 100n, fact: 50n })).toBe(1.5);
  });

  it('is none while nothing is known of it or the month is too young', () => {
    expect(red(plan('profitability', 20_00n, null))).toEqual([]);
    expect(red(plan('deals-won', 20n, 0n), { ...emptyNovember, today: '2026-11-04' })).toEqual([]);
  });
});
