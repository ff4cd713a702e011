import type { Log } from '#kernel/log.ts';
import { hashPlan, hashSaltedText, hashText } from '#ledger/entry.ts';
import { growFrontier, rootOf, toFrontier, type Frontier } from '#ledger/merkle-tree.ts';
import type { SealVerifier } from '#ledger/seal.ts';
import { isTreeHeadSealed } from '#ledger/tree-head.ts';
import { createChainWalk } from '#ledger/verify-chain.ts';
import { listErasureEntries } from '#store/erasures.ts';
import { findLedgerHead, haltLedger, listLedgerEntries, resumeLedger, saveVerification, type StoredLedgerEntry } from '#store/ledger.ts';
import type { PortalsOf } from '#store/open-store.ts';
import type { PortalStore, PortalTransaction } from '#store/portal-store.ts';
import { findPortal } from '#store/portals.ts';
import { listSignedDocuments, type SignedDocument } from '#store/signed-documents.ts';
import { findTreeHead, listEntryHashes } from '#store/tree-heads.ts';

export interface VerifyDeps {
  readonly store: PortalsOf;
  readonly listVerifiers: () => readonly SealVerifier[];
  readonly systemClock: () => Date;
  readonly log: Log;
}

export type LedgerVerdict = { readonly kind: 'intact'; readonly size: bigint } | { readonly kind: 'broken'; readonly reason: string };

const page = 500n;
const reasonBegins = 'the ledger ';

/** Every ledger, one page a transaction, so that nobody waits; what breaks is halted, and what is whole again goes on. */
export async function verifyLedgers(deps: VerifyDeps, lastEntries: bigint | null, signal?: AbortSignal): Promise<void> {
  for (const portalId of await deps.store.directory.listPortalIds()) {
    if (signal?.aborted === true) return;
    const portal = deps.store.forPortal(portalId);
    try {
      const verdict = await verifyLedger(deps, portal, lastEntries);
      if (verdict.kind === 'broken')
        deps.log.error({ portalId: String(portalId), reason: verdict.reason }, 'the ledger is halted: it does not verify');
      await portal.transaction((tx) => keepVerdict(tx, verdict, { isWhole: lastEntries === null, now: deps.systemClock() }));
    } catch (failure) {
      deps.log.error(
        { portalId: String(portalId), cause: failure instanceof Error ? failure.message : 'unknown' },
        'a ledger could not be verified',
      );
    }
  }
}

async function keepVerdict(
  tx: PortalTransaction,
  verdict: LedgerVerdict,
  { isWhole, now }: { isWhole: boolean; now: Date },
): Promise<void> {
  if (verdict.kind === 'broken') return haltLedger(tx, `${reasonBegins}${verdict.reason}`, now);
  if (!isWhole || verdict.size === 0n) return;
  await saveVerification(tx, { size: verdict.size, at: now });
  if ((await findLedgerHead(tx))?.haltedBecause?.startsWith(reasonBegins) === true) await resumeLedger(tx);
}

/** Chain, seals, times, the tree and what was signed; `lastEntries` null is the whole ledger. */
async function verifyLedger(
  { listVerifiers }: Pick<VerifyDeps, 'listVerifiers'>,
  portal: PortalStore,
  lastEntries: bigint | null,
): Promise<LedgerVerdict> {
  const trusted = listVerifiers();
  const begun = await portal.transaction((tx) => findStart(tx, lastEntries));
  const walk = createChainWalk(trusted, begun.start);
  let frontier = begun.frontier;
  for (;;) {
    const after = walk.place.sequence;
    const { entries, documents, erased } = await portal.transaction(async (tx) => {
      const found = await listLedgerEntries(tx, after, Number(page));
      const signed = await listSignedDocuments(tx, after, after + page);
      const isAsked = signed.some(({ humanText }) => humanText === null);
      return { entries: found, documents: signed, erased: isAsked ? await listErasureEntries(tx) : new Map<bigint, bigint>() };
    });
    for (const entry of entries) {
      const reason = walk.step(entry) ?? findColumnFault(entry);
      if (reason !== undefined) return { kind: 'broken', reason: `breaks at entry ${entry.sequence}: ${reason}` };
      frontier = growFrontier(frontier, Number(entry.sequence) - 1, entry.entryHash);
    }
    const wrong = documents.find((document) => !isAsSigned(document, erased));
    if (wrong !== undefined) return { kind: 'broken', reason: `differs at entry ${wrong.sequence} from the plan that was signed` };
    if (entries.length < Number(page)) break;
  }
  return portal.transaction((tx) => compareEnd(tx, { ...walk.place, frontier, trusted }));
}

