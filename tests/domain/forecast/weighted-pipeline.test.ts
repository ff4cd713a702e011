import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dealCategories } from '#domain/forecast/deal-category.ts';
import {
  chanceInWindow,
  forecastPeriod,
  median,
  toGroup,
  weighDeals,
  type ForecastWindow,
  type OpenDeal,
} from '#domain/forecast/weighted-pipeline.ts';
import { shareOf, sum } from '#domain/money.ts';

const window: ForecastWindow = { firstDay: '2026-11-01', lastDay: '2026-11-30', daysLeft: 15, wonCycleDays: 45, usesCloseDates: true };

function deal(amount: number, winPercent: number, closeDay: string | null = '2026-11-25'): OpenDeal {
  return { dealId: BigInt(amount), responsibleId: 5n, amount: BigInt(amount) * 100n, closeDay, winPercent, category: 'pipeline' };
}

const golden = [deal(1_000_000, 10), deal(2_000_000, 20), deal(1_500_000, 40), deal(3_000_000, 60), deal(800_000, 70)];

describe('the golden pipeline', () => {
  const fact = 420_000_000n;
  const forecast = forecastPeriod(fact, weighDeals(golden, window).map(toGroup));

  it('weighs 3 460 000 of 8 300 000 and makes a forecast of 7 660 000', () => {
    expect(forecast).toMatchObject({ open: 830_000_000n, weighted: 346_000_000n, expected: 766_000_000n, openDeals: 5 });
    expect(shareOf(forecast.expected, 1_000_000_000n)).toBe(0.766);
  });

  it('covers the gap 1,43 times in full and 0,60 times weighted', () => {
    const gap = 1_000_000_000n - fact;
    expect(shareOf(forecast.open, gap)).toBeCloseTo(1.43, 2);
    expect(shareOf(forecast.weighted, gap)).toBeCloseTo(0.6, 2);
  });

  it('has a range of 1,2816 deviations of 1 887 962 and the common shock together', () => {
    const spread = 1.2816 * Math.hypot(1_887_961.86, 0.15 * 3_460_000);
    expect(Number(forecast.expected - forecast.low) / 100).toBeCloseTo(spread, 0);
    expect(Number(forecast.high - forecast.expected) / 100).toBeCloseTo(spread, 0);
  });
});

describe('chance to be won inside the month', () => {
  it('is the stage’s percent with a close date inside or overdue', () => {
    expect(chanceInWindow(deal(1, 40, '2026-11-30'), window)).toBe(40);
    expect(chanceInWindow(deal(1, 40, '2026-11-01'), window)).toBe(40);
    expect(chanceInWindow(deal(1, 40, '2026-08-15'), window)).toBe(40);
  });

  it('is nothing with a close date after the month', () => {
    expect(chanceInWindow(deal(1, 98, '2026-12-01'), window)).toBe(0);
    expect(weighDeals([deal(1, 98, '2026-12-01')], window)).toEqual([]);
  });

  it('without a date fades with the days left: 60 % · (1 − e^(−15/45)) is 17,0081 %', () => {
    expect(chanceInWindow(deal(1, 60, null), window)).toBe(17.0081);
    expect(chanceInWindow(deal(1, 60, null), { ...window, daysLeft: 0 })).toBe(0);
    expect(chanceInWindow(deal(1, 60, null), { ...window, wonCycleDays: 0 })).toBeCloseTo(60, 3);
  });

  it('is 0 for every deal dated after the window, whatever its stage', () => {
    const later = fc
      .integer({ min: 1, max: 28 })
      .chain((date) => fc.constantFrom('2026-12', '2027-01', '2031-06').map((month) => `${month}-${String(date).padStart(2, '0')}`));
    fc.assert(
      fc.property(later, fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 40 }), (closeDay, winPercent, daysLeft) => {
        expect(chanceInWindow(deal(100, winPercent, closeDay), { ...window, daysLeft })).toBe(0);
      }),
    );
  });

  it('without a date never exceeds the stage’s percent and never falls with more days left', () => {
    const percents = fc.integer({ min: 0, max: 100 });
    fc.assert(
      fc.property(
        percents,
        fc.integer({ min: 0, max: 90 }),
        fc.double({ min: 0.1, max: 400, noNaN: true }),
        (winPercent, daysLeft, wonCycleDays) => {
          const chance = (days: number): number => chanceInWindow(deal(1, winPercent, null), { ...window, daysLeft: days, wonCycleDays });
          expect(chance(daysLeft)).toBeGreaterThanOrEqual(0);
          expect(chance(daysLeft)).toBeLessThanOrEqual(winPercent);
          expect(chance(daysLeft + 1)).toBeGreaterThanOrEqual(chance(daysLeft));
        },
      ),
    );
  });
});

