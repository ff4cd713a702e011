import { sql, type RawBuilder } from 'kysely';
import { isTheirs } from './daily-totals.ts';
import type { PortalTransaction } from './portal-store.ts';
import { dayOf, type ProvenanceAsked } from './provenance.ts';
import { isUnknownCall } from './totals-of-facts.ts';
import { startOf } from './won-day.ts';

export interface CardActivities {
  readonly userId: bigint;
  readonly meetings: number;
  readonly withoutResult: number;
  /** Their time has passed and nobody has closed them. */
  readonly leftOpen: number;
  /** Written down by hand: meetings and things to do; calls without telephony come on top. */
  readonly byHand: number;
  /** Written down by the portal: letters and chats. */
  readonly byItself: number;
}

/** What people have done by cards besides telephony. */
export async function countCardActivities(tx: PortalTransaction, asked: ProvenanceAsked): Promise<CardActivities[]> {
  const many = (which: CardsAsked) => sql`(count(*) filter (where ${isCard(which, asked)}))::int`;
  const rows = await sql<CardActivities>`
    select activity.responsible_id as "userId", ${many('meetings-held')} as meetings, ${many('meetings-no-result')} as "withoutResult",
      ${many('meetings-open')} as "leftOpen", ${many('by-hand')} as "byHand",
      (count(*) filter (where activity.is_completed and (activity.kind = 4 or activity.provider = 'IMOPENLINES_SESSION')))::int as "byItself"
    from activity where ${isActivityAsked(tx, asked)} and activity.kind <> 2 group by 1`.execute(tx.db);
  return rows.rows;
}

export type CardsAsked = 'meetings-held' | 'meetings-no-result' | 'meetings-open' | 'by-hand';

export interface CardActivityRow {
  readonly id: bigint;
  readonly userId: bigint;
  readonly day: string;
  readonly at: Date;
  readonly kind: number;
  readonly ownerKind: number;
  readonly ownerId: bigint;
}

/** Activities behind a number, newest first. */
export async function listCardActivities(
  tx: PortalTransaction,
  which: CardsAsked,
  asked: ProvenanceAsked,
  page: { readonly offset: number; readonly limit: number },
): Promise<{ readonly total: number; readonly rows: CardActivityRow[] }> {
  const part = (condition: RawBuilder<unknown>) => sql`
    select activity.activity_id as id, activity.responsible_id as "userId", ${dayOf('activity.started_at', asked)} as day,
      activity.started_at as at, activity.kind, activity.owner_kind as "ownerKind", activity.owner_id as "ownerId"
    from activity where ${isActivityAsked(tx, asked)} and ${condition}`;
  const cards = part(sql`activity.kind <> 2 and ${isCard(which, asked)}`);
  const chosen = which === 'by-hand' ? sql`(${cards} union all ${part(isUnknownCall)})` : sql`(${cards})`;
  const counted = await sql<{ total: bigint }>`select count(*) as total from ${chosen} as one`.execute(tx.db);
  const rows = await sql<CardActivityRow>`
    select * from ${chosen} as one order by at desc, id desc offset ${page.offset} limit ${page.limit}`.execute(tx.db);
  return { total: Number(counted.rows[0]?.total ?? 0), rows: rows.rows };
}

function isActivityAsked(tx: PortalTransaction, { basis, span, people, now }: ProvenanceAsked): RawBuilder<unknown> {
  return sql`activity.portal_id = ${tx.portalId} and activity.started_at >= ${startOf(span.from, basis.timeZone)}
    and activity.started_at < ${startOf(span.before, basis.timeZone)} and activity.started_at <= ${now.toISOString()}::timestamptz
    and ${isTheirs('activity.responsible_id', people)}`;
}

/** Whoever comes from a meeting has a day to write down what came of it. */
const dayForResult = '1 day';

/**
 * A meeting has a result when anything came to its card since: a further activity, a task, or a move of the deal.
 * Bitrix24 keeps the words of a result in texts, which are not read.
 */
function isCard(which: CardsAsked, { now }: ProvenanceAsked): RawBuilder<unknown> {
  const held = sql`activity.kind = 1 and activity.is_completed`;
  if (which === 'meetings-held') return held;
  if (which === 'meetings-open') return sql`activity.kind = 1 and not activity.is_completed`;
  if (which === 'by-hand') return sql`(${held} or (activity.provider = 'CRM_TODO' and activity.is_completed))`;
  return sql`${held} and activity.started_at < ${now.toISOString()}::timestamptz - ${dayForResult}::interval
    and not exists (select from activity as later where later.portal_id = activity.portal_id and later.owner_kind = activity.owner_kind
      and later.owner_id = activity.owner_id and later.started_at > activity.started_at)
    and not (activity.owner_kind = 2 and exists (select from stage_move as move where move.portal_id = activity.portal_id
      and move.deal_id = activity.owner_id and move.moved_at >= activity.started_at))
    and not exists (select from task_link as link join task on task.portal_id = link.portal_id and task.task_id = link.task_id
      where link.portal_id = activity.portal_id and link.owner_kind = activity.owner_kind and link.owner_id = activity.owner_id
        and task.created_at >= activity.started_at and task.deleted_at is null)`;
}
