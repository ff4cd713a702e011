import dayjs from 'dayjs';
import timezone from 'dayjs/plugin/timezone.js';
import utc from 'dayjs/plugin/utc.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toDay } from '#kernel/calendar-day.ts';

dayjs.extend(utc);
dayjs.extend(timezone);

describe('the day of an instant', () => {
  it('is cut in the company’s zone', () => {
    const instant = new Date('2026-10-31T23:30:00.000Z');
    expect(['Europe/Moscow', 'UTC', 'America/New_York', 'Asia/Kamchatka'].map((zone) => toDay(instant, zone))).toEqual([
      '2026-11-01',
      '2026-10-31',
      '2026-10-31',
      '2026-11-01',
    ]);
  });

  it('turns at midnight there', () => {
    expect(toDay(new Date('2026-11-16T20:59:59.999Z'), 'Europe/Moscow')).toBe('2026-11-16');
    expect(toDay(new Date('2026-11-16T21:00:00.000Z'), 'Europe/Moscow')).toBe('2026-11-17');
  });

  it('gives the day that the clocks on the wall of a zone show', () => {
    const zones = fc.constantFrom('Europe/Moscow', 'Asia/Vladivostok', 'America/St_Johns', 'Asia/Kathmandu', 'Europe/London', 'UTC');
    const instants = fc.date({ min: new Date('2000-01-01T00:00:00Z'), max: new Date('2100-01-01T00:00:00Z'), noInvalidDate: true });
    fc.assert(
      fc.property(instants, zones, (instant, zone) => {
        expect(toDay(instant, zone)).toBe(dayjs(instant).tz(zone).format('YYYY-MM-DD'));
      }),
      { numRuns: 300 },
    );
  });
});
