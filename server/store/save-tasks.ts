import { sql } from 'kysely';
import type { PortalTransaction } from './portal-store.ts';
import type { TaskLinkTable, TaskTable } from './tables/goods-tables.ts';
import { tombstoneRows } from './tombstone-rows.ts';
import { toArray, upsertRows, type UpsertShape } from './upsert-rows.ts';

export interface TaskFact extends Omit<TaskTable, 'portal_id' | 'deleted_at'> {
  readonly links: readonly Omit<TaskLinkTable, 'portal_id' | 'task_id'>[];
}

const columns = {
  task_id: 'bigint',
  responsible_id: 'bigint',
  created_by: 'bigint',
  status: 'smallint',
  created_at: 'timestamptz',
  modified_at: 'timestamptz',
  deadline: 'timestamptz',
  closed_at: 'timestamptz',
} as const;

export const taskShape = {
  table: 'task',
  columns,
  key: ['task_id'],
  update: { notOlderBy: 'modified_at' },
  goneColumn: 'deleted_at',
} as const satisfies UpsertShape<keyof typeof columns>;

/** Tasks with the records they are about; an older copy never replaces a newer one. Returns how many rows are different now. */
export async function saveTasks(tx: PortalTransaction, tasks: readonly TaskFact[]): Promise<number> {
  if (tasks.length === 0) return 0;
  const unique = [...new Map(tasks.map((task) => [task.task_id, task])).values()];
  const rows = unique.map(({ links: _links, ...row }) => row);
  const saved = await upsertRows(tx, taskShape, rows);
  return saved + (await saveLinks(tx, await keepCurrent(tx, unique)));
}

/** Of the tasks given, those that our copy is not ahead of. */
async function keepCurrent(tx: PortalTransaction, tasks: readonly TaskFact[]): Promise<TaskFact[]> {
  const ids = tasks.map((task) => task.task_id);
  const known = await sql<{ task_id: bigint; modified_at: Date }>`
    select task_id, modified_at from task where portal_id = ${tx.portalId} and task_id = any(${toArray('bigint', ids)})`.execute(tx.db);
  const times = new Map(known.rows.map((row) => [row.task_id, row.modified_at.getTime()]));
  return tasks.filter((task) => times.get(task.task_id) === task.modified_at.getTime());
}

async function saveLinks(tx: PortalTransaction, tasks: readonly TaskFact[]): Promise<number> {
  const links = tasks.flatMap((task) => task.links.map((link) => ({ task_id: task.task_id, ...link })));
  const key = ['task_id', 'owner_kind', 'owner_id'] as const;
  const linkColumns = { task_id: 'bigint', owner_kind: 'integer', owner_id: 'bigint' } as const;
  const added = await upsertRows(tx, { table: 'task_link', columns: linkColumns, key, update: 'never' }, links);
  const column = (name: keyof typeof linkColumns) =>
    toArray(
      linkColumns[name],
      links.map((link) => link[name]),
    );
  const ids = tasks.map((task) => task.task_id);
  const gone = await sql`
    delete from task_link
    where portal_id = ${tx.portalId} and task_id = any(${toArray('bigint', ids)}) and not exists (
      select from unnest(${column('task_id')}, ${column('owner_kind')}, ${column('owner_id')}) as kept (task_id, owner_kind, owner_id)
      where kept.task_id = task_link.task_id and kept.owner_kind = task_link.owner_kind and kept.owner_id = task_link.owner_id)
    returning task_id`.execute(tx.db);
  return added + gone.rows.length;
}

export const tombstoneTasks = (tx: PortalTransaction, ids: readonly bigint[], at: Date): Promise<number> =>
  tombstoneRows(tx, { table: 'task', key: 'task_id' }, ids, at);
