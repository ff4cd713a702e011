import { sql } from 'kysely';
import type { SelectThings } from './things.ts';
import { isCounted, isUnknownCall } from './totals-of-facts.ts';
import { startOf } from './won-day.ts';

/** Calls that count; where the portal gives no statistics, finished calls in its cards. */
export const countedCalls: SelectThings = (tx, { source, span, callsFrom }) => {
  const { basis } = source;
  const within = (column: string) =>
    sql`${sql.ref(column)} >= ${startOf(span.from, basis.timeZone)} and ${sql.ref(column)} < ${startOf(span.before, basis.timeZone)}`;
  if (callsFrom === 'statistics') {
    return sql`
      select 'call', call.call_id, array[call.user_id], (call.started_at at time zone ${basis.timeZone})::date, 1::numeric, null::bigint
      from call where call.portal_id = ${tx.portalId} and ${isCounted(basis)} and ${within('call.started_at')}`;
  }
  return sql`
    select 'call-activity', activity.activity_id, array[activity.responsible_id], (activity.started_at at time zone ${basis.timeZone})::date,
      1::numeric, case when activity.owner_kind = 2 then activity.owner_id end
    from activity where activity.portal_id = ${tx.portalId} and ${isUnknownCall} and ${within('activity.started_at')}`;
};
