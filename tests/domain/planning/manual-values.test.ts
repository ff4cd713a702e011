import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { combineFactsOverTime, valueOfFact, type Fact } from '#domain/planning/combine-facts.ts';
import { findWaiting, toPersonMonths, type DayValue } from '#domain/planning/manual-values.ts';
import { toMetric, type ManualMetric } from '#domain/planning/metric.ts';
import { monthOf, shiftDay } from '#domain/period.ts';

const values: readonly DayValue[] = [
  { userId: 3n, day: '2026-10-31', value: 5n },
  { userId: 3n, day: '2026-11-02', value: 12n },
  { userId: 3n, day: '2026-11-16', value: 7n },
  { userId: 4n, day: '2026-11-16', value: 0n },
];

/** At most one number for a person and a day, as the store holds them. */
const dayValues = fc.uniqueArray(
  fc.record({
    userId: fc.bigInt(1n, 4n),
    day: fc.integer({ min: 0, max: 120 }).map((days) => shiftDay('2026-09-01', days)),
    value: fc.option(fc.bigInt(-(10n ** 15n), 10n ** 15n)),
  }),
  { selector: ({ userId, day }) => `${userId} ${day}`, maxLength: 60 },
);

describe('entered numbers as facts of months', () => {
  it('add up over the days, or are the last of the month', () => {
    expect(toPersonMonths('sum', values)).toEqual([
      { userId: 3n, month: '2026-10', value: 5n },
      { userId: 3n, month: '2026-11', value: 19n },
      { userId: 4n, month: '2026-11', value: 0n },
    ]);
    expect(toPersonMonths('latest', values)).toEqual([
      { userId: 3n, month: '2026-10', value: 5n },
      { userId: 3n, month: '2026-11', value: 7n },
      { userId: 4n, month: '2026-11', value: 0n },
    ]);
  });

  it('have no fact where nothing was entered or the number is not kept any more', () => {
    const ended = [...values, { userId: 3n, day: '2026-11-17', value: null }];
    expect(toPersonMonths('latest', ended).filter(({ month }) => month === '2026-11')).toEqual([
      { userId: 4n, month: '2026-11', value: 0n },
    ]);
    expect(toPersonMonths('sum', ended)).toEqual(toPersonMonths('sum', values));
    expect(toPersonMonths('sum', [{ userId: 3n, day: '2026-11-17', value: null }])).toEqual([]);
  });

  it('sum up to all that was entered, in whatever order it comes', () => {
    fc.assert(
      fc.property(dayValues, fc.infiniteStream(fc.nat()), (given, order) => {
        const months = toPersonMonths('sum', given);
        const total = (list: readonly { value: bigint | null }[]): bigint => list.reduce((sum, { value }) => sum + (value ?? 0n), 0n);
        expect(total(months)).toBe(total(given));
        const weights = new Map(given.map((value) => [value, order.next().value ?? 0]));
        const shuffled = [...given].sort((a, b) => (weights.get(a) ?? 0) - (weights.get(b) ?? 0));
        for (const overTime of ['sum', 'latest'] as const)
          expect(toPersonMonths(overTime, shuffled)).toEqual(toPersonMonths(overTime, given));
      }),
    );
  });

  it('of a state are what its metric makes of the days', () => {
    fc.assert(
      fc.property(dayValues, (given) => {
        const kept = given.filter(({ value }) => value !== null);
        for (const overTime of ['sum', 'latest'] as const) {
          const metric = toMetric({ ...posMaterials, overTime });
          for (const { userId, month, value } of toPersonMonths(overTime, kept)) {
            const days = kept
              .filter((each) => each.userId === userId && monthOf(each.day) === month)
              .sort((a, b) => (a.day < b.day ? -1 : 1));
            const facts = days.map((each): Fact => ({ kind: 'amount', value: each.value ?? 0n }));
            const fact = combineFactsOverTime(metric, facts);
            expect(fact && valueOfFact(fact, metric)).toBe(value);
          }
        }
      }),
    );
  });
});

const posMaterials: ManualMetric = {
  id: 'pos',
  name: 'POS-материалы',
  unit: 'count',
  direction: 'more',
  overTime: 'latest',
  source: 'typed',
  enteredBy: 7n,
  oldAfterDays: 14,
};
const at = { today: '2026-11-16', working: new Set([3n, 4n]) };

describe('a metric waits', () => {
  const newest = (userId: bigint, day: string, value: bigint | null = 1n): DayValue => ({ userId, day, value });

  it('for its first number, and for each that has grown old', () => {
    expect(findWaiting(posMaterials, [], at)).toEqual({ kind: 'nothing-entered' });
    expect(findWaiting(posMaterials, [newest(3n, '2026-11-02'), newest(4n, '2026-11-16')], at)).toBeNull();
    expect(findWaiting(posMaterials, [newest(3n, '2026-11-01'), newest(4n, '2026-11-16')], at)).toEqual({ kind: 'old', userIds: [3n] });
  });

  it('neither for people who have left nor for numbers that are not kept', () => {
    expect(findWaiting(posMaterials, [newest(5n, '2026-01-01'), newest(4n, '2026-11-16')], at)).toBeNull();
    expect(findWaiting(posMaterials, [newest(3n, '2026-01-01', null)], at)).toBeNull();
  });
});
