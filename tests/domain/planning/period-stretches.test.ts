import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { weekday } from '#domain/period.ts';
import { listStretches, stretchKind } from '#domain/planning/period-stretches.ts';
import { fullCalendar, listPersonWorkdays } from '#domain/planning/person-workdays.ts';
import { parsePlanPeriod, type PlanPeriod } from '#domain/planning/plan-period.ts';
import type { Calendar } from '#domain/workdays.ts';
import { russianCalendar } from '../generated-facts.ts';

const plainWeek: Calendar = { weekDaysOff: [6, 7], daysOff: new Set(), extraWorkdays: new Set(), yearlyDaysOff: new Set() };

function periodOfKey(key: string): PlanPeriod {
  const period = parsePlanPeriod(key);
  if (period === undefined) throw new Error(`No period ${key}`);
  return period;
}

describe('what a plan is spread over', () => {
  it('is 4, 5, 5, 5 and 3 working days in December 2026', () => {
    expect(listStretches(russianCalendar, periodOfKey('2026-12'))).toEqual([
      { from: '2026-12-01', to: '2026-12-04', workdays: 4 },
      { from: '2026-12-07', to: '2026-12-11', workdays: 5 },
      { from: '2026-12-14', to: '2026-12-18', workdays: 5 },
      { from: '2026-12-21', to: '2026-12-25', workdays: 5 },
      { from: '2026-12-28', to: '2026-12-30', workdays: 3 },
    ]);
  });

  it('is days of a week, weeks of a month, months of a year, by the length of custom dates', () => {
    const kinds = ['2026-12-05', '2026-W49', '2026-12', '2026-12-05--2026-12-18', '2026-12-05--2027-01-20', '2026-Q4', '2026'];
    expect(kinds.map((key) => stretchKind(periodOfKey(key)))).toEqual(['day', 'day', 'week', 'day', 'week', 'month', 'month']);
    expect(listStretches(russianCalendar, periodOfKey('2026-W49')).map(({ from, workdays }) => [from, workdays])).toEqual([
      ['2026-11-30', 1],
      ['2026-12-01', 1],
      ['2026-12-02', 1],
      ['2026-12-03', 1],
      ['2026-12-04', 1],
    ]);
    expect(listStretches(russianCalendar, periodOfKey('2026-Q4')).map(({ workdays }) => workdays)).toEqual([22, 20, 22]);
  });

  it('is nothing where nothing is worked', () => {
    expect(listStretches({ ...plainWeek, weekDaysOff: [1, 2, 3, 4, 5, 6, 7] }, periodOfKey('2026-11'))).toEqual([]);
  });

  it('holds every working day once, in order', () => {
    const dayOff = fc.integer({ min: 1, max: 31 }).map((date) => `2026-12-${String(date).padStart(2, '0')}`);
    const calendars = fc.record({ daysOff: fc.array(dayOff), extra: fc.array(dayOff), weekDaysOff: fc.subarray([1, 2, 3, 4, 5, 6, 7]) });
    const keys = fc.constantFrom('2026-12-05', '2026-W53', '2026-12', '2026-Q4', '2026-H2', '2026', '2026-12-20--2027-02-03');
    fc.assert(
      fc.property(calendars, keys, ({ daysOff, extra, weekDaysOff }, key) => {
        const calendar: Calendar = { ...plainWeek, weekDaysOff, daysOff: new Set(daysOff), extraWorkdays: new Set(extra) };
        const period = periodOfKey(key);
        const workdays = listPersonWorkdays(fullCalendar(calendar), period);
        const stretches = listStretches(calendar, period);
        const inside = stretches.map(({ from, to }) => workdays.filter((day) => day >= from && day <= to));
        expect(inside.flat()).toEqual(workdays);
        expect(inside.map((days) => days.length)).toEqual(stretches.map((stretch) => stretch.workdays));
        for (const [index, { from, to }] of stretches.entries()) {
          if (stretchKind(period) === 'week') expect(weekday(from)).toBeLessThanOrEqual(weekday(to));
          expect((stretches[index - 1]?.to ?? '') < from).toBe(true);
        }
      }),
    );
  });
});
