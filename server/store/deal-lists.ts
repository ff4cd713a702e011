import { sql, type RawBuilder } from 'kysely';
import type { FactSource } from './daily-totals.ts';
import { isCountedPipeline } from './open-totals.ts';
import type { PortalTransaction } from './portal-store.ts';
import { toArray } from './upsert-rows.ts';
import { isWonWithin, wonDay, wonOrder, type DaySpan } from './won-day.ts';

export interface DealPage {
  /** Null: everybody's. */
  readonly people: readonly bigint[] | null;
  readonly offset: number;
  readonly limit: number;
}

/** Open deals on some stages, `pipeline stage`, without some of them and with others. */
export interface ChosenDeals {
  readonly stages: readonly string[];
  /** On all stages but those: a stage that nobody has told us about is among them. */
  readonly isOnOthers: boolean;
  readonly added: readonly bigint[];
  readonly except: readonly bigint[];
}

interface ListedDeal {
  readonly dealId: bigint;
  readonly responsibleId: bigint;
  readonly amount: bigint;
  readonly stageName: string;
}

export interface WonDealRow extends ListedDeal {
  readonly day: string;
}

/** Deals won in the span, in the order they were won. */
export async function listWonDeals(tx: PortalTransaction, source: FactSource, span: DaySpan, page: DealPage): Promise<WonDealRow[]> {
  const { basis } = source;
  const list = { condition: isWonWithin(basis, span), order: wonOrder(basis), day: wonDay(basis) };
  return listDeals<WonDealRow>(tx, source, list, page);
}

export interface OpenDealRow extends ListedDeal {
  /** The close date. */
  readonly day: string | null;
  readonly pipelineId: bigint;
  readonly stageId: string;
}

/** Open deals due up to a day in the order they are due, or without a date. */
export async function listOpenDeals(
  tx: PortalTransaction,
  source: FactSource,
  due: { through: string } | 'undated',
  page: DealPage & { readonly only?: ChosenDeals | null },
): Promise<OpenDealRow[]> {
  const isDue = due === 'undated' ? sql`deal.close_day is null` : sql`deal.close_day <= ${due.through}::date`;
  const condition = sql`deal.semantics = 'P' and deal.deleted_at is null and ${isDue} and ${isChosen(page.only ?? null)}`;
  return listDeals<OpenDealRow>(tx, source, { condition, order: sql`deal.close_day, deal.deal_id`, day: sql`deal.close_day` }, page);
}

function isChosen(only: ChosenDeals | null): RawBuilder<unknown> {
  if (only === null) return sql`true`;
  const { stages, isOnOthers, added, except } = only;
  const isOnThem = sql`deal.pipeline_id::text || ' ' || deal.stage_id = any(${toArray('text', stages)})`;
  return sql`(deal.deal_id = any(${toArray('bigint', added)}) or (
    ${isOnOthers ? sql`not ${isOnThem}` : isOnThem} and not deal.deal_id = any(${toArray('bigint', except)})))`;
}

/** The page is cut from an index first; only its deals are looked up. */
async function listDeals<Row>(
  tx: PortalTransaction,
  source: FactSource,
  list: { condition: RawBuilder<unknown>; order: RawBuilder<unknown>; day: RawBuilder<unknown> },
  page: DealPage,
): Promise<Row[]> {
  const whose = page.people === null ? sql`true` : sql`deal.responsible_id = any(${toArray('bigint', page.people)})`;
  const result = await sql<Row>`
    with page as (
      select deal.deal_id from deal
      where deal.portal_id = ${tx.portalId} and ${list.condition} and ${isCountedPipeline('deal.pipeline_id', source)} and ${whose}
      order by ${list.order} offset ${page.offset} limit ${page.limit}
    )
    select deal.deal_id as "dealId", deal.responsible_id as "responsibleId", deal.base_minor as amount, ${list.day}::text as day,
      deal.pipeline_id as "pipelineId", deal.stage_id as "stageId", coalesce(stage.name, '') as "stageName"
    from page join deal on deal.portal_id = ${tx.portalId} and deal.deal_id = page.deal_id
      left join stage on stage.portal_id = deal.portal_id and stage.pipeline_id = deal.pipeline_id and stage.stage_id = deal.stage_id
    order by ${list.order}`.execute(tx.db);
  return result.rows;
}
