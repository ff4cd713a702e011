import { sql } from 'kysely';
import type { FactSource, People } from './daily-totals.ts';
import { isCountedPipeline } from './open-totals.ts';
import type { PortalTransaction } from './portal-store.ts';
import { toArray } from './upsert-rows.ts';

/** An open deal with what can be seen of its health. */
export interface WatchedDeal {
  readonly dealId: bigint;
  readonly responsibleId: bigint;
  readonly pipelineId: bigint;
  readonly stageId: string;
  readonly stageName: string;
  /** Minor units of the base currency. */
  readonly amount: bigint;
  readonly closeDay: string | null;
  /** Whole days on its stage. */
  readonly stageDays: number;
  /** Median days that won deals spent on it; null under five. */
  readonly usualDays: number | null;
  /** How often the close date was put off since we are watching. */
  readonly pushes: number;
  /** Whole days since something was done with it; null when nothing ever was. */
  readonly silentDays: number | null;
  readonly hasNextStep: boolean;
}

const fewestDeals = 5;

/** Open deals due up to a day or without a date, of some people or everybody. */
export async function listWatchedDeals(
  tx: PortalTransaction,
  source: FactSource,
  asked: { through: string; since: string; now: Date; people: People },
): Promise<WatchedDeal[]> {
  const { now, people, through, since } = asked;
  const whose = people === null ? sql`true` : sql`deal.responsible_id = any(${toArray('bigint', people)})`;
  const result = await sql<WatchedDeal>`
    with spent as (
      select pipeline_id, stage_id, days, sum(items) as items from duration_total
      where portal_id = ${tx.portalId} and ${source.isKept} and measure = 'stage' and won_month >= ${since}
      group by pipeline_id, stage_id, days
    ), usual as (
      select distinct on (pipeline_id, stage_id) pipeline_id, stage_id, days, deals
      from (
        select pipeline_id, stage_id, days, sum(items) over (partition by pipeline_id, stage_id) as deals,
          sum(items) over (partition by pipeline_id, stage_id order by days) as reached
        from spent
      ) as summed
      where reached * 2 >= deals order by pipeline_id, stage_id, days
    ), open as (
      select * from deal
      where deal.portal_id = ${tx.portalId} and deal.semantics = 'P' and deal.deleted_at is null
        and (deal.close_day is null or deal.close_day <= ${through}::date) and ${isCountedPipeline('deal.pipeline_id', source)} and ${whose}
    ), push as (
      select deal_id, count(*) filter (where close_day > earlier)::int as pushes
      from (
        select deal_id, close_day, lag(close_day) over (partition by deal_id order by seen_at) as earlier
        from deal_version where portal_id = ${tx.portalId} and deal_id in (select deal_id from open)
      ) as dated group by deal_id
    )
    select open.deal_id as "dealId", open.responsible_id as "responsibleId", open.pipeline_id as "pipelineId", open.stage_id as "stageId",
      coalesce(stage.name, '') as "stageName", open.base_minor as amount, open.close_day::text as "closeDay",
      greatest(0, floor(extract(epoch from (${now} - open.moved_at)) / 86400))::int as "stageDays",
      case when usual.deals >= ${fewestDeals} then usual.days end as "usualDays", coalesce(push.pushes, 0) as pushes,
      (
        select floor(extract(epoch from (${now} - max(started_at))) / 86400)::int from activity
        where activity.portal_id = ${tx.portalId} and owner_kind = 2 and owner_id = open.deal_id and is_completed and started_at <= ${now}
      ) as "silentDays",
      exists (
        select from activity
        where activity.portal_id = ${tx.portalId} and owner_kind = 2 and owner_id = open.deal_id and not is_completed and started_at >= ${now}
      ) or exists (
        select from task_link join task on task.portal_id = task_link.portal_id and task.task_id = task_link.task_id
        where task_link.portal_id = ${tx.portalId} and task_link.owner_kind = 2 and task_link.owner_id = open.deal_id
          and task.status <> 5 and task.deleted_at is null and task.deadline >= ${now}
      ) as "hasNextStep"
    from open
      left join stage on stage.portal_id = open.portal_id and stage.pipeline_id = open.pipeline_id and stage.stage_id = open.stage_id
      left join usual on usual.pipeline_id = open.pipeline_id and usual.stage_id = open.stage_id
      left join push on push.deal_id = open.deal_id
    order by open.deal_id`.execute(tx.db);
  return result.rows;
}
