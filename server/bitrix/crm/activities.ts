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
  'CREATED',
  'LAST_UPDATED',
];
const callType = 2;

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

const callsWhere = (direction: Direction, filter: Params): KeysetList<ActivityRow> => ({
  ...list,
  direction,
  params: (after) => ({
    select,
    order: { ID: sortWord(direction) },
    filter: { TYPE_ID: callType, ...filter, ...behindId(direction, 'ID', after) },
    start: -1,
  }),
});

export const callActivities = (direction: Direction): KeysetList<ActivityRow> => callsWhere(direction, {});

/** Call activities changed at or after a moment of the portal's clock. */
export const callActivitiesChangedSince = (since: Date): KeysetList<ActivityRow> =>
  callsWhere('ascending', { '>=LAST_UPDATED': since.toISOString() });

/** At most 50 ids; those that are not calls do not come back. */
export const callActivitiesById = (ids: readonly bigint[]): Command => ({
  method: list.method,
  params: { select, order: { ID: 'ASC' }, filter: { '@ID': ids, TYPE_ID: callType }, start: -1 },
});

export const countCallActivities: Command = {
  method: list.method,
  params: { select: ['ID'], order: { ID: 'ASC' }, filter: { TYPE_ID: callType }, start: 0 },
};

export const newestActivityChange: Command = {
  method: list.method,
  params: { select, order: { LAST_UPDATED: 'DESC' }, filter: { TYPE_ID: callType }, start: -1 },
};

export const activityList = list;
