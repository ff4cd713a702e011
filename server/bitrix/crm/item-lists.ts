import type { z } from 'zod';
import type { KeysetList } from '../pages.ts';
import type { Command } from '../portal-client.ts';
import type { RowSource } from '../read-rows.ts';

/** The ways in which records of one type are read with `crm.item.list`. */
export interface ItemLists<Row> {
  readonly source: RowSource<Row>;
  readonly newestFirst: KeysetList<Row>;
  /** Changed at or after a moment of the portal's clock. */
  changedSince(since: Date): KeysetList<Row>;
  /** At most 50 ids. */
  byId(ids: readonly bigint[]): Command;
  readonly count: Command;
}

/** `select` names everything that is asked for: titles and clients never are. */
export function createItemLists<Row>(entityTypeId: number, row: z.ZodType<Row>, select: readonly string[]): ItemLists<Row> {
  const source = { method: 'crm.item.list', row, rowsIn: 'items', idField: 'id' } as const;
  return {
    source,
    newestFirst: {
      ...source,
      direction: 'descending',
      params: (after) => ({ entityTypeId, select, order: { id: 'DESC' }, filter: after === null ? {} : { '<id': after }, start: -1 }),
    },
    changedSince: (since) => ({
      ...source,
      direction: 'ascending',
      params: (after) => ({
        entityTypeId,
        select,
        order: { id: 'ASC' },
        filter: { '>=updatedTime': since.toISOString(), ...(after === null ? {} : { '>id': after }) },
        start: -1,
      }),
    }),
    byId: (ids) => ({
      method: source.method,
      params: { entityTypeId, select, order: { id: 'ASC' }, filter: { '@id': ids }, start: -1 },
    }),
    count: { method: source.method, params: { entityTypeId, select: ['id'], order: { id: 'ASC' }, start: 0 } },
  };
}
