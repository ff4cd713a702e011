import { sql } from 'kysely';
import type { PortalTransaction } from './portal-store.ts';

export interface TaskCheck {
  readonly checkOn: string | null;
  readonly outcome: 'good' | 'rework' | null;
  readonly words: string;
}

/** Whose task it is; undefined for one that the portal does not have. */
export async function findTaskOwner(tx: PortalTransaction, taskId: bigint): Promise<bigint | undefined> {
  const row = await tx.db
    .selectFrom('task')
    .select('responsible_id')
    .where('portal_id', '=', tx.portalId)
    .where('task_id', '=', taskId)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  return row?.responsible_id;
}

/** The check that holds; undefined where nobody has ever set one. */
export async function findTaskCheck(tx: PortalTransaction, taskId: bigint): Promise<TaskCheck | undefined> {
  const row = await tx.db
    .selectFrom('task_check')
    .select(['check_on', 'outcome', 'words'])
    .where('portal_id', '=', tx.portalId)
    .where('task_id', '=', taskId)
    .orderBy('revision', 'desc')
    .executeTakeFirst();
  return row && { checkOn: row.check_on, outcome: row.outcome, words: row.words };
}

/** A further revision: earlier ones stay. */
export async function addTaskCheck(
  tx: PortalTransaction,
  taskId: bigint,
  check: TaskCheck,
  by: { readonly userId: bigint; readonly now: Date },
): Promise<void> {
  // Two heads at once write one after the other.
  await sql`select from task where portal_id = ${tx.portalId} and task_id = ${taskId} for update`.execute(tx.db);
  await sql`
    insert into task_check (portal_id, task_id, revision, check_on, outcome, words, set_at, set_by)
    select ${tx.portalId}, ${taskId}, coalesce(max(revision), 0) + 1, ${check.checkOn}::date, ${check.outcome}, ${check.words},
      ${by.now.toISOString()}::timestamptz, ${by.userId}
    from task_check where portal_id = ${tx.portalId} and task_id = ${taskId}`.execute(tx.db);
}

/** How many tasks each person wanted to look at on a day or before it and has not. */
export async function listDueChecks(tx: PortalTransaction, today: string): Promise<{ userId: bigint; tasks: number }[]> {
  const rows = await sql<{ userId: bigint; tasks: number }>`
    select set_by as "userId", count(*)::int as tasks
    from (
      select distinct on (one.task_id) one.task_id, one.check_on, one.outcome, one.set_by
      from task_check as one join task on task.portal_id = one.portal_id and task.task_id = one.task_id and task.deleted_at is null
      where one.portal_id = ${tx.portalId} order by one.task_id, one.revision desc
    ) as newest
    where check_on <= ${today}::date and outcome is null group by 1 order by 1`.execute(tx.db);
  return rows.rows;
}
