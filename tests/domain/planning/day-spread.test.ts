import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { russianCalendar } from '../generated-facts.ts';
import { divideHalfEven, sum } from '#domain/money.ts';
import { expectedToDate, spreadOverWorkdays } from '#domain/pace.ts';
import { expectedByWeights, spreadByWeights, spreadOverDays, spreadOverParts } from '#domain/planning/day-spread.ts';
import { fullCalendar, isPersonWorkday, listPersonWorkdays, type PersonCalendar } from '#domain/planning/person-workdays.ts';
import { calendarKinds, parsePlanPeriod } from '#domain/planning/plan-period.ts';
import { createDistribution } from '#domain/planning/season-curve.ts';

const december = parsePlanPeriod('2026-12')!;
const everybody = fullCalendar(russianCalendar);
const plan = fc.bigInt({ min: -(10n ** 14n), max: 10n ** 14n });
const weights = fc.array(fc.bigInt({ min: 0n, max: 10n ** 9n }), { minLength: 1, maxLength: 31 });
const onHoliday: PersonCalendar = {
  ...everybody,
  joinedOn: '2026-12-02',
  leftOn: '2026-12-29',
  absences: [{ from: '2026-12-07', to: '2026-12-13' }],
};

describe('expected to date by a curve', () => {
  it('is 4 500 000 of the golden plan when flat, 4 000 000 when 9 of 20 days are to bring 40 %: index 105 %', () => {
    const flat = Array.from({ length: 20 }, () => 1n);
    const curve = [...Array.from({ length: 9 }, () => 440n), ...Array.from({ length: 11 }, () => 540n)];
    expect(expectedByWeights(10_000_000n, flat, 9)).toBe(4_500_000n);
    expect(expectedByWeights(10_000_000n, curve, 9)).toBe(4_000_000n);
    expect(divideHalfEven(4_200_000n * 1000n, expectedByWeights(10_000_000n, curve, 9))).toBe(1050n);
  });

  it('without weights is what the pace has always expected', () => {
    fc.assert(
      fc.property(plan, fc.integer({ min: 1, max: 31 }), fc.nat({ max: 31 }), (amount, workdays, passed) => {
        const alike = Array.from({ length: workdays }, () => 0n);
        const gone = Math.min(passed, workdays);
        expect(expectedByWeights(amount, alike, gone)).toBe(expectedToDate(amount, workdays, gone));
        expect(spreadByWeights(amount, alike)).toEqual(spreadOverWorkdays(amount, workdays));
      }),
    );
    expect(expectedByWeights(5n, [], 0)).toBe(0n);
    expect(spreadByWeights(5n, [])).toEqual([]);
  });

  it('is the sum of the days that have passed, and all days are the plan', () => {
    fc.assert(
      fc.property(plan, weights, fc.nat({ max: 31 }), (amount, given, passed) => {
        const days = spreadByWeights(amount, given);
        expect(sum(days)).toBe(amount);
        expect(sum(days.slice(0, passed))).toBe(expectedByWeights(amount, given, passed));
      }),
    );
  });
});

describe('a person’s own working days', () => {
  it('leave out holidays, absences and days before joining or after leaving', () => {
    expect(listPersonWorkdays(everybody, december)).toHaveLength(22);
    expect(listPersonWorkdays(onHoliday, december)).toHaveLength(15);
    expect(['2026-12-01', '2026-12-02', '2026-12-08', '2026-12-30'].map((day) => isPersonWorkday(onHoliday, day))).toEqual([
      false,
      true,
      false,
      false,
    ]);
  });
});

describe('a plan over days and weeks', () => {
  it('goes by the person’s own calendar', () => {
    expect(
      spreadOverParts(4_600_000n, december, 'week', onHoliday).map(({ period, workdays, value }) => [period.key, workdays, value]),
    ).toEqual([
      ['2026-12-01--2026-12-06', 3, 920_000n],
      ['2026-W51', 5, 1_533_333n],
      ['2026-W52', 5, 1_533_334n],
      ['2026-12-28--2026-12-31', 2, 613_333n],
    ]);
  });

  it('follows the curve and adds up exactly at every level', () => {
    const curve = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 12, maxLength: 12 });
    const year = parsePlanPeriod('2026')!;
    fc.assert(
      fc.property(plan, curve, fc.constantFrom(...calendarKinds.slice(1, 5)), (amount, given, kind) => {
        const months = createDistribution('кривая', 'months', given);
        const days = spreadOverDays(amount, year, onHoliday, { months });
        expect(sum(days.map(({ value }) => value))).toBe(amount);
        expect(sum(spreadOverParts(amount, year, kind, everybody, { months }).map(({ value }) => value))).toBe(amount);
      }),
      { numRuns: 20 },
    );
  });

  it('is nothing for somebody who does not work in the period', () => {
    expect(spreadOverDays(100n, december, { ...everybody, leftOn: '2026-11-30' })).toEqual([]);
    expect(spreadOverParts(100n, december, 'week', { ...everybody, joinedOn: '2027-01-01' })).toEqual([]);
  });
});
