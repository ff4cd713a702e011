import { sql } from 'kysely';
import type { FactSource } from './daily-totals.ts';
import { isCountedPipeline } from './open-totals.ts';
import type { PortalTransaction } from './portal-store.ts';
import { isWonWithin, startOf, wonDay, type DaySpan } from './won-day.ts';

export interface ContactCounts {
  readonly userId: bigint;
  /** Leads that came in. */
  readonly leads: number;
  /** Meetings that were held. */
  readonly meetings: number;
}

/** Leads that came to people of a span, and meetings they have held in it. */
export async function listContactCounts(tx: PortalTransaction, timeZone: string, span: DaySpan): Promise<ContactCounts[]> {
  const [from, before] = [startOf(span.from, timeZone), startOf(span.before, timeZone)];
  const result = await sql<ContactCounts>`
    select user_id as "userId", sum(leads)::int as leads, sum(meetings)::int as meetings
    from (
      select responsible_id as user_id, count(*) as leads, 0 as meetings from lead
      where portal_id = ${tx.portalId} and created_at >= ${from} and created_at < ${before} and deleted_at is null group by 1
      union all
      select responsible_id, 0, count(*) from activity
      where portal_id = ${tx.portalId} and started_at >= ${from} and started_at < ${before} and kind = 1 and is_completed group by 1
    ) as contact
    group by user_id order by user_id`.execute(tx.db);
  return result.rows;
}

export interface NewWinRow {
  readonly userId: bigint;
  /** Days from creation to winning. */
  readonly days: number;
  readonly deals: number;
  /** Minor units of the base currency. */
  readonly amount: bigint;
}

/** Deals won in a span with clients who had bought nothing before, by person and by how long they took: repeat orders say nothing of new ones. */
export async function listNewWins(tx: PortalTransaction, source: FactSource, span: DaySpan): Promise<NewWinRow[]> {
  const { timeZone } = source.basis;
  const result = await sql<Omit<NewWinRow, 'amount'> & { readonly amount: string }>`
    select deal.responsible_id as "userId", greatest(0, ${wonDay(source.basis)} - (deal.created_at at time zone ${timeZone})::date)::int as days,
      count(*)::int as deals, sum(deal.base_minor)::text as amount
    from deal
    where deal.portal_id = ${tx.portalId} and ${isWonWithin(source.basis, span)} and not deal.is_repeat
      and ${isCountedPipeline('deal.pipeline_id', source)}
    group by 1, 2 order by 1, 2`.execute(tx.db);
  return result.rows.map((row) => ({ ...row, amount: BigInt(row.amount) }));
}
