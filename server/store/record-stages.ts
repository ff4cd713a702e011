import type { PortalTransaction } from './portal-store.ts';

export interface RecordStageRow {
  /** 1 lead, 7 quote, 31 smart invoice. */
  readonly ownerKind: number;
  readonly stageId: string;
  readonly name: string;
}

/** Stages of leads, quotes and invoices in their order. */
export function listRecordStages(tx: PortalTransaction): Promise<RecordStageRow[]> {
  return tx.db
    .selectFrom('record_stage')
    .select(['owner_kind as ownerKind', 'stage_id as stageId', 'name'])
    .where('portal_id', '=', tx.portalId)
    .orderBy('owner_kind')
    .orderBy('sort')
    .orderBy('stage_id')
    .execute();
}
