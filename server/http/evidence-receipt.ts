import type { EvidenceReceipt } from '#contract/evidence.ts';
import { createTree, pathOfLast } from '#ledger/merkle-tree.ts';
import type { StoredLedgerEntry, StoredTreeHead } from '#store/ledger.ts';
import type { PortalTransaction } from '#store/portal-store.ts';
import { findTreeHead, findTreeHeadFrom, listEntryHashes } from '#store/tree-heads.ts';

/** The entry with the tree that it has made; null for entries of an old ledger to which nothing was added since. */
export async function readReceipt(tx: PortalTransaction, memberId: string, entry: StoredLedgerEntry): Promise<EvidenceReceipt | null> {
  const head = await findTreeHeadFrom(tx, entry.sequence);
  if (head === undefined) return null;
  return {
    schema: 'kurs/receipt/1',
    entry: entry.entry,
    entryHash: entry.entryHash,
    seal: entry.seal,
    kid: entry.sealKeyId,
    treeHead: toWireHead(memberId, head),
    path: await readPath(tx, entry.sequence, head),
  };
}

export function toWireHead(memberId: string, { size, root, at, sealKeyId, seal }: StoredTreeHead): EvidenceReceipt['treeHead'] {
  return { tenant: memberId, size: Number(size), root, at: at.toISOString(), kid: sealKeyId, seal };
}

/** The entry that made the tree has its neighbours in the tree before it; only for an older one all hashes are read. */
async function readPath(tx: PortalTransaction, sequence: bigint, head: StoredTreeHead): Promise<string[]> {
  if (head.size === 1n) return [];
  const before = head.size === sequence ? await findTreeHead(tx, sequence - 1n) : undefined;
  if (before !== undefined) return pathOfLast(before.frontier);
  return createTree(await listEntryHashes(tx, head.size)).inclusion(Number(sequence) - 1);
}
