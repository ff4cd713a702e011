import type { Selectable } from 'kysely';
import type { PortalTransaction } from './portal-store.ts';
import type { ReviewTable } from './tables/review-tables.ts';

export interface StoredReview {
  readonly reviewId: string;
  readonly seriesId: string;
  readonly plannedAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  /** Null until it starts. */
  readonly month: string | null;
  readonly closedDay: string | null;
  readonly factsAt: Date | null;
}

/** Reviews of some series, the latest first; of one that goes on for years the last ones. */
export async function listReviewsOf(tx: PortalTransaction, seriesIds: readonly string[], limit = 60): Promise<StoredReview[]> {
  if (seriesIds.length === 0) return [];
  const rows = await selectReviews(tx)
    .where('series_id', 'in', [...seriesIds])
    .orderBy('planned_at', 'desc')
    .orderBy('review_id')
    .limit(limit)
    .execute();
  return rows.map(toReview);
}

/** Reviews about a month that have begun. */
export async function listReviewsOfMonth(tx: PortalTransaction, month: string): Promise<StoredReview[]> {
  const rows = await selectReviews(tx).where('month', '=', month).orderBy('started_at').orderBy('review_id').execute();
  return rows.map(toReview);
}

export async function findReview(tx: PortalTransaction, reviewId: string): Promise<StoredReview | undefined> {
  const row = await selectReviews(tx).where('review_id', '=', reviewId).executeTakeFirst();
  return row && toReview(row);
}

/** Nobody else writes to the review before this transaction ends. */
export async function lockReview(tx: PortalTransaction, reviewId: string): Promise<StoredReview | undefined> {
  const row = await selectReviews(tx).where('review_id', '=', reviewId).forUpdate().executeTakeFirst();
  return row && toReview(row);
}

export async function addReview(tx: PortalTransaction, review: { reviewId: string; seriesId: string; plannedAt: Date }): Promise<void> {
  await tx.db
    .insertInto('review')
    .values({ portal_id: tx.portalId, review_id: review.reviewId, series_id: review.seriesId, planned_at: review.plannedAt })
    .execute();
}

/** Of one that has not begun. */
export async function moveReview(tx: PortalTransaction, reviewId: string, plannedAt: Date): Promise<void> {
  await tx.db
    .updateTable('review')
    .set({ planned_at: plannedAt })
    .where('portal_id', '=', tx.portalId)
    .where('review_id', '=', reviewId)
    .where('started_at', 'is', null)
    .execute();
}

export async function saveStart(
  tx: PortalTransaction,
  reviewId: string,
  start: { at: Date; by: bigint; month: string; closedDay: string | null; factsAt: Date },
): Promise<void> {
  await updateReview(tx, reviewId, {
    started_at: start.at,
    started_by: start.by,
    month: start.month,
    closed_day: start.closedDay,
    facts_at: start.factsAt,
  });
}

export async function saveFinish(tx: PortalTransaction, reviewId: string, finish: { at: Date; by: bigint }): Promise<void> {
  await updateReview(tx, reviewId, { finished_at: finish.at, finished_by: finish.by });
}

async function updateReview(
  tx: PortalTransaction,
  reviewId: string,
  change: Partial<Omit<Selectable<ReviewTable>, 'portal_id' | 'review_id'>>,
): Promise<void> {
  await tx.db.updateTable('review').set(change).where('portal_id', '=', tx.portalId).where('review_id', '=', reviewId).execute();
}

function selectReviews(tx: PortalTransaction) {
  return tx.db.selectFrom('review').selectAll().where('portal_id', '=', tx.portalId);
}

function toReview(row: Selectable<ReviewTable>): StoredReview {
  return {
    reviewId: row.review_id,
    seriesId: row.series_id,
    plannedAt: row.planned_at,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    month: row.month,
    closedDay: row.closed_day,
    factsAt: row.facts_at,
  };
}
