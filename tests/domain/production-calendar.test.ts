import { describe, expect, it } from 'vitest';
import { weekday } from '#domain/period.ts';
import { productionCalendars } from '#domain/production-calendar.ts';
import { listWorkdays } from '#domain/workdays.ts';
import { russianCalendar } from './generated-facts.ts';

const months = Array.from({ length: 12 }, (_, index) => String(index + 1).padStart(2, '0'));
const count = (year: string): number[] => months.map((month) => listWorkdays(russianCalendar, `${year}-${month}`).length);

describe('the production calendar of Russia', () => {
  it('has the 247 working days of 2026 in the months of the government’s calendar', () => {
    expect(count('2026')).toEqual([15, 19, 21, 22, 19, 21, 23, 21, 22, 22, 20, 22]);
  });

  it('has the 247 working days of 2025, with the Saturday of 1 November', () => {
    expect(count('2025')).toEqual([17, 20, 21, 22, 18, 19, 23, 21, 22, 23, 19, 22]);
  });

  it('has the 248 working days of 2024, with its three Saturdays', () => {
    expect(count('2024')).toEqual([17, 20, 20, 21, 20, 19, 23, 22, 21, 23, 21, 21]);
  });

  it('begins 2027 with 15 working days and keeps the year at 247', () => {
    expect(count('2027')[0]).toBe(15);
    expect(count('2027').reduce((total, days) => total + days, 0)).toBe(247);
  });

  it('moves work to days of the weekend only, and each day stands in the year it is filed under', () => {
    for (const [year, calendar] of Object.entries(productionCalendars['ru'] ?? {})) {
      expect(calendar.workdays.every((day) => weekday(day) > 5)).toBe(true);
      expect([...calendar.daysOff, ...calendar.workdays].every((day) => day.startsWith(year))).toBe(true);
      expect(calendar.daysOff.filter((day) => calendar.workdays.includes(day))).toEqual([]);
    }
  });
});
