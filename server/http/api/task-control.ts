import { AppError } from '#kernel/errors.ts';
import type { ActivityPeriod } from '#contract/intensity.ts';
import type { ControlledTask, TaskControl, TaskGroup, TaskList, TaskRow } from '#contract/task-control.ts';
import { periodDays } from '#domain/intensity/activity-table.ts';
import { shiftDay, type Day } from '#domain/period.ts';
import { personScope, type Scope } from '#domain/plan.ts';
import { peopleInScope } from '#domain/scope.ts';
import { can } from '#policy/can.ts';
import { listCursors } from '#store/sync-cursors.ts';
import { addTaskCheck, findTaskCheck, findTaskOwner, type TaskCheck } from '#store/task-checks.ts';
import {
  countTasks,
  listControlledTasks,
  taskGroups,
  type ControlledTask as StoredTask,
  type TaskCounts,
  type TasksAsked,
} from '#store/task-control.ts';
import { fullName, listName, widestScope, type PortalContext } from '../portal-context.ts';
import { scopeName } from '../scope-name.ts';

export async function replyTaskControl(
  context: PortalContext,
  request: { period: ActivityPeriod; day?: string | undefined; scope?: string | undefined },
): Promise<TaskControl> {
  const { tx, team, actor, today } = context;
  const scope = request.scope ?? widestScope(actor, team);
  const { from, to } = periodDays(request.period, request.day ?? today, today);
  const counts = await countTasks(tx, toAsked(context, { from, to, scope }));
  const rows = counts
    .map((own) => toRow({ kind: 'person', scope: personScope(own.userId), name: listName(team, own.userId) }, [own]))
    .filter((row) => Object.values(row.counts).some((count) => count > 0))
    .sort((a, b) => a.name.localeCompare(b.name, 'ru'));
  const kind = scope === 'company' ? 'company' : scope.startsWith('person:') ? 'person' : 'department';
  const refused = (await listCursors(tx)).some(({ entity, failure }) => entity === 'tasks' && failure !== null);
  return {
    ...{ scope, today, from, to, rows, isRead: !refused },
    total: toRow({ kind, scope, name: scopeName(context, scope) }, counts),
  };
}

function toAsked({ team, portal, now, today }: PortalContext, { from, to, scope }: { from: Day; to: Day; scope: Scope }): TasksAsked {
  const people = peopleInScope(team, scope) ?? team.members.map(({ userId }) => userId);
  return { people: [...people], span: { from, before: shiftDay(to, 1) }, timeZone: portal.timeZone, now, today };
}

function toRow(who: Omit<TaskRow, 'counts'>, counts: readonly TaskCounts[]): TaskRow {
  const sums = taskGroups.map((group) => [group, counts.reduce((total, own) => total + own[group], 0)] as const);
  return { ...who, counts: Object.fromEntries(sums) as TaskRow['counts'] };
}

export async function replyControlledTasks(
  context: PortalContext,
  request: { group: TaskGroup; period: ActivityPeriod; day: string; scope: string; offset: number; limit: number },
): Promise<TaskList> {
  const { group, scope, offset, limit } = request;
  const { from, to } = periodDays(request.period, request.day, context.today);
  const { total, rows } = await listControlledTasks(context.tx, group, toAsked(context, { from, to, scope }), { offset, limit });
  return { group, scope, name: scopeName(context, scope), total, offset, items: rows.map((row) => toTask(context, row)) };
}

const stateOf = (status: number): ControlledTask['state'] =>
  status === 5 ? 'done' : status === 3 ? 'running' : status === 4 ? 'control' : status === 6 ? 'deferred' : 'waiting';

function toTask(context: PortalContext, task: StoredTask): ControlledTask {
  const { team, actor, now } = context;
  const isGiven = task.createdBy !== null && task.createdBy !== task.userId;
  const state = stateOf(task.status);
  return {
    kind: task.kind,
    id: String(task.id),
    userId: String(task.userId),
    name: listName(team, task.userId),
    givenBy: isGiven && task.createdBy !== null ? fullName(team, task.createdBy) : null,
    state,
    deadline: task.deadline?.toISOString() ?? null,
    closedAt: task.closedAt?.toISOString() ?? null,
    isOverdue: state !== 'done' && state !== 'control' && task.deadline !== null && task.deadline < now,
    dealId: task.dealId === null ? null : String(task.dealId),
    checkOn: task.checkOn,
    outcome: task.outcome,
    words: task.words ?? '',
    mayCheck: task.kind === 'task' && can(actor, 'check-task', { kind: 'scope', scope: personScope(task.userId) }),
  };
}

/** Whose task it is, for the policy; a task there is not is refused as one of somebody else. */
export async function toTaskScope({ tx }: PortalContext, { taskId }: { taskId: string }): Promise<{ kind: 'scope'; scope: string }> {
  const owner = await findTaskOwner(tx, BigInt(taskId));
  return { kind: 'scope', scope: owner === undefined ? 'none' : personScope(owner) };
}

/** What was seen stays with the day it was looked at on; a new day begins a new check. */
export async function replyPutTaskCheck(
  context: PortalContext,
  request: { taskId: string; checkOn: Day | null; outcome: TaskCheck['outcome']; words: string },
): Promise<TaskCheck & { taskId: string }> {
  const { tx, session, now, today } = context;
  const { taskId, checkOn, outcome, words } = request;
  const before = await findTaskCheck(tx, BigInt(taskId));
  if (outcome !== null && checkOn === null) throw new AppError('bad-request', 'What was seen was seen on a day');
  if (outcome === null && checkOn !== null && checkOn < today)
    throw new AppError('bad-request', 'A day that has passed cannot be waited for');
  const check = { checkOn, outcome, words };
  const isSame = before !== undefined && before.checkOn === checkOn && before.outcome === outcome && before.words === words;
  if (!isSame) {
    await addTaskCheck(tx, BigInt(taskId), check, { userId: session.userId, now });
    await context.changed('actions');
  }
  return { taskId, ...check };
}
