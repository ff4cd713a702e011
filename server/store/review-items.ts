import type { PortalTransaction } from './portal-store.ts';
import type { ReviewItemTable } from './tables/review-tables.ts';

export interface StoredReviewItem {
  readonly reviewId: string;
  readonly subject: string;
  readonly kind: ReviewItemTable['kind'];
  readonly ownerId: bigint | null;
  /** Written once; the application has no right to change it. */
  readonly numbers: unknown;
}

/** The agenda of one review in its order. */
export async function listReviewItems(tx: PortalTransaction, reviewIds: readonly string[]): Promise<StoredReviewItem[]> {
  if (reviewIds.length === 0) return [];
  const rows = await tx.db
    .selectFrom('review_item')
    .selectAll()
    .where('portal_id', '=', tx.portalId)
    .where('review_id', 'in', [...reviewIds])
    .orderBy('review_id')
    .orderBy('position')
    .execute();
  return rows.map((row) => ({
    reviewId: row.review_id,
    subject: row.subject,
    kind: row.kind,
    ownerId: row.owner_id,
    numbers: row.numbers,
  }));
}

/** Items join at the end: those of the start, and questions that come up later. */
export async function addReviewItems(
  tx: PortalTransaction,
  reviewId: string,
  items: readonly Omit<StoredReviewItem, 'reviewId'>[],
): Promise<void> {
  if (items.length === 0) return;
  const known = await tx.db
    .selectFrom('review_item')
    .select((eb) => eb.fn.countAll<bigint>().as('count'))
    .where('portal_id', '=', tx.portalId)
    .where('review_id', '=', reviewId)
    .executeTakeFirstOrThrow();
  await tx.db
    .insertInto('review_item')
    .values(
      items.map((item, at) => ({
        portal_id: tx.portalId,
        review_id: reviewId,
        subject: item.subject,
        position: Number(known.count) + at,
        kind: item.kind,
        owner_id: item.ownerId,
        numbers: item.numbers === null ? null : JSON.stringify(item.numbers),
      })),
    )
    .onConflict((conflict) => conflict.columns(['portal_id', 'review_id', 'subject']).doNothing())
    .execute();
}

export interface StoredQuestion {
  readonly questionId: string;
  readonly text: string;
  readonly askedBy: bigint;
}

export async function listQuestions(tx: PortalTransaction, reviewId: string): Promise<StoredQuestion[]> {
  const rows = await tx.db
    .selectFrom('review_question')
    .selectAll()
    .where('portal_id', '=', tx.portalId)
    .where('review_id', '=', reviewId)
    .orderBy('asked_at')
    .orderBy('question_id')
    .execute();
  return rows.map((row) => ({ questionId: row.question_id, text: row.text, askedBy: row.asked_by }));
}

/** The same question once; false when it was there. */
export async function addQuestion(tx: PortalTransaction, reviewId: string, question: StoredQuestion & { at: Date }): Promise<boolean> {
  const added = await tx.db
    .insertInto('review_question')
    .values({
      portal_id: tx.portalId,
      review_id: reviewId,
      question_id: question.questionId,
      text: question.text,
      asked_at: question.at,
      asked_by: question.askedBy,
    })
    .onConflict((conflict) => conflict.columns(['portal_id', 'review_id', 'question_id']).doNothing())
    .executeTakeFirst();
  return (added.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

export interface StoredTurn {
  readonly turn: number;
  readonly subject: string | null;
  readonly at: Date;
}

export async function listTurns(tx: PortalTransaction, reviewId: string): Promise<StoredTurn[]> {
  const rows = await tx.db
    .selectFrom('review_turn')
    .select(['turn', 'subject', 'at'])
    .where('portal_id', '=', tx.portalId)
    .where('review_id', '=', reviewId)
    .orderBy('turn')
    .execute();
  return rows;
}

/** The review is locked, so that turns follow one another; null is the end. */
export async function addTurn(tx: PortalTransaction, reviewId: string, turn: StoredTurn & { by: bigint }): Promise<void> {
  const { by, ...rest } = turn;
  await tx.db
    .insertInto('review_turn')
    .values({ portal_id: tx.portalId, review_id: reviewId, ...rest, by_id: by })
    .execute();
}
