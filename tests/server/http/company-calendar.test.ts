import dayjs from 'dayjs';
import timezone from 'dayjs/plugin/timezone.js';
import utc from 'dayjs/plugin/utc.js';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { toDay } from '#http/company-calendar.ts';

dayjs.extend(utc);
dayjs.extend(timezone);

it('gives the day that the clocks on the wall of a zone show', () => {
  const zones = fc.constantFrom('Europe/Moscow', 'Asia/Vladivostok', 'America/St_Johns', 'Asia/Kathmandu', 'Europe/London', 'UTC');
  const instants = fc.date({ min: new Date('2000-01-01T00:00:00Z'), max: new Date('2100-01-01T00:00:00Z'), noInvalidDate: true });
  fc.assert(
    fc.property(instants, zones, (instant, zone) => {
      expect(toDay(instant, zone)).toBe(dayjs(instant).tz(zone).format('YYYY-MM-DD'));
    }),
    { numRuns: 300 },
  );
  expect(toDay(new Date('2026-11-15T21:30:00Z'), 'Europe/Moscow')).toBe('2026-11-16');
});
