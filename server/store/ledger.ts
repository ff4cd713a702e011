import type { PortalTransaction } from './portal-store.ts';

export interface LedgerHead {
  readonly sequence: bigint;
  readonly entryHash: string;
  readonly at: Date;
}

export interface NewLedgerEntry {
  readonly sequence: bigint;
  readonly type: string;
  readonly at: Date;
  readonly actorId: bigint;
  readonly entry: string;
  readonly entryHash: string;
  readonly previousHash: string;
  readonly seal: string;
  readonly sealKeyId: string;
}

/** Locks the portal's ledger until the end of the transaction; undefined before the first entry. */
export async function lockLedgerHead(tx: PortalTransaction, beginning: { entryHash: string; at: Date }): Promise<LedgerHead> {
  await tx.db
    .insertInto('ledger_head')
    .values({ portal_id: tx.portalId, sequence: 0n, entry_hash: beginning.entryHash, at: beginning.at })
    .onConflict((conflict) => conflict.column('portal_id').doNothing())
    .execute();
  const row = await tx.db.selectFrom('ledger_head').selectAll().where('portal_id', '=', tx.portalId).forUpdate().executeTakeFirstOrThrow();
  return { sequence: row.sequence, entryHash: row.entry_hash, at: row.at };
}

/** The last entry of a ledger; undefined before the first. */
export async function findLastEntry(tx: PortalTransaction): Promise<{ type: string; entry: string; sealKeyId: string } | undefined> {
  const row = await tx.db
    .selectFrom('ledger_entry')
    .select(['type', 'entry', 'seal_key_id'])
    .where('portal_id', '=', tx.portalId)
    .orderBy('sequence', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? undefined : { type: row.type, entry: row.entry, sealKeyId: row.seal_key_id };
}

export async function appendLedgerEntry(tx: PortalTransaction, entry: NewLedgerEntry): Promise<void> {
  await tx.db
    .insertInto('ledger_entry')
    .values({
      portal_id: tx.portalId,
      sequence: entry.sequence,
      type: entry.type,
      at: entry.at,
      actor_id: entry.actorId,
      entry: entry.entry,
      entry_hash: entry.entryHash,
      previous_hash: entry.previousHash,
      seal: entry.seal,
      seal_key_id: entry.sealKeyId,
    })
    .execute();
  await tx.db
    .updateTable('ledger_head')
    .set({ sequence: entry.sequence, entry_hash: entry.entryHash, at: entry.at })
    .where('portal_id', '=', tx.portalId)
    .execute();
}

export async function listLedgerEntries(tx: PortalTransaction, after = 0n, limit = 1000): Promise<NewLedgerEntry[]> {
  const rows = await tx.db
    .selectFrom('ledger_entry')
    .selectAll()
    .where('portal_id', '=', tx.portalId)
    .where('sequence', '>', after)
    .orderBy('sequence')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
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
