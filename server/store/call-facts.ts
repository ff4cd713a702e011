import { sql } from 'kysely';
import { findDailyTotals, type DailyTotal } from './daily-totals.ts';
import type { DaySpan } from './facts.ts';
import type { PortalTransaction } from './portal-store.ts';

/** Which calls count; the numbers come from `domain/intensity.ts`. */
export interface CallRule {
  readonly kinds: readonly number[];
  readonly code: string;
  readonly longerThanSeconds: number;
}

export interface CallDayRow {
  readonly userId: bigint;
  readonly day: string;
  readonly counted: number;
  readonly unknownLength: number;
}

const startOf = (day: string, timeZone: string) => sql`(${day}::timestamp at time zone ${timeZone})`;
const list = (values: readonly number[]) => sql.join(values.map((value) => sql`${value}`));

/**
 * Calls per person and day. Telephony rows carry a length; call activities without such a row
 * (another telephony, a hand-made entry) are calls of unknown length.
 */
export async function listCallDays(tx: PortalTransaction, span: DaySpan, rule: CallRule): Promise<CallDayRow[]> {
  const basis = { timeZone: span.timeZone, callKinds: rule.kinds, callCode: rule.code, callSeconds: rule.longerThanSeconds };
  const totals = await findDailyTotals(tx, ['calls', 'calls-unknown'], span, basis);
  return totals === undefined ? countCallDays(tx, span, rule) : toCallDays(totals);
}

function toCallDays(totals: readonly DailyTotal[]): CallDayRow[] {
  const days = new Map<string, CallDayRow>();
  for (const { metric, day, userId, items } of totals) {
    const key = `${userId} ${day}`;
    const known = days.get(key) ?? { userId, day, counted: 0, unknownLength: 0 };
    const measure = metric === 'calls' ? 'counted' : 'unknownLength';
    days.set(key, { ...known, [measure]: Number(items) });
  }
  return [...days.values()];
}

/** From the facts themselves: for a rule or a zone that no totals are kept for. */
async function countCallDays(tx: PortalTransaction, span: DaySpan, rule: CallRule): Promise<CallDayRow[]> {
  const inSpan = sql`started_at >= ${startOf(span.from, span.timeZone)} and started_at < ${startOf(span.before, span.timeZone)}`;
  const result = await sql<CallDayRow>`
    select user_id as "userId", day::text as day, sum(counted)::int as counted, sum(unknown)::int as "unknownLength" from (
      select user_id, (started_at at time zone ${span.timeZone})::date as day,
        (case when kind in (${list(rule.kinds)}) and code = ${rule.code} and seconds > ${rule.longerThanSeconds} then 1 else 0 end) as counted,
        0 as unknown
      from call where portal_id = ${tx.portalId} and ${inSpan}
      union all
      select responsible_id, (started_at at time zone ${span.timeZone})::date, 0, 1
      from activity a
      where portal_id = ${tx.portalId} and kind = 2 and is_completed and ${inSpan}
        and not exists (select from call c where c.portal_id = a.portal_id and c.activity_id = a.activity_id)
    ) rows group by user_id, day order by user_id, day`.execute(tx.db);
  return result.rows;
}

export interface CallRow {
  readonly callId: bigint;
  readonly userId: bigint;
  readonly startedAt: Date;
  readonly kind: number;
  /** Null when the portal keeps no length. */
  readonly seconds: number | null;
  readonly dealId: bigint | null;
}

export async function listCountedCalls(
  tx: PortalTransaction,
  span: DaySpan,
  rule: CallRule,
  page: { people: readonly bigint[] | null; offset: number; limit: number },
): Promise<CallRow[]> {
  const whose = page.people === null ? sql`true` : sql`c.user_id = any(${[...page.people]}::bigint[])`;
  const result = await sql<CallRow>`
    select c.call_id as "callId", c.user_id as "userId", c.started_at as "startedAt", c.kind, c.seconds,
      (select case when a.owner_kind = 2 then a.owner_id end from activity a
        where a.portal_id = c.portal_id and a.activity_id = c.activity_id) as "dealId"
    from call c
    where c.portal_id = ${tx.portalId} and ${whose} and c.kind in (${list(rule.kinds)}) and c.code = ${rule.code} and c.seconds > ${rule.longerThanSeconds}
      and c.started_at >= ${startOf(span.from, span.timeZone)} and c.started_at < ${startOf(span.before, span.timeZone)}
    order by c.started_at desc, c.call_id desc offset ${page.offset} limit ${page.limit}`.execute(tx.db);
  return result.rows;
}

export async function listUnknownCalls(
  tx: PortalTransaction,
  span: DaySpan,
  page: { people: readonly bigint[] | null; offset: number; limit: number },
): Promise<CallRow[]> {
  const whose = page.people === null ? sql`true` : sql`a.responsible_id = any(${[...page.people]}::bigint[])`;
  const result = await sql<CallRow>`
    select a.activity_id as "callId", a.responsible_id as "userId", a.started_at as "startedAt",
      (case when a.direction = 1 then 2 else 1 end) as kind, null::int as seconds,
      (case when a.owner_kind = 2 then a.owner_id end) as "dealId"
    from activity a
    where a.portal_id = ${tx.portalId} and ${whose} and a.kind = 2 and a.is_completed
      and a.started_at >= ${startOf(span.from, span.timeZone)} and a.started_at < ${startOf(span.before, span.timeZone)}
      and not exists (select from call c where c.portal_id = a.portal_id and c.activity_id = a.activity_id)
    order by a.started_at desc, a.activity_id desc offset ${page.offset} limit ${page.limit}`.execute(tx.db);
  return result.rows;
}

export interface TouchRow {
  readonly at: Date;
  readonly direction: number;
  readonly seconds: number | null;
  readonly touches: number;
}

/** Newest finished call, meeting or letter on a card, with the number of all of them; undefined without any. */
export async function findLastTouch(
  tx: PortalTransaction,
  card: { ownerKind: 1 | 2; ownerId: bigint; before: Date },
): Promise<TouchRow | undefined> {
  const result = await sql<TouchRow>`
    select a.started_at as at, a.direction, c.seconds, count(*) over ()::int as touches
    from activity a left join call c on c.portal_id = a.portal_id and c.activity_id = a.activity_id
    where a.portal_id = ${tx.portalId} and a.owner_kind = ${card.ownerKind} and a.owner_id = ${card.ownerId}
      and a.is_completed and a.started_at <= ${card.before}
    order by a.started_at desc limit 1`.execute(tx.db);
  return result.rows[0];
}
