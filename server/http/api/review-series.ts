import { v7 as uuidv7 } from 'uuid';
import type { ReviewCalendar, ReviewList, ReviewListItem, ReviewRegulations } from '#contract/review-series.ts';
import { AppError } from '#kernel/errors.ts';
import { toDay } from '#kernel/calendar-day.ts';
import type { Day } from '#domain/period.ts';
import { departmentScope, isPersonScope, type Scope } from '#domain/plan.ts';
import { can } from '#policy/can.ts';
import { listActions } from '#store/corrective-actions.ts';
import { listCalendarEntries } from '#store/review-calendar.ts';
import { listReviewItems } from '#store/review-items.ts';
import { addSeries, changeSeries, endSeries, findSeries, listSeries, type StoredSeries } from '#store/review-series.ts';
import { addReview, listReviewsOf, moveReview, type StoredReview } from '#store/reviews.ts';
import { resourceOf, stateOf } from '../open-review.ts';
import type { PortalContext } from '../portal-context.ts';
import { reviewOf, toOriginId } from '../review-actions.ts';
import { wantedEntry, writeCalendar } from '../review-calendar.ts';
import { toInstant } from '../review-time.ts';
import { scopeName } from '../scope-name.ts';

export async function replyReviews(context: PortalContext): Promise<ReviewList> {
  const series = (await listSeries(context.tx)).filter((one) => can(context.actor, 'see-review', resourceOf(context, one)));
  const seriesIds = series.map(({ seriesId }) => seriesId);
  const reviews = await listReviewsOf(context.tx, seriesIds);
  const entries = await listCalendarEntries(context.tx, seriesIds);
  const calendarOf = (one: StoredSeries): ReviewCalendar =>
    writeCalendar(
      context,
      entries.find(({ seriesId }) => seriesId === one.seriesId),
      wantedEntry(context, one, reviews),
    );
  return {
    today: context.today,
    series: series.map((one) => ({
      ...one,
      scopeName: scopeName(context, one.scope),
      mayRun: can(context.actor, 'run-review', resourceOf(context, one)),
      calendar: calendarOf(one),
    })),
    reviews: await listOf(context, series, reviews),
    scopes: ['company', ...context.team.departments.map(({ departmentId }) => departmentScope(departmentId))]
      .filter((scope) => can(context.actor, 'set-review-series', { kind: 'scope', scope }))
      // The root stands for the company.
      .filter((scope) => !context.team.rootIds.some((id) => departmentScope(id) === scope))
      .map((scope) => ({ scope, name: scopeName(context, scope) })),
  };
}

async function listOf(
  context: PortalContext,
  series: readonly StoredSeries[],
  reviews: readonly StoredReview[],
): Promise<ReviewListItem[]> {
  const items = await listReviewItems(
    context.tx,
    reviews.map(({ reviewId }) => reviewId),
  );
  const originIds = items.map(({ reviewId, subject }) => toOriginId(reviewId, subject));
  const actions = await listActions(context.tx, { origin: 'review', originIds });
  return reviews
    .flatMap((review): ReviewListItem[] => {
      const one = series.find(({ seriesId }) => seriesId === review.seriesId);
      if (one === undefined) return [];
      return [
        {
          reviewId: review.reviewId,
          seriesId: review.seriesId,
          name: one.name,
          scopeName: scopeName(context, one.scope),
          plannedAt: review.plannedAt.toISOString(),
          state: stateOf(review),
          finishedAt: review.finishedAt?.toISOString() ?? null,
          items: items.filter(({ reviewId }) => reviewId === review.reviewId).length,
          decisions: actions.filter((action) => reviewOf(action) === review.reviewId).length,
        },
      ];
    })
    .toSorted((a, b) => Number(a.state === 'finished') - Number(b.state === 'finished'));
}

export async function replyDefineSeries(
  context: PortalContext,
  { seriesId, scope, firstDay, ...regulations }: ReviewRegulations & { seriesId: string; scope: Scope; firstDay: Day },
): Promise<ReviewList> {
  if (isPersonScope(scope)) throw new AppError('bad-request', 'A review is of a team or of the company');
  if (firstDay < context.today) throw new AppError('bad-request', 'A series does not begin in the past');
  const series = { seriesId, scope, ...checkRhythm(regulations), createdBy: context.session.userId };
  if (await addSeries(context.tx, series, context.now)) {
    const plannedAt = toInstant(firstDay, regulations.at, context.portal.timeZone);
    await addReview(context.tx, { reviewId: uuidv7(), seriesId, plannedAt });
    await context.changed('reviews');
  }
  return replyReviews(context);
}

export async function replyChangeSeries(
  context: PortalContext,
  { seriesId, ...regulations }: ReviewRegulations & { seriesId: string },
): Promise<ReviewList> {
  const before = await demandSeries(context, seriesId);
  await changeSeries(context.tx, seriesId, checkRhythm(regulations));
  if (before.at !== regulations.at) await moveAhead(context, seriesId, regulations.at);
  await context.changed('reviews');
  return replyReviews(context);
}

export async function replyEndSeries(context: PortalContext, { seriesId }: { seriesId: string }): Promise<ReviewList> {
  await demandSeries(context, seriesId);
  const running = (await listReviewsOf(context.tx, [seriesId])).some((review) => stateOf(review) === 'running');
  if (running) throw new AppError('conflict', 'A review of this series goes on');
  await endSeries(context.tx, seriesId, context.now);
  await context.changed('reviews');
  return replyReviews(context);
}

export async function toSeriesResource(context: PortalContext, { seriesId }: { seriesId: string }) {
  const series = await findSeries(context.tx, seriesId);
  return { kind: 'scope', scope: series?.scope ?? 'company' } as const;
}

/** The review that lies ahead keeps its day and takes the new time, unless that has passed. */
async function moveAhead({ tx, now, portal }: PortalContext, seriesId: string, at: string): Promise<void> {
  const ahead = (await listReviewsOf(tx, [seriesId])).find((review) => stateOf(review) === 'planned');
  if (ahead === undefined) return;
  const plannedAt = toInstant(toDay(ahead.plannedAt, portal.timeZone), at, portal.timeZone);
  if (plannedAt > now) await moveReview(tx, ahead.reviewId, plannedAt);
}

async function demandSeries({ tx }: PortalContext, seriesId: string): Promise<StoredSeries> {
  const series = await findSeries(tx, seriesId);
  if (series === undefined) throw new AppError('not-found', 'There is no such series here');
  return series;
}

function checkRhythm(regulations: ReviewRegulations): ReviewRegulations {
  if ((regulations.rhythm === 'own') === (regulations.everyDays !== null)) return regulations;
  throw new AppError('bad-request', 'Days belong to a rhythm of one’s own');
}
