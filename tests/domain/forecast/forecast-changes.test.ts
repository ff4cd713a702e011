import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dealCategories } from '#domain/forecast/deal-category.ts';
import {
  changeKinds,
  listForecastChanges,
  listLearnedChanges,
  type DealBetween,
  type DealState,
} from '#domain/forecast/forecast-changes.ts';
import { takeSnapshot } from '#domain/forecast/forecast-snapshot.ts';
import { forecastPeriod, toGroup, weighDeals } from '#domain/forecast/weighted-pipeline.ts';
import { sum } from '#domain/money.ts';

const window = { firstDay: '2026-11-01', lastDay: '2026-11-30', daysLeft: 15, wonCycleDays: 45, usesCloseDates: true };
const moments = { month: '2026-11', before: { ...window, daysLeft: 22 }, now: window, people: undefined };
const open: DealState = {
  semantics: 'P',
  responsibleId: 7n,
  amount: 100_000n,
  closeDay: '2026-11-20',
  wonDay: null,
  winPercent: 40,
  category: 'best',
};
const won: DealState = { ...open, semantics: 'S', wonDay: '2026-11-12', winPercent: 100 };
const usd = (amount: bigint) => ({ amount, currency: 'USD' });
const dollars: DealState = { ...open, original: usd(1000n) };

/** What is kept of a day is what the waterfall of that day begins with, and its categories are those of the forecast. */
function expectSnapshot(between: readonly DealBetween[], start: bigint): void {
  const people = takeSnapshot(between, { month: moments.month, window: moments.before });
  expect(sum(people.map(({ fact, weighted }) => fact + weighted))).toBe(start);
  const open = between.flatMap(({ dealId, before }) => (before?.semantics === 'P' ? [{ ...before, dealId }] : []));
  const { categories } = forecastPeriod(0n, weighDeals(open, moments.before).map(toGroup));
  for (const part of ['commit', 'best', 'pipeline'] as const) expect(sum(people.map((own) => own[part]))).toBe(categories[part]);
}

const explain = (before: DealState | null, now: DealState | null, people?: ReadonlySet<bigint>) =>
  listForecastChanges([{ dealId: 1n, before, now }], { ...moments, people }).changes.map(({ kind, change }) => [kind, change]);

describe('what has moved a forecast', () => {
  it.each([
    ['a new deal', null, open, [['new', 40_000n]]],
    ['a deal that was made and won', null, won, [['new', 100_000n]]],
    ['a win', open, won, [['won', 60_000n]]],
    ['a loss', open, { ...open, semantics: 'F' as const }, [['lost', -40_000n]]],
    ['a deal that is gone', open, null, [['lost', -40_000n]]],
    ['a close date that moved out of the month', open, { ...open, closeDay: '2026-12-03' }, [['pushed-out', -40_000n]]],
    ['a close date that moved into it', { ...open, closeDay: '2026-12-03' }, open, [['pulled-in', 40_000n]]],
    ['a deal that is left out of the forecast', open, { ...open, winPercent: 0 }, [['chance-down', -40_000n]]],
    ['a deal that is taken back into it', { ...open, winPercent: 0 }, open, [['chance-up', 40_000n]]],
    ['a larger amount', open, { ...open, amount: 150_000n }, [['grown', 20_000n]]],
    ['a further stage', open, { ...open, winPercent: 60 }, [['chance-up', 20_000n]]],
    [
      'a smaller amount on a further stage',
      open,
      { ...open, amount: 50_000n, winPercent: 60 },
      [
        ['shrunk', -20_000n],
        ['chance-up', 10_000n],
      ],
    ],
    ['a win of another month', open, { ...won, wonDay: '2026-12-01' }, [['pushed-out', -40_000n]]],
    ['a won deal that was opened again', won, open, [['chance-down', -60_000n]]],
    ['another rate', dollars, { ...dollars, amount: 110_000n }, [['rate', 4_000n]]],
    ['another amount and another rate', dollars, { ...dollars, amount: 110_000n, original: usd(1100n) }, [['grown', 4_000n]]],
    [
      'a won deal at another rate',
      { ...won, original: usd(1000n) },
      { ...won, original: usd(1000n), amount: 90_000n },
      [['rate', -10_000n]],
    ],
    ['nothing', open, open, []],
  ] as const)('is told of %s', (_about, before, now, expected) => {
    expect(explain(before, now)).toEqual(expected);
  });

  it('is another owner where a deal went to somebody outside, or came from there', () => {
    const theirs = { ...open, responsibleId: 9n };
    expect(explain(open, theirs, new Set([7n]))).toEqual([['owner', -40_000n]]);
    expect(explain(theirs, open, new Set([7n]))).toEqual([['owner', 40_000n]]);
    expect(explain(open, theirs)).toEqual([]);
  });

  it('adds up to the kopeck, deal by deal, for any deals and any people', () => {
    const state: fc.Arbitrary<DealState> = fc.record({
      semantics: fc.constantFrom('P' as const, 'P' as const, 'S' as const, 'F' as const),
      responsibleId: fc.constantFrom(7n, 8n, 9n),
      amount: fc.bigInt({ min: -1000n, max: 10n ** 12n }),
      closeDay: fc.constantFrom(null, '2026-10-01', '2026-11-20', '2026-12-20'),
      wonDay: fc.constantFrom('2026-10-31', '2026-11-01', '2026-11-30', '2026-12-01'),
      winPercent: fc.integer({ min: 0, max: 100 }),
      category: fc.constantFrom(...dealCategories),
    });
    const deals = fc.array(fc.tuple(fc.option(state), fc.option(state)), { maxLength: 30 });
    fc.assert(
      fc.property(deals, fc.constantFrom(undefined, new Set([7n]), new Set([7n, 8n])), (pairs, people) => {
        const between = pairs.map(([before, now], at): DealBetween => ({ dealId: BigInt(at), before, now }));
        const { start, end, changes } = listForecastChanges(between, { ...moments, people });
        expect(start + sum(changes.map(({ change }) => change))).toBe(end);
        expect(changes.every(({ kind, change }) => change !== 0n && changeKinds.includes(kind))).toBe(true);
        const ofDeal = listForecastChanges(between.slice(0, 1), { ...moments, people });
        expect(changes.filter(({ dealId }) => dealId === 0n)).toEqual(ofDeal.changes);
        const worth = (share: bigint) => new Map(between.map(({ dealId }) => [dealId, (dealId + 1n) * share]));
        const learned = listLearnedChanges(between, { month: moments.month, people, before: worth(700n), now: worth(300n) });
        expect(learned.start + sum(learned.changes.map(({ change }) => change))).toBe(learned.end);
        expectSnapshot(between, listForecastChanges(between, { ...moments, people: undefined }).start);
      }),
    );
  });

  it('adds people up to their team', () => {
    const pair = { dealId: 1n, before: open, now: { ...won, responsibleId: 8n } };
    const of = (...people: bigint[]) => listForecastChanges([pair], { ...moments, people: new Set(people) });
    expect(of(7n).end + of(8n).end).toBe(of(7n, 8n).end);
    expect(of(7n).start + of(8n).start).toBe(of(7n, 8n).start);
  });
});
