import { sql, type RawBuilder } from 'kysely';
import type { CountingBasis } from './counting-basis.ts';
import type { PortalTransaction } from './portal-store.ts';
import { isCounted, isUnknownCall } from './totals-of-facts.ts';
import { toArray } from './upsert-rows.ts';
import { startOf, type DaySpan } from './won-day.ts';

export interface CallPage {
  /** Null: everybody's. */
  readonly people: readonly bigint[] | null;
  readonly offset: number;
  readonly limit: number;
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

/** Calls that count, newest first. */
export async function listCountedCalls(tx: PortalTransaction, basis: CountingBasis, span: DaySpan, page: CallPage): Promise<CallRow[]> {
  const result = await sql<CallRow>`
    with page as (
      select call.call_id, call.started_at from call
      where call.portal_id = ${tx.portalId} and ${isOf('call.user_id', page)} and ${isCounted(basis)} and ${isStartedIn('call.started_at', span, basis)}
      order by call.started_at desc, call.call_id desc offset ${page.offset} limit ${page.limit}
    )
    select call.call_id as "callId", call.user_id as "userId", call.started_at as "startedAt", call.kind, call.seconds,
      case when activity.owner_kind = 2 then activity.owner_id end as "dealId"
    from page join call on call.portal_id = ${tx.portalId} and call.call_id = page.call_id
      left join activity on activity.portal_id = call.portal_id and activity.activity_id = call.activity_id
    order by page.started_at desc, page.call_id desc`.execute(tx.db);
  return result.rows;
}

/** Calls of unknown length, newest first. */
export async function listUnknownCalls(
  tx: PortalTransaction,
  basis: Pick<CountingBasis, 'timeZone'>,
  span: DaySpan,
  page: CallPage,
): Promise<CallRow[]> {
  const result = await sql<CallRow>`
    with page as (
      select activity.activity_id, activity.started_at from activity
      where activity.portal_id = ${tx.portalId} and ${isOf('activity.responsible_id', page)} and ${isUnknownCall}
        and ${isStartedIn('activity.started_at', span, basis)}
      order by activity.started_at desc, activity.activity_id desc offset ${page.offset} limit ${page.limit}
    )
    select activity.activity_id as "callId", activity.responsible_id as "userId", activity.started_at as "startedAt",
      case when activity.direction = 1 then 2 else 1 end as kind, null::int as seconds,
      case when activity.owner_kind = 2 then activity.owner_id end as "dealId"
    from page join activity on activity.portal_id = ${tx.portalId} and activity.activity_id = page.activity_id
    order by page.started_at desc, page.activity_id desc`.execute(tx.db);
  return result.rows;
}

const isOf = (column: string, { people }: CallPage): RawBuilder<unknown> =>
  people === null ? sql`true` : sql`${sql.ref(column)} = any(${toArray('bigint', people)})`;

const isStartedIn = (column: string, span: DaySpan, { timeZone }: Pick<CountingBasis, 'timeZone'>): RawBuilder<unknown> =>
  sql`${sql.ref(column)} >= ${startOf(span.from, timeZone)} and ${sql.ref(column)} < ${startOf(span.before, timeZone)}`;

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
