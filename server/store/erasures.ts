import { sql } from 'kysely';
import type { PortalTransaction } from './portal-store.ts';
import { sealOldTexts } from './seal-old-texts.ts';
import type { ErasureTable } from './tables/act-tables.ts';

export interface StoredErasure {
  readonly userId: bigint;
  readonly sequence: bigint;
  readonly basis: ErasureTable['basis'];
  readonly reference: string;
  readonly keptUntil: string | null;
  readonly isEarly: boolean;
  readonly erasedBy: bigint;
  readonly erasedAt: Date;
}

/**
 * Destroys the key of a person with what names or speaks for them; signed numbers, hashes and seals stay.
 * Safe to repeat: what is gone stays gone.
 */
export async function destroyPersonalData(tx: PortalTransaction, userId: bigint): Promise<void> {
  await sealOldTexts(tx, userId);
  await tx.db.deleteFrom('subject_key').where('portal_id', '=', tx.portalId).where('user_id', '=', userId).execute();
  for (const table of ['signing_pin', 'session', 'quiz_attempt', 'quiz_repeat'] as const)
    await sql`delete from ${sql.table(table)} where portal_id = ${tx.portalId} and user_id = ${userId}`.execute(tx.db);
  await emptyOutbox(tx, userId);
  await sql`
    update person set first_name = '', last_name = '', position = ''
    where portal_id = ${tx.portalId} and user_id = ${userId} and not is_active`.execute(tx.db);
}

/** What was sent already is of no use to anybody; what waits and is for the person, or names them, is not sent. */
async function emptyOutbox(tx: PortalTransaction, userId: bigint): Promise<void> {
  await sql`
    delete from outbox o where o.portal_id = ${tx.portalId} and o.state in ('pending', 'sending') and (
      o.payload ->> 'userId' = ${String(userId)} or exists (
        select from person p where p.portal_id = o.portal_id and p.user_id = ${userId} and p.last_name <> ''
          and (position(p.first_name || ' ' || p.last_name in o.payload::text) > 0
            or position(p.last_name || ' ' || p.first_name in o.payload::text) > 0)))`.execute(tx.db);
  await sql`
    update outbox set payload = '{}'::jsonb
    where portal_id = ${tx.portalId} and state in ('sent', 'unknown', 'dead') and payload <> '{}'::jsonb`.execute(tx.db);
}

export async function saveErasure(tx: PortalTransaction, erasure: StoredErasure): Promise<void> {
  await tx.db
    .insertInto('erasure')
    .values({
      portal_id: tx.portalId,
      sequence: erasure.sequence,
      user_id: erasure.userId,
      basis: erasure.basis,
      reference: erasure.reference,
      kept_until: erasure.keptUntil,
      is_early: erasure.isEarly,
      erased_by: erasure.erasedBy,
      erased_at: erasure.erasedAt,
    })
    .execute();
}

/** The latest first. */
export async function listErasures(tx: PortalTransaction): Promise<StoredErasure[]> {
  const rows = await tx.db.selectFrom('erasure').selectAll().where('portal_id', '=', tx.portalId).orderBy('sequence', 'desc').execute();
  return rows.map((row) => ({
    userId: row.user_id,
    sequence: row.sequence,
    basis: row.basis,
    reference: row.reference,
    keptUntil: row.kept_until,
    isEarly: row.is_early,
    erasedBy: row.erased_by,
    erasedAt: row.erased_at,
  }));
}

/** People who were erased and for whom nothing has begun since. */
export async function listErasedPeople(tx: PortalTransaction): Promise<Set<bigint>> {
  const found = await sql<{ user_id: bigint }>`
    select distinct e.user_id from erasure e where e.portal_id = ${tx.portalId} and not exists (
      select from subject_key k where k.portal_id = e.portal_id and k.user_id = e.user_id)`.execute(tx.db);
  return new Set(found.rows.map((row) => row.user_id));
}

/** How many sheets each person was sent, and the last month of them. */
export async function listSheetOwners(tx: PortalTransaction): Promise<Map<bigint, { sheets: number; lastMonth: string }>> {
  const found = await sql<{ user_id: bigint; sheets: bigint; last_month: string }>`
    select s.user_id, count(*) as sheets, left(max(s.document::jsonb -> 'period' ->> 'to'), 7) as last_month from plan_sheet s
    where s.portal_id = ${tx.portalId} group by s.user_id`.execute(tx.db);
  return new Map(found.rows.map((row) => [row.user_id, { sheets: Number(row.sheets), lastMonth: row.last_month }]));
}

/** The last entry of the ledger that says a person was erased, by person. */
export async function listErasureEntries(tx: PortalTransaction): Promise<Map<bigint, bigint>> {
  const found = await sql<{ sequence: bigint; employee: string }>`
    select sequence, entry::jsonb -> 'body' ->> 'employee' as employee from ledger_entry
    where portal_id = ${tx.portalId} and type = 'erasure.done' order by sequence`.execute(tx.db);
  return new Map(found.rows.map((row) => [BigInt(row.employee), row.sequence]));
}
