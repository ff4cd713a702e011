import { z } from 'zod';
import type { KeysetList } from '../pages.ts';
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
  direction: 'ascending',
} as const;

export const stageMoves: KeysetList<StageMoveRow> = {
  ...list,
  params: (after) => ({ entityTypeId, select, order: { ID: 'ASC' }, filter: { '>ID': after ?? 0 }, start: -1 }),
};

/** The whole history of at most 50 deals. */
export const stageMovesOfDeals = (dealIds: readonly bigint[]): KeysetList<StageMoveRow> => ({
  ...list,
  params: (after) => ({ entityTypeId, select, order: { ID: 'ASC' }, filter: { '>ID': after ?? 0, '@OWNER_ID': dealIds }, start: -1 }),
});

export const countStageMoves: Command = { method: list.method, params: { entityTypeId, select: ['ID'], order: { ID: 'ASC' }, start: 0 } };
