import type { CellNumbers } from '#contract/review.ts';
import { buildAgenda } from '#domain/review/build-agenda.ts';
import { countReviewsInRow } from '#domain/review/recurrence.ts';
import { monthOfReview } from '#domain/review/review-rhythm.ts';
import { parseSubject } from '#domain/review/subject.ts';
import type { Day, Month } from '#domain/period.ts';
import { listActions, type StoredAction } from '#store/corrective-actions.ts';
import { listQuestions, listReviewItems, type StoredQuestion, type StoredReviewItem } from '#store/review-items.ts';
import { listReviewsOf } from '#store/reviews.ts';
import type { OpenReview } from './open-review.ts';
import type { PortalContext } from './portal-context.ts';
import { isDone, reviewOf, toOriginId } from './review-actions.ts';
import { cellSubject, readRedCells } from './review-cells.ts';

export interface AgendaEntry {
  readonly subject: string;
  readonly kind: StoredReviewItem['kind'];
  readonly ownerId: bigint | null;
  readonly cell: CellNumbers | null;
}

export interface Agenda {
  readonly month: Month;
  readonly closedDay: Day | null;
  readonly factsAt: Date;
  readonly entries: readonly AgendaEntry[];
  /** Red cells beyond the allowed number. */
  readonly left: number;
  readonly questions: readonly StoredQuestion[];
  /** Decisions of reviews before this one that are looked at, with the numbers they were about. */
  readonly earlier: readonly { readonly action: StoredAction; readonly about: CellNumbers | null }[];
}

/** The agenda as it was at the start; before it, as it would be now. */
export async function readAgenda(context: PortalContext, { review, series }: OpenReview): Promise<Agenda> {
  const before = (await listReviewsOf(context.tx, [series.seriesId])).filter(
    ({ finishedAt, startedAt }) => finishedAt !== null && startedAt !== null && (review.startedAt === null || startedAt < review.startedAt),
  );
  const questions = await listQuestions(context.tx, review.reviewId);
  const held = await listReviewItems(
    context.tx,
    before.map(({ reviewId }) => reviewId),
  );
  const all = await listEarlier(context, held, before[0]?.reviewId);
  if (review.startedAt !== null) {
    const entries = await listReviewItems(context.tx, [review.reviewId]);
    return {
      month: review.month ?? monthOfReview(context.today, context.calendar),
      closedDay: review.closedDay,
      factsAt: review.factsAt ?? review.startedAt,
      entries: entries.map((entry) => ({ ...entry, cell: entry.numbers as CellNumbers | null })),
      left: 0,
      questions,
      earlier: all.map((action) => withAbout(held, action)),
    };
  }
  const looked = all.filter((action) => reviewOf(action) === before[0]?.reviewId || (action.state === 'open' && !isDone(action)));
  const month = monthOfReview(context.today, context.calendar);
  const read = await readRedCells(context, series.scope, month);
  const { items, left } = buildAgenda(
    {
      decisions: looked.map(({ actionId, ownerId }) => ({ id: actionId, ownerId })),
      cells: read.cells,
      questions: questions.map(({ questionId, askedBy }) => ({ id: questionId, askedBy })),
    },
    series.questionLimit,
  );
  const rowOf = (subject: string): number =>
    countReviewsInRow(
      before.map(({ reviewId }) => ({ hadSubject: held.some((item) => item.reviewId === reviewId && item.subject === subject) })),
    );
  return {
    month,
    closedDay: read.closedDay,
    factsAt: read.factsAt,
    entries: items.map(({ cell, ...item }) => ({
      ...item,
      cell: cell === null ? null : read.toNumbers(cell, rowOf(cellSubject(cell))),
    })),
    left,
    questions,
    earlier: looked.map((action) => withAbout(held, action)),
  };
}

/** Everything that reviews of the series have decided and nobody has dropped, oldest first. */
async function listEarlier({ tx }: PortalContext, held: readonly StoredReviewItem[], lastId: string | undefined): Promise<StoredAction[]> {
  if (lastId === undefined) return [];
  const originIds = held.map(({ reviewId, subject }) => toOriginId(reviewId, subject));
  return (await listActions(tx, { origin: 'review', originIds })).filter(({ state }) => state !== 'dropped').toReversed();
}

function withAbout(held: readonly StoredReviewItem[], action: StoredAction): Agenda['earlier'][number] {
  const item = held.find(({ reviewId, subject }) => toOriginId(reviewId, subject) === action.originId);
  const isCell = item !== undefined && parseSubject(item.subject)?.kind === 'cell';
  return { action, about: isCell ? (item.numbers as CellNumbers | null) : null };
}
