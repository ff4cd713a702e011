import type { Review, ReviewAction, CellNumbers } from '#contract/review.ts';
import { parseSubject } from '#domain/review/subject.ts';
import type { Day } from '#domain/period.ts';
import { AppError } from '#kernel/errors.ts';
import { addAction, closeAction, findAction } from '#store/corrective-actions.ts';
import { findDeal } from '#store/facts.ts';
import { listReviewItems, type StoredReviewItem } from '#store/review-items.ts';
import { formatMonth, type Language } from '#texts/format.ts';
import { metricName } from '#texts/metric-names.ts';
import { orderTask } from '../order-task.ts';
import { stateOf, takeReview, type OpenReview } from '../open-review.ts';
import { findMember, listName, type PortalContext } from '../portal-context.ts';
import { mayClose, toOriginId } from '../review-actions.ts';
import { levelOfNumbers } from '../review-cells.ts';
import { replyReview } from './review-page.ts';

interface DecisionRequest {
  readonly reviewId: string;
  readonly actionId: string;
  readonly subject: string;
  readonly kind: ReviewAction['kind'];
  readonly text: string;
  readonly ownerId: string;
  readonly deadline: Day | null;
  readonly checkOn: Day | null;
  readonly makesTask: boolean;
  readonly dealId: string | null;
}

export async function replyDecide(context: PortalContext, request: DecisionRequest): Promise<Review> {
  const { tx, session, now } = context;
  const { reviewId } = request;
  const open = await takeReview(context, reviewId);
  const known = await findAction(tx, request.actionId);
  if (known !== undefined && known.originId === toOriginId(reviewId, request.subject)) return replyReview(context, { reviewId });
  if (known !== undefined) throw new AppError('conflict', 'This decision is about something else');
  if (stateOf(open.review) !== 'running') throw new AppError('conflict', 'The review does not go on');
  const item = (await listReviewItems(tx, [reviewId])).find(({ subject }) => subject === request.subject);
  if (item === undefined) throw new AppError('not-found', 'There is no such item on the agenda');
  const ownerId = BigInt(request.ownerId);
  if (findMember(context.team, ownerId)?.isActive !== true) throw new AppError('bad-request', 'Nobody of this number works here');
  checkDays(context, request);
  if (request.dealId !== null) await demandDeal(context, BigInt(request.dealId));
  await addAction(
    tx,
    {
      actionId: request.actionId,
      origin: 'review',
      originId: toOriginId(reviewId, request.subject),
      kind: request.kind,
      ...(await readDeviation(context, open, item)),
      words: request.text,
      ownerId,
      deadline: request.deadline,
      checkOn: request.checkOn,
    },
    { userId: session.userId, now },
  );
  if (request.makesTask) await askForTask(context, open, { request, item, ownerId });
  await context.changed('reviews');
  return replyReview(context, { reviewId });
}

export async function replyCloseAction(
  context: PortalContext,
  request: { reviewId: string; actionId: string; state: 'done' | 'dropped'; result: string },
): Promise<Review> {
  const { tx, session, now } = context;
  const action = await findAction(tx, request.actionId);
  if (action === undefined || action.origin !== 'review' || !context.actor.people.has(action.ownerId)) {
    throw new AppError('not-found', 'There is no such decision here');
  }
  // What was decided is dropped by whoever may decide, not by whoever has to do it.
  if (
    !mayClose(context, action) ||
    (request.state === 'dropped' && action.ownerId === session.userId && action.decidedBy !== session.userId)
  ) {
    throw new AppError('forbidden', 'This is up to the head');
  }
  await closeAction(tx, request.actionId, { state: request.state, result: request.result, userId: session.userId, now });
  await context.changed('reviews');
  return replyReview(context, { reviewId: request.reviewId });
}

/** A task is bound to deals of people whom the viewer sees. */
async function demandDeal({ tx, actor }: PortalContext, dealId: bigint): Promise<void> {
  const deal = await findDeal(tx, dealId);
  if (deal === undefined || !actor.people.has(deal.responsibleId)) throw new AppError('not-found', 'There is no such deal here');
}

function checkDays({ today }: PortalContext, { deadline, checkOn }: DecisionRequest): void {
  if (deadline !== null && deadline < today) throw new AppError('bad-request', 'A deadline lies ahead');
  if (checkOn !== null && checkOn <= today) throw new AppError('bad-request', 'A number is looked at again another day');
}

/** Which number it is about: that of the cell, or of the decision that is looked at again; a question is about the scope. */
async function readDeviation(context: PortalContext, { review, series }: OpenReview, item: StoredReviewItem) {
  const about = parseSubject(item.subject);
  if (about?.kind === 'cell') {
    const { metric, scope, month } = about;
    return { metric, scope, month, levelBefore: levelOfNumbers(context, item.numbers as CellNumbers) };
  }
  const earlier = about?.kind === 'decision' ? await findAction(context.tx, about.id) : undefined;
  if (earlier !== undefined) {
    const { metric, scope, month, levelBefore } = earlier;
    return { metric, scope, month, levelBefore };
  }
  return { metric: 'revenue', scope: series.scope, month: review.month ?? '', levelBefore: null };
}

/** The plan that the task is about, in words. */
function planWords({ metric, month }: CellNumbers, name: string, language: Language): string {
  const plan = language === 'ru' ? 'План' : 'Plan';
  return `${plan}: ${metricName(metric, language)}, ${formatMonth(month, language)}, ${name}`;
}

async function askForTask(
  context: PortalContext,
  { series }: OpenReview,
  { request, item, ownerId }: { request: DecisionRequest; item: StoredReviewItem; ownerId: bigint },
): Promise<void> {
  const language = context.portal.language === 'ru' ? 'ru' : 'en';
  const cell = item.kind === 'cell' ? (item.numbers as CellNumbers | null) : null;
  const about = cell === null || item.ownerId === null ? '' : planWords(cell, listName(context.team, item.ownerId), language);
  await orderTask(
    context.tx,
    {
      actionId: request.actionId,
      attempt: 1,
      title: request.text,
      description: [series.name, about].filter((part) => part !== '').join('. '),
      responsibleId: ownerId,
      createdById: context.session.userId,
      deadline: request.deadline,
      dealIds: request.dealId === null ? [] : [BigInt(request.dealId)],
    },
    { now: context.now, timeZone: context.portal.timeZone },
  );
}
