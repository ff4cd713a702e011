import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { noPrevious } from '#ledger/entry.ts';
import { createTree } from '#ledger/merkle-tree.ts';
import { sealNext, type Head, type SealedEntry } from '#ledger/next-entry.ts';
import { verifyChain } from '#ledger/verify-chain.ts';
import { createJournalKeeper, keptByStore, type Evidence } from '#store/evidence.ts';
import { openJournalFile } from '#store/journal-file.ts';
import { openStore, type Store } from '#store/open-store.ts';
import { createSecretText } from '#store/secret-text.ts';
import { listLedgerEntries } from '#store/ledger.ts';
import { findPostgresBinaries } from '#support/postgres-binaries.ts';
import { vectorKey } from '../server/ledger/written-chain.ts';
import { admin, managersOf, now, savePortalOf } from './large-portal.ts';
import { serveStore, type ServedStore } from './serve-store.ts';
import { createBenchStore } from './sync/bench-store.ts';

/**
 * `npm run bench:ledger`: signatures a second by HTTP, each with its entry, its tree head, its receipt and, on the embedded store,
 * its sync; and how long 10,000 entries take to be verified. With `--json` the last line is for machines.
 */
const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    store: { type: 'string' },
    months: { type: 'string', default: '20' },
    people: { type: 'string', default: '40' },
    /** Requests at once. */
    lanes: { type: 'string', default: '8' },
  },
});
const engine = values.store ?? (findPostgresBinaries() === undefined ? 'pglite' : 'postgres');
if (engine !== 'postgres' && engine !== 'pglite') throw new Error('--store is postgres or pglite');
const size = { deals: 200, managers: Number(values.people) };
const months = Array.from({ length: Number(values.months) }, (_, index) => new Date(Date.UTC(2027, index, 1)).toISOString().slice(0, 7));
const verified = 10_000;
const print = (text: string): void => void (values.json || writeSync(1, `${text}\n`));

const folder = await mkdtemp(join(tmpdir(), 'kurs-bench-'));
const place = await createBenchStore(engine);
const secretText = createSecretText(randomBytes(32));
const store = await openStore({ ...place.options, secretText });
try {
  const signsPerSecond = await measureSigning(store);
  const verifySeconds = measureVerification();
  writeSync(1, `${JSON.stringify({ signs_per_s: signsPerSecond, verify_10k_s: verifySeconds, store: engine })}\n`);
} finally {
  await store.close();
  await place.remove();
  await rm(folder, { recursive: true, force: true });
}

async function measureSigning(on: Store): Promise<number> {
  const portalId = await on.directory.savePortalId('bench');
  await savePortalOf(on, portalId, size);
  const journal = await openJournalFile(join(folder, 'evidence.ndjson'));
  const keeper = createJournalKeeper({ store: on, journal, secretText });
  const evidence: Evidence = on.engine === 'pglite' ? keeper : keptByStore;
  const served = await serveStore(on, portalId, now, evidence);
  try {
    const requests = await openAll(served);
    const times: number[] = [];
    const began = performance.now();
    await inLanes(requests, async ({ token, path, body }) => {
      const start = performance.now();
      const answer = JSON.parse(await served.send(token, 'POST', path, body)) as { entryHash?: string };
      if (answer.entryHash === undefined) throw new Error(`a signature was refused: ${JSON.stringify(answer)}`);
      times.push(performance.now() - start);
    });
    const seconds = (performance.now() - began) / 1000;
    const entries = await on.forPortal(portalId).transaction((tx) => listLedgerEntries(tx, 0n, 1_000_000));
    times.sort((one, other) => one - other);
    const at = (share: number): string => (times[Math.floor(times.length * share)] ?? 0).toFixed(1);
    print(`${times.length} signatures in ${seconds.toFixed(2)} s, ${values.lanes} at once: median ${at(0.5)} ms, p95 ${at(0.95)} ms`);
    print(
      `the ledger has ${entries.length} entries; the journal is ${on.engine === 'pglite' ? 'synced for each receipt' : 'written behind'}`,
    );
    return Math.round((times.length / seconds) * 10) / 10;
  } finally {
    await served.close();
    await journal.close();
  }
}

interface Signing {
  readonly token: string;
  readonly path: string;
  readonly body: { readonly challengeId: string; readonly planHash: string; readonly decision: 'signed'; readonly text: string };
}

/** Plans are sent and opened before anything is measured. */
async function openAll(served: ServedStore): Promise<Signing[]> {
  const asAdmin = await served.openSession(admin, true);
  const people = managersOf(size);
  const tokens = new Map<bigint, string>();
  for (const userId of people) tokens.set(userId, await served.openSession(userId, false));
  const requests: Signing[] = [];
  for (const month of months) {
    const lines = people.map((userId) => ({ metric: 'revenue', scope: `person:${userId}`, value: '1000000.00' }));
    await served.send(asAdmin, 'PUT', `/api/plans/${month}/draft`, { lines });
    await served.send(asAdmin, 'POST', `/api/plans/${month}/publish`, { baseVersion: 0 });
    await inLanes(people, async (userId) => {
      const [token, sheet] = [tokens.get(userId) ?? '', `/api/sheets/${month}/1/${userId}`];
      const opened = JSON.parse(await served.send(token, 'POST', `${sheet}/open`, {})) as { challengeId: string; planHash: string };
      await served.send(token, 'POST', `${sheet}/read`, {});
      const { challengeId, planHash } = opened;
      requests.push({ token, path: `${sheet}/sign`, body: { challengeId, planHash, decision: 'signed', text: '' } });
    });
  }
  return requests;
}

async function inLanes<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const waiting = [...items];
  const lane = async (): Promise<void> => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: Number(values.lanes) }, lane));
}

/** Hashes, chain, seals and the tree of so many entries. */
function measureVerification(): number {
  const entries = writeLedger(verified);
  const began = performance.now();
  const verdict = verifyChain(entries, vectorKey);
  const { root } = createTree(entries.map(({ entryHash }) => entryHash));
  const seconds = (performance.now() - began) / 1000;
  if (verdict.kind !== 'intact' || root !== entries.at(-1)?.treeHead.root) throw new Error('the ledger of the benchmark does not verify');
  print(`${verified} entries verified in ${seconds.toFixed(2)} s`);
  return Math.round(seconds * 100) / 100;
}

function writeLedger(length: number): SealedEntry[] {
  const actor = { uid: '6', role: 'employee', sid: '0193b7f2-5a1c-7c3e-9d58-2f6a1b0c4e77', level: 'L2' } as const;
  const entries: SealedEntry[] = [];
  let head: Head = { sequence: 0n, entryHash: noPrevious, at: now, frontier: [] };
  for (let version = 1; version <= length; version += 1) {
    const body = { planId: '0193b7f2-0000-7000-8000-000000000001', version, planHash: 'a'.repeat(64), textSha256: null };
    const entry = sealNext(head, { tenant: 'a223c6b3710f85df22e9377d6c4f7553', type: 'plan.signed', actor, body, now }, vectorKey);
    entries.push(entry);
    head = entry;
  }
  return entries;
}
