import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { daysBetween, shiftDay } from '#domain/period.ts';
import {
  calendarKinds,
  customPeriod,
  lengthOf,
  nextPeriod,
  parsePlanPeriod,
  periodOf,
  previousPeriod,
  samePeriodLastYear,
  type PlanPeriod,
} from '#domain/planning/plan-period.ts';

const get = (key: string): PlanPeriod => {
  const period = parsePlanPeriod(key);
  if (period === undefined) throw new Error(`no period ${key}`);
  return period;
};

const day = fc.integer({ min: -20_000, max: 50_000 }).map((count) => shiftDay('2000-01-01', count));
const calendarPeriod = fc.tuple(fc.constantFrom(...calendarKinds), day).map(([kind, at]) => periodOf(kind, at));
const customDates = fc.tuple(day, fc.integer({ min: 0, max: 500 })).map(([from, length]) => get(`${from}--${shiftDay(from, length)}`));
const period = fc.oneof(calendarPeriod, customDates);

describe('keys of periods', () => {
  it.each([
    ['2026-12-05', 'day', '2026-12-05', '2026-12-05'],
    ['2026-W49', 'week', '2026-11-30', '2026-12-06'],
    ['2026-12', 'month', '2026-12-01', '2026-12-31'],
    ['2026-Q4', 'quarter', '2026-10-01', '2026-12-31'],
    ['2026-H2', 'half-year', '2026-07-01', '2026-12-31'],
    ['2026', 'year', '2026-01-01', '2026-12-31'],
    ['2026-12-05--2026-12-20', 'custom', '2026-12-05', '2026-12-20'],
    ['2028-02', 'month', '2028-02-01', '2028-02-29'],
    ['2026-W53', 'week', '2026-12-28', '2027-01-03'],
    ['2026-W01', 'week', '2025-12-29', '2026-01-04'],
  ])('%s is a %s from %s to %s', (key, kind, from, to) => {
    expect(parsePlanPeriod(key)).toEqual({ kind, key, from, to });
  });

  it.each([
    '',
    '2026-02-30',
    '2026-13',
    '2026-00',
    '2026-00-10',
    '2026-12-00',
    '2025-W53',
    '2026-W54',
    '2026-W00',
    '2026-Q0',
    '2026-Q5',
    '2026-H3',
    '2026-h2',
    '26-12',
    '0000',
    '9999',
    '2026-1',
    ' 2026',
    '2026-12-20--2026-12-05',
    '2026-12-05--',
    '2026-12-05--2026-12-06--2026-12-07',
    '2026-12--2026-13',
    '1900-01-01--2199-12-31',
    '2026-12-05\n',
  ])('%j names no period', (key) => {
    expect(parsePlanPeriod(key)).toBeUndefined();
  });

  it('come back from every period, and no text breaks them', () => {
    fc.assert(
      fc.property(period, fc.string(), (one, text) => {
        expect(parsePlanPeriod(one.key)).toEqual(one);
        expect([text, undefined]).toContain(parsePlanPeriod(text)?.key);
      }),
    );
  });

  it('of ISO weeks agree with the Thursday rule', () => {
    fc.assert(
      fc.property(day, (at) => {
        const week = periodOf('week', at);
        const thursday = new Date(`${shiftDay(week.from, 3)}T00:00:00Z`);
        expect(thursday.getUTCDay()).toBe(4);
        const number = Math.ceil(((thursday.getTime() - Date.UTC(thursday.getUTCFullYear(), 0, 1)) / 86_400_000 + 1) / 7);
        expect(week.key).toBe(`${thursday.getUTCFullYear()}-W${String(number).padStart(2, '0')}`);
      }),
    );
  });

  it('of custom dates last three years at most', () => {
    expect(customPeriod('2026-01-01', '2028-12-31')?.key).toBe('2026-01-01--2028-12-31');
    expect(customPeriod('2026-01-01', '2029-01-02')).toBeUndefined();
  });
});

describe('neighbours of a period', () => {
  it('are of the same kind and touch it', () => {
    expect(previousPeriod(get('2027-Q1')).key).toBe('2026-Q4');
    expect(previousPeriod(get('2026-W01')).key).toBe('2025-W52');
    expect(nextPeriod(get('2026-H2')).key).toBe('2027-H1');
    expect(previousPeriod(get('2026-12-05--2026-12-20')).key).toBe('2026-11-19--2026-12-04');
    fc.assert(
      fc.property(period, (one) => {
        const before = previousPeriod(one);
        expect(before.kind).toBe(one.kind);
        expect(daysBetween(before.to, one.from)).toBe(1);
        expect(nextPeriod(before).from).toBe(one.from);
        if (one.kind === 'custom') expect(lengthOf(before)).toBe(lengthOf(one));
        else expect(nextPeriod(before)).toEqual(one);
      }),
    );
  });

  it('of last year are the same dates, weeks and months', () => {
    expect(samePeriodLastYear(get('2026-12')).key).toBe('2025-12');
    expect(samePeriodLastYear(get('2026-W49')).key).toBe('2025-W49');
    expect(samePeriodLastYear(get('2026-W53')).key).toBe('2025-W52');
    expect(samePeriodLastYear(get('2028-02-29')).key).toBe('2027-02-28');
    expect(samePeriodLastYear(get('2026-12-05--2027-01-10')).key).toBe('2025-12-05--2026-01-10');
    fc.assert(
      fc.property(period, (one) => {
        const before = samePeriodLastYear(one);
        expect(before.kind).toBe(one.kind);
        expect(Math.abs(daysBetween(before.from, one.from) - 365.5)).toBeLessThanOrEqual(6.5);
      }),
    );
  });
});
