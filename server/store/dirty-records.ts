import { sql } from 'kysely';
import type { PortalTransaction } from './portal-store.ts';
import { toArray } from './upsert-rows.ts';

export interface DirtyRecord {
  readonly entity: 'deal' | 'activity' | 'call';
  readonly recordId: bigint;
}

export interface MarkedRecord {
  readonly recordId: bigint;
  readonly generation: bigint;
}

/** Remembers that records must be read again; a hint that comes during the reading makes another generation. */
export async function markDirty(tx: PortalTransaction, records: readonly DirtyRecord[], at: Date): Promise<void> {
  const unique = [...new Map(records.map((record) => [`${record.entity}:${record.recordId}`, record])).values()];
  if (unique.length === 0) return;
  const entities = unique.map((record) => record.entity);
  const ids = unique.map((record) => record.recordId);
  await sql`
    insert into dirty_record (portal_id, entity, record_id, marked_at)
    select ${tx.portalId}::bigint, hint.entity, hint.record_id, ${at.toISOString()}::timestamptz
    from unnest(${toArray('text', entities)}, ${toArray('bigint', ids)}) as hint (entity, record_id)
    order by hint.entity, hint.record_id
    on conflict (portal_id, entity, record_id)
      do update set generation = dirty_record.generation + 1, marked_at = excluded.marked_at`.execute(tx.db);
}

/** Oldest hints first. */
export async function listDirty(tx: PortalTransaction, entity: DirtyRecord['entity'], limit: number): Promise<MarkedRecord[]> {
  const rows = await tx.db
    .selectFrom('dirty_record')
    .select(['record_id', 'generation'])
    .where('portal_id', '=', tx.portalId)
    .where('entity', '=', entity)
    .orderBy('marked_at')
    .orderBy('record_id')
    .limit(limit)
    .execute();
  return rows.map((row) => ({ recordId: row.record_id, generation: row.generation }));
}

/** Forgets what was read; a record that was marked again in the meantime stays. */
export async function clearDirty(tx: PortalTransaction, entity: DirtyRecord['entity'], records: readonly MarkedRecord[]): Promise<void> {
  if (records.length === 0) return;
  const ids = records.map((record) => record.recordId);
  const generations = records.map((record) => record.generation);
  await sql`
    delete from dirty_record using unnest(${toArray('bigint', ids)}, ${toArray('bigint', generations)}) as done (record_id, generation)
    where dirty_record.portal_id = ${tx.portalId} and dirty_record.entity = ${entity}
      and dirty_record.record_id = done.record_id and dirty_record.generation = done.generation`.execute(tx.db);
}

export async function hasDirty(tx: PortalTransaction): Promise<boolean> {
  const row = await tx.db.selectFrom('dirty_record').select('record_id').where('portal_id', '=', tx.portalId).limit(1).executeTakeFirst();
  return row !== undefined;
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
