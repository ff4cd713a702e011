import { AppError } from '#kernel/errors.ts';
import type { Resource } from '#policy/can.ts';
import { findReview, lockReview, type StoredReview } from '#store/reviews.ts';
import { findSeries, type StoredSeries } from '#store/review-series.ts';
import type { PortalContext } from './portal-context.ts';
import { listScopePeople } from './review-cells.ts';

export interface OpenReview {
  readonly review: StoredReview;
  readonly series: StoredSeries;
}

export async function getReviewOf(context: PortalContext, reviewId: string): Promise<OpenReview> {
  return withSeries(context, await findReview(context.tx, reviewId));
}

/** For writing: nobody else writes to it meanwhile. */
export async function takeReview(context: PortalContext, reviewId: string): Promise<OpenReview> {
  return withSeries(context, await lockReview(context.tx, reviewId));
}

async function withSeries({ tx }: PortalContext, review: StoredReview | undefined): Promise<OpenReview> {
  const series = review === undefined ? undefined : await findSeries(tx, review.seriesId);
  if (review === undefined || series === undefined) throw new AppError('not-found', 'There is no such review here');
  return { review, series };
}

/** What the policy is asked about: everybody of the scope is one of them. That there is none, only those learn who would see all. */
export async function toReviewResource(context: PortalContext, { reviewId }: { reviewId: string }): Promise<Resource> {
  const review = await findReview(context.tx, reviewId);
  const series = review === undefined ? undefined : await findSeries(context.tx, review.seriesId);
  return series === undefined ? { kind: 'review', scope: 'company', isOneOfThem: false } : resourceOf(context, series);
}

export function resourceOf(context: PortalContext, { scope }: { scope: string }): Resource {
  return { kind: 'review', scope, isOneOfThem: listScopePeople(context, scope).includes(context.session.userId) };
}

export const stateOf = ({ startedAt, finishedAt }: StoredReview): 'planned' | 'running' | 'finished' =>
  finishedAt !== null ? 'finished' : startedAt !== null ? 'running' : 'planned';
