import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { askInReview, closeReviewAction, decideInReview, finishReview, getReview, startReview, writeInReview } from '#contract/review.ts';
import { defineReviewSeries, listReviews } from '#contract/review-series.ts';
import { getSyncStatus } from '#contract/sync-status.ts';
import { writeTalkNote } from '#contract/talk-notes.ts';
import { reviewSeries, type ReviewAct } from './reviews.ts';
import type { Visitor } from './visitor.ts';

const month = '2026-11';

/** A review looks at facts: the first one waits until those of the month have been read. */
export async function performReviewAct(act: ReviewAct, visitor: Visitor): Promise<void> {
  if (act.kind === 'define') {
    await untilMonthIsRead(visitor);
    await visitor.call(defineReviewSeries, { seriesId: randomUUID(), ...reviewSeries });
    return;
  }
  if (act.kind === 'talk') {
    const { with: userId, day, text, agreed } = act;
    const talk = { userId: String(userId), kind: 'coaching' as const, day, metric: 'revenue' as const, text, agreed };
    await visitor.call(writeTalkNote, { noteId: randomUUID(), actionId: null, base: 0, ...talk });
    return;
  }
  const reviewId = await findAhead(visitor);
  switch (act.kind) {
    case 'start':
      await visitor.call(startReview, { reviewId });
      return;
    case 'finish':
      await visitor.call(finishReview, { reviewId, nextDay: act.nextDay, nextTime: act.nextTime });
      return;
    case 'ask':
      await visitor.call(askInReview, { reviewId, questionId: randomUUID(), text: act.text });
      return;
    case 'close': {
      const items = (await visitor.call(getReview, { reviewId })).items;
      const decision = items.find((item) => item.decision?.text === act.words)?.decision;
      if (decision == null) throw new Error(`The next review does not ask about «${act.words}»`);
      await visitor.call(closeReviewAction, { reviewId, actionId: decision.actionId, state: 'done', result: act.result });
      return;
    }
    case 'write':
      await visitor.call(writeInReview, {
        reviewId,
        ...cellOf(act.about),
        field: act.field,
        writeId: randomUUID(),
        base: 0,
        value: act.text,
      });
      return;
    case 'decide': {
      const { words, ownerId, makesTask = false, ...decision } = act.decision;
      const about = { reviewId, actionId: randomUUID(), ...cellOf(act.about) };
      await visitor.call(decideInReview, { ...about, ...decision, text: words, ownerId: String(ownerId), makesTask });
    }
  }
}

const cellOf = ({ metric, userId }: { metric: string; userId: number }) => ({ subject: `cell:${metric}:person:${userId}:${month}` });

async function findAhead(visitor: Visitor): Promise<string> {
  const ahead = (await visitor.call(listReviews, {})).reviews.find(({ state }) => state !== 'finished');
  if (ahead === undefined) throw new Error('No review lies ahead');
  return ahead.reviewId;
}

async function untilMonthIsRead(visitor: Visitor): Promise<void> {
  const wanted = new Set(['deals', 'stage-moves', 'calls']);
  for (let attempt = 0; attempt < 900; attempt += 1) {
    const { entities } = await visitor.call(getSyncStatus, {});
    const read = entities.filter(({ entity, state }) => wanted.has(entity) && (state === 'recent' || state === 'ready'));
    if (read.length === wanted.size) return;
    await pause(200);
  }
  throw new Error('The facts of the month were not read within three minutes');
}
