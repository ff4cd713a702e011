import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sum } from '#domain/money.ts';
import {
  contributionsOf,
  convertAmount,
  convertFacts,
  creditPeople,
  totalOnce,
  type DatedRate,
  type FactItem,
} from '#domain/planning/fact-credit.ts';

const deal = (id: string, amount: bigint, credits: [bigint, bigint][], currency = 'RUB'): FactItem => ({
  id,
  day: '2026-11-16',
  amount,
  currency,
  credits: credits.map(([userId, weight]) => ({ userId, weight })),
});
const dollar: DatedRate = { rate: 783_200_000_000n, digits: 2, day: '2026-11-16' };

describe('shared deals', () => {
  it('are divided among those who take part, not counted in full for each: 10, not 15', () => {
    const deals = [
      deal('1', 500n, [
        [7n, 1n],
        [8n, 1n],
      ]),
      deal('2', 500n, [[7n, 1n]]),
    ];
    expect(creditPeople(deals)).toEqual(
      new Map([
        [7n, 750n],
        [8n, 250n],
      ]),
    );
    expect(totalOnce(deals)).toBe(1000n);
  });

  it('count once though they are listed twice, and belong to nobody when nobody is named', () => {
    const one = deal('1', 500n, []);
    expect(creditPeople([one, one])).toEqual(new Map([[null, 500n]]));
    expect(totalOnce([one, one])).toBe(500n);
  });

  it('make people add up to the company exactly', () => {
    const credits = fc.array(fc.tuple(fc.bigInt({ min: 1n, max: 5n }), fc.bigInt({ min: 0n, max: 100n })), { maxLength: 4 });
    const some = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }), credits));
    fc.assert(
      fc.property(some, (given) => {
        const deals = given.map(([id, amount, shares]) => deal(id, amount, shares));
        expect(sum(creditPeople(deals).values())).toBe(totalOnce(deals));
      }),
    );
  });
});

describe('facts in other currencies', () => {
  it('are converted at the rate of their day, and that rate stands beside them', () => {
    const { converted, withoutRate } = convertFacts(
      [deal('1', 1000_00n, [], 'USD'), deal('2', 5n, [])],
      { currency: 'RUB', digits: 2 },
      () => dollar,
    );
    expect(converted).toEqual([
      { item: deal('1', 78_320_00n, []), rate: dollar },
      { item: deal('2', 5n, []), rate: null },
    ]);
    expect(withoutRate).toEqual([]);
  });

  it('are said and not dropped when there is no rate', () => {
    const items = [deal('1', 1000n, [], 'GBP'), deal('2', 5n, [])];
    const { converted, withoutRate } = convertFacts(items, { currency: 'RUB', digits: 2 }, () => undefined);
    expect(withoutRate).toEqual([items[0]]);
    expect(converted).toHaveLength(1);
  });

  it('know how many places each currency has', () => {
    expect(convertAmount(1000n, { rate: 6_000_000_000n, digits: 0, day: '' }, 2)).toBe(600_00n);
    expect(convertAmount(1_500n, { rate: 2_500_000_000_000n, digits: 3, day: '' }, 2)).toBe(375_00n);
    expect(convertAmount(5n, { rate: 5_000_000_000n, digits: 2, day: '' }, 2)).toBe(2n);
  });
});

describe('contributions', () => {
  it('add up to 100 % exactly', () => {
    expect(contributionsOf([1n, 1n, 1n])).toEqual([3334, 3333, 3333]);
    expect(contributionsOf([0n, 0n])).toBeNull();
    expect(contributionsOf([5n, -1n])).toBeNull();
    fc.assert(
      fc.property(fc.array(fc.bigInt({ min: 0n, max: 10n ** 12n })), (amounts) => {
        const shares = contributionsOf(amounts);
        if (shares !== null) expect(shares.reduce((all, one) => all + one, 0)).toBe(10_000);
      }),
    );
  });
});
