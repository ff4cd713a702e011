import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { listAttention } from '#domain/attention.ts';
import { listBehind, type MoneyMeasure } from '#domain/drill-down.ts';
import { sum } from '#domain/money.ts';
import type { MonthFacts } from '#domain/month-facts.ts';
import { computeHeadline, computeScope } from '#domain/overview.ts';
import { anyFacts, anyScope, emptyNovember } from './generated-facts.ts';

const behind = (facts: MonthFacts, scope: string, measure: MoneyMeasure): bigint =>
  sum(listBehind(facts, scope, measure).map((line) => line.value));

/** The number as the screen shows it; zero where the screen shows none. */
const shown: Readonly<Record<MoneyMeasure, (facts: MonthFacts, scope: string) => bigint>> = {
  plan: (facts, scope) => computeScope(facts, scope).plan ?? 0n,
  fact: (facts, scope) => computeScope(facts, scope).fact,
  'expected-to-date': (facts, scope) => computeScope(facts, scope).expected ?? 0n,
  deviation: (facts, scope) => computeScope(facts, scope).deviation,
  forecast: (facts, scope) => computeScope(facts, scope).forecast.expected,
  open: (facts, scope) => computeScope(facts, scope).forecast.open,
  weighted: (facts, scope) => computeScope(facts, scope).forecast.weighted,
  remaining: (facts, scope) => computeHeadline(facts, computeScope(facts, scope)).remaining ?? -computeScope(facts, scope).fact,
  overdue: (facts, scope) => {
    const item = listAttention(facts, scope, []).find((one) => one.kind === 'overdue');
    return item?.kind === 'overdue' ? item.sum : 0n;
  },
  'calls-norm': (facts, scope) => BigInt(computeScope(facts, scope).calls.norm ?? 0),
};

const measures = Object.keys(shown) as MoneyMeasure[];

describe('the list behind a number', () => {
  it.each(measures)('of %s sums to the number, for any month, scope and plan', (measure) => {
    fc.assert(
      fc.property(anyFacts, anyScope, (facts, scope) => {
        expect(behind(facts, scope, measure)).toBe(shown[measure](facts, scope));
      }),
    );
  });

  it('holds as many open deals as the tile counts', () => {
    fc.assert(
      fc.property(anyFacts, anyScope, (facts, scope) => {
        expect(listBehind(facts, scope, 'open')).toHaveLength(computeScope(facts, scope).forecast.openDeals);
      }),
    );
  });

  it('shows the plan’s days with the same sign in expected to date, and against it in the deviation', () => {
    const facts: MonthFacts = {
      ...emptyNovember,
      planLines: [{ metric: 'revenue', scope: 'person:20', value: 2000n }],
      won: [{ dealId: 4n, responsibleId: 20n, amount: 50n, day: '2026-11-05' }],
    };
    expect(listBehind(facts, 'person:20', 'expected-to-date')).toHaveLength(9);
    expect(listBehind(facts, 'person:20', 'expected-to-date')[0]).toEqual({
      kind: 'plan-day',
      day: '2026-11-02',
      scope: 'person:20',
      value: 100n,
    });
    expect(listBehind(facts, 'person:20', 'deviation').map((line) => line.value)).toEqual([50n, ...Array.from({ length: 9 }, () => -100n)]);
  });

  it('calls a deal overdue when its close date lies before today, not on it', () => {
    const open = ['2026-11-15', '2026-11-16', null].map((closeDay, index) => ({
      dealId: BigInt(index + 1),
      responsibleId: 20n,
      amount: 7n,
      closeDay,
      winPercent: 40,
    }));
    expect(listBehind({ ...emptyNovember, open }, 'company', 'overdue')).toMatchObject([
      { kind: 'open', item: { deal: { dealId: 1n } }, value: 7n },
    ]);
  });
});
