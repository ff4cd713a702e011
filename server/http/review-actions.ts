import type { ReviewAction } from '#contract/review.ts';
import { isOverdue } from '#domain/corrective-action.ts';
import { can } from '#policy/can.ts';
import type { ActionTask, StoredAction } from '#store/corrective-actions.ts';
import { listName, type PortalContext } from './portal-context.ts';

/** What an action of a review is decided about: the review and the item, as one word of the action. */
export function toOriginId(reviewId: string, subject: string): string {
  return `${reviewId} ${subject}`;
}

export function subjectOf({ originId }: Pick<StoredAction, 'originId'>): string {
  return (originId ?? '').slice(reviewIdLength + 1);
}

export function reviewOf({ originId }: Pick<StoredAction, 'originId'>): string {
  return (originId ?? '').slice(0, reviewIdLength);
}

const reviewIdLength = 36;

/** Completed, as the portal says it. */
const completed = 5;

/** Done by whoever wrote down a result, or by the task that the portal says is completed. */
export function isDone({ state, task }: Pick<StoredAction, 'state' | 'task'>): boolean {
  return state === 'done' || (state === 'open' && task?.status === completed);
}

export function writeAction(context: PortalContext, action: StoredAction): ReviewAction {
  const isOpen = action.state === 'open' && !isDone(action);
  return {
    actionId: action.actionId,
    kind: action.kind,
    text: action.words,
    owner: { userId: String(action.ownerId), name: listName(context.team, action.ownerId) },
    deadline: action.deadline,
    checkOn: action.checkOn,
    state: isOpen ? (isOverdue(action, context.today) ? 'overdue' : 'open') : action.state === 'dropped' ? 'dropped' : 'done',
    result: action.result,
    effectiveness: action.effectiveness,
    task: action.task === null ? null : writeTask(action.task),
    mayClose: action.state === 'open' && mayClose(context, action),
  };
}

/** Whoever has to do it says what came of it, and the heads above. */
export function mayClose({ actor, session }: PortalContext, action: StoredAction): boolean {
  const isAbove = can(actor, 'see-numbers', { kind: 'scope', scope: `person:${action.ownerId}` }) && action.ownerId !== session.userId;
  return action.ownerId === session.userId || isAbove;
}

function writeTask({ order, taskId, status, isDeleted }: ActionTask): NonNullable<ReviewAction['task']> {
  const id = taskId === null ? null : String(taskId);
  if (status === completed) return { state: 'done', taskId: id };
  if (isDeleted || order === 'dead' || order === 'unknown') return { state: 'failed', taskId: id };
  return { state: id === null ? 'waiting' : 'there', taskId: id };
}
