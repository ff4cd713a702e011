import { sql, type RawBuilder } from 'kysely';
import { isAskedCall } from './activity-lists.ts';
import { fieldMoves } from './company-types.ts';
import type { FactSource, People } from './daily-totals.ts';
import { isCountedPipeline } from './open-totals.ts';
import type { PortalTransaction } from './portal-store.ts';
import { rememberSums } from './sums-cache.ts';
import type { SelectThings } from './things.ts';
import { toArray } from './upsert-rows.ts';
import { isWonWithin, startOf, wonDay, type DaySpan } from './won-day.ts';

/**
 * Clients who came to a higher or a lower type on the days of the span, by won deals: a first one within the days that count makes a client
 * current, a second one regular; when one of them is so many days old, the client goes down again. It is whose the deal is.
 */
export const relationshipMoves =
  (direction: 'up' | 'down'): SelectThings =>
  (tx, asked) => {
    if (asked.relationshipField !== undefined) return fieldMoves(direction, asked.relationshipField)(tx, asked);
    const { source, span, through, relationshipDays = usualDays } = asked;
    const days = sql`${relationshipDays}::integer`;
    const seen = { from: sql`${span.from}::date - 2 * ${days}`, before: sql`${span.before}::date` };
    const isFirst = direction === 'up' ? sql`(before_1 is null or before_1 + ${days} <= day)` : sql`(after_1 is null or after_1 > ended)`;
    const isSecond =
      direction === 'up'
        ? sql`(before_1 + ${days} > day and (before_2 is null or before_2 + ${days} <= day))`
        : sql`(after_1 <= ended and (after_2 is null or after_2 > ended))`;
    const moved = direction === 'up' ? sql`day` : sql`ended`;
    return sql`
      select 'client', company_id, array[responsible_id], ${moved}, 1::numeric, deal_id
      from (
        select won.*, won.day + ${days} as ended,
          lag(won.day, 1) over client as before_1, lag(won.day, 2) over client as before_2,
          lead(won.day, 1) over client as after_1, lead(won.day, 2) over client as after_2
        from (
          select deal.company_id, deal.responsible_id, deal.deal_id, ${wonDay(source.basis)} as day
          from deal where deal.portal_id = ${tx.portalId} and deal.company_id is not null
            and ${isCountedPipeline('deal.pipeline_id', source)} and deal.semantics = 'S' and deal.deleted_at is null
        ) as won
        where won.day >= ${seen.from} and won.day < ${seen.before}
        window client as (partition by won.company_id order by won.day, won.deal_id)
      ) as sale
      where ${moved} >= ${span.from}::date and ${moved} < ${span.before}::date and (${isFirst} or ${isSecond})
        and ${through === undefined ? sql`true` : sql`${moved} <= ${through}::date`}`;
  };

const usualDays = 365;

export interface ClientStanding {
  readonly companyId: bigint;
  /** Whose the client's newest deal is. */
  readonly userId: bigint;
  /** Won in the days that count. */
  readonly won: number;
  readonly isInterested: boolean;
}

/** How every client with a deal stands on a day. */
export function listClientStandings(
  tx: PortalTransaction,
  source: FactSource,
  day: string,
  relationshipDays = usualDays,
): Promise<readonly ClientStanding[]> {
  return rememberSums(tx, { name: 'client-standings', of: [source, day, relationshipDays] }, async () => {
    const { timeZone } = source.basis;
    const end = sql`(${startOf(day, timeZone)} + interval '1 day')`;
    const begin = sql`(${end} - make_interval(days => ${relationshipDays}::integer))`;
    const counting: DaySpan = { from: shiftBack(day, relationshipDays - 1), before: shiftBack(day, -1) };
    const rows = await sql<ClientStanding>`
      select deal.company_id as "companyId", (array_agg(deal.responsible_id order by deal.created_at desc, deal.deal_id desc))[1] as "userId",
        (count(*) filter (where ${isWonWithin(source.basis, counting)}))::int as won,
        bool_or(deal.semantics = 'P' or deal.created_at >= ${begin}) as "isInterested"
      from deal
      where deal.portal_id = ${tx.portalId} and deal.company_id is not null and deal.deleted_at is null and deal.created_at < ${end}
        and ${isCountedPipeline('deal.pipeline_id', source)}
      group by 1`.execute(tx.db);
    return rows.rows;
  });
}

function shiftBack(day: string, days: number): string {
  return new Date(Date.parse(day) - days * 86_400_000).toISOString().slice(0, 10);
}

export interface TouchedClientRow {
  readonly userId: bigint;
  readonly companyId: bigint;
  readonly calls: number;
  readonly meetings: number;
}

/** Conversations and finished meetings of people with companies on the days of the span; a meeting of a deal is one with its company. */
export async function listTouchedClients(
  tx: PortalTransaction,
  { basis }: FactSource,
  span: DaySpan,
  people: People,
): Promise<TouchedClientRow[]> {
  const within = (column: string): RawBuilder<unknown> =>
    sql`${sql.ref(column)} >= ${startOf(span.from, basis.timeZone)} and ${sql.ref(column)} < ${startOf(span.before, basis.timeZone)}`;
  const theirs = (column: string): RawBuilder<unknown> =>
    people === null ? sql`true` : sql`${sql.ref(column)} = any(${toArray('bigint', people)})`;
  const rows = await sql<TouchedClientRow>`
    select user_id as "userId", company_id as "companyId", sum(calls)::int as calls, sum(meetings)::int as meetings
    from (
      select call.user_id, call.client_id as company_id, 1 as calls, 0 as meetings
      from call where call.portal_id = ${tx.portalId} and call.client_kind = 4 and ${within('call.started_at')} and ${theirs('call.user_id')}
        and ${isAskedCall('calls', basis)}
      union all
      select activity.responsible_id, case when activity.owner_kind = 4 then activity.owner_id else deal.company_id end, 0, 1
      from activity left join deal on deal.portal_id = activity.portal_id and activity.owner_kind = 2 and deal.deal_id = activity.owner_id
      where activity.portal_id = ${tx.portalId} and activity.kind <> 2 and activity.kind = 1 and activity.is_completed
        and ${within('activity.started_at')} and ${theirs('activity.responsible_id')}
    ) as touch
    where company_id is not null group by 1, 2`.execute(tx.db);
  return rows.rows;
}
