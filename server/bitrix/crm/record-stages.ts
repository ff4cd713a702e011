import { z } from 'zod';
import type { PortalClient } from '../portal-client.ts';
import { PortalError } from '../portal-error.ts';
import { findRows, parseRows, readRows, type RejectedRow, type RowSource } from '../read-rows.ts';
import { Id, Int, Semantics, StageId, Text } from '../wire-values.ts';

const StageRow = z.object({ ENTITY_ID: z.string(), STATUS_ID: StageId, NAME: Text, SORT: Int.catch(500), SEMANTICS: Semantics });
type StageRow = z.infer<typeof StageRow>;

const stageList: RowSource<StageRow> = { method: 'crm.status.list', row: StageRow, rowsIn: 'result', idField: 'STATUS_ID' };

const PipelineRow = z.object({ id: Id });
const pipelineList: RowSource<z.infer<typeof PipelineRow>> = {
  method: 'crm.category.list',
  row: PipelineRow,
  rowsIn: 'categories',
  idField: 'id',
};

export interface RecordStages {
  /** 1 lead, 7 quote, 31 smart invoice. */
  readonly ownerKind: 1 | 7 | 31;
  readonly pipelineId: bigint;
  readonly stages: readonly StageRow[];
}

/** Dictionaries of stages of leads, quotes and every pipeline of smart invoices. */
export async function listRecordStages(client: PortalClient): Promise<{ sets: RecordStages[]; rejected: RejectedRow[] }> {
  const pipelines = await listInvoicePipelines(client);
  const wanted = [
    { ownerKind: 1, pipelineId: 0n, entityId: 'STATUS' } as const,
    { ownerKind: 7, pipelineId: 0n, entityId: 'QUOTE_STATUS' } as const,
    ...pipelines.rows.map(({ id }) => ({ ownerKind: 31, pipelineId: id, entityId: `SMART_INVOICE_STAGE_${id}` }) as const),
  ].slice(0, 50);
  const outcomes = await client.batch(
    wanted.map(({ entityId }) => ({ method: stageList.method, params: { order: { SORT: 'ASC' }, filter: { ENTITY_ID: entityId } } })),
  );
  const rejected: RejectedRow[] = [...pipelines.rejected];
  const sets = wanted.map(({ entityId, ...set }, index) => {
    const read = readRows(stageList, outcomes[index]);
    rejected.push(...read.rejected);
    // A filter the portal does not understand is dropped without a word, and then every dictionary comes back.
    return { ...set, stages: read.rows.filter((stage) => stage.ENTITY_ID === entityId) };
  });
  return { sets, rejected };
}

/** A portal where smart invoices are switched off has no pipelines of them. */
async function listInvoicePipelines(client: PortalClient): Promise<ReturnType<typeof parseRows<z.infer<typeof PipelineRow>>>> {
  try {
    const { result } = await client.call(pipelineList.method, { entityTypeId: 31 }, z.unknown());
    return parseRows(pipelineList, findRows(pipelineList, result));
  } catch (failure) {
    if (failure instanceof PortalError && failure.kind === 'refused') return { rows: [], rejected: [] };
    throw failure;
  }
}
