import { sql } from 'kysely';
import type { CorrectiveAction, ActionOrigin, Effectiveness } from '#domain/corrective-action.ts';
import type { Day, Month } from '#domain/period.ts';
import type { PortalTransaction } from './portal-store.ts';
import type { OutboxTable } from './tables/portal-tables.ts';

export interface StoredAction extends CorrectiveAction {
  readonly decidedBy: bigint;
  readonly decidedAt: Date;
  readonly levelAtCheck: number | null;
  /** Null until the day of the check has passed. */
  readonly effectiveness: Effectiveness | null;
  readonly judgedAt: Date | null;
  readonly state: 'open' | 'done' | 'dropped';
  readonly result: string;
  readonly closedAt: Date | null;
  readonly closedBy: bigint | null;
  /** Null when no task was asked for. */
  readonly task: ActionTask | null;
}

/** The portal's task that stands for an action. */
export interface ActionTask {
  /** How the request for it stands; `sent` has an id, of `unknown` nobody can tell whether the portal has made one. */
  readonly order: OutboxTable['state'];
  readonly taskId: bigint | null;
  /** As the portal says it: 2 waits, 3 runs, 4 awaits control, 5 is completed, 6 is deferred; null until it was read. */
  readonly status: number | null;
  readonly deadline: Date | null;
  readonly closedAt: Date | null;
  readonly isDeleted: boolean;
}

export async function addAction(tx: PortalTransaction, action: CorrectiveAction, by: { userId: bigint; now: Date }): Promise<void> {
  await tx.db
    .insertInto('corrective_action')
    .values({
      portal_id: tx.portalId,
      action_id: action.actionId,
      origin: action.origin,
      origin_id: action.originId,
      kind: action.kind,
      metric: action.metric,
      scope: action.scope,
      month: action.month,
      words: action.words,
      owner_id: action.ownerId,
      deadline: action.deadline,
      check_on: action.checkOn,
      decided_by: by.userId,
      decided_at: by.now,
      level_before: action.levelBefore,
      level_at_check: null,
      effectiveness: null,
      judged_at: null,
      state: 'open',
      result: '',
      closed_at: null,
      closed_by: null,
      task_order: null,
      task_id: null,
    })
    .execute();
}

export interface ActionFilter {
  readonly origin?: ActionOrigin;
  readonly originIds?: readonly string[];
  readonly month?: Month;
  readonly scopes?: readonly string[];
  readonly state?: StoredAction['state'];
}

/** Actions with the state of their tasks, the newest first. */
export async function listActions(tx: PortalTransaction, filter: ActionFilter): Promise<StoredAction[]> {
  let query = selectActions(tx);
  if (filter.origin !== undefined) query = query.where('action.origin', '=', filter.origin);
  if (filter.originIds !== undefined) {
    if (filter.originIds.length === 0) return [];
    query = query.where('action.origin_id', 'in', [...filter.originIds]);
  }
  if (filter.month !== undefined) query = query.where('action.month', '=', filter.month);
  if (filter.scopes !== undefined) {
    if (filter.scopes.length === 0) return [];
    query = query.where('action.scope', 'in', [...filter.scopes]);
  }
  if (filter.state !== undefined) query = query.where('action.state', '=', filter.state);
  const rows = await query.orderBy('action.decided_at', 'desc').orderBy('action.action_id', 'desc').execute();
  return rows.map(toAction);
}

export async function findAction(tx: PortalTransaction, actionId: string): Promise<StoredAction | undefined> {
  const row = await selectActions(tx).where('action.action_id', '=', actionId).executeTakeFirst();
  return row && toAction(row);
}

/** Actions whose day of the check has come and that nobody has judged yet, dropped ones not. */
export async function listActionsToCheck(tx: PortalTransaction, today: Day): Promise<StoredAction[]> {
  const rows = await selectActions(tx)
    .where('action.check_on', '<=', today)
    .where('action.effectiveness', 'is', null)
    .where('action.state', '!=', 'dropped')
    .orderBy('action.check_on')
    .orderBy('action.action_id')
    .execute();
  return rows.map(toAction);
}

