import type { FieldText, ReviewField } from '#contract/review.ts';
import { judgeWriting } from '#domain/review/field-text.ts';
import { parseSubject } from '#domain/review/subject.ts';
import { peopleInScope } from '#domain/scope.ts';
import { idOfScope } from '#domain/plan.ts';
import { AppError } from '#kernel/errors.ts';
import { can } from '#policy/can.ts';
import { listQuestions, listReviewItems } from '#store/review-items.ts';
import { addText, findWriting, listFieldTexts, settleTexts } from '#store/review-texts.ts';
import { resourceOf, stateOf, takeReview, type OpenReview } from '../open-review.ts';
import type { PortalContext } from '../portal-context.ts';
import { writeField } from '../review-fields.ts';

interface TextRequest {
  readonly reviewId: string;
  readonly subject: string;
  readonly field: ReviewField;
  readonly writeId: string;
  readonly base: number;
  readonly value: string;
  readonly settles: readonly string[];
}

/** One writing at a time in a review: what somebody had not seen is never overwritten, and the same writing counts once. */
export async function replyWrite(context: PortalContext, request: TextRequest): Promise<WrittenText> {
  const { tx, session, now } = context;
  const open = await takeReview(context, request.reviewId);
  await demandWritable(context, open, request);
  const key = { reviewId: request.reviewId, subject: request.subject, field: request.field };
  const repeated = await findWriting(tx, key, request.writeId);
  const before = writeField(context, request.field, await listFieldTexts(tx, key));
  if (repeated !== undefined) return answer(before, repeated.revision);
  const outcome = judgeWriting(before, request);
  if (outcome.kind === 'known') return answer(before, before.revision);
  const revision = outcome.kind === 'saved' ? outcome.revision : null;
  await addText(tx, { ...key, writeId: request.writeId, base: request.base, revision, value: request.value, at: now, by: session.userId });
  // Beside another text only one's own earlier words are replaced: nobody settles what they have not seen.
  if (revision !== null) await settleTexts(tx, key, { writeIds: request.settles, before: revision, now });
  else await settleTexts(tx, key, { writeIds: request.settles, before: 0, by: session.userId, now });
  await context.changed('reviews');
  return answer(writeField(context, request.field, await listFieldTexts(tx, key)), revision);
}

interface WrittenText {
  readonly text: FieldText;
  readonly revision: number | null;
}

const answer = (text: FieldText, revision: number | null): WrittenText => ({ text, revision });

/** Heads write everywhere; others prepare what is theirs. After the end the minutes are told, and nothing is added. */
async function demandWritable(context: PortalContext, open: OpenReview, { subject, field }: TextRequest): Promise<void> {
  const { review, series } = open;
  const ownerId = await findOwner(context, open, subject);
  const mayRun = can(context.actor, 'run-review', resourceOf(context, series));
  const isOwn = ownerId === context.session.userId && field !== 'outcome';
  if (!mayRun && !isOwn) throw new AppError('forbidden', 'This is somebody else’s');
  if (stateOf(review) === 'finished') throw new AppError('conflict', 'The review has ended');
}

/** Whose item it is: before the start a cell of the scope may be prepared whether or not it is red at this hour. */
async function findOwner(context: PortalContext, { review, series }: OpenReview, subject: string): Promise<bigint | null> {
  const item =
    review.startedAt === null ? undefined : (await listReviewItems(context.tx, [review.reviewId])).find((one) => one.subject === subject);
  if (item !== undefined) return item.ownerId;
  const about = parseSubject(subject);
  const missing = new AppError('not-found', 'There is no such item here');
  if (review.startedAt !== null || about === undefined) throw missing;
  if (about.kind === 'cell') {
    const userId = idOfScope(about.scope);
    const isInside = userId !== undefined && peopleInScope(context.team, series.scope)?.has(userId) !== false;
    if (!isInside || !about.scope.startsWith('person:')) throw missing;
    return userId;
  }
  if (about.kind === 'decision') return null;
  const question = (await listQuestions(context.tx, review.reviewId)).find(({ questionId }) => questionId === about.id);
  if (question === undefined) throw missing;
  return question.askedBy;
}
