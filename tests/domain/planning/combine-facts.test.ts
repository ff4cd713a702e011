import { describe, expect, it } from 'vitest';
import { combineFactsOverTime, combineOverPeople, valueOfFact, type Fact } from '#domain/planning/combine-facts.ts';
import { combineOverTime, ratioOf } from '#domain/planning/combine-targets.ts';
import { metricCatalogue } from '#domain/planning/metric-catalogue.ts';

const amount = (value: bigint): Fact => ({ kind: 'amount', value });
const things = (...ids: string[]): Fact => ({ kind: 'things', ids: new Set(ids) });
const { revenue, calls, receivables, profitability } = metricCatalogue;
const check = metricCatalogue['average-check'];

describe('the fact of a group', () => {
  it('is made of its people and not 0', () => {
    expect(combineOverPeople([amount(300n), amount(0n), amount(-50n)])).toEqual(amount(250n));
    expect(combineOverPeople([])).toBeNull();
  });

  it('counts a client or a deal that two people share once', () => {
    const clients = combineOverPeople([things('c1', 'c2'), things('c2', 'c3')])!;
    expect(valueOfFact(clients, metricCatalogue['new-clients'])).toBe(3n);
  });

  it('divides totals and never adds ratios up', () => {
    const first: Fact = { kind: 'ratio', of: amount(900n), to: things('d1', 'd2', 'd3') };
    const second: Fact = { kind: 'ratio', of: amount(100n), to: things('d3', 'd4') };
    expect([first, second].map((fact) => valueOfFact(fact, check))).toEqual([300n, 50n]);
    expect(valueOfFact(combineOverPeople([first, second])!, check)).toBe(250n);
    expect(valueOfFact({ kind: 'ratio', of: amount(0n), to: amount(0n) }, profitability)).toBeNull();
  });

  it('of a period takes a state from its last part and adds the rest up', () => {
    expect(combineFactsOverTime(receivables, [amount(700n), amount(500n)])).toEqual(amount(500n));
    expect(combineFactsOverTime(calls, [amount(7n), amount(5n)])).toEqual(amount(12n));
    expect(combineFactsOverTime(revenue, [])).toBeNull();
    expect(combineFactsOverTime(receivables, [])).toBeNull();
  });
});

describe('a ratio', () => {
  it('is a percent in basis points or money for a piece, rounded half to even', () => {
    expect(ratioOf(profitability, 250n, 1000n)).toBe(2500n);
    expect(ratioOf(check, 5n, 2n)).toBe(2n);
    expect(ratioOf(check, 7n, 2n)).toBe(4n);
    expect([ratioOf(check, null, 2n), ratioOf(check, 5n, 0n), ratioOf(check, 5n, null)]).toEqual([null, null, null]);
  });

  it('of a period does not come from ratios of its parts', () => {
    expect(combineOverTime(check, [{ value: 300n, workdays: 20 }])).toBeNull();
    expect(combineOverTime(calls, [{ value: 300n, workdays: 0 }])).toBe(300n);
  });
});