async function findStart(tx: PortalTransaction, lastEntries: bigint | null) {
  const head = await findLedgerHead(tx);
  const after = lastEntries === null || head === undefined || head.sequence <= lastEntries ? 0n : head.sequence - lastEntries;
  const before = after === 0n ? undefined : (await listLedgerEntries(tx, after - 1n, 1)).at(0);
  const frontier: Frontier = toFrontier(await listEntryHashes(tx, after));
  if (before === undefined) return { frontier: [], start: undefined };
  return { frontier, start: { sequence: after, head: before.entryHash, lastAt: before.at.toISOString() } };
}

/** The columns repeat the entry for searching, and people see what they say. */
function findColumnFault(stored: StoredLedgerEntry): string | undefined {
  const { type, at, actor } = JSON.parse(stored.entry) as { type: string; at: string; actor: { uid: string } };
  const isSame = type === stored.type && at === stored.at.toISOString() && actor.uid === String(stored.actorId);
  return isSame ? undefined : 'its columns say something else';
}

function isAsSigned(document: SignedDocument, erased: ReadonlyMap<bigint, bigint>): boolean {
  const { body, actor } = JSON.parse(document.entry) as { body: { planHash?: string }; actor: { uid: string } };
  return (
    body.planHash === document.signedHash &&
    actor.uid === String(document.userId) &&
    hashPlan(document.document) === document.signedHash &&
    document.planHash === document.signedHash &&
    isTextAsSigned(document, erased)
  );
}

/** Words may be missing only behind an entry that says that they were erased. */
function isTextAsSigned({ humanText, document, userId, sequence }: SignedDocument, erased: ReadonlyMap<bigint, bigint>): boolean {
  if (humanText === null) return (erased.get(userId) ?? 0n) > sequence;
  if (humanText === 'damaged') return false;
  const { text, salt } = humanText;
  const signed = JSON.parse(document) as { humanTextSha256?: string; humanTextSaltedSha256?: string };
  return salt === null ? hashText(text) === signed.humanTextSha256 : hashSaltedText({ salt, text }) === signed.humanTextSaltedSha256;
}

async function compareEnd(
  tx: PortalTransaction,
  walked: { sequence: bigint; head: string; frontier: Frontier; trusted: readonly SealVerifier[] },
): Promise<LedgerVerdict> {
  const { sequence } = walked;
  const head = await findLedgerHead(tx);
  // Entries that came meanwhile are for the next time; fewer than the head says were taken away.
  if ((head?.sequence ?? 0n) < sequence || (head?.sequence === sequence && head.entryHash !== walked.head))
    return { kind: 'broken', reason: `ends at entry ${sequence}, and its head at ${head?.sequence ?? 0n}` };
  if (head !== undefined && head.sequence > sequence && (await listLedgerEntries(tx, sequence, 1)).length === 0)
    return { kind: 'broken', reason: `ends at entry ${sequence}, and its head at ${head.sequence}` };
  const tree = await findTreeHead(tx, sequence);
  const portal = await findPortal(tx);
  if (tree === undefined || portal === undefined) return { kind: 'intact', size: sequence };
  const { root, seal, sealKeyId } = tree;
  const sealed = { tenant: portal.memberId, size: Number(sequence), root, at: tree.at.toISOString(), kid: sealKeyId, seal };
  if (root !== rootOf(walked.frontier)) return { kind: 'broken', reason: `has another tree than its head of ${sequence} entries says` };
  if (!walked.trusted.some((key) => isTreeHeadSealed(sealed, key)))
    return { kind: 'broken', reason: `has an unsealed head of ${sequence} entries` };
  return { kind: 'intact', size: sequence };
}
