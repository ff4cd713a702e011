import { z } from 'zod';
import type { Command } from '../portal-client.ts';
import type { KeysetList } from '../pages.ts';
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
  leadId: Link,
});
export type DealRow = z.infer<typeof DealRow>;

const list = { method: 'crm.item.list', row: DealRow, rowsIn: 'items', idField: 'id' } as const;

/** All deals, newest first. */
export const dealsNewestFirst: KeysetList<DealRow> = {
  ...list,
  direction: 'descending',
  params: (after) => ({ entityTypeId, select, order: { id: 'DESC' }, filter: after === null ? {} : { '<id': after }, start: -1 }),
};

/** Deals changed at or after a moment of the portal's clock. */
export const dealsChangedSince = (since: Date): KeysetList<DealRow> => ({
  ...list,
  direction: 'ascending',
  params: (after) => ({
    entityTypeId,
    select,
    order: { id: 'ASC' },
    filter: { '>=updatedTime': since.toISOString(), ...(after === null ? {} : { '>id': after }) },
    start: -1,
  }),
});

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
