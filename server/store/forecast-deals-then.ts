import { sql } from 'kysely';
import { dealsAsKnown } from './deal-history.ts';
import { dayNumber, isCounted, localDays } from './forecast-inputs.ts';
import type { OpenDealNow, OpenDealsAsked } from './forecast-open-deals.ts';
import type { PortalTransaction } from './portal-store.ts';
import { startOf } from './won-day.ts';

/** Deals that were open when a day began, as they were known then; times are days since 1970 on the company's wall clock. */
export async function listOpenDealsThen(
  tx: PortalTransaction,
  { timeZone, pipelineIds, day }: Pick<OpenDealsAsked, 'timeZone' | 'pipelineIds'> & { readonly day: string },
): Promise<OpenDealNow[]> {
  const at = startOf(day, timeZone);
  const result = await sql<OpenDealNow>`
    select deal.deal_id as "dealId", known."responsibleId" as "ownerId", known."pipelineId"::text || ' ' || known."stageId" as stage,
      ${localDays(sql`deal.created_at`, timeZone)} as created,
      ${localDays(
        sql`coalesce((select max(move.moved_at) from stage_move as move
          where move.portal_id = ${tx.portalId} and move.deal_id = deal.deal_id and move.moved_at < ${at}), deal.created_at)`,
        timeZone,
      )} as moved,
      ${localDays(
        sql`(select max(activity.started_at) from activity
          where activity.portal_id = ${tx.portalId} and owner_kind = 2 and owner_id = deal.deal_id and started_at < ${at})`,
        timeZone,
      )} as "lastActivity",
      ${dayNumber(sql`known."closeDay"::date`)} as "closeDay", known.amount::float8 as amount, case when deal.is_repeat then 1 else 0 end as category
    from (${dealsAsKnown(tx, at, sql`(deal.semantics = 'P' or deal.moved_at >= ${at} or deal.deleted_at >= ${at}) and ${isCounted(pipelineIds)}`)}) as known
      join deal on deal.portal_id = ${tx.portalId} and deal.deal_id = known."dealId"
    where known.semantics = 'P'
    order by deal.deal_id`.execute(tx.db);
  return result.rows;
}
