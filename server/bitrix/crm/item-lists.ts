import type { z } from 'zod';
import { behindId, sortWord, type Direction, type KeysetList } from '../pages.ts';
import type { Command } from '../portal-client.ts';
import type { Params } from '../query-string.ts';
import type { RowSource } from '../read-rows.ts';

/** The ways in which records of one kind are read. */
export interface RecordLists<Row> {
  readonly source: RowSource<Row>;
  all(direction: Direction): KeysetList<Row>;
  /** Changed at or after a moment of the portal's clock. */
  changedSince(since: Date): KeysetList<Row>;
  /** At most 50 ids. */
  byId(ids: readonly bigint[]): Command;
  readonly count: Command;
  readonly newestChange: Command;
}

/** `select` names everything that is asked for: titles and clients never are. */
export function createItemLists<Row>(entityTypeId: number, row: z.ZodType<Row>, select: readonly string[]): RecordLists<Row> {
  const source = { method: 'crm.item.list', row, rowsIn: 'items', idField: 'id' } as const;
  const where = (direction: Direction, filter: Params): KeysetList<Row> => ({
    ...source,
    direction,
    params: (after) => ({
      entityTypeId,
      select,
      order: { id: sortWord(direction) },
      filter: { ...filter, ...behindId(direction, 'id', after) },
      start: -1,
    }),
  });
  const command = (params: Params): Command => ({ method: source.method, params: { entityTypeId, ...params } });
  return {
    source,
    all: (direction) => where(direction, {}),
    changedSince: (since) => where('ascending', { '>=updatedTime': since.toISOString() }),
    byId: (ids) => command({ select, order: { id: 'ASC' }, filter: { '@id': ids }, start: -1 }),
    count: command({ select: ['id'], order: { id: 'ASC' }, start: 0 }),
    newestChange: command({ select, order: { updatedTime: 'DESC', id: 'DESC' }, start: -1 }),
  };
}
