import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { ReviewList } from './review-series.ts';
import { BitrixId, Day } from './wire.ts';

/** What is to be written into the portal's calendar, by the browser of whoever pressed and with their rights. */
export const CalendarOrder = z.object({
  /** The entry to change; null where a new one is wanted. */
  eventId: BitrixId.nullable(),
  /** Calendars where an earlier try may have left an entry whose answer was lost. */
  lookInto: z.array(BitrixId),
  /** Stands in the description: by it such an entry is known. */
  mark: z.string(),
  name: z.string(),
  firstDay: Day,
  /** On the portal's wall clock, `2026-11-16 11:00:00`. */
  from: z.string(),
  to: z.string(),
  timeZone: z.string(),
  rule: z.object({ frequency: z.enum(['DAILY', 'WEEKLY', 'MONTHLY']), interval: z.number().int() }),
  people: z.array(BitrixId),
});
export type CalendarOrder = z.infer<typeof CalendarOrder>;

/** `holdId` is made by the press of a button once, however often it is sent. */
const held = { seriesId: z.uuid(), holdId: z.uuid() };

export const holdReviewCalendar = defineEndpoint({
  method: 'POST',
  path: '/api/review-series/:seriesId/calendar/hold',
  summary: 'Ask to write a series into the calendar: one press at a time gets the order, the others see who has it',
  urgency: 'vital',
  request: z.object(held),
  /** Null when there is nothing to write: the entry says what it should, or is being written, or is somebody else’s. */
  response: z.object({ order: CalendarOrder.nullable(), list: ReviewList }),
});

export const saveReviewCalendar = defineEndpoint({
  method: 'POST',
  path: '/api/review-series/:seriesId/calendar/saved',
  summary: 'Tell which entry the portal has made of the order',
  urgency: 'vital',
  request: z.object({ ...held, eventId: BitrixId, ownerId: BitrixId }),
  response: ReviewList,
});

export const releaseReviewCalendar = defineEndpoint({
  method: 'POST',
  path: '/api/review-series/:seriesId/calendar/released',
  summary: 'Give the order back that the portal has refused; or tell that it has no such entry any more',
  urgency: 'vital',
  request: z.object({ ...held, goneId: BitrixId.nullable().default(null) }),
  response: ReviewList,
});