/** Only what is open is closed; false when somebody was first. */
export async function closeAction(
  tx: PortalTransaction,
  actionId: string,
  end: { state: 'done' | 'dropped'; result: string; userId: bigint; now: Date },
): Promise<boolean> {
  const closed = await tx.db
    .updateTable('corrective_action')
    .set({ state: end.state, result: end.result, closed_at: end.now, closed_by: end.userId })
    .where('portal_id', '=', tx.portalId)
    .where('action_id', '=', actionId)
    .where('state', '=', 'open')
    .executeTakeFirst();
  return closed.numUpdatedRows > 0n;
}

const lockSpace = 7_038;

/** Who looks whether there is an action already and adds one, does so alone in the portal until the transaction ends. */
export async function lockActions(tx: PortalTransaction): Promise<void> {
  await sql`select pg_advisory_xact_lock(${lockSpace}::int, (${tx.portalId}::bigint % 2147483647)::int)`.execute(tx.db);
}

/** What the check found; it is written once. */
export async function saveEffectiveness(
  tx: PortalTransaction,
  actionId: string,
  found: { effectiveness: Effectiveness; levelAtCheck: number | null; now: Date },
): Promise<void> {
  await tx.db
    .updateTable('corrective_action')
    .set({ effectiveness: found.effectiveness, level_at_check: found.levelAtCheck, judged_at: found.now })
    .where('portal_id', '=', tx.portalId)
    .where('action_id', '=', actionId)
    .where('effectiveness', 'is', null)
    .execute();
}

/** The message that asks for the action's task; a later one replaces it. */
export async function saveTaskOrder(tx: PortalTransaction, actionId: string, dedupeKey: string): Promise<void> {
  await updateAction(tx, actionId, { task_order: dedupeKey });
}

export async function saveTaskId(tx: PortalTransaction, actionId: string, taskId: bigint): Promise<void> {
  await updateAction(tx, actionId, { task_id: taskId });
}

async function updateAction(tx: PortalTransaction, actionId: string, change: { task_order: string } | { task_id: bigint }): Promise<void> {
  await tx.db.updateTable('corrective_action').set(change).where('portal_id', '=', tx.portalId).where('action_id', '=', actionId).execute();
}

function selectActions(tx: PortalTransaction) {
  return tx.db
    .selectFrom('corrective_action as action')
    .leftJoin('outbox', (join) =>
      join.onRef('outbox.portal_id', '=', 'action.portal_id').onRef('outbox.dedupe_key', '=', 'action.task_order'),
    )
    .leftJoin('task', (join) => join.onRef('task.portal_id', '=', 'action.portal_id').onRef('task.task_id', '=', 'action.task_id'))
    .selectAll('action')
    .select([
      'outbox.state as order_state',
      'task.status as task_status',
      'task.deadline as task_deadline',
      'task.closed_at as task_closed_at',
      'task.deleted_at as task_deleted_at',
    ])
    .where('action.portal_id', '=', tx.portalId);
}

type ActionRow = Awaited<ReturnType<ReturnType<typeof selectActions>['executeTakeFirstOrThrow']>>;

function toAction(row: ActionRow): StoredAction {
  return {
    actionId: row.action_id,
    origin: row.origin,
    originId: row.origin_id,
    kind: row.kind,
    metric: row.metric,
    scope: row.scope,
    month: row.month as Month,
    words: row.words,
    ownerId: row.owner_id,
    deadline: row.deadline as Day | null,
    checkOn: row.check_on as Day | null,
    levelBefore: row.level_before,
    decidedBy: row.decided_by,
    decidedAt: row.decided_at,
    levelAtCheck: row.level_at_check,
    effectiveness: row.effectiveness,
    judgedAt: row.judged_at,
    state: row.state,
    result: row.result,
    closedAt: row.closed_at,
    closedBy: row.closed_by,
    task: toTask(row),
  };
}

function toTask(row: ActionRow): ActionTask | null {
  if (row.task_order === null) return null;
  return {
    // A message that went long ago is kept no longer than others are.
    order: row.task_id === null ? (row.order_state ?? 'unknown') : 'sent',
    taskId: row.task_id,
    status: row.task_status,
    deadline: row.task_deadline,
    closedAt: row.task_closed_at,
    isDeleted: row.task_deleted_at !== null,
  };
}
