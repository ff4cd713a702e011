import { sql } from 'kysely';
import type { PortalTransaction } from './portal-store.ts';
import { toArray } from './upsert-rows.ts';

export interface TombstoneShape {
  readonly table: 'lead' | 'contact' | 'quote' | 'invoice' | 'payment' | 'task';
  /** Without portal_id. */
  readonly key: string;
}

/** What the portal no longer shows stays with a mark, because other rows refer to it; returns how many are newly marked. */
export async function tombstoneRows(tx: PortalTransaction, shape: TombstoneShape, ids: readonly bigint[], at: Date): Promise<number> {
  if (ids.length === 0) return 0;
  const gone = await sql`
    update ${sql.table(shape.table)} set deleted_at = ${at.toISOString()}::timestamptz
    where portal_id = ${tx.portalId} and ${sql.ref(shape.key)} = any(${toArray('bigint', ids)}) and deleted_at is null
    returning 1 as one`.execute(tx.db);
  return gone.rows.length;
}
