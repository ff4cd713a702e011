import { noPrevious } from '#ledger/entry.ts';
import { haltLedger, lockLedgerHead } from '#store/ledger.ts';
import { findPortal } from '#store/portals.ts';
import { listEntryHashes } from '#store/tree-heads.ts';
import type { ReconcileDeps } from './reconcile-journal.ts';

/** Every line of the journal against the store, at night; what contradicts halts the ledger. */
export async function compareWholeJournal({ store, journal, businessClock, log }: Omit<ReconcileDeps, 'keeper'>): Promise<void> {
  const portals = new Map<string, { portalId: bigint; hashes: readonly string[]; next: number; reason?: string }>();
  for (const portalId of await store.directory.listPortalIds()) {
    const found = await store
      .forPortal(portalId)
      .transaction(async (tx) => ({ portal: await findPortal(tx), hashes: await listEntryHashes(tx, 2n ** 53n) }));
    if (found.portal !== undefined) portals.set(found.portal.memberId, { portalId, hashes: found.hashes, next: 1 });
  }
  for await (const line of journal.read()) {
    const portal = portals.get(line.tenant);
    // What came after the look into the store is for the next night.
    if (portal === undefined || portal.reason !== undefined || line.seq > portal.hashes.length) continue;
    if (line.hash !== portal.hashes[line.seq - 1]) portal.reason = `differs from the store at entry ${line.seq}`;
    else if (line.seq > portal.next) portal.reason = `has a gap before entry ${line.seq}`;
    portal.next = Math.max(portal.next, line.seq + 1);
  }
  for (const { portalId, reason } of portals.values()) {
    if (reason === undefined) continue;
    log.error({ portalId: String(portalId), reason }, 'the ledger is halted: journal and store contradict each other');
    await store.forPortal(portalId).transaction(async (tx) => {
      await lockLedgerHead(tx, { entryHash: noPrevious, at: businessClock() });
      await haltLedger(tx, `the journal ${reason}`, businessClock());
    });
  }
}
