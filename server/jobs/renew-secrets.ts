import type { KeyRing } from '#kernel/key-ring.ts';
import { noPrevious } from '#ledger/entry.ts';
import { findKeyInForce, keyIdInForce } from '#ledger/key-in-force.ts';
import { sealRotation } from '#ledger/key-rotation.ts';
import { toFrontier } from '#ledger/merkle-tree.ts';
import type { SealKey } from '#ledger/seal.ts';
import { appendLedgerEntry, findLastEntry, lockLedgerHead } from '#store/ledger.ts';
import type { PortalStore, PortalTransaction } from '#store/portal-store.ts';
import { findPortal } from '#store/portals.ts';
import { resealTokens } from '#store/sealed-rows.ts';
import type { SecretText } from '#store/secret-text.ts';
import { findTreeHead, listEntryHashes } from '#store/tree-heads.ts';

export interface RenewalDeps {
  readonly secretText: SecretText;
  readonly sealKeys: KeyRing<SealKey>;
  readonly businessClock: () => Date;
}

export interface Renewed {
  readonly tokens: number;
  readonly isLedgerRotated: boolean;
}

/** Brings what one portal has under the keys in use: each transaction by itself is whole, so that it may be broken off and repeated. */
export async function renewSecrets(deps: RenewalDeps, store: PortalStore): Promise<Renewed> {
  const tokens = await store.transaction(async (tx) => {
    const portal = await findPortal(tx);
    return portal === undefined ? 0 : resealTokens(tx, deps.secretText, portal.memberId);
  });
  return { tokens, isLedgerRotated: await store.transaction((tx) => rotateLedger(deps, tx)) };
}

/** A ledger without an entry begins with the key in use and needs no rotation. */
async function rotateLedger({ sealKeys, businessClock }: RenewalDeps, tx: PortalTransaction): Promise<boolean> {
  const to = sealKeys.current();
  const inForce = keyIdInForce(await findLastEntry(tx));
  if (inForce === undefined || inForce === to.keyId) return false;
  const portal = await findPortal(tx);
  if (portal === undefined) return false;
  const now = businessClock();
  const head = await lockLedgerHead(tx, { entryHash: noPrevious, at: now });
  // Looked at again behind the lock: two processes may have come here.
  const from = findKeyInForce(await findLastEntry(tx), sealKeys);
  if (from === undefined || from.keyId === to.keyId || head.haltedBecause !== null) return false;
  const frontier = (await findTreeHead(tx, head.sequence))?.frontier ?? toFrontier(await listEntryHashes(tx, head.sequence));
  await appendLedgerEntry(tx, { ...sealRotation({ ...head, frontier }, { tenant: portal.memberId, now }, { from, to }), actorId: 0n });
  return true;
}
