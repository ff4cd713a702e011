import { sql, type RawBuilder } from 'kysely';
import type { PortalTransaction } from './portal-store.ts';
import { toArray } from './upsert-rows.ts';

export interface DirtyRecord {
  /** `goods` are the rows of a deal, `deal-fields` its user fields; `portal` is everything there is. */
  readonly entity: 'deal' | 'activity' | 'call' | 'lead' | 'contact' | 'quote' | 'invoice' | 'task' | 'goods' | 'deal-fields' | 'portal';
  readonly recordId: bigint;
}

/** Of `portal`: whatever has changed, and whatever is gone. */
export const changedId = 0n;
export const goneId = 1n;

export interface MarkedRecord {
  readonly recordId: bigint;
  readonly generation: bigint;
  readonly markedAt: Date;
}

/** A record that is hinted at without pause is read three times at once, then after 4, 8 and every 16 seconds. */
const pauseSeconds = (streak: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`case when ${streak} < 3 then 0 else least(16, power(2, ${streak} - 1)) end`;
const calmSeconds = 30;

/** Remembers that records must be read again; a hint that comes during the reading makes another generation. */
export async function markDirty(tx: PortalTransaction, records: readonly DirtyRecord[], at: Date): Promise<void> {
  const unique = [...new Map(records.map((record) => [`${record.entity}:${record.recordId}`, record])).values()];
  if (unique.length === 0) return;
  const entities = unique.map((record) => record.entity);
  const ids = unique.map((record) => record.recordId);
  // A record that still waits keeps the time of its first hint: that is how long somebody has been waiting for it.
  await sql`
    insert into dirty_record (portal_id, entity, record_id, marked_at)
    select ${tx.portalId}::bigint, hint.entity, hint.record_id, ${at.toISOString()}::timestamptz
    from unnest(${toArray('text', entities)}, ${toArray('bigint', ids)}) as hint (entity, record_id)
    order by hint.entity, hint.record_id
    on conflict (portal_id, entity, record_id) do update set
      generation = dirty_record.generation + 1,
      marked_at = case when dirty_record.is_waiting then dirty_record.marked_at else excluded.marked_at end,
      is_waiting = true`.execute(tx.db);
}

/** What has hints that may be followed now. */
export async function listDirtyEntities(tx: PortalTransaction, now: Date): Promise<string[]> {
  const rows = await tx.db
    .selectFrom('dirty_record')
    .select('entity')
    .distinct()
    .where('portal_id', '=', tx.portalId)
    .where('is_waiting', '=', true)
    .where((eb) => eb.or([eb('due_at', 'is', null), eb('due_at', '<=', now)]))
    .execute();
  return rows.map((row) => row.entity);
}

/** Oldest hints first, of records whose pause is over. */
export async function listDirty(
  tx: PortalTransaction,
  entity: DirtyRecord['entity'],
  page: { readonly now: Date; readonly limit: number },
): Promise<MarkedRecord[]> {
  const rows = await tx.db
    .selectFrom('dirty_record')
    .select(['record_id', 'generation', 'marked_at'])
    .where('portal_id', '=', tx.portalId)
    .where('entity', '=', entity)
    .where('is_waiting', '=', true)
    .where((eb) => eb.or([eb('due_at', 'is', null), eb('due_at', '<=', page.now)]))
    .orderBy('marked_at')
    .orderBy('record_id')
    .limit(page.limit)
    .execute();
  return rows.map((row) => ({ recordId: row.record_id, generation: row.generation, markedAt: row.marked_at }));
}

/** Forgets what was read; a record that was marked again in the meantime waits on. Either way the next reading is further away. */
export async function clearDirty(
  tx: PortalTransaction,
  entity: DirtyRecord['entity'],
  read: { readonly records: readonly MarkedRecord[]; readonly now: Date },
): Promise<void> {
  if (read.records.length === 0) return;
  const ids = read.records.map((record) => record.recordId);
  const generations = read.records.map((record) => record.generation);
  const now = sql`${read.now.toISOString()}::timestamptz`;
  const isMarkedAgain = sql`dirty_record.generation <> done.generation`;
  const streak = sql`case when dirty_record.due_at > ${now} - make_interval(secs => ${calmSeconds}) then dirty_record.streak else 0 end`;
  await sql`
    update dirty_record set
      is_waiting = ${isMarkedAgain},
      marked_at = case when ${isMarkedAgain} then ${now} else dirty_record.marked_at end,
      streak = ${streak} + 1,
      due_at = ${now} + make_interval(secs => ${pauseSeconds(streak)})
    from unnest(${toArray('bigint', ids)}, ${toArray('bigint', generations)}) as done (record_id, generation)
    where dirty_record.portal_id = ${tx.portalId} and dirty_record.entity = ${entity} and dirty_record.record_id = done.record_id`.execute(
    tx.db,
  );
}

/** Records read long enough ago that their next hint is read at once anyway. */
export async function forgetCalmRecords(tx: PortalTransaction, now: Date): Promise<void> {
  await tx.db
    .deleteFrom('dirty_record')
    .where('portal_id', '=', tx.portalId)
    .where('is_waiting', '=', false)
    .where('due_at', '<', new Date(now.getTime() - calmSeconds * 1000))
    .execute();
}

/** When the next hint may be followed: the past for one that may be now, null when none waits. */
export async function findNextDue(tx: PortalTransaction): Promise<Date | null> {
  const row = await sql<{ at: Date | null }>`
    select min(coalesce(due_at, marked_at)) as at from dirty_record where portal_id = ${tx.portalId} and is_waiting`.execute(tx.db);
  return row.rows[0]?.at ?? null;
}

/** Of deals as the portal has them, those that our copy lacks, has older, or holds for gone. */
export async function listStaleDeals(tx: PortalTransaction, seen: readonly { dealId: bigint; modifiedAt: Date }[]): Promise<bigint[]> {
  if (seen.length === 0) return [];
  const ids = seen.map(({ dealId }) => dealId);
  const times = seen.map(({ modifiedAt }) => modifiedAt);
  const found = await sql<{ deal_id: bigint }>`
    select seen.deal_id from unnest(${toArray('bigint', ids)}, ${toArray('timestamptz', times)}) as seen (deal_id, modified_at)
    left join deal on deal.portal_id = ${tx.portalId} and deal.deal_id = seen.deal_id
    where deal.deal_id is null or deal.modified_at < seen.modified_at or deal.deleted_at is not null`.execute(tx.db);
  return found.rows.map((row) => row.deal_id);
}
