import { sql } from 'kysely';
import type { StoredLedgerEntry } from './ledger.ts';
import type { PortalTransaction } from './portal-store.ts';

interface Row {
  readonly sequence: bigint;
  readonly type: string;
  readonly at: Date;
  readonly actor_id: bigint;
  readonly entry: string;
  readonly entry_hash: string;
  readonly previous_hash: string;
  readonly seal: string;
  readonly seal_key_id: string;
}

/**
 * Entries that say something about one person's sheets of a plan: what was issued to them and done by them, what became of the plan,
 * how they sign, and which keys have sealed; nothing about anybody else.
 */
export async function listEntriesOfSheet(
  tx: PortalTransaction,
  { planId, userId }: { planId: string; userId: bigint },
): Promise<StoredLedgerEntry[]> {
  const person = String(userId);
  const found = await sql<Row>`
    select sequence, type, at, actor_id, entry, entry_hash, previous_hash, seal, seal_key_id from ledger_entry
    where portal_id = ${tx.portalId} and (
      type = 'key.rotated'
      or (actor_id = ${userId} and (type like 'agreement.%' or type like 'pin.%'))
      or (type = 'erasure.done' and entry::jsonb -> 'body' ->> 'employee' = ${person})
      or (position(${planId}::text in entry) > 0 and entry::jsonb -> 'body' ->> 'planId' = ${planId} and (
        type in ('plan.closed', 'plan.reopened')
        or entry::jsonb -> 'body' ->> 'employee' = ${person}
        or (actor_id = ${userId} and entry::jsonb -> 'body' ->> 'employee' is null))))
    order by sequence`.execute(tx.db);
  return found.rows.map((row) => ({
    sequence: row.sequence,
    type: row.type,
    at: row.at,
    actorId: row.actor_id,
    entry: row.entry,
    entryHash: row.entry_hash,
    previousHash: row.previous_hash,
    seal: row.seal,
    sealKeyId: row.seal_key_id,
  }));
}
