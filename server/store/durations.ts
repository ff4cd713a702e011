import { sql } from 'kysely';
import type { FactSource } from './daily-totals.ts';
import { isCountedPipeline } from './open-totals.ts';
import type { PortalTransaction } from './portal-store.ts';
import { rememberSums } from './sums-cache.ts';

/** How many won deals took so many days. */
export interface DurationRow {
  readonly value: number;
  readonly count: number;
}

/** Days from creation to winning of deals won since a month, given by its first day; none before sums are kept. */
export function listWonCycles(tx: PortalTransaction, source: FactSource, since: string): Promise<readonly DurationRow[]> {
  const question = sql<DurationRow>`
    select days as value, sum(items)::int as count from duration_total
    where portal_id = ${tx.portalId} and ${source.isKept} and measure = 'cycle' and won_month >= ${since}
      and ${isCountedPipeline('pipeline_id', source)}
    group by days order by days`;
  return rememberSums(tx, { name: 'won-cycles', of: [source, since] }, async () => (await question.execute(tx.db)).rows);
}

/** Days that deals won since a month spent on a stage before their next move; none before sums are kept. */
export function listStageDays(
  tx: PortalTransaction,
  source: FactSource,
  stage: { pipelineId: bigint; stageId: string; since: string },
): Promise<readonly DurationRow[]> {
  const question = sql<DurationRow>`
    select days as value, sum(items)::int as count from duration_total
    where portal_id = ${tx.portalId} and ${source.isKept} and measure = 'stage' and pipeline_id = ${stage.pipelineId}
      and stage_id = ${stage.stageId} and won_month >= ${stage.since}
    group by days order by days`;
  return rememberSums(tx, { name: 'stage-days', of: [source, stage] }, async () => (await question.execute(tx.db)).rows);
}
