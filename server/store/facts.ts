import type { DealCategory } from '#domain/forecast/deal-category.ts';
import type { PortalTransaction } from './portal-store.ts';
import type { Semantics } from './tables/fact-tables.ts';

export interface DealRow {
  readonly dealId: bigint;
  readonly responsibleId: bigint;
  readonly amount: bigint;
  readonly closeDay: string | null;
  readonly pipelineId: bigint;
  readonly stageId: string;
  readonly semantics: Semantics;
  readonly createdAt: Date;
  readonly movedAt: Date;
  readonly wonAt: Date | null;
}

export async function findDeal(tx: PortalTransaction, dealId: bigint): Promise<DealRow | undefined> {
  const row = await tx.db
    .selectFrom('deal')
    .selectAll()
    .where('portal_id', '=', tx.portalId)
    .where('deal_id', '=', dealId)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  return row === undefined
    ? undefined
    : {
        dealId: row.deal_id,
        responsibleId: row.responsible_id,
        amount: row.base_minor,
        closeDay: row.close_day,
        pipelineId: row.pipeline_id,
        stageId: row.stage_id,
        semantics: row.semantics,
        createdAt: row.created_at,
        movedAt: row.moved_at,
        wonAt: row.won_at,
      };
}

export interface StageRow {
  readonly pipelineId: bigint;
  readonly stageId: string;
  readonly name: string;
  readonly sort: number;
  readonly semantics: Semantics;
  readonly progress: number | null;
  readonly winPercent: number | null;
  readonly category: DealCategory | null;
}

/** Stages of deal pipelines in the order of each pipeline. */
export async function listStages(tx: PortalTransaction): Promise<StageRow[]> {
  const rows = await tx.db
    .selectFrom('stage')
    .selectAll()
    .where('portal_id', '=', tx.portalId)
    .orderBy('pipeline_id')
    .orderBy('sort')
    .orderBy('stage_id')
    .execute();
  return rows.map((row) => ({
    pipelineId: row.pipeline_id,
    stageId: row.stage_id,
    name: row.name,
    sort: row.sort,
    semantics: row.semantics,
    progress: row.progress,
    winPercent: row.win_percent,
    category: row.category,
  }));
}

/** When the deal came to its present stage. */
export async function findStageEntry(tx: PortalTransaction, dealId: bigint, stageId: string): Promise<Date | undefined> {
  const row = await tx.db
    .selectFrom('stage_move')
    .select((eb) => eb.fn.max('moved_at').as('at'))
    .where('portal_id', '=', tx.portalId)
    .where('deal_id', '=', dealId)
    .where('stage_id', '=', stageId)
    .executeTakeFirst();
  return row?.at ?? undefined;
}
