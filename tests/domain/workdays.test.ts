import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { monthOf, weekday } from '#domain/period.ts';
import { isWorkday, lastWorkdays, listPassedWorkdays, listWeeks, listWorkdays, previousWorkday, type Calendar } from '#domain/workdays.ts';
import { russianCalendar } from './generated-facts.ts';

const plainWeek: Calendar = { weekDaysOff: [6, 7], daysOff: new Set(), extraWorkdays: new Set(), yearlyDaysOff: new Set() };

describe('working days of a month', () => {
  it('are 20 in November 2026, 9 of them passed on the 16th', () => {
    expect(listWorkdays(russianCalendar, '2026-11')).toHaveLength(20);
    expect(listPassedWorkdays(russianCalendar, '2026-11', '2026-11-16')).toEqual([
      '2026-11-02',
      '2026-11-03',
      '2026-11-05',
      '2026-11-06',
      '2026-11-09',
      '2026-11-10',
      '2026-11-11',
      '2026-11-12',
      '2026-11-13',
    ]);
  });

  it('are 22 in December 2026 and 15 in January 2027', () => {
    expect(listWorkdays(russianCalendar, '2026-12')).toHaveLength(22);
    expect(listWorkdays(russianCalendar, '2027-01')).toHaveLength(15);
  });

  it('count today only once it has ended', () => {
    const passed = (today: string): number => listPassedWorkdays(russianCalendar, '2026-11', today).length;
    expect(passed('2026-11-17') - passed('2026-11-16')).toBe(1);
    expect(passed('2026-11-16') - passed('2026-11-14')).toBe(0);
    expect(passed('2026-10-31')).toBe(0);
    expect(passed('2026-12-01')).toBe(20);
  });
});

describe('a day', () => {
  const calendar: Calendar = {
    weekDaysOff: [6, 7],
    daysOff: new Set(['2026-11-04', '2026-11-07']),
    extraWorkdays: new Set(['2026-11-07']),
    yearlyDaysOff: new Set(['11-04', '03-08']),
  };

  it('is off on weekends, on single days off and on days off of every year', () => {
    expect(isWorkday(calendar, '2026-11-08')).toBe(false);
    expect(isWorkday(calendar, '2026-11-04')).toBe(false);
    expect(isWorkday(calendar, '2029-03-08')).toBe(false);
    expect(isWorkday(calendar, '2026-11-05')).toBe(true);
  });

  it('is worked when it was moved to, whatever else says it is off', () => {
    expect(isWorkday(calendar, '2026-11-07')).toBe(true);
  });
});

describe('working days back', () => {
  it('skip the weekend and the holiday', () => {
    expect(previousWorkday(russianCalendar, '2026-11-16')).toBe('2026-11-13');
    expect(previousWorkday(russianCalendar, '2026-11-05')).toBe('2026-11-03');
    expect(lastWorkdays(russianCalendar, '2026-11-16', 3)).toEqual(['2026-11-13', '2026-11-12', '2026-11-11']);
  });

  it('end where nothing is worked', () => {
    const never: Calendar = { ...plainWeek, weekDaysOff: [1, 2, 3, 4, 5, 6, 7] };
    expect(previousWorkday(never, '2026-11-16')).toBeUndefined();
    expect(lastWorkdays(never, '2026-11-16', 3)).toEqual([]);
    expect(listWeeks(never, '2026-11')).toEqual([]);
  });
});

describe('weeks of a month', () => {
  it('are 4, 5, 5, 5 and 3 working days in December 2026', () => {
    expect(listWeeks(russianCalendar, '2026-12')).toEqual([
      { from: '2026-12-01', to: '2026-12-04', workdays: 4 },
      { from: '2026-12-07', to: '2026-12-11', workdays: 5 },
      { from: '2026-12-14', to: '2026-12-18', workdays: 5 },
      { from: '2026-12-21', to: '2026-12-25', workdays: 5 },
      { from: '2026-12-28', to: '2026-12-30', workdays: 3 },
    ]);
  });

  it('hold every working day of the month once, in calendar weeks', () => {
    const dayOff = fc.integer({ min: 1, max: 31 }).map((date) => `2026-12-${String(date).padStart(2, '0')}`);
    const calendars = fc.record({ daysOff: fc.array(dayOff), extra: fc.array(dayOff), weekDaysOff: fc.subarray([1, 2, 3, 4, 5, 6, 7]) });
    fc.assert(
      fc.property(calendars, ({ daysOff, extra, weekDaysOff }) => {
        const calendar: Calendar = { ...plainWeek, weekDaysOff, daysOff: new Set(daysOff), extraWorkdays: new Set(extra) };
        const workdays = listWorkdays(calendar, '2026-12');
        const weeks = listWeeks(calendar, '2026-12');
        const inside = weeks.map((week) => workdays.filter((day) => day >= week.from && day <= week.to));
        expect(inside.flat()).toEqual(workdays);
        expect(inside.map((days) => days.length)).toEqual(weeks.map((week) => week.workdays));
        for (const [index, week] of weeks.entries()) {
          expect(weekday(week.from)).toBeLessThanOrEqual(weekday(week.to));
          expect(monthOf(week.from)).toBe(monthOf(week.to));
          expect((weeks[index - 1]?.to ?? '') < week.from).toBe(true);
        }
      }),
    );
  });
});
