import { z } from 'zod';
import type { RecordLists } from './crm/item-lists.ts';
import { behindId, sortWord, type Direction, type KeysetList } from './pages.ts';
import type { Command } from './portal-client.ts';
import type { Params } from './query-string.ts';
import { Id, Instant, InstantOrNone, Link, SmallInt } from './wire-values.ts';

/** Titles and texts of tasks are not asked for. */
const select = ['ID', 'RESPONSIBLE_ID', 'CREATED_BY', 'STATUS', 'CREATED_DATE', 'CHANGED_DATE', 'DEADLINE', 'CLOSED_DATE', 'UF_CRM_TASK'];

const Codes = z
  .union([z.array(z.string()), z.literal(false), z.literal(''), z.null()])
  .optional()
  .transform((codes) => codes || []);

export const TaskRow = z.object({
  id: Id,
  responsibleId: Id,
  createdBy: Link,
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

const source = { method: 'tasks.task.list', row: TaskRow, rowsIn: 'tasks', idField: 'id' } as const;

const tasksWhere = (direction: Direction, filter: Params): KeysetList<TaskRow> => ({
  ...source,
  direction,
  params: (after) => ({
    select,
    order: { ID: sortWord(direction) },
    filter: { ...filter, ...behindId(direction, 'ID', after) },
    start: -1,
  }),
});

const command = (params: Params): Command => ({ method: source.method, params });

export const tasks: RecordLists<TaskRow> = {
  source,
  all: (direction) => tasksWhere(direction, {}),
  changedSince: (since) => tasksWhere('ascending', { '>=CHANGED_DATE': since.toISOString() }),
  byId: (ids) => command({ select, filter: { ID: ids }, order: { ID: 'ASC' }, start: -1 }),
  count: command({ select: ['ID'], order: { ID: 'ASC' }, start: 0 }),
  newestChange: command({ select, order: { CHANGED_DATE: 'DESC' }, start: -1 }),
};
