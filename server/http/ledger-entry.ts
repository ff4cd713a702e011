import { AppError } from '#kernel/errors.ts';
import type { KeyRing } from '#kernel/key-ring.ts';
import type { CanonicalValue } from '#ledger/canonical-json.ts';
import { noPrevious, type Actor, type EntryType } from '#ledger/entry.ts';
import { findKeyInForce } from '#ledger/key-in-force.ts';
import { toFrontier } from '#ledger/merkle-tree.ts';
import { sealNext } from '#ledger/next-entry.ts';
import type { SealKey } from '#ledger/seal.ts';
import { appendLedgerEntry, findLastEntry, lockLedgerHead, type NewLedgerEntry } from '#store/ledger.ts';
import { markForKeeping } from '#store/evidence.ts';
import { findTreeHead, listEntryHashes } from '#store/tree-heads.ts';
import type { PortalContext } from './portal-context.ts';

/** Appends one entry in the caller's transaction; the portal's ledger stays locked until it ends. */
export async function appendEntry(
  context: Pick<PortalContext, 'tx' | 'portal' | 'now'> & { readonly session: { readonly userId: bigint } },
  sealKeys: KeyRing<SealKey>,
  act: { type: EntryType; actor: Actor; body: { readonly [key: string]: CanonicalValue } },
): Promise<NewLedgerEntry> {
  const head = await lockLedgerHead(context.tx, { entryHash: noPrevious, at: context.now });
  if (head.haltedBecause !== null) throw new AppError('ledger-halted', `The ledger takes no entries: ${head.haltedBecause}`);
  const sealKey = findKeyInForce(await findLastEntry(context.tx), sealKeys);
  if (sealKey === undefined) throw new AppError('unavailable', 'The key that seals this ledger is not among the keys of this process');
  const frontier =
    (await findTreeHead(context.tx, head.sequence))?.frontier ?? toFrontier(await listEntryHashes(context.tx, head.sequence));
  const sealed = sealNext({ ...head, frontier }, { ...act, tenant: context.portal.memberId, now: context.now }, sealKey);
  const written = { ...sealed, actorId: context.session.userId };
  await appendLedgerEntry(context.tx, written);
  markForKeeping(context.tx, written.sequence);
  return written;
}
