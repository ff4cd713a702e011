import type { PortalTransaction } from './portal-store.ts';

export interface LedgerHead {
  readonly sequence: bigint;
  readonly entryHash: string;
  readonly at: Date;
  /** Why nothing more may be written; null as long as all is well. */
  readonly haltedBecause: string | null;
}

/** The tree with an entry as its last leaf. */
export interface StoredTreeHead {
  readonly size: bigint;
  readonly root: string;
  readonly frontier: readonly string[];
  readonly at: Date;
  readonly seal: string;
  readonly sealKeyId: string;
}

export interface StoredLedgerEntry {
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

export interface NewLedgerEntry extends StoredLedgerEntry {
  /** Of the tree with this entry as its last leaf; null for an entry from before there were trees that comes back. */
  readonly treeHead: { readonly root: string; readonly seal: string; readonly kid: string } | null;
  readonly frontier: readonly string[];
}

/** Locks the portal's ledger until the end of the transaction; undefined before the first entry. */
export async function lockLedgerHead(tx: PortalTransaction, beginning: { entryHash: string; at: Date }): Promise<LedgerHead> {
  await tx.db
    .insertInto('ledger_head')
    .values({ portal_id: tx.portalId, sequence: 0n, entry_hash: beginning.entryHash, at: beginning.at })
    .onConflict((conflict) => conflict.column('portal_id').doNothing())
    .execute();
  const row = await tx.db.selectFrom('ledger_head').selectAll().where('portal_id', '=', tx.portalId).forUpdate().executeTakeFirstOrThrow();
  return { sequence: row.sequence, entryHash: row.entry_hash, at: row.at, haltedBecause: row.halted_because };
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
  if (entry.treeHead !== null) await saveTreeHead(tx, entry, entry.treeHead);
  await tx.db
    .updateTable('ledger_head')
    .set({ sequence: entry.sequence, entry_hash: entry.entryHash, at: entry.at })
    .where('portal_id', '=', tx.portalId)
    .execute();
}

async function saveTreeHead(tx: PortalTransaction, entry: NewLedgerEntry, head: NonNullable<NewLedgerEntry['treeHead']>): Promise<void> {
  await tx.db
    .insertInto('ledger_tree_head')
    .values({
      portal_id: tx.portalId,
      size: entry.sequence,
      root: head.root,
      frontier: entry.frontier.join(' '),
      at: entry.at,
      seal: head.seal,
      seal_key_id: head.kid,
    })
    .execute();
}

export async function listLedgerEntries(tx: PortalTransaction, after = 0n, limit = 1000): Promise<StoredLedgerEntry[]> {
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

/** From now on nothing is written into the ledger; the first reason stays. */
export async function haltLedger(tx: PortalTransaction, reason: string, now: Date): Promise<void> {
  await tx.db
    .updateTable('ledger_head')
    .set({ halted_because: reason, halted_at: now })
    .where('portal_id', '=', tx.portalId)
    .where('halted_because', 'is', null)
    .execute();
}

/** What was found before is in order again. */
export async function resumeLedger(tx: PortalTransaction): Promise<void> {
  await tx.db
    .updateTable('ledger_head')
    .set({ halted_because: null, halted_at: null })
    .where('portal_id', '=', tx.portalId)
    .where('halted_because', 'is not', null)
    .execute();
}

/** The whole ledger was verified up to this entry. */
export async function saveVerification(tx: PortalTransaction, verified: { size: bigint; at: Date }): Promise<void> {
  await tx.db
    .updateTable('ledger_head')
    .set({ verified_size: verified.size, verified_at: verified.at })
    .where('portal_id', '=', tx.portalId)
    .execute();
}

/** Where a ledger stands, without a lock; undefined before the first entry. */
export async function findLedgerHead(tx: PortalTransaction): Promise<LedgerHead | undefined> {
  const row = await tx.db.selectFrom('ledger_head').selectAll().where('portal_id', '=', tx.portalId).executeTakeFirst();
  if (row === undefined || row.sequence === 0n) return undefined;
  return { sequence: row.sequence, entryHash: row.entry_hash, at: row.at, haltedBecause: row.halted_because };
}
