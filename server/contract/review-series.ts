import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { BitrixId, Day, Instant, Scope, writtenText } from './wire.ts';

/** A time on the portal's wall clock, `11:00`. */
const ClockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

const regulations = {
  name: writtenText(120).refine((name) => name !== '', 'a name is needed'),
  rhythm: z.enum(['weekly', 'monthly', 'own']),
  /** Days from one review to the next, of a rhythm of one's own only. */
  everyDays: z.number().int().min(1).max(366).nullable().default(null),
  at: ClockTime,
  minutes: z.number().int().min(5).max(480),
  questionLimit: z.number().int().min(1).max(50),
  itemMinutes: z.number().int().min(1).max(120),
  preparedBy: z.enum(['owners', 'everyone']),
  /** Hours before the review by which it has to be prepared. */
  prepareHours: z.number().int().min(0).max(168),
};

export const ReviewRegulations = z.object(regulations);
export type ReviewRegulations = z.infer<typeof ReviewRegulations>;

/** How a series stands in the portal's calendar: `busy` is being written, `stale` says something else than the series does. */
const ReviewCalendar = z.object({
  state: z.enum(['none', 'busy', 'there', 'stale']),
  ownerId: BitrixId.nullable(),
  ownerName: z.string().nullable(),
  eventId: BitrixId.nullable(),
});
export type ReviewCalendar = z.infer<typeof ReviewCalendar>;

export const ReviewSeries = z.object({
  seriesId: z.uuid(),
  scope: Scope,
  scopeName: z.string(),
  mayRun: z.boolean(),
  calendar: ReviewCalendar,
  ...regulations,
});
export type ReviewSeries = z.infer<typeof ReviewSeries>;

export const ReviewListItem = z.object({
  reviewId: z.uuid(),
  seriesId: z.uuid(),
  name: z.string(),
  scopeName: z.string(),
  plannedAt: Instant,
  state: z.enum(['planned', 'running', 'finished']),
  finishedAt: Instant.nullable(),
  /** Of an ended one: what was talked about. */
  items: z.number().int(),
  decisions: z.number().int(),
});
export type ReviewListItem = z.infer<typeof ReviewListItem>;

export const ReviewList = z.object({
  today: Day,
  series: z.array(ReviewSeries),
  /** Those ahead and running first, then the ended ones, the last first. */
  reviews: z.array(ReviewListItem),
  /** Whose numbers the viewer may call reviews of. */
  scopes: z.array(z.object({ scope: Scope, name: z.string() })),
});
export type ReviewList = z.infer<typeof ReviewList>;

export const listReviews = defineEndpoint({
  method: 'GET',
  path: '/api/reviews',
  summary: 'Series of reviews that the viewer takes part in, with the next and the last ones',
  urgency: 'deferrable',
  request: z.object({}),
  response: ReviewList,
});

export const defineReviewSeries = defineEndpoint({
  method: 'POST',
  path: '/api/review-series',
  summary: 'Begin a series of reviews with its regulations and the day of the first one',
  urgency: 'vital',
  request: z.object({ seriesId: z.uuid(), scope: Scope, firstDay: Day, ...regulations }),
  response: ReviewList,
});

export const changeReviewSeries = defineEndpoint({
  method: 'PUT',
  path: '/api/review-series/:seriesId',
  summary: 'Change the regulations of a series; what was held stays as it was',
  urgency: 'vital',
  request: z.object({ seriesId: z.uuid(), ...regulations }),
  response: ReviewList,
});

export const endReviewSeries = defineEndpoint({
  method: 'POST',
  path: '/api/review-series/:seriesId/end',
  summary: 'End a series: the review that lies ahead is called off, those that were held stay',
  urgency: 'vital',
  request: z.object({ seriesId: z.uuid() }),
  response: ReviewList,
});
