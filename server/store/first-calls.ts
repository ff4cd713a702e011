import { sql } from 'kysely';
import { isAskedCall } from './activity-lists.ts';
import type { CountingBasis } from './counting-basis.ts';
import { isTheirs, type People } from './daily-totals.ts';
import type { PortalTransaction } from './portal-store.ts';
import { startOf, type DaySpan } from './won-day.ts';

export interface FirstCallRow {
  readonly userId: bigint;
  readonly day: string;
  /** Minutes after midnight of the first call that counts, by direction; null without any. */
  readonly out: number | null;
  readonly in: number | null;
}

/** When people had their first call of each day. */
export async function listFirstCalls(tx: PortalTransaction, basis: CountingBasis, span: DaySpan, people: People): Promise<FirstCallRow[]> {
  const local = sql`call.started_at at time zone ${basis.timeZone}`;
  const first = (which: 'calls-out' | 'calls-in') =>
    sql`(min(extract(hour from ${local}) * 60 + extract(minute from ${local})) filter (where ${isAskedCall(which, basis)}))::int`;
  const rows = await sql<FirstCallRow>`
    select call.user_id as "userId", (${local})::date::text as day, ${first('calls-out')} as "out", ${first('calls-in')} as "in"
    from call
    where call.portal_id = ${tx.portalId} and call.started_at >= ${startOf(span.from, basis.timeZone)}
      and call.started_at < ${startOf(span.before, basis.timeZone)} and ${isTheirs('call.user_id', people)} and ${isAskedCall('calls', basis)}
    group by 1, 2`.execute(tx.db);
  return rows.rows;
}
