import { v7 as uuidv7 } from 'uuid';
import type { Review } from '#contract/review.ts';
import type { Day } from '#domain/period.ts';
import { AppError } from '#kernel/errors.ts';
import { addQuestion, addReviewItems, addTurn, listReviewItems, listTurns } from '#store/review-items.ts';
import { addToOutbox } from '#store/outbox.ts';
import { addReview, saveFinish, saveStart } from '#store/reviews.ts';
import type { StoredSeries } from '#store/review-series.ts';
import { reviewLink } from '#texts/notice-links.ts';
import { minutesReadyText } from '#texts/review-minutes.ts';
import { stateOf, takeReview } from '../open-review.ts';
import { judgeDueActions } from '../judge-actions.ts';
import type { PortalContext } from '../portal-context.ts';
import { listScopePeople } from '../review-cells.ts';
import { readAgenda } from '../review-agenda.ts';
import { toInstant } from '../review-time.ts';
import { replyReview } from './review-page.ts';

/** The agenda and its numbers are written down as they are now; whoever starts second finds it started. */
export async function replyStart(context: PortalContext, { reviewId }: { reviewId: string }): Promise<Review> {
  const open = await takeReview(context, reviewId);
  if (stateOf(open.review) === 'planned') {
    await judgeDueActions(context, ({ origin }) => origin === 'review');
    const agenda = await readAgenda(context, open);
    await saveStart(context.tx, reviewId, {
      at: context.now,
      by: context.session.userId,
      month: agenda.month,
      closedDay: agenda.closedDay,
      factsAt: agenda.factsAt,
    });
    await addReviewItems(
      context.tx,
      reviewId,
      agenda.entries.map(({ subject, kind, ownerId, cell }) => ({ subject, kind, ownerId, numbers: cell })),
    );
    await turnTo(context, reviewId, agenda.entries[0]?.subject ?? null);
    await context.changed('reviews');
  }
  return replyReview(context, { reviewId });
}

export async function replyTurn(context: PortalContext, { reviewId, subject }: { reviewId: string; subject: string }): Promise<Review> {
  const { review } = await takeReview(context, reviewId);
  demandRunning(stateOf(review));
  const items = await listReviewItems(context.tx, [reviewId]);
  if (!items.some((item) => item.subject === subject)) throw new AppError('not-found', 'There is no such item on the agenda');
  await turnTo(context, reviewId, subject);
  await context.changed('reviews');
  return replyReview(context, { reviewId });
}

export async function replyFinish(
  context: PortalContext,
  { reviewId, nextDay, nextTime }: { reviewId: string; nextDay: Day; nextTime?: string | undefined },
): Promise<Review> {
  const { review, series } = await takeReview(context, reviewId);
  const state = stateOf(review);
  if (state === 'finished') return replyReview(context, { reviewId });
  demandRunning(state);
  const plannedAt = toInstant(nextDay, nextTime ?? series.at, context.portal.timeZone);
  if (plannedAt <= context.now) throw new AppError('bad-request', 'The next review lies ahead');
  await turnTo(context, reviewId, null);
  await saveFinish(context.tx, reviewId, { at: context.now, by: context.session.userId });
  await addReview(context.tx, { reviewId: uuidv7(), seriesId: series.seriesId, plannedAt });
  await context.changed('reviews');
  const ended = await replyReview(context, { reviewId });
  await tellEnd(context, series, ended);
  return ended;
}

/** Everybody of the scope hears that the minutes are there; each opens what they may see. */
async function tellEnd(context: PortalContext, series: StoredSeries, { reviewId, items }: Review): Promise<void> {
  const decisions = items.reduce((total, item) => total + item.actions.length, 0);
  const language = context.portal.language === 'ru' ? 'ru' : 'en';
  const text = minutesReadyText({ name: series.name, decisions }, language);
  const link = reviewLink({ reviewId }, language);
  for (const userId of listScopePeople(context, series.scope)) {
    await addToOutbox(context.tx, {
      kind: 'notify',
      dedupeKey: `review-minutes ${reviewId} ${userId}`,
      payload: { userId: String(userId), tag: `kurs:review:${reviewId}`, text, link },
      now: context.now,
    });
  }
}

/** A question that comes up during the review joins its agenda. */
export async function replyAsk(
  context: PortalContext,
  { reviewId, questionId, text }: { reviewId: string; questionId: string; text: string },
): Promise<Review> {
  const { review } = await takeReview(context, reviewId);
  if (stateOf(review) === 'finished') throw new AppError('conflict', 'The review has ended');
  const askedBy = context.session.userId;
  const isNew = await addQuestion(context.tx, reviewId, { questionId, text, askedBy, at: context.now });
  if (isNew && review.startedAt !== null) {
    const subject = `question:${questionId}`;
    await addReviewItems(context.tx, reviewId, [{ subject, kind: 'question', ownerId: askedBy, numbers: null }]);
  }
  if (isNew) await context.changed('reviews');
  return replyReview(context, { reviewId });
}

async function turnTo({ tx, session, now }: PortalContext, reviewId: string, subject: string | null): Promise<void> {
  const turns = await listTurns(tx, reviewId);
  if (turns.at(-1)?.subject === subject) return;
  await addTurn(tx, reviewId, { turn: turns.length, subject, at: now, by: session.userId });
}

function demandRunning(state: 'planned' | 'running' | 'finished'): void {
  if (state !== 'running') throw new AppError('conflict', 'The review does not go on');
}
