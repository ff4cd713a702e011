import { hashEntry, noPrevious, writeEntry, type Actor, type EntryType } from '#ledger/entry.ts';
import type { CanonicalValue } from '#ledger/canonical-json.ts';
import type { SealKey } from '#ledger/seal.ts';
import { appendLedgerEntry, lockLedgerHead, type NewLedgerEntry } from '#store/ledger.ts';
import type { PortalContext } from './portal-context.ts';

/** Appends one entry in the caller's transaction; the portal's ledger stays locked until it ends. */
export async function appendEntry(
  context: PortalContext,
  sealKey: SealKey,
  act: { type: EntryType; actor: Actor; body: { readonly [key: string]: CanonicalValue } },
): Promise<NewLedgerEntry> {
  const head = await lockLedgerHead(context.tx, { entryHash: noPrevious, at: context.now });
  const sequence = head.sequence + 1n;
  // The ledger's time never runs backwards, whatever the clock does.
  const at = head.at > context.now ? head.at : context.now;
  const entry = writeEntry({
    v: 1,
    tenant: context.portal.memberId,
    seq: Number(sequence),
    prev: head.entryHash,
    type: act.type,
    at: at.toISOString(),
    actor: act.actor,
    body: act.body,
  });
  const entryHash = hashEntry(entry);
  const written: NewLedgerEntry = {
    sequence,
    type: act.type,
    at,
    actorId: context.session.userId,
    entry,
    entryHash,
    previousHash: head.entryHash,
    seal: sealKey.seal(entryHash),
    sealKeyId: sealKey.keyId,
  };
  await appendLedgerEntry(context.tx, written);
  return written;
}
