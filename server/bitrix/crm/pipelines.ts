import { z } from 'zod';
import type { PortalClient } from '../portal-client.ts';
import { findRows, parseRows, readRows, type ReadRows, type RejectedRow, type RowSource } from '../read-rows.ts';
import { Id, Int, Semantics, StageId, Text } from '../wire-values.ts';

const CategoryRow = z.object({ id: Id, name: Text, sort: Int.catch(500) });
export type CategoryRow = z.infer<typeof CategoryRow>;

const StatusRow = z.object({
  ENTITY_ID: z.string(),
  STATUS_ID: StageId,
  NAME: Text,
  SORT: Int.catch(500),
  /** Empty for a stage in progress. */
  SEMANTICS: Semantics,
  COLOR: Text,
});
export type StatusRow = z.infer<typeof StatusRow>;

const pipelineList: RowSource<CategoryRow> = { method: 'crm.category.list', row: CategoryRow, rowsIn: 'categories', idField: 'id' };
const stageList: RowSource<StatusRow> = { method: 'crm.status.list', row: StatusRow, rowsIn: 'result', idField: 'STATUS_ID' };

export async function listPipelines(client: PortalClient): Promise<ReadRows<CategoryRow>> {
  const { result } = await client.call(pipelineList.method, { entityTypeId: 2 }, z.unknown());
  return parseRows(pipelineList, findRows(pipelineList, result));
}

/** `DEAL_STAGE` is pipeline 0, `DEAL_STAGE_7` is pipeline 7. */
const stageSetOf = (pipelineId: bigint): string => (pipelineId === 0n ? 'DEAL_STAGE' : `DEAL_STAGE_${pipelineId}`);

/** Stages of each pipeline, in its order. */
export async function listStages(
  client: PortalClient,
  pipelineIds: readonly bigint[],
): Promise<{ pipelineId: bigint; stages: StatusRow[]; rejected: RejectedRow[] }[]> {
  const found: { pipelineId: bigint; stages: StatusRow[]; rejected: RejectedRow[] }[] = [];
  for (let from = 0; from < pipelineIds.length; from += 50) {
    const ids = pipelineIds.slice(from, from + 50);
    const outcomes = await client.batch(
      ids.map((id) => ({ method: 'crm.status.list', params: { order: { SORT: 'ASC' }, filter: { ENTITY_ID: stageSetOf(id) } } })),
    );
    for (const [index, pipelineId] of ids.entries()) {
      const { rows: stages, rejected } = readRows(stageList, outcomes[index]);
      // A filter the portal does not understand is dropped without a word, and then every dictionary comes back.
      found.push({ pipelineId, stages: stages.filter((stage) => stage.ENTITY_ID === stageSetOf(pipelineId)), rejected });
    }
  }
  return found;
}
