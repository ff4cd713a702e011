import { z } from 'zod';
import type { Log } from '#kernel/log.ts';
import { noPrevious } from '#ledger/entry.ts';
import { findFaultOfLines, toStoredEntry } from '#ledger/journal-lines.ts';
import { growFrontier, toFrontier } from '#ledger/merkle-tree.ts';
import type { SealVerifier } from '#ledger/seal.ts';
import { restoreSignature, type JournalKeeper } from '#store/evidence.ts';
import { destroyPersonalData, saveErasure } from '#store/erasures.ts';
import type { JournalFile } from '#store/journal-file.ts';
import type { JournalLine } from '#store/journal-line.ts';
import { appendLedgerEntry, findLedgerHead, haltLedger, listLedgerEntries, lockLedgerHead, resumeLedger } from '#store/ledger.ts';
import type { PortalsOf } from '#store/open-store.ts';
import type { PortalTransaction } from '#store/portal-store.ts';
import { findPortal } from '#store/portals.ts';
import type { SecretText } from '#store/secret-text.ts';
import { listEntryHashes } from '#store/tree-heads.ts';

export interface ReconcileDeps {
  readonly store: PortalsOf;
  readonly journal: JournalFile;
  readonly keeper: JournalKeeper;
  readonly listVerifiers: () => readonly SealVerifier[];
  readonly secretText: SecretText;
  readonly businessClock: () => Date;
  readonly log: Log;
}

/** So many of the last entries are compared; a whole ledger is at night. */
const comparedEntries = 1000n;

/** Reasons of this kind are taken back as soon as file and store agree again. */
const reasonBegins = 'the journal ';

interface Compared {
  readonly portalId: bigint;
  readonly memberId: string;
  readonly sequence: bigint;
  readonly lines: JournalLine[];
}

/**
 * Journal and store say the same, or one has more: what the store lost comes back, what the journal lacks is written.
 * Where they contradict each other the ledger is halted, and everything else goes on.
 */
export async function reconcileJournal(deps: ReconcileDeps): Promise<void> {
  const { journal, log } = deps;
  if (journal.tornBytes > 0) log.warn({ bytes: journal.tornBytes }, 'an unfinished end of the evidence journal was put aside');
  if (journal.damagedLines > 0) log.error({ lines: journal.damagedLines }, 'the evidence journal has damaged lines');
  const portals = await listPortals(deps);
  let strangers = 0;
  for await (const line of journal.read()) {
    const portal = portals.get(line.tenant);
    if (portal === undefined) strangers += 1;
    else if (BigInt(line.seq) > portal.sequence - comparedEntries) portal.lines.push(line);
  }
  if (strangers > 0) log.error({ lines: strangers }, 'the evidence journal has entries of portals that the store does not know');
  for (const portal of portals.values()) await reconcilePortal(deps, portal);
}

async function listPortals({ store }: ReconcileDeps): Promise<Map<string, Compared>> {
  const portals = new Map<string, Compared>();
  for (const portalId of await store.directory.listPortalIds()) {
    const found = await store
      .forPortal(portalId)
      .transaction(async (tx) => ({ portal: await findPortal(tx), head: await findLedgerHead(tx) }));
    if (found.portal === undefined) continue;
    const { memberId } = found.portal;
    portals.set(memberId, { portalId, memberId, sequence: found.head?.sequence ?? 0n, lines: [] });
  }
  return portals;
}

async function reconcilePortal(deps: ReconcileDeps, portal: Compared): Promise<void> {
  const { keeper, log } = deps;
  const store = deps.store.forPortal(portal.portalId);
  const name = { portalId: String(portal.portalId) };
  const outcome = await store.transaction((tx) => bringTogether(deps, tx, portal));
  if (outcome.kind === 'conflict') {
    log.error({ ...name, reason: outcome.reason }, 'the ledger is halted: journal and store contradict each other');
    // Nothing is added, and what was handed out before may still be read.
    keeper.setPosition(portal.portalId, portal.sequence);
    return;
  }
  if (outcome.restored > 0) log.warn({ ...name, entries: outcome.restored }, 'entries that the store had lost came back from the journal');
  keeper.setPosition(portal.portalId, outcome.inJournal);
  await keeper.keep(portal.portalId, outcome.inStore);
}

type Outcome =
  | { readonly kind: 'conflict'; readonly reason: string }
  | { readonly kind: 'together'; readonly restored: number; readonly inJournal: bigint; readonly inStore: bigint };

