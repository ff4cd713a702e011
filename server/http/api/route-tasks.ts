import { v7 as uuidv7 } from 'uuid';
import type { RouteTask, RouteTasks } from '#contract/route-tasks.ts';
import { isOverdue } from '#domain/corrective-action.ts';
import { lastDay, type Day, type Month } from '#domain/period.ts';
import { personScope, type Scope } from '#domain/plan.ts';
import { peopleInScope } from '#domain/scope.ts';
import { AppError } from '#kernel/errors.ts';
import { toDay } from '#kernel/calendar-day.ts';
import { addAction, listActions, lockActions, type StoredAction } from '#store/corrective-actions.ts';
import { findDeal, type DealRow } from '#store/facts.ts';
import { routeTaskTitle, routeTaskWords } from '#texts/route-task.ts';
import { orderTask } from '../order-task.ts';
import type { PortalContext } from '../portal-context.ts';

interface Asked {
  readonly month: Month;
  readonly scope: Scope;
}

/** The newest task of each deal of a month, for people of the scope. */
export async function replyRouteTasks(context: PortalContext, { month, scope }: Asked): Promise<RouteTasks> {
  const people = peopleInScope(context.team, scope);
  const actions = (await listActions(context.tx, { origin: 'forecast', month })).filter(
    ({ ownerId }) => people === undefined || people.has(ownerId),
  );
  const newest = new Map(actions.toReversed().map((action) => [action.originId ?? '', action]));
  return { tasks: [...newest].map(([dealId, action]) => toTask(context, dealId, action)) };
}

/** One task for each deal; a deal that has one already that nobody has ended gets no second. */
export async function replyOrderRouteTasks(context: PortalContext, asked: Asked & { dealIds: readonly string[] }): Promise<RouteTasks> {
  await lockActions(context.tx);
  const known = await replyRouteTasks(context, { ...asked, scope: 'company' });
  const taken = new Set(known.tasks.filter(({ state }) => isLive(state)).map(({ dealId }) => dealId));
  for (const dealId of new Set(asked.dealIds)) {
    const deal = await findDeal(context.tx, BigInt(dealId));
    checkDeal(context, deal, asked.scope);
    if (!taken.has(dealId)) await orderFor(context, deal, asked.month);
  }
  return replyRouteTasks(context, asked);
}

/** Of one whose answer was lost somebody has to look whether it is there, and asks again then. */
const isLive = (state: RouteTask['state']): boolean => state === 'ordered' || state === 'open' || state === 'overdue';

function checkDeal(context: PortalContext, deal: DealRow | undefined, scope: Scope): asserts deal is DealRow {
  const people = peopleInScope(context.team, scope);
  const isReached = deal !== undefined && context.actor.people.has(deal.responsibleId) && (people?.has(deal.responsibleId) ?? true);
  if (!isReached) throw new AppError('not-found', 'There is no such deal among those of the scope');
  if (deal.semantics !== 'P') throw new AppError('conflict', 'The deal has ended meanwhile');
}

async function orderFor(context: PortalContext, deal: DealRow, month: Month): Promise<void> {
  const { tx, portal, session, now, today } = context;
  const language = portal.language === 'ru' ? 'ru' : 'en';
  const actionId = uuidv7();
  const deadline = deadlineOf(deal, { month, today });
  const title = routeTaskTitle({ dealId: deal.dealId, month }, language);
  const about = { origin: 'forecast', originId: String(deal.dealId), kind: 'task', metric: 'revenue' } as const;
  await addAction(
    tx,
    {
      ...about,
      ...{ actionId, month, scope: personScope(deal.responsibleId), words: title, ownerId: deal.responsibleId, deadline },
      // Whether it helped is told by the deal itself.
      ...{ checkOn: null, levelBefore: null },
    },
    { userId: session.userId, now },
  );
  await orderTask(
    tx,
    {
      ...{ actionId, attempt: 1, title, description: routeTaskWords(language), deadline },
      ...{ responsibleId: deal.responsibleId, createdById: session.userId, dealIds: [deal.dealId] },
    },
    { now, timeZone: portal.timeZone },
  );
  await context.changed('actions');
}

/** The day the deal is to close, when it lies ahead and in the month; else the month's last day. */
function deadlineOf({ closeDay }: DealRow, { month, today }: { month: Month; today: Day }): Day {
  const end = lastDay(month);
  return closeDay !== null && closeDay >= today && closeDay <= end ? closeDay : end;
}

function toTask({ portal, today }: PortalContext, dealId: string, action: StoredAction): RouteTask {
  const { task } = action;
  const deadline = task?.deadline == null ? action.deadline : toDay(task.deadline, portal.timeZone);
  return { dealId, state: stateOf(action, deadline, today), taskId: task?.taskId == null ? null : String(task.taskId), deadline };
}

const completed = 5;

function stateOf({ task, state }: StoredAction, deadline: Day | null, today: Day): RouteTask['state'] {
  if (task === null || task.order === 'dead') return 'refused';
  if (task.order === 'unknown') return 'unknown';
  if (task.isDeleted) return 'deleted';
  if (task.status === completed || state === 'done') return 'done';
  if (task.taskId === null) return 'ordered';
  return isOverdue({ state: 'open', deadline }, today) ? 'overdue' : 'open';
}
