import { describe, expect, it } from 'vitest';
import { isWorkday, lastWorkdays, listPassedWorkdays, listWorkdays, previousWorkday, type Calendar } from '#domain/workdays.ts';
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
  });
});