async function bringTogether(deps: ReconcileDeps, tx: PortalTransaction, portal: Compared): Promise<Outcome> {
  const now = deps.businessClock();
  const lines = withoutRepetitions(portal.lines);
  const reason = await findContradiction(deps, tx, portal, lines);
  if (reason !== undefined) {
    await lockLedgerHead(tx, { entryHash: noPrevious, at: now });
    await haltLedger(tx, `${reasonBegins}${reason}`, now);
    return { kind: 'conflict', reason };
  }
  const head = await findLedgerHead(tx);
  if (head?.haltedBecause?.startsWith(reasonBegins) === true) await resumeLedger(tx);
  const inStore = head?.sequence ?? 0n;
  const lost = lines.filter((line) => BigInt(line.seq) > inStore);
  if (lost.length > 0) await restore(deps, tx, { ...portal, sequence: inStore, lines: lost });
  const inJournal = BigInt(lines.at(-1)?.seq ?? 0);
  return { kind: 'together', restored: lost.length, inJournal, inStore: inJournal > inStore ? inJournal : inStore };
}

/** Two processes of one machine may have written the same entry. */
function withoutRepetitions(lines: readonly JournalLine[]): JournalLine[] {
  const seen = new Set<string>();
  return lines.filter(({ hash }) => !seen.has(hash) && seen.add(hash));
}

async function findContradiction(
  deps: ReconcileDeps,
  tx: PortalTransaction,
  portal: Compared,
  lines: readonly JournalLine[],
): Promise<string | undefined> {
  const [first] = lines;
  if (first === undefined) return undefined;
  const before = BigInt(first.seq) - 1n;
  const head = await findLedgerHead(tx);
  const inStore = head?.sequence ?? 0n;
  if (before > inStore) return `begins at entry ${first.seq}, and the store ends at ${inStore}`;
  const gap = lines.find((line, index) => line.seq !== first.seq + index);
  if (gap !== undefined) return `has a gap before entry ${gap.seq}`;
  const stored = await listLedgerEntries(tx, before, lines.length);
  for (const [index, entry] of stored.entries())
    if (entry.entryHash !== lines[index]?.hash || entry.entry !== lines[index]?.entry)
      return `differs from the store at entry ${entry.sequence}`;
  const lost = lines.slice(stored.length);
  const last = stored.at(-1) ?? (await listLedgerEntries(tx, before - 1n, 1)).at(0);
  return findFaultOfLines(lost, { after: last, trusted: deps.listVerifiers(), tenant: portal.memberId });
}

async function restore({ secretText, log, businessClock }: ReconcileDeps, tx: PortalTransaction, portal: Compared): Promise<void> {
  await lockLedgerHead(tx, { entryHash: noPrevious, at: businessClock() });
  let frontier = toFrontier(await listEntryHashes(tx, portal.sequence));
  for (const line of portal.lines) {
    frontier = growFrontier(frontier, line.seq - 1, line.hash);
    await appendLedgerEntry(tx, { ...toStoredEntry(line), frontier });
    await repeatErasure(tx, line);
    if (line.signature === null) continue;
    const isBack = await restoreSignature(tx, line.signature, { memberId: portal.memberId, secretText });
    if (!isBack) log.error({ portalId: String(portal.portalId), sequence: line.seq }, 'a signature came back without its sheet');
  }
}

const ErasureEntry = z.object({
  type: z.literal('erasure.done'),
  at: z.coerce.date(),
  actor: z.object({ uid: z.coerce.bigint() }),
  body: z.object({
    employee: z.coerce.bigint(),
    basis: z.enum(['request', 'term', 'other']),
    keptUntil: z.string().nullable(),
    isEarly: z.boolean(),
  }),
});

/** A store from before an erasure has the key again: what the journal says was erased is erased again. */
async function repeatErasure(tx: PortalTransaction, line: JournalLine): Promise<void> {
  const found = ErasureEntry.safeParse(JSON.parse(line.entry)).data;
  if (found === undefined) return;
  const { employee: userId, ...body } = found.body;
  await destroyPersonalData(tx, userId);
  const paper = { reference: '', erasedBy: found.actor.uid, erasedAt: found.at };
  await saveErasure(tx, { userId, sequence: BigInt(line.seq), ...body, ...paper });
}
