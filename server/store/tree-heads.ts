import type { Selectable } from 'kysely';
import type { StoredTreeHead } from './ledger.ts';
import type { PortalTransaction } from './portal-store.ts';
import type { LedgerTreeHeadTable } from './tables/plan-tables.ts';

/** The tree as its last leaf of this number has left it; undefined for entries that were written before there were trees. */
export async function findTreeHead(tx: PortalTransaction, size: bigint): Promise<StoredTreeHead | undefined> {
  const row = await selectHeads(tx).where('size', '=', size).executeTakeFirst();
  return row === undefined ? undefined : toTreeHead(row);
}

/** The smallest tree that has this entry among its leaves. */
export async function findTreeHeadFrom(tx: PortalTransaction, sequence: bigint): Promise<StoredTreeHead | undefined> {
  const row = await selectHeads(tx).where('size', '>=', sequence).orderBy('size').limit(1).executeTakeFirst();
  return row === undefined ? undefined : toTreeHead(row);
}

/** Newest first. */
export async function listTreeHeads(tx: PortalTransaction, limit: number): Promise<StoredTreeHead[]> {
  return (await selectHeads(tx).orderBy('size', 'desc').limit(limit).execute()).map(toTreeHead);
}

/** Hashes of the first entries in their order. */
export async function listEntryHashes(tx: PortalTransaction, upTo: bigint): Promise<string[]> {
  const rows = await tx.db
    .selectFrom('ledger_entry')
    .select('entry_hash')
    .where('portal_id', '=', tx.portalId)
    .where('sequence', '<=', upTo)
    .orderBy('sequence')
    .execute();
  return rows.map((row) => row.entry_hash);
}

/** Which head of this portal stands in the public root of a day. */
export async function saveAnchor(tx: PortalTransaction, anchor: { day: string; size: bigint }): Promise<void> {
  await tx.db
    .insertInto('ledger_anchor')
    .values({ portal_id: tx.portalId, ...anchor })
    .onConflict((conflict) => conflict.columns(['portal_id', 'day']).doNothing())
    .execute();
}

/** By day. */
export async function listAnchors(tx: PortalTransaction, from = ''): Promise<{ day: string; size: bigint }[]> {
  return tx.db
    .selectFrom('ledger_anchor')
    .select(['day', 'size'])
    .where('portal_id', '=', tx.portalId)
    .where('day', '>=', from)
    .orderBy('day')
    .execute();
}

function selectHeads(tx: PortalTransaction) {
  return tx.db.selectFrom('ledger_tree_head').selectAll().where('portal_id', '=', tx.portalId);
}

function toTreeHead(row: Selectable<LedgerTreeHeadTable>): StoredTreeHead {
  const { size, root, frontier, at, seal } = row;
  return { size, root, frontier: frontier.split(' '), at, seal, sealKeyId: row.seal_key_id };
}