describe('the range', () => {
  const openDeal = fc.record({
    dealId: fc.bigInt({ min: 1n, max: 10n ** 9n }),
    responsibleId: fc.constant(5n),
    amount: fc.bigInt({ min: 0n, max: 10n ** 14n }),
    closeDay: fc.constantFrom(null, '2026-11-20', '2026-09-01', '2026-12-24'),
    winPercent: fc.integer({ min: 0, max: 100 }),
    category: fc.constantFrom(...dealCategories),
  });

  it('holds the expected value, starts at the fact and ends at fact plus everything open', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 15n }), fc.array(openDeal, { maxLength: 40 }), (fact, deals) => {
        const weighted = weighDeals(deals, window);
        const forecast = forecastPeriod(fact, weighted.map(toGroup));
        expect(forecast.low <= forecast.expected && forecast.expected <= forecast.high).toBe(true);
        expect(sum(Object.values(forecast.categories))).toBe(forecast.open);
        expect(forecast.low >= fact).toBe(true);
        expect(forecast.high <= fact + sum(weighted.map((item) => item.deal.amount))).toBe(true);
        expect(forecast.expected).toBe(fact + sum(weighted.map((item) => item.weighted)));
      }),
    );
  });

  it('counts undated deals by their chance, and leaves them out of what is open by its date', () => {
    const forecast = forecastPeriod(0n, weighDeals([deal(1_000_000, 60, null), deal(2_000_000, 40)], window).map(toGroup));
    expect(forecast).toMatchObject({ open: 200_000_000n, openDeals: 1, weighted: 80_000_000n + 17_008_100n });
  });

  it('takes every undated deal for open where the company fills in no close dates', () => {
    const forecast = forecastPeriod(0n, weighDeals([deal(1_000_000, 60, null)], { ...window, usesCloseDates: false }).map(toGroup));
    expect(forecast).toMatchObject({ open: 100_000_000n, openDeals: 1, weighted: 17_008_100n });
  });

  it('is a point where nothing is open', () => {
    const categories = { commit: 0n, best: 0n, pipeline: 0n, omitted: 0n };
    const point = { expected: 700n, low: 700n, high: 700n, open: 0n, weighted: 0n, openDeals: 0, categories, adjustment: 0n };
    expect(forecastPeriod(700n, [])).toEqual(point);
    expect(forecastPeriod(700n, [], -50n)).toEqual({ ...point, expected: 650n, low: 650n, high: 650n, adjustment: -50n });
  });
});

describe('median', () => {
  const once = (values: readonly number[]) => median(values.map((value) => ({ value, count: 1 })));

  it('is the middle, the mean of two middles, and nothing for nothing', () => {
    expect(once([5, 1, 9])).toBe(5);
    expect(once([4, 1, 9, 5])).toBe(4.5);
    expect(once([])).toBeUndefined();
  });

  it('of values with counts is that of the values written out', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ value: fc.nat(9), count: fc.integer({ min: 1, max: 4 }) }), { maxLength: 8 }), (counted) => {
        expect(median(counted)).toBe(once(counted.flatMap(({ value, count }) => Array.from({ length: count }, () => value))));
      }),
    );
  });
});
