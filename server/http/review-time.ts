import dayjs from 'dayjs';
import timezone from 'dayjs/plugin/timezone.js';
import utc from 'dayjs/plugin/utc.js';
import type { Day } from '#domain/period.ts';
import { nextReviewDay, type Rhythm } from '#domain/review/review-rhythm.ts';
import type { StoredSeries } from '#store/review-series.ts';
import type { PortalContext } from './portal-context.ts';

dayjs.extend(utc);
dayjs.extend(timezone);

/** The instant of a time on the portal's wall clock. */
export function toInstant(day: Day, time: string, timeZone: string): Date {
  return dayjs.tz(`${day}T${time}`, timeZone).toDate();
}

/** When the review after one of a day would be. */
export function nextDayOf({ calendar }: PortalContext, series: StoredSeries, day: Day): Day {
  return nextReviewDay(toRhythm(series), day, calendar);
}

export function toRhythm({ rhythm, everyDays }: StoredSeries): Rhythm {
  return rhythm === 'own' ? { kind: 'own', everyDays: everyDays ?? 7 } : { kind: rhythm };
}
