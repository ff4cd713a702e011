import { z } from 'zod';
import { behindId, sortWord, type Direction, type KeysetList } from '../pages.ts';
import type { Params } from '../query-string.ts';
import type { Command } from '../portal-client.ts';
import { Id, Instant, Semantics, SmallInt, StageId } from '../wire-values.ts';

const entityTypeId = 2;
const select = ['ID', 'TYPE_ID', 'OWNER_ID', 'CREATED_TIME', 'CATEGORY_ID', 'STAGE_SEMANTIC_ID', 'STAGE_ID'];

export const StageMoveRow = z.object({
  ID: Id,
  TYPE_ID: SmallInt,
  OWNER_ID: Id,
  CREATED_TIME: Instant,
  CATEGORY_ID: Id,
  STAGE_SEMANTIC_ID: Semantics,
  STAGE_ID: StageId,
});
export type StageMoveRow = z.infer<typeof StageMoveRow>;

const list = {
  method: 'crm.stagehistory.list',
  row: StageMoveRow,
  rowsIn: 'items',
  idField: 'ID',
} as const;

const movesWhere = (direction: Direction, filter: Params): KeysetList<StageMoveRow> => ({
  ...list,
  direction,
  params: (after) => ({
    entityTypeId,
    select,
    order: { ID: sortWord(direction) },
    filter: { ...filter, ...behindId(direction, 'ID', after) },
    start: -1,
  }),
});

export const stageMoves = (direction: Direction): KeysetList<StageMoveRow> => movesWhere(direction, {});

/** The whole history of at most 50 deals. */
export const stageMovesOfDeals = (dealIds: readonly bigint[]): KeysetList<StageMoveRow> =>
  movesWhere('ascending', { '@OWNER_ID': dealIds });

export const countStageMoves: Command = { method: list.method, params: { entityTypeId, select: ['ID'], order: { ID: 'ASC' }, start: 0 } };
