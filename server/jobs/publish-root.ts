import type { KeyRing } from '#kernel/key-ring.ts';
import { createTree } from '#ledger/merkle-tree.ts';
import { hashPublicRoot } from '#ledger/public-root.ts';
import type { SealKey } from '#ledger/seal.ts';
import { hashTreeHead } from '#ledger/tree-head.ts';
import type { StoredTreeHead } from '#store/ledger.ts';
import type { Store } from '#store/open-store.ts';
import type { PublicRoot } from '#store/public-roots.ts';
import type { PortalTransaction } from '#store/portal-store.ts';
import { findPortal } from '#store/portals.ts';
import { listAnchors, listTreeHeads, saveAnchor } from '#store/tree-heads.ts';

export interface RootDeps {
  readonly store: Pick<Store, 'directory' | 'forPortal' | 'publicRoots'>;
  readonly sealKeys: KeyRing<SealKey>;
  readonly businessClock: () => Date;
}

/** A head that is no longer the last when the root of the day is looked for is among these. */
const searchedHeads = 200;

/** One root a day over the heads of all ledgers; each portal remembers which of its heads stands there. Safe to repeat and to break off. */
export async function publishRoot(deps: RootDeps): Promise<void> {
  const at = deps.businessClock();
  const day = at.toISOString().slice(0, 10);
  const root = (await deps.store.publicRoots.find(day)) ?? (await makeRoot(deps, day, at));
  if (root === undefined) return;
  const leaves = new Set(root.leaves);
  for (const portalId of await deps.store.directory.listPortalIds())
    await deps.store.forPortal(portalId).transaction((tx) => rememberAnchor(tx, day, leaves));
}

async function makeRoot({ store, sealKeys }: RootDeps, day: string, at: Date): Promise<PublicRoot | undefined> {
  const leaves: string[] = [];
  for (const portalId of await store.directory.listPortalIds()) {
    const [leaf] = await store.forPortal(portalId).transaction((tx) => listLeaves(tx, 1));
    if (leaf !== undefined) leaves.push(leaf.hash);
  }
  if (leaves.length === 0) return undefined;
  // Their order tells nothing about the portals.
  leaves.sort();
  const { root } = createTree(leaves);
  const key = sealKeys.current();
  const instant = at.toISOString();
  const seal = key.seal(hashPublicRoot({ day, portals: leaves.length, root, at: instant, kid: key.keyId }));
  await store.publicRoots.save({ day, leaves, root, at, seal, sealKeyId: key.keyId });
  // Another process may have been the first.
  return store.publicRoots.find(day);
}

async function rememberAnchor(tx: PortalTransaction, day: string, leaves: ReadonlySet<string>): Promise<void> {
  if ((await listAnchors(tx, day)).some((anchor) => anchor.day === day)) return;
  const found = (await listLeaves(tx, searchedHeads)).find((leaf) => leaves.has(leaf.hash));
  if (found !== undefined) await saveAnchor(tx, { day, size: found.head.size });
}

async function listLeaves(tx: PortalTransaction, limit: number): Promise<{ hash: string; head: StoredTreeHead }[]> {
  const portal = await findPortal(tx);
  if (portal === undefined) return [];
  const heads = await listTreeHeads(tx, limit);
  return heads.map((head) => {
    const { root, at, sealKeyId: kid } = head;
    return { head, hash: hashTreeHead({ tenant: portal.memberId, size: Number(head.size), root, at: at.toISOString(), kid }) };
  });
}
