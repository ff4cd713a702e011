import { sql } from 'kysely';
import type { PortalTransaction } from '#store/portal-store.ts';

/** What an application without a store of its own reads to show the same overview, and how long the portal's limits make it wait. */
export interface RestTime {
  readonly rows: number;
  readonly batches: number;
  readonly seconds: number;
}

/** As published: a batch brings 50 pages of 50 rows; two requests a second after the first 50. */
const rowsOfBatch = 2_500;
const burst = 50;
const perSecond = 2;

/** Deals of the sparkline and the month, open ones, a year of won ones for how long winning takes, and two months of calls. */
export async function computeRestTime(tx: PortalTransaction, day: string): Promise<RestTime> {
  const result = await sql<{ won: bigint; open: bigint; calls: bigint; activities: bigint }>`
    select (select count(*) from deal where portal_id = ${tx.portalId} and semantics = 'S' and moved_at >= ${day}::date - interval '1 year') as won,
      (select count(*) from deal where portal_id = ${tx.portalId} and semantics = 'P') as open,
      (select count(*) from call where portal_id = ${tx.portalId} and started_at >= ${day}::date - 36) as calls,
      (select count(*) from activity where portal_id = ${tx.portalId} and started_at >= ${day}::date - 36) as activities`.execute(tx.db);
  const lists = Object.values(result.rows[0] ?? {}).map(Number);
  const batches = lists.reduce((total, rows) => total + Math.ceil(rows / rowsOfBatch), 0);
  return { rows: lists.reduce((total, rows) => total + rows, 0), batches, seconds: Math.max(0, batches - burst) / perSecond };
}
