import { z } from 'zod';
import { behindId, sortWord, type Direction, type KeysetList } from '../pages.ts';
import type { Command } from '../portal-client.ts';
import type { Params } from '../query-string.ts';
import { Flag, Id, Instant, InstantOrNone, SmallInt, Text } from '../wire-values.ts';

/** Texts and contacts of clients are not asked for. */
const select = [
  'ID',
  'TYPE_ID',
  'PROVIDER_ID',
  'OWNER_TYPE_ID',
  'OWNER_ID',
  'RESPONSIBLE_ID',
  'DIRECTION',
  'COMPLETED',
  'START_TIME',
  'END_TIME',
  'CREATED',
  'LAST_UPDATED',
];

export const ActivityRow = z.object({
  ID: Id,
  TYPE_ID: SmallInt,
  PROVIDER_ID: Text,
  OWNER_TYPE_ID: SmallInt,
  OWNER_ID: Id,
  RESPONSIBLE_ID: Id,
  DIRECTION: SmallInt.nullish().transform((value) => value ?? 0),
  COMPLETED: Flag,
  START_TIME: InstantOrNone,
  END_TIME: InstantOrNone,
  CREATED: Instant,
  LAST_UPDATED: InstantOrNone,
});
export type ActivityRow = z.infer<typeof ActivityRow>;

const list = {
  method: 'crm.activity.list',
  row: ActivityRow,
  rowsIn: 'result',
  idField: 'ID',
} as const;

const activitiesWhere = (direction: Direction, filter: Params): KeysetList<ActivityRow> => ({
  ...list,
  direction,
  params: (after) => ({
    select,
    order: { ID: sortWord(direction) },
    filter: { ...filter, ...behindId(direction, 'ID', after) },
    start: -1,
  }),
});

/** Calls, meetings, letters and things to do alike: what counts of them is decided here and not by the portal. */
export const activities = (direction: Direction): KeysetList<ActivityRow> => activitiesWhere(direction, {});

/** Activities changed at or after a moment of the portal's clock. */
export const activitiesChangedSince = (since: Date): KeysetList<ActivityRow> =>
  activitiesWhere('ascending', { '>=LAST_UPDATED': since.toISOString() });

/** At most 50 ids. */
export const activitiesById = (ids: readonly bigint[]): Command => ({
  method: list.method,
  params: { select, order: { ID: 'ASC' }, filter: { '@ID': ids }, start: -1 },
});

export const countActivities: Command = {
  method: list.method,
  params: { select: ['ID'], order: { ID: 'ASC' }, filter: { '>ID': 0 }, start: 0 },
};

export const newestActivityChange: Command = {
  method: list.method,
  params: { select, order: { LAST_UPDATED: 'DESC' }, start: -1 },
};

export const activityList = list;
