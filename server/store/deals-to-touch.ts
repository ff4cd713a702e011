import { sql } from 'kysely';
import type { PortalTransaction } from './portal-store.ts';

export interface DealToTouch {
  readonly dealId: bigint;
  readonly amount: bigint;
  readonly closeDay: string | null;
  /** The last finished call, meeting or letter of the deal; null without any. */
  readonly lastTouch: Date | null;
}

/**
 * Open deals of a person that are due by a day or were not touched since a moment, the dearest first.
 * They are looked at in that order, so that the few that are asked for are found without the touches of all the others.
 */
export async function listDealsToTouch(
  tx: PortalTransaction,
  of: { readonly userId: bigint; readonly dueBy: string; readonly untouchedSince: Date; readonly limit: number },
): Promise<DealToTouch[]> {
  const result = await sql<DealToTouch & { amountText: string }>`
    select deal.deal_id as "dealId", deal.base_minor::text as "amountText", deal.close_day::text as "closeDay", touch.at as "lastTouch"
    from (
        select * from deal
        where portal_id = ${tx.portalId} and responsible_id = ${of.userId} and semantics = 'P' and deleted_at is null
        order by base_minor desc, deal_id offset 0
      ) as deal
      left join lateral (
        select max(activity.started_at) as at from activity
        where activity.portal_id = deal.portal_id and activity.owner_kind = 2 and activity.owner_id = deal.deal_id and activity.is_completed
      ) as touch on true
    where (deal.close_day <= ${of.dueBy}::date or touch.at is null or touch.at < ${of.untouchedSince.toISOString()}::timestamptz)
    order by deal.base_minor desc, deal.deal_id limit ${of.limit}`.execute(tx.db);
  return result.rows.map(({ amountText, ...row }) => ({ ...row, amount: BigInt(amountText) }));
}
