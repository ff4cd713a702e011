import { sql, type RawBuilder } from 'kysely';
import type { ContactDay, ContactKind } from '#domain/intensity/contacts.ts';
import type { PortalTransaction } from './portal-store.ts';
import { startOf } from './won-day.ts';

/** A lead (1) or a deal (2), and when what is asked for begins and ends. */
export interface CardAsked {
  readonly ownerKind: 1 | 2;
  readonly ownerId: bigint;
  /** First day in the portal's zone. */
  readonly from: string;
  readonly before: Date;
  readonly timeZone: string;
}

export interface ContactRow {
  readonly at: Date;
  readonly kind: ContactKind;
  /** 1 in, 2 out. */
  readonly direction: number;
  /** Null when the portal keeps no length. */
  readonly seconds: number | null;
}

const kindOf = sql`case activity.kind when 1 then 'meeting' when 2 then 'call' else 'message' end`;
/** Letters and chats of open lines; other providers are not documented, and tasks and plans are no contact. */
const isContact = sql`(activity.kind in (1, 2, 4) or activity.provider = 'IMOPENLINES_SESSION')`;

const isOnCard = (tx: PortalTransaction, { ownerKind, ownerId, before }: Omit<CardAsked, 'from' | 'timeZone'>): RawBuilder<unknown> => sql`
  activity.portal_id = ${tx.portalId} and activity.owner_kind = ${ownerKind} and activity.owner_id = ${ownerId}
  and activity.is_completed and ${isContact} and activity.started_at <= ${before}`;

/** How many contacts of each kind a card had on each day. */
export async function listContactDays(tx: PortalTransaction, asked: CardAsked): Promise<ContactDay[]> {
  const result = await sql<ContactDay>`
    select (activity.started_at at time zone ${asked.timeZone})::date::text as day, ${kindOf} as kind, count(*)::int as count
    from activity where ${isOnCard(tx, asked)} and activity.started_at >= ${startOf(asked.from, asked.timeZone)}
    group by 1, 2 order by 1, 2`.execute(tx.db);
  return result.rows;
}

/** The contacts themselves, newest first. */
export async function listContacts(tx: PortalTransaction, asked: CardAsked, limit: number): Promise<ContactRow[]> {
  const result = await sql<ContactRow>`
    select activity.started_at as at, ${kindOf} as kind, activity.direction, max(call.seconds) as seconds
    from activity left join call on call.portal_id = activity.portal_id and call.activity_id = activity.activity_id
    where ${isOnCard(tx, asked)} and activity.started_at >= ${startOf(asked.from, asked.timeZone)}
    group by activity.portal_id, activity.activity_id, activity.started_at, activity.kind, activity.direction
    order by activity.started_at desc, activity.activity_id desc limit ${limit}`.execute(tx.db);
  return result.rows;
}

/** When somebody first spoke with a lead or wrote to it; what only came in without an answer is no contact of ours. */
export async function findFirstContact(tx: PortalTransaction, leadId: bigint, before: Date): Promise<Date | undefined> {
  const result = await sql<{ at: Date | null }>`
    select min(activity.started_at) as at from activity
    where ${isOnCard(tx, { ownerKind: 1, ownerId: leadId, before })} and (activity.kind in (1, 2) or activity.direction = 2)`.execute(
    tx.db,
  );
  return result.rows[0]?.at ?? undefined;
}

export interface LeadRow {
  readonly createdAt: Date;
  /** Null while the lead is open. */
  readonly closedAt: Date | null;
}

/** A lead of our copy; undefined for one it does not know. */
export async function findLead(tx: PortalTransaction, leadId: bigint): Promise<LeadRow | undefined> {
  const row = await tx.db
    .selectFrom('lead')
    .select(['created_at', 'closed_at'])
    .where('portal_id', '=', tx.portalId)
    .where('lead_id', '=', leadId)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  return row && { createdAt: row.created_at, closedAt: row.closed_at };
}
