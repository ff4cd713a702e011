import { sql, type RawBuilder } from 'kysely';
import type { CountingBasis } from './counting-basis.ts';
import { isTheirs, type People } from './daily-totals.ts';
import type { PortalTransaction } from './portal-store.ts';
import { isUnknownCall } from './totals-of-facts.ts';
import { startOf, type DaySpan } from './won-day.ts';

/** Which calls of a person's day are asked for. */
export type CallsAsked =
  | 'calls'
  | 'calls-out'
  | 'calls-in'
  | 'talk-minutes'
  | 'calls-late'
  | 'calls-missed'
  | 'calls-back'
  | 'calls-by-hand';

export interface ActivityCallRow {
  readonly id: bigint;
  readonly userId: bigint;
  readonly day: string;
  readonly at: Date;
  readonly kind: number;
  /** Null when the portal keeps no length. */
  readonly seconds: number | null;
  readonly dealId: bigint | null;
}

interface ListAsked {
  readonly which: CallsAsked;
  readonly basis: CountingBasis;
  readonly span: DaySpan;
  readonly people: People;
  /** Days off in the span: every counted call of them is out of hours. */
  readonly daysOff: readonly string[];
}

/** Calls of a number, newest first; one bound to several records is one call. */
export async function listActivityCalls(
  tx: PortalTransaction,
  asked: ListAsked,
  page: { readonly offset: number; readonly limit: number },
): Promise<{ readonly total: number; readonly rows: ActivityCallRow[] }> {
  const chosen = asked.which === 'calls-by-hand' ? byHand(tx, asked) : byTelephony(tx, asked);
  const counted = await sql<{ total: bigint }>`select count(*) as total from (${chosen}) as chosen`.execute(tx.db);
  const result = await sql<ActivityCallRow>`
    select * from (${chosen}) as chosen order by at desc, id desc offset ${page.offset} limit ${page.limit}`.execute(tx.db);
  return { total: Number(counted.rows[0]?.total ?? 0), rows: result.rows };
}

function byTelephony(tx: PortalTransaction, { which, basis, span, people, daysOff }: ListAsked): RawBuilder<unknown> {
  const { timeZone } = basis;
  return sql`
    select call.call_id as id, call.user_id as "userId", (call.started_at at time zone ${timeZone})::date::text as day, call.started_at as at,
      call.kind, call.seconds, case when activity.owner_kind = 2 then activity.owner_id end as "dealId"
    from call left join activity on activity.portal_id = call.portal_id and activity.activity_id = call.activity_id
    where call.portal_id = ${tx.portalId} and call.started_at >= ${startOf(span.from, timeZone)} and call.started_at < ${startOf(span.before, timeZone)}
      and ${isTheirs('call.user_id', people)} and ${isAskedCall(which, basis, daysOff)}`;
}

/** Whether a row of telephony is one of those that are asked for. */
export function isAskedCall(
  which: CallsAsked,
  { callRule, timeZone }: CountingBasis,
  daysOff: readonly string[] = [],
): RawBuilder<unknown> {
  const answered = sql`call.code = '200'`;
  const out = sql`(call.kind = 1 and ${answered} and call.seconds > ${callRule.secondsOut}::integer)`;
  const back = sql`(call.kind in (2, 3) and ${answered} and call.seconds > ${callRule.secondsIn}::integer)`;
  if (which === 'calls-out') return out;
  if (which === 'calls-in') return back;
  if (which === 'calls-missed') return sql`call.kind in (2, 3) and call.code = '304'`;
  if (which === 'calls-back') return sql`call.kind = 4 and ${answered}`;
  if (which === 'talk-minutes') return sql`call.kind <> 5 and ${answered}`;
  if (which !== 'calls-late') return sql`(${out} or ${back})`;
  const local = sql`call.started_at at time zone ${timeZone}`;
  const minutes = sql`(extract(hour from ${local}) * 60 + extract(minute from ${local}))`;
  const isOff = daysOff.length === 0 ? sql`false` : sql`(${local})::date::text in (${sql.join([...daysOff])})`;
  return sql`(${out} or ${back}) and (${minutes} < ${callRule.workFrom}::integer or ${minutes} >= ${callRule.workTo}::integer or ${isOff})`;
}

function byHand(tx: PortalTransaction, { basis, span, people }: ListAsked): RawBuilder<unknown> {
  const { timeZone } = basis;
  return sql`
    select activity.activity_id as id, activity.responsible_id as "userId", (activity.started_at at time zone ${timeZone})::date::text as day,
      activity.started_at as at, case when activity.direction = 1 then 2 else 1 end as kind, null::integer as seconds,
      case when activity.owner_kind = 2 then activity.owner_id end as "dealId"
    from activity
    where activity.portal_id = ${tx.portalId} and ${isUnknownCall} and activity.started_at >= ${startOf(span.from, timeZone)}
      and activity.started_at < ${startOf(span.before, timeZone)} and ${isTheirs('activity.responsible_id', people)}`;
}
