import { describe, expect, it } from 'vitest';
import { isWorkday, listPassedWorkdays, listWorkdays } from '#domain/workdays.ts';
import { toCompanyCalendar } from '#http/company-calendar.ts';

const portal = {
  weekHolidays: ['SA', 'SU'],
  yearHolidays: ['1.01', '2.01', '7.01', '23.02', '8.03', '1.05', '9.05', '12.06', '4.11'],
  yearWorkdays: [],
};

describe('the calendar of a company', () => {
  it('has 20 working days in November 2026, 22 in December and 15 in January 2027', () => {
    const calendar = toCompanyCalendar(portal, 'ru');
    expect(['2026-11', '2026-12', '2027-01'].map((month) => listWorkdays(calendar, month).length)).toEqual([20, 22, 15]);
    expect(listPassedWorkdays(calendar, '2026-11', '2026-11-16')).toHaveLength(9);
  });

  it('is a five-day week with the state’s holidays before the portal’s settings were read', () => {
    for (const setting of [undefined, null, 'broken', { weekHolidays: 5 }]) {
      const calendar = toCompanyCalendar(setting, 'ru');
      expect(listWorkdays(calendar, '2026-11')).toHaveLength(20);
    }
  });

  it('knows no state holidays in a country whose calendar does not ship', () => {
    expect(listWorkdays(toCompanyCalendar({ weekHolidays: ['SA', 'SU'] }, 'de'), '2026-11')).toHaveLength(21);
  });

  it('takes the days off of the portal’s own week', () => {
    const calendar = toCompanyCalendar({ weekHolidays: ['SU', 'MO'] }, 'de');
    expect(['2026-11-14', '2026-11-15', '2026-11-16', '2026-11-17'].map((day) => isWorkday(calendar, day))).toEqual([
      true,
      false,
      false,
      true,
    ]);
  });

  it('takes the portal’s yearly days off for every year', () => {
    const calendar = toCompanyCalendar({ yearHolidays: ['3.11', '31.12', 'nonsense'] }, 'de');
    expect(['2026-11-03', '2027-11-03', '2026-12-31', '2026-11-02'].map((day) => isWorkday(calendar, day))).toEqual([
      false,
      false,
      false,
      true,
    ]);
  });

  it('lets the state’s day off win over 31 December, which portals name as worked from the start', () => {
    const calendar = toCompanyCalendar({ ...portal, yearWorkdays: ['31.12'] }, 'ru');
    expect(isWorkday(calendar, '2026-12-31')).toBe(false);
    expect(listWorkdays(calendar, '2026-12')).toHaveLength(22);
  });

  it('works on the days the portal has named as worked', () => {
    const calendar = toCompanyCalendar({ ...portal, yearWorkdays: ['14.11'] }, 'ru');
    expect(isWorkday(calendar, '2026-11-14')).toBe(true);
  });
});
