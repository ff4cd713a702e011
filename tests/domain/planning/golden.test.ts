import { describe, expect, it } from 'vitest';
import { dailyRates, judgePace, runRate } from '#domain/pace.ts';
import { attainmentOf, deviationOf, deviationShare } from '#domain/planning/attainment.ts';
import { combineOverPeople, valueOfFact, type Fact } from '#domain/planning/combine-facts.ts';
import { compareTotals, overAssignment } from '#domain/planning/compare-totals.ts';
import { expectedByWeights } from '#domain/planning/day-spread.ts';
import { convertFacts, creditPeople, totalOnce, type FactItem } from '#domain/planning/fact-credit.ts';
import { metricCatalogue } from '#domain/planning/metric-catalogue.ts';
import { parsePlanPeriod } from '#domain/planning/plan-period.ts';
import { planPhase } from '#domain/planning/plan-state.ts';

/** G1: a plan of 10 000 000, a fact of 4 200 000, 9 of 20 working days have passed. */
const golden = { plan: 10_000_000n, fact: 4_200_000n, workdays: 20, passed: 9 };
const flat = Array.from({ length: 20 }, () => 1n);
const curve = flat.map((_, at) => (at < 9 ? 440n : 540n));

describe('the golden set G1', () => {
  it('has its attainment, deviation, pace, run rate and required rate', () => {
    const { plan, fact, workdays, passed } = golden;
    expect(attainmentOf(plan, fact)).toEqual({ kind: 'share', share: 0.42 });
    expect([deviationOf(plan, fact), deviationShare(plan, fact)]).toEqual([-5_800_000n, -0.58]);
    expect(deviationOf(expectedByWeights(plan, flat, passed), fact)).toBe(-300_000n);
    expect(attainmentOf(expectedByWeights(plan, flat, passed), fact)).toEqual({ kind: 'share', share: 0.933333 });
    expect(runRate(fact, workdays, passed)).toBe(9_333_333n);
    expect(dailyRates({ plan, fact, closed: fact, passed, left: 11 })).toEqual({
      needed: 527_272n,
      actual: 466_666n,
      acceleration: 1.1298,
    });
  });

  it('is behind when flat and on course by the curve: the same facts, the opposite word', () => {
    const { plan, fact, passed } = golden;
    const statusBy = (weights: readonly bigint[]) => judgePace({ plan, fact, passed, expected: expectedByWeights(plan, weights, passed) });
    expect(attainmentOf(expectedByWeights(plan, curve, passed), fact)).toEqual({ kind: 'share', share: 1.05 });
    expect([statusBy(flat), statusBy(curve)]).toEqual(['at-risk', 'on-course']);
  });

  it('gives 3 + 3 + 2,5 + 3 million 15 % over 10', () => {
    const people = [3_000_000n, 3_000_000n, 2_500_000n, 3_000_000n].reduce((all, one) => all + one);
    expect(overAssignment(golden.plan, people)?.share).toBe(0.15);
    expect(compareTotals(golden.plan, people, 0)).toEqual({ kind: 'differs', by: 1_500_000n });
  });
});

describe('known mistakes of others', () => {
  const deal = (id: string, amount: bigint, currency: string, ...people: bigint[]): FactItem => ({
    id,
    day: '2026-11-16',
    amount,
    currency,
    credits: people.map((userId) => ({ userId, weight: 1n })),
  });
  const deals = [deal('1', 600_00n, 'RUB', 7n, 8n), deal('2', 10_00n, 'USD', 7n), deal('3', 5_00n, 'GBP', 8n)];
  const rates = (currency: string) => (currency === 'USD' ? { rate: 800_000_000_000n, digits: 2, day: '2026-11-16' } : undefined);
  const { converted, withoutRate } = convertFacts(deals, { currency: 'RUB', digits: 2 }, rates);
  const counted = converted.map(({ item }) => item);

  it('a shared deal is not counted in full for each, and the company is not the sum of such numbers', () => {
    expect(creditPeople(counted)).toEqual(
      new Map([
        [7n, 1100_00n],
        [8n, 300_00n],
      ]),
    );
    expect(totalOnce(counted)).toBe(1400_00n);
  });

  it('a deal in another currency is converted, and without a rate it is said', () => {
    expect(withoutRate.map(({ id }) => id)).toEqual(['3']);
  });

  it('a group is not 0 when its people have sold', () => {
    const people: Fact[] = [...creditPeople(counted).values()].map((value) => ({ kind: 'amount', value }));
    const fact = valueOfFact(combineOverPeople(people)!, metricCatalogue.revenue);
    expect([fact, deviationOf(2000_00n, fact)]).toEqual([1400_00n, -600_00n]);
  });

  it('a period without facts deviates by minus the plan, and more than planned is not cut at 100 %', () => {
    expect(deviationOf(golden.plan, 0n)).toBe(-golden.plan);
    expect(attainmentOf(golden.plan, 3n * golden.plan)).toEqual({ kind: 'share', share: 3 });
  });

  it('a plan whose value nobody has touched still ends with its period', () => {
    const plan = { period: parsePlanPeriod('2026-11')!, state: 'published' as const };
    expect([planPhase(plan, '2026-11-30'), planPhase(plan, '2026-12-01')]).toEqual(['running', 'to-be-closed']);
  });
});
