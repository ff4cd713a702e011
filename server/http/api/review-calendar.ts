import type { CalendarOrder } from '#contract/review-calendar.ts';
import type { ReviewList } from '#contract/review-series.ts';
import type { CalendarEntry } from '#domain/review/calendar-entry.ts';
import { AppError } from '#kernel/errors.ts';
import {
  deleteCalendarEntry,
  holdCalendarEntry,
  listCalendarEntries,
  releaseCalendarEntry,
  saveCalendarEntry,
  type StoredCalendarEntry,
} from '#store/review-calendar.ts';
import { findSeries } from '#store/review-series.ts';
import { listReviewsOf } from '#store/reviews.ts';
import type { PortalContext } from '../portal-context.ts';
import { mayWriteEntry, toOrder, wantedEntry, writeCalendar } from '../review-calendar.ts';
import { replyReviews } from './review-series.ts';

interface HoldRequest {
  readonly seriesId: string;
  readonly holdId: string;
}

/** The server has no token of the person: it says what to write, and the browser writes it in their own name. */
export async function replyHoldCalendar(
  context: PortalContext,
  { seriesId, holdId }: HoldRequest,
): Promise<{ order: CalendarOrder | null; list: ReviewList }> {
  const { entry, wanted } = await read(context, seriesId);
  const isThere = writeCalendar(context, entry, wanted).state === 'there';
  if (wanted === undefined || isThere || !mayWriteEntry(context, entry)) return { order: null, list: await replyReviews(context) };
  const isHeld = await holdCalendarEntry(context.tx, { seriesId, key: holdId, userId: context.session.userId });
  if (isHeld) await context.changed('reviews');
  const order = isHeld ? toOrder(context, seriesId, { entry, wanted }) : null;
  return { order, list: await replyReviews(context) };
}

export async function replySaveCalendar(
  context: PortalContext,
  { seriesId, holdId, ...told }: HoldRequest & { eventId: string; ownerId: string },
): Promise<ReviewList> {
  const { entry, wanted } = await read(context, seriesId);
  const ownerId = BigInt(told.ownerId);
  if (ownerId !== context.session.userId && ownerId !== entry?.ownerId)
    throw new AppError('bad-request', 'Whose entry this is nobody knows');
  const saved = { ownerId, eventId: BigInt(told.eventId), said: wanted ?? null };
  const isSaved = await saveCalendarEntry(context.tx, { seriesId, key: holdId, userId: context.session.userId }, saved);
  // The same answer sent twice has been taken once.
  if (!isSaved && entry?.eventId !== saved.eventId) throw new AppError('conflict', 'Somebody else writes the entry');
  await context.changed('reviews');
  return replyReviews(context);
}

export async function replyReleaseCalendar(
  context: PortalContext,
  { seriesId, holdId, goneId }: HoldRequest & { goneId: string | null },
): Promise<ReviewList> {
  const { entry } = await read(context, seriesId);
  await releaseCalendarEntry(context.tx, { seriesId, key: holdId, userId: context.session.userId });
  const isOwn = entry?.ownerId === context.session.userId;
  if (goneId !== null && isOwn) await deleteCalendarEntry(context.tx, seriesId, BigInt(goneId));
  await context.changed('reviews');
  return replyReviews(context);
}

async function read(
  context: PortalContext,
  seriesId: string,
): Promise<{ entry: StoredCalendarEntry | undefined; wanted: CalendarEntry | undefined }> {
  const series = await findSeries(context.tx, seriesId);
  if (series === undefined) throw new AppError('not-found', 'There is no such series here');
  const [entry] = await listCalendarEntries(context.tx, [seriesId]);
  return { entry, wanted: wantedEntry(context, series, await listReviewsOf(context.tx, [seriesId])) };
}
