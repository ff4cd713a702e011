import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { combineOverPeople, valueOfFact, type Fact } from '#domain/planning/combine-facts.ts';
import { metricCatalogue } from '#domain/planning/metric-catalogue.ts';
import { factsOfGroup, sumByGroup, type FactShare } from '#domain/planning/metric-facts.ts';

const share = (people: readonly bigint[], value: bigint, month = '2026-11'): FactShare => ({ people, month, value });
const months = ['2026-10', '2026-11', '2026-12'];
const today = '2026-11-16';
const facts = (code: Parameters<typeof factsOfGroup>[0], people: readonly bigint[] | undefined, ...parts: FactShare[][]) =>
  factsOfGroup(code, people && new Set(people), { months, today, parts: parts.map(sumByGroup) });

describe('facts of a group', () => {
  it('count once what several of its people share', () => {
    const clients = [share([3n, 4n], 2n), share([3n], 1n), share([4n, 9n], 5n)];
    expect(facts('active-clients', [3n], clients).values).toEqual([0n, 3n, null]);
    expect(facts('active-clients', [4n], clients).values).toEqual([0n, 7n, null]);
    expect(facts('active-clients', [3n, 4n], clients).values).toEqual([0n, 8n, null]);
    expect(facts('active-clients', undefined, clients).values).toEqual([0n, 8n, null]);
  });

  it('are the same as things combined one by one', () => {
    const people = [1n, 2n, 3n, 4n];
    const owners = fc.subarray(people, { minLength: 1 });
    fc.assert(
      fc.property(fc.array(owners, { maxLength: 30 }), fc.subarray(people), (things, group) => {
        const shares = things.map((own) => share(own, 1n));
        const own = people.map((userId): Fact => ({
          kind: 'things',
          ids: new Set(things.flatMap((of, at) => (of.includes(userId) && group.includes(userId) ? [String(at)] : []))),
        }));
        const combined = combineOverPeople(own);
        expect(facts('deals-won', group, shares).values[1]).toBe(combined && valueOfFact(combined, metricCatalogue['deals-won']));
      }),
    );
  });

  it('of everybody include people whom the structure does not know, and what is nobody’s', () => {
    expect(facts('payments-sum', undefined, [share([3n], 100n), share([], 50n), share([77n], -20n)]).total).toBe(130n);
    expect(facts('payments-sum', [3n], [share([3n], 100n), share([], 50n)]).total).toBe(100n);
  });

  it('divide totals and never average averages', () => {
    const revenue = [share([3n], 900n, '2026-10'), share([3n], 100n), share([4n], 500n)];
    const deals = [share([3n], 9n, '2026-10'), share([3n], 1n), share([4n], 1n)];
    expect(facts('average-check', [3n], revenue, deals)).toEqual({ values: [100n, 100n, null], total: 100n });
    expect(facts('average-check', [3n, 4n], revenue, deals)).toEqual({ values: [100n, 300n, null], total: 136n });
  });

  it('are nothing and no error where a ratio has nothing to divide by, and zero where a number has no things', () => {
    expect(facts('repeat-share', [3n], [], [])).toEqual({ values: [null, null, null], total: null });
    expect(facts('revenue', [3n], [])).toEqual({ values: [0n, 0n, null], total: 0n });
    expect(factsOfGroup('revenue', undefined, { months: ['2027-01'], today, parts: [sumByGroup([])] })).toEqual({
      values: [null],
      total: null,
    });
  });

  it('of a state are in all what they were in the last month that has begun', () => {
    const debts = [share([3n], 700n, '2026-10'), share([3n], 200n)];
    expect(facts('receivables', [3n], debts)).toEqual({ values: [700n, 200n, null], total: 200n });
  });
});
