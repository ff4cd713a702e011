import { sql } from 'kysely';
import type { People } from './daily-totals.ts';
import { dayNumber, isCounted, localDays } from './forecast-inputs.ts';
import type { PortalTransaction } from './portal-store.ts';

/** An open deal as it stands now; times are days since 1970 on the company's wall clock. */
export interface OpenDealNow {
  readonly dealId: bigint;
  readonly ownerId: bigint;
  readonly stage: string;
  readonly created: number;
  /** When it came to its stage. */
  readonly moved: number;
  readonly lastActivity: number | null;
  readonly closeDay: number | null;
  /** Minor units of the base currency. */
  readonly amount: number;
  readonly category: number;
}

export interface OpenDealsAsked {
  readonly timeZone: string;
  readonly pipelineIds: readonly bigint[] | null;
  readonly now: Date;
  readonly people: People;
  /** Only this one. */
  readonly dealId?: bigint;
}

/** Open deals of some people, or of everybody. */
export async function listOpenDealsNow(
  tx: PortalTransaction,
  { timeZone, pipelineIds, now, people, dealId }: OpenDealsAsked,
): Promise<OpenDealNow[]> {
  const theirs = people === null ? sql`true` : sql`deal.responsible_id = any(${`{${people.join(',')}}`}::bigint[])`;
  const one = dealId === undefined ? sql`true` : sql`deal.deal_id = ${dealId}`;
  const result = await sql<OpenDealNow>`
    select deal.deal_id as "dealId", deal.responsible_id as "ownerId", deal.pipeline_id::text || ' ' || deal.stage_id as stage,
      ${localDays(sql`deal.created_at`, timeZone)} as created, ${localDays(sql`deal.moved_at`, timeZone)} as moved,
      ${localDays(
        sql`(select max(activity.started_at) from activity
          where activity.portal_id = ${tx.portalId} and owner_kind = 2 and owner_id = deal.deal_id and started_at <= ${now})`,
        timeZone,
      )} as "lastActivity",
      ${dayNumber(sql`deal.close_day`)} as "closeDay", deal.base_minor::float8 as amount, case when deal.is_repeat then 1 else 0 end as category
    from deal
    where deal.portal_id = ${tx.portalId} and deal.semantics = 'P' and deal.deleted_at is null and ${isCounted(pipelineIds)} and ${theirs} and ${one}
    order by deal.deal_id`.execute(tx.db);
  return result.rows;
}
