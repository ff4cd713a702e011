import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shiftDay } from '#domain/period.ts';
import { calendarKinds, lengthOf, parsePlanPeriod, periodOf, type PlanPeriod } from '#domain/planning/plan-period.ts';
import { containsDay, containsPeriod, listPeriodDays, overlaps, parentPeriods, subPeriods } from '#domain/planning/sub-periods.ts';

const get = (key: string): PlanPeriod => {
  const period = parsePlanPeriod(key);
  if (period === undefined) throw new Error(`no period ${key}`);
  return period;
};
const keys = (periods: readonly PlanPeriod[]): string[] => periods.map((period) => period.key);

const day = fc.integer({ min: -20_000, max: 50_000 }).map((count) => shiftDay('2000-01-01', count));
const calendarPeriod = fc.tuple(fc.constantFrom(...calendarKinds), day).map(([kind, at]) => periodOf(kind, at));
const customDates = fc.tuple(day, fc.integer({ min: 0, max: 500 })).map(([from, length]) => get(`${from}--${shiftDay(from, length)}`));
const period = fc.oneof(calendarPeriod, customDates);

describe('parts of a period', () => {
  it('of a year are half-years, quarters, months, weeks and days', () => {
    const year = get('2026');
    expect(keys(subPeriods(year, 'half-year'))).toEqual(['2026-H1', '2026-H2']);
    expect(keys(subPeriods(year, 'quarter'))).toEqual(['2026-Q1', '2026-Q2', '2026-Q3', '2026-Q4']);
    expect(subPeriods(year, 'month')).toHaveLength(12);
    expect(subPeriods(year, 'day')).toHaveLength(365);
    expect(subPeriods(get('2026-12'), 'quarter')).toEqual([]);
    expect(subPeriods(get('2026-12'), 'month')).toEqual([]);
  });

  it('cut a week that crosses the border', () => {
    expect(keys(subPeriods(get('2026-12'), 'week'))).toEqual([
      '2026-12-01--2026-12-06',
      '2026-W50',
      '2026-W51',
      '2026-W52',
      '2026-12-28--2026-12-31',
    ]);
  });

  it('follow each other without gaps and are the whole', () => {
    fc.assert(
      fc.property(period, fc.constantFrom(...calendarKinds), (one, kind) => {
        const parts = subPeriods(one, kind);
        if (parts.length === 0) return;
        expect(parts.flatMap((part) => listPeriodDays(part))).toEqual(listPeriodDays(one));
        for (const part of parts) expect(parsePlanPeriod(part.key)).toEqual(part);
      }),
      { numRuns: 60 },
    );
  });
});

describe('periods among each other', () => {
  it('know their parents', () => {
    expect(keys(parentPeriods(get('2026-12-05')))).toEqual(['2026-W49', '2026-12', '2026-Q4', '2026-H2', '2026']);
    expect(keys(parentPeriods(get('2026-11')))).toEqual(['2026-Q4', '2026-H2', '2026']);
    expect(keys(parentPeriods(get('2026-W49')))).toEqual(['2026-Q4', '2026-H2', '2026']);
    expect(keys(parentPeriods(get('2026-W53')))).toEqual([]);
    expect(keys(parentPeriods(get('2026-12-07--2026-12-09')))).toEqual(['2026-W50', '2026-12', '2026-Q4', '2026-H2', '2026']);
  });

  it('contain and overlap by their days', () => {
    expect(containsDay(get('2026-12'), '2026-12-31')).toBe(true);
    expect(containsDay(get('2026-12'), '2027-01-01')).toBe(false);
    expect(containsPeriod(get('2026-Q4'), get('2026-W53'))).toBe(false);
    expect(overlaps(get('2026-W53'), get('2027-01'))).toBe(true);
    expect(overlaps(get('2026-11'), get('2026-12'))).toBe(false);
    fc.assert(
      fc.property(customDates, customDates, (one, other) => {
        const days = new Set(listPeriodDays(one));
        const common = listPeriodDays(other).filter((at) => days.has(at)).length;
        expect(overlaps(one, other)).toBe(common > 0);
        expect(containsPeriod(one, other)).toBe(common === lengthOf(other));
      }),
      { numRuns: 50 },
    );
  });
});
