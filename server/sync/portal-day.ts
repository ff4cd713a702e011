import dayjs from 'dayjs';
import timezone from 'dayjs/plugin/timezone.js';
import utc from 'dayjs/plugin/utc.js';

dayjs.extend(utc);
dayjs.extend(timezone);

/** Whole hours since the portal's midnight by its wall clock. */
export const toPortalHour = (instant: Date, timeZone: string): number => dayjs(instant).tz(timeZone).hour();

/** Midnight some days before the present month of the portal. */
export function daysBeforeMonth(instant: Date, timeZone: string, days: number): Date {
  return dayjs(instant).tz(timeZone).startOf('month').subtract(days, 'day').toDate();
}
