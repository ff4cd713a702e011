import { sql } from 'kysely';
import type { FactSource } from './daily-totals.ts';
import { dealsAsKnown } from './deal-history.ts';
import { isCountedPipeline } from './open-totals.ts';
import type { PortalTransaction } from './portal-store.ts';
import type { Semantics } from './tables/fact-tables.ts';
import { isWonWithin, startOf, wonDay, type DaySpan } from './won-day.ts';

interface State {
  readonly pipelineId: bigint;
  readonly stageId: string;
  readonly semantics: Semantics;
  readonly amount: bigint;
  readonly original: bigint;
  readonly currency: string;
  readonly responsibleId: bigint;
  readonly closeDay: string | null;
}

export interface DealBetweenRow {
  readonly dealId: bigint;
  /** As it was known when the day began; null where it was not yet there. */
  readonly before: (State & { readonly isReconstructed: boolean }) | null;
  /** Null where it is gone. */
  readonly now: (State & { readonly wonDay: string | null }) | null;
}

type Flat = { readonly dealId: bigint } & {
  readonly [Key in keyof State as `b_${Key}`]: State[Key] | null;
} & { readonly [Key in keyof State as `n_${Key}`]: State[Key] } & {
  readonly b_isReconstructed: boolean | null;
  readonly n_wonDay: string | null;
  readonly isGone: boolean;
};

/** Deals that a forecast of a month can ask for when a day began or now: open ones, and those that were closed or won since. */
export async function listDealsBetween(
  tx: PortalTransaction,
  source: FactSource,
  { since, month }: { since: string; month: DaySpan },
): Promise<DealBetweenRow[]> {
  const { timeZone } = source.basis;
  const at = startOf(since, timeZone);
  const earliest = startOf(since < month.from ? since : month.from, timeZone);
  // Whatever was closed before both of them and is not won in the month brought nothing then and brings nothing now.
  const isAsked = sql`(deal.semantics = 'P' or deal.moved_at >= ${earliest} or deal.deleted_at >= ${at} or (${isWonWithin(source.basis, month)}))
    and ${isCountedPipeline('deal.pipeline_id', source)}`;
  const result = await sql<Flat>`
    select deal.deal_id as "dealId",
      before."pipelineId" as "b_pipelineId", before."stageId" as "b_stageId", before.semantics as b_semantics,
      before.amount as b_amount, before.original as b_original, before.currency as b_currency, before."responsibleId" as "b_responsibleId", before."closeDay" as "b_closeDay",
      before."isReconstructed" as "b_isReconstructed",
      deal.pipeline_id as "n_pipelineId", deal.stage_id as "n_stageId", deal.semantics as n_semantics, deal.base_minor as n_amount,
      deal.amount_minor as n_original, deal.currency as n_currency,
      deal.responsible_id as "n_responsibleId", deal.close_day as "n_closeDay",
      case when deal.semantics = 'S' then ${wonDay(source.basis)} end as "n_wonDay", deal.deleted_at is not null as "isGone"
    from deal left join (${dealsAsKnown(tx, at, isAsked)}) as before on before."dealId" = deal.deal_id
    where deal.portal_id = ${tx.portalId} and ${isAsked} and (before."dealId" is not null or deal.deleted_at is null)
    order by deal.deal_id`.execute(tx.db);
  return result.rows.map((row) => ({ dealId: row.dealId, before: toBefore(row), now: toNow(row) }));
}

function toBefore(row: Flat): DealBetweenRow['before'] {
  const { b_pipelineId, b_stageId, b_semantics, b_amount, b_original, b_currency, b_responsibleId, b_closeDay } = row;
  if (b_pipelineId === null || b_stageId === null || b_semantics === null || b_responsibleId === null) return null;
  if (b_amount === null || b_original === null || b_currency === null) return null;
  return {
    pipelineId: b_pipelineId,
    stageId: b_stageId,
    semantics: b_semantics,
    amount: b_amount,
    original: b_original,
    currency: b_currency,
    responsibleId: b_responsibleId,
    closeDay: b_closeDay,
    isReconstructed: row.b_isReconstructed === true,
  };
}

function toNow(row: Flat): DealBetweenRow['now'] {
  if (row.isGone) return null;
  return {
    pipelineId: row.n_pipelineId,
    stageId: row.n_stageId,
    semantics: row.n_semantics,
    amount: row.n_amount,
    original: row.n_original,
    currency: row.n_currency,
    responsibleId: row.n_responsibleId,
    closeDay: row.n_closeDay,
    wonDay: row.n_wonDay,
  };
}
