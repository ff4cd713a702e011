import { sql } from 'kysely';
import type { DealCategory } from '#domain/forecast/deal-category.ts';
import { isCountedPipeline } from './open-totals.ts';
import type { FactSource } from './daily-totals.ts';
import type { PortalTransaction } from './portal-store.ts';
import { rememberSums } from './sums-cache.ts';
import { toArray } from './upsert-rows.ts';

export interface StoredStage {
  readonly pipelineId: bigint;
  readonly stageId: string;
  readonly name: string;
  readonly color: string | null;
  readonly semantics: 'P' | 'S' | 'F';
  /** Null where nobody has set them. */
  readonly progress: number | null;
  readonly winPercent: number | null;
  readonly tablePercent: number | null;
  readonly source: 'table' | 'history' | 'hand' | null;
  readonly category: DealCategory | null;
}

/** Stages of deals in the order of their pipelines, with all that people have set. */
export async function listStageSettings(tx: PortalTransaction): Promise<StoredStage[]> {
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
    color: row.color,
    semantics: row.semantics,
    progress: row.progress,
    winPercent: row.win_percent,
    tablePercent: row.table_percent,
    source: row.percent_source,
    category: row.category,
  }));
}

export interface StagePercents {
  readonly stageId: string;
  readonly progress: number;
  readonly tablePercent: number;
  readonly source: 'table' | 'history' | 'hand';
  readonly winPercent: number;
  readonly category: DealCategory;
}

export async function saveStagePercents(tx: PortalTransaction, pipelineId: bigint, stages: readonly StagePercents[]): Promise<void> {
  const column = <Key extends keyof StagePercents>(name: Key, type: 'text' | 'smallint') =>
    toArray(
      type,
      stages.map((stage) => stage[name]),
    );
  await sql`
    update stage set progress = given.progress, table_percent = given.table_percent, percent_source = given.source, win_percent = given.win_percent,
      category = given.category
    from unnest(${column('stageId', 'text')}, ${column('progress', 'smallint')}, ${column('tablePercent', 'smallint')},
      ${column('source', 'text')}, ${column('winPercent', 'smallint')}, ${column('category', 'text')})
      as given (stage_id, progress, table_percent, source, win_percent, category)
    where stage.portal_id = ${tx.portalId} and stage.pipeline_id = ${pipelineId} and stage.stage_id = given.stage_id`.execute(tx.db);
}

export interface PercentChange {
  readonly changeId: string;
  readonly pipelineId: bigint;
  readonly changedAt: Date;
  readonly changedBy: bigint;
  /** To be parsed by whoever owns its shape. */
  readonly stages: unknown;
}

export async function addPercentChange(tx: PortalTransaction, change: PercentChange): Promise<void> {
  await sql`
    insert into stage_percent_change (portal_id, change_id, pipeline_id, changed_at, changed_by, stages)
    values (${tx.portalId}, ${change.changeId}, ${change.pipelineId}, ${change.changedAt.toISOString()}::timestamptz, ${change.changedBy},
      ${JSON.stringify(change.stages)}::jsonb)`.execute(tx.db);
}

/** The last changes of a pipeline's percents, newest first. */
export async function listPercentChanges(tx: PortalTransaction, pipelineId: bigint, limit: number): Promise<PercentChange[]> {
  const rows = await tx.db
    .selectFrom('stage_percent_change')
    .selectAll()
    .where('portal_id', '=', tx.portalId)
    .where('pipeline_id', '=', pipelineId)
    .orderBy('changed_at', 'desc')
    .orderBy('change_id', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    changeId: row.change_id,
    pipelineId: row.pipeline_id,
    changedAt: row.changed_at,
    changedBy: row.changed_by,
    stages: row.stages,
  }));
}

export interface ReachedStep {
  readonly pipelineId: bigint;
  /** Place of the furthest open stage among the open stages of the pipeline, from 0. */
  readonly step: number;
  readonly deals: number;
  readonly won: number;
}

/** Deals closed since a day by the furthest open stage that they have reached; where the portal keeps no moves of a deal it counts nowhere. */
export function listReachedSteps(tx: PortalTransaction, source: FactSource, since: string): Promise<readonly ReachedStep[]> {
  return rememberSums(tx, { name: 'reached-steps', of: [source, since] }, async () => {
    const result = await sql<ReachedStep>`
      with ladder as (
        select pipeline_id, stage_id, (row_number() over (partition by pipeline_id order by sort, stage_id) - 1)::int as step
        from stage where portal_id = ${tx.portalId} and semantics = 'P'
      ), closed as (
        select deal_id, pipeline_id, semantics from deal
        where portal_id = ${tx.portalId} and deleted_at is null and semantics <> 'P' and moved_at >= ${since}::date
          and ${isCountedPipeline('pipeline_id', source)}
      ), reached as (
        select closed.pipeline_id, closed.semantics, max(ladder.step) as step
        from closed
          join stage_move as move on move.portal_id = ${tx.portalId} and move.deal_id = closed.deal_id
          join ladder on ladder.pipeline_id = closed.pipeline_id and ladder.stage_id = move.stage_id
        group by closed.deal_id, closed.pipeline_id, closed.semantics
      )
      select pipeline_id as "pipelineId", step, count(*)::int as deals, (count(*) filter (where semantics = 'S'))::int as won
      from reached group by 1, 2 order by 1, 2`.execute(tx.db);
    return result.rows;
  });
}
