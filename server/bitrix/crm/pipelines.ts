import { z } from 'zod';
import { parseResult, type PortalClient } from '../portal-client.ts';
import { Id, Int, Text } from '../wire-values.ts';

const CategoryRow = z.object({ id: Id, name: Text, sort: Int.catch(500) });
export type CategoryRow = z.infer<typeof CategoryRow>;

const StatusRow = z.object({
  ENTITY_ID: z.string(),
  STATUS_ID: z.string().min(1).max(64),
  NAME: Text,
  SORT: Int.catch(500),
  /** Empty for a stage in progress. */
  SEMANTICS: z.enum(['P', 'S', 'F']).catch('P'),
  COLOR: Text,
});
export type StatusRow = z.infer<typeof StatusRow>;

export async function listPipelines(client: PortalClient): Promise<CategoryRow[]> {
  const { result } = await client.call('crm.category.list', { entityTypeId: 2 }, z.object({ categories: z.array(CategoryRow) }));
  return result.categories;
}

/** `DEAL_STAGE` is pipeline 0, `DEAL_STAGE_7` is pipeline 7. */
const stageSetOf = (pipelineId: bigint): string => (pipelineId === 0n ? 'DEAL_STAGE' : `DEAL_STAGE_${pipelineId}`);

/** Stages of each pipeline, in its order. */
export async function listStages(
  client: PortalClient,
  pipelineIds: readonly bigint[],
): Promise<{ pipelineId: bigint; stages: StatusRow[] }[]> {
  const found: { pipelineId: bigint; stages: StatusRow[] }[] = [];
  for (let from = 0; from < pipelineIds.length; from += 50) {
    const ids = pipelineIds.slice(from, from + 50);
    const outcomes = await client.batch(
      ids.map((id) => ({ method: 'crm.status.list', params: { order: { SORT: 'ASC' }, filter: { ENTITY_ID: stageSetOf(id) } } })),
    );
    for (const [index, pipelineId] of ids.entries()) {
      const outcome = outcomes[index];
      if (outcome?.kind === 'failed') throw outcome.error;
      const stages = parseResult(z.array(StatusRow), outcome?.kind === 'done' ? outcome.result : undefined, 'crm.status.list');
      // A filter the portal does not understand is dropped without a word, and then every dictionary comes back.
      found.push({ pipelineId, stages: stages.filter((stage) => stage.ENTITY_ID === stageSetOf(pipelineId)) });
    }
  }
  return found;
}
