import { z } from 'zod';
import type { Command } from '../portal-client.ts';
import { behindId, sortWord, type Direction, type KeysetList } from '../pages.ts';
import type { Params } from '../query-string.ts';
import { Amount, Day, Flag, Id, Instant, InstantOrNone, Link, Semantics, StageId, Text } from '../wire-values.ts';

const entityTypeId = 2;
const select = [
  'id',
  'categoryId',
  'stageId',
  'stageSemanticId',
  'opportunity',
  'currencyId',
  'assignedById',
  'createdTime',
  'updatedTime',
  'movedTime',
  'closedate',
  'isReturnCustomer',
  'isRecurring',
  'companyId',
  'contactId',
  'leadId',
];

export const DealRow = z.object({
  id: Id,
  categoryId: Id,
  stageId: StageId,
  stageSemanticId: Semantics,
  opportunity: Amount,
  currencyId: Text,
  assignedById: Id,
  createdTime: Instant,
  updatedTime: Instant,
  movedTime: InstantOrNone,
  closedate: Day,
  isReturnCustomer: Flag,
  /** A recurring template is not a deal. */
  isRecurring: Flag,
  companyId: Link,
  contactId: Link,
  leadId: Link,
});
export type DealRow = z.infer<typeof DealRow>;

const list = { method: 'crm.item.list', row: DealRow, rowsIn: 'items', idField: 'id' } as const;

const dealsWhere = (direction: Direction, filter: Params): KeysetList<DealRow> => ({
  ...list,
  direction,
  params: (after) => ({
    entityTypeId,
    select,
    order: { id: sortWord(direction) },
    filter: { ...filter, ...behindId(direction, 'id', after) },
    start: -1,
  }),
});

export const deals = (direction: Direction): KeysetList<DealRow> => dealsWhere(direction, {});

/** Open deals, newest first. */
export const openDeals: KeysetList<DealRow> = dealsWhere('descending', { stageSemanticId: 'P' });

/** Deals that came to their stage at or after a moment, newest first. */
export const dealsMovedSince = (since: Date): KeysetList<DealRow> => dealsWhere('descending', { '>=movedTime': since.toISOString() });

/** Deals changed at or after a moment of the portal's clock. */
export const dealsChangedSince = (since: Date): KeysetList<DealRow> => dealsWhere('ascending', { '>=updatedTime': since.toISOString() });

/** At most 50 ids. */
export const dealsById = (ids: readonly bigint[]): Command => ({
  method: list.method,
  params: { entityTypeId, select, order: { id: 'ASC' }, filter: { '@id': ids }, start: -1 },
});

export const newestDealChange: Command = {
  method: list.method,
  params: { entityTypeId, select, order: { updatedTime: 'DESC', id: 'DESC' }, start: -1 },
};

export const countDeals: Command = { method: list.method, params: { entityTypeId, select: ['id'], order: { id: 'ASC' }, start: 0 } };

export const dealList = list;
