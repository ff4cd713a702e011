import { sql } from 'kysely';
import type { PortalTransaction } from './portal-store.ts';
import type { Semantics } from './tables/fact-tables.ts';

/** Half-open span of calendar days in a time zone. */
export interface DaySpan {
  readonly from: string;
  readonly before: string;
  readonly timeZone: string;
}

const wonAt = sql`coalesce(won_at, moved_at)`;
const startOf = (day: string, timeZone: string) => sql`(${day}::timestamp at time zone ${timeZone})`;
const dayOf = (column: ReturnType<typeof sql>, timeZone: string) => sql<string>`(${column} at time zone ${timeZone})::date::text`;

export interface WonDealRow {
  readonly dealId: bigint;
  readonly responsibleId: bigint;
  readonly amount: bigint;
  readonly day: string;
}

/** Deals won in the span, by the day of the move to the won stage. */
export async function listWonDeals(tx: PortalTransaction, span: DaySpan): Promise<WonDealRow[]> {
  const result = await sql<WonDealRow>`
    select deal_id as "dealId", responsible_id as "responsibleId", base_minor as amount, ${dayOf(wonAt, span.timeZone)} as day
    from deal
    where portal_id = ${tx.portalId} and semantics = 'S' and deleted_at is null
      and ${wonAt} >= ${startOf(span.from, span.timeZone)} and ${wonAt} < ${startOf(span.before, span.timeZone)}
    order by ${wonAt}, deal_id`.execute(tx.db);
  return result.rows;
}

export interface OpenDealRow {
  readonly dealId: bigint;
  readonly responsibleId: bigint;
  readonly amount: bigint;
  readonly closeDay: string | null;
  readonly pipelineId: bigint;
  readonly stageId: string;
}

/** Open deals that are due by a day or have no date; all of them without a day. */
export async function listOpenDeals(tx: PortalTransaction, dueBy: string | null = null): Promise<OpenDealRow[]> {
  let query = tx.db
    .selectFrom('deal')
    .select(['deal_id', 'responsible_id', 'base_minor', 'close_day', 'pipeline_id', 'stage_id'])
    .where('portal_id', '=', tx.portalId)
    .where('semantics', '=', 'P')
    .where('deleted_at', 'is', null);
  if (dueBy !== null) query = query.where((eb) => eb.or([eb('close_day', 'is', null), eb('close_day', '<=', dueBy)]));
  const rows = await query.orderBy('close_day').orderBy('deal_id').execute();
  return rows.map((row) => ({
    dealId: row.deal_id,
    responsibleId: row.responsible_id,
    amount: row.base_minor,
    closeDay: row.close_day,
    pipelineId: row.pipeline_id,
    stageId: row.stage_id,
  }));
}

/** Whether anybody in the company fills in close dates of open deals. */
export async function usesCloseDates(tx: PortalTransaction): Promise<boolean> {
  const row = await tx.db
    .selectFrom('deal')
    .select('deal_id')
    .where('portal_id', '=', tx.portalId)
    .where('semantics', '=', 'P')
    .where('deleted_at', 'is', null)
    .where('close_day', 'is not', null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

export interface DealRow extends OpenDealRow {
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

/** Stage names of deals, for the lists behind numbers. */
export async function listDealStages(tx: PortalTransaction, dealIds: readonly bigint[]): Promise<Map<bigint, string>> {
  if (dealIds.length === 0) return new Map();
  const rows = await tx.db
    .selectFrom('deal as d')
    .innerJoin('stage as s', (join) =>
      join.onRef('s.portal_id', '=', 'd.portal_id').onRef('s.pipeline_id', '=', 'd.pipeline_id').onRef('s.stage_id', '=', 'd.stage_id'),
    )
    .select(['d.deal_id', 's.name'])
    .where('d.portal_id', '=', tx.portalId)
    .where('d.deal_id', 'in', [...dealIds])
    .execute();
  return new Map(rows.map((row) => [row.deal_id, row.name]));
}

export interface StageRow {
  readonly pipelineId: bigint;
  readonly stageId: string;
  readonly name: string;
  readonly sort: number;
  readonly semantics: Semantics;
  readonly progress: number | null;
  readonly winPercent: number | null;
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
  }));
}

/** Median days from creation to winning over deals won since a day; undefined under five of them. */
export async function findWonCycleDays(tx: PortalTransaction, since: Date): Promise<number | undefined> {
  const result = await sql<{ days: number | null; deals: bigint }>`
    select percentile_cont(0.5) within group (order by extract(epoch from ${wonAt} - created_at) / 86400)::float8 as days, count(*) as deals
    from deal where portal_id = ${tx.portalId} and semantics = 'S' and deleted_at is null and ${wonAt} >= ${since}`.execute(tx.db);
  const row = result.rows[0];
  return row === undefined || row.days === null || row.deals < 5n ? undefined : row.days;
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

/** Median days that won deals spent on a stage before the next move, with their number. */
export async function findUsualDays(
  tx: PortalTransaction,
  stage: { pipelineId: bigint; stageId: string; since: Date },
): Promise<{ days: number; deals: number } | undefined> {
  const result = await sql<{ days: number | null; deals: bigint }>`
    with visit as (
      select m.deal_id, m.stage_id, m.moved_at, lead(m.moved_at) over (partition by m.deal_id order by m.moved_at, m.move_id) as left_at
      from stage_move m
      join deal d on d.portal_id = m.portal_id and d.deal_id = m.deal_id
      where m.portal_id = ${tx.portalId} and m.pipeline_id = ${stage.pipelineId} and d.semantics = 'S'
        and d.deleted_at is null and d.moved_at >= ${stage.since}
    )
    select percentile_cont(0.5) within group (order by extract(epoch from left_at - moved_at) / 86400)::float8 as days, count(*) as deals
    from visit where stage_id = ${stage.stageId} and left_at is not null`.execute(tx.db);
  const row = result.rows[0];
  return row === undefined || row.days === null || row.deals < 5n ? undefined : { days: row.days, deals: Number(row.deals) };
}
