import { sql, type RawBuilder } from 'kysely';
import type { PortalTransaction } from './portal-store.ts';
import type { Semantics } from './tables/fact-tables.ts';

/** A deal as our copy knew it at a past moment. */
export interface KnownDeal {
  readonly dealId: bigint;
  readonly pipelineId: bigint;
  readonly stageId: string;
  readonly semantics: Semantics;
  /** Minor units of the base currency at the rate of that time. */
  readonly amount: bigint;
  /** In the deal's own currency: where it stayed, another amount is another rate. */
  readonly original: bigint;
  readonly currency: string;
  readonly responsibleId: bigint;
  readonly closeDay: string | null;
  /** From before we were watching: the stage by the portal's history, everything else as it was first seen. */
  readonly isReconstructed: boolean;
}

/**
 * All deals as they were known at a moment, whatever became of them since; deals already gone by then are left out.
 * Of the time before the first load ended, when nobody was watching, deals are put together from what is known now.
 */
export async function listDealsAsKnown(tx: PortalTransaction, at: Date): Promise<KnownDeal[]> {
  return (await sql<KnownDeal>`${dealsAsKnown(tx, sql`${at.toISOString()}::timestamptz`, sql`true`)} order by deal.deal_id`.execute(tx.db))
    .rows;
}

/** The same as a select, of deals that fulfil a condition on their row of today. */
export function dealsAsKnown(tx: PortalTransaction, at: RawBuilder<unknown>, condition: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    with watching as (
      select coalesce((select finished_at from sync_cursor where portal_id = ${tx.portalId} and entity = 'deals' and direction = 'backward'), 'infinity') as since
    ), version as (
      select distinct on (deal_id) * from deal_version
      where portal_id = ${tx.portalId} and seen_at <= ${at} order by deal_id, seen_at desc
    ), first_version as (
      select distinct on (deal_id) * from deal_version where portal_id = ${tx.portalId} order by deal_id, seen_at
    )
    select deal.deal_id as "dealId",
      coalesce(version.pipeline_id, unseen.pipeline_id, first_version.pipeline_id, deal.pipeline_id) as "pipelineId",
      coalesce(version.stage_id, unseen.stage_id, first_version.stage_id, deal.stage_id) as "stageId",
      coalesce(version.semantics, unseen.semantics, first_version.semantics, deal.semantics) as semantics,
      coalesce(version.base_minor, first_version.base_minor, deal.base_minor) as amount,
      coalesce(version.amount_minor, first_version.amount_minor, deal.amount_minor) as original,
      coalesce(version.currency, first_version.currency, deal.currency) as currency,
      coalesce(version.responsible_id, first_version.responsible_id, deal.responsible_id) as "responsibleId",
      case when version.deal_id is not null then version.close_day
        when first_version.deal_id is not null then first_version.close_day
        else deal.close_day end as "closeDay",
      deal.first_seen_at > ${at} as "isReconstructed"
    from deal cross join watching
      left join version on version.deal_id = deal.deal_id
      left join first_version on first_version.deal_id = deal.deal_id
      left join lateral (
        select pipeline_id, stage_id, semantics from stage_move as move
        where move.portal_id = ${tx.portalId} and move.deal_id = deal.deal_id and move.moved_at <= ${at} and deal.first_seen_at > ${at}
        order by move.moved_at desc, move.move_id desc limit 1
      ) as unseen on true
    where deal.portal_id = ${tx.portalId} and deal.created_at <= ${at}
      and (deal.first_seen_at <= ${at} or watching.since > ${at})
      and not coalesce(version.is_gone, deal.deleted_at <= ${at}, false)
      and ${condition}`;
}
