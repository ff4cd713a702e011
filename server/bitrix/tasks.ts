import { z } from 'zod';
import type { KeysetList } from './pages.ts';
import type { Command } from './portal-client.ts';
import { Id, Instant, InstantOrNone, SmallInt } from './wire-values.ts';

/** Titles and texts of tasks are not asked for. */
const select = ['ID', 'RESPONSIBLE_ID', 'STATUS', 'CREATED_DATE', 'CHANGED_DATE', 'DEADLINE', 'CLOSED_DATE', 'UF_CRM_TASK'];

const Codes = z
  .union([z.array(z.string()), z.literal(false), z.literal(''), z.null()])
  .optional()
  .transform((codes) => codes || []);

export const TaskRow = z.object({
  id: Id,
  responsibleId: Id,
  /** 2 waits, 3 runs, 4 awaits control, 5 is completed, 6 is deferred. */
  status: SmallInt,
  createdDate: Instant,
  changedDate: InstantOrNone,
  deadline: InstantOrNone,
  closedDate: InstantOrNone,
  /** `D_12`, `CO_3`, `Tb1_7` … */
  ufCrmTask: Codes,
});
export type TaskRow = z.infer<typeof TaskRow>;

export const taskList = { method: 'tasks.task.list', row: TaskRow, rowsIn: 'tasks', idField: 'id' } as const;

const tasksWhere = (filter: Readonly<Record<string, string>>): KeysetList<TaskRow> => ({
  ...taskList,
  direction: 'ascending',
  params: (after) => ({ select, filter: { ...filter, '>ID': after ?? 0 }, order: { ID: 'asc' }, start: -1 }),
});

/** All tasks, newest first. */
export const tasksNewestFirst: KeysetList<TaskRow> = {
  ...taskList,
  direction: 'descending',
  params: (after) => ({ select, filter: after === null ? {} : { '<ID': after }, order: { ID: 'desc' }, start: -1 }),
};

/** Changed at or after a moment of the portal's clock. */
export const tasksChangedSince = (since: Date): KeysetList<TaskRow> => tasksWhere({ '>=CHANGED_DATE': since.toISOString() });

/** At most 50 ids. */
export const tasksById = (ids: readonly bigint[]): Command => ({
  method: taskList.method,
  params: { select, filter: { ID: ids }, order: { ID: 'asc' }, start: -1 },
});

export const countTasks: Command = { method: taskList.method, params: { select: ['ID'], order: { ID: 'asc' }, start: 0 } };
