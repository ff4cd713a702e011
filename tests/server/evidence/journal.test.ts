import { randomBytes } from 'node:crypto';
import { appendFile, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { reconcileJournal } from '#jobs/reconcile-journal.ts';
import { createLog } from '#kernel/log.ts';
import { noPrevious, type EntryType } from '#ledger/entry.ts';
import { sealNext, type Act } from '#ledger/next-entry.ts';
import { verifyChain } from '#ledger/verify-chain.ts';
import { listErasures } from '#store/erasures.ts';
import { createJournalKeeper, type JournalKeeper } from '#store/evidence.ts';
import { openJournalFile, type JournalFile } from '#store/journal-file.ts';
import { readJournalLine, writeJournalLine, type JournalLine } from '#store/journal-line.ts';
import { findLedgerHead, listLedgerEntries, lockLedgerHead } from '#store/ledger.ts';
import { listSheets } from '#store/plan-sheets.ts';
import type { PortalTransaction } from '#store/portal-store.ts';
import { createSecretText } from '#store/secret-text.ts';
import { findTreeHead } from '#store/tree-heads.ts';
import { verifyJournal } from '../../../server/ledger/verifier/verify.mjs';
import { vectorKey } from '../ledger/written-chain.ts';
import { vectors } from '../ledger/vectors.ts';
import { append, fillPortal, openGuardedDatabase, snabservice, type GuardedDatabase } from '../store/guarded-portal.ts';
import { chooseBy } from '../threats/seeded-choice.ts';

const secretText = createSecretText(randomBytes(32));
const keys = { keys: [{ kid: vectors.key.kid, publicKey: vectors.key.publicKey }] };
const other = 'b'.repeat(32);
let database: GuardedDatabase;
let folder: string;
let file: string;
let journal: JournalFile;
let keeper: JournalKeeper;
/** Each test has a portal of its own. */
let portalId = 0n;

beforeAll(async () => {
  database = await openGuardedDatabase();
  folder = await mkdtemp(join(tmpdir(), 'kurs-journal-'));
});
afterAll(async () => {
  await database.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  portalId += 1n;
  file = join(folder, `${portalId}.ndjson`);
  await fillPortal(database.portal(portalId));
  await start();
  await keepAll();
});
afterEach(() => journal.close());

/** As a process does that begins: the file is opened and compared with the store. */
async function start(portals: readonly bigint[] = [portalId]): Promise<void> {
  journal = await openJournalFile(file);
  const store = { directory: { listPortalIds: async () => [...portals] }, forPortal: (id: bigint) => database.portal(id) };
  keeper = createJournalKeeper({ store, journal, secretText });
  const log = createLog({ level: 'silent' });
  await reconcileJournal({ store, journal, keeper, secretText, log, listVerifiers: () => [vectorKey], businessClock: () => new Date() });
}

async function restart(portals?: readonly bigint[]): Promise<void> {
  await journal.close();
  await start(portals);
}

const add = (body: Record<string, string | number> = { version: 7 }) => database.portal(portalId).transaction((tx) => append(tx, body));
const head = () => database.portal(portalId).transaction(findLedgerHead);
/** The line of an entry that the store has not got. */
async function nextLine(tx: PortalTransaction, type: EntryType, body: Act['body']): Promise<string> {
  const stands = await lockLedgerHead(tx, { entryHash: noPrevious, at: new Date() });
  const frontier = (await findTreeHead(tx, stands.sequence))?.frontier ?? [];
  const actor = { uid: '1', role: 'administrator', sid: '', level: 'L1' } as const;
  const sealed = sealNext({ ...stands, frontier }, { tenant: snabservice.memberId, type, actor, body, now: new Date() }, vectorKey);
  const { entry, entryHash: hash, seal, sealKeyId: kid, treeHead } = sealed;
  const tree = { root: treeHead.root, headSeal: treeHead.seal };
  return writeJournalLine({ tenant: snabservice.memberId, seq: Number(sealed.sequence), entry, hash, seal, kid, ...tree, signature: null });
}

const keepAll = async (): Promise<void> => keeper.keep(portalId, (await head())?.sequence ?? 0n);
const text = () => readFile(file, 'utf8');
const entries = () => database.portal(portalId).transaction((tx) => listLedgerEntries(tx));
const signatures = () => database.portal(portalId).transaction((tx) => tx.db.selectFrom('signature').selectAll().execute());
const lines = async (): Promise<JournalLine[]> =>
  (await text())
    .trimEnd()
    .split('\n')
    .map((line) => readJournalLine(line) as JournalLine);
const hashes = async (): Promise<string[]> => (await lines()).map(({ hash }) => hash);

/** What a machine without power takes from a store that never synced: the last rows are gone as if they had never been. */
async function loseFrom(sequence: bigint): Promise<void> {
  await database.asSuperuser(async (db) => {
    for (const table of ['signature', 'ledger_tree_head', 'ledger_entry']) {
      const [name, column] = [sql.table(table), sql.ref(table === 'ledger_tree_head' ? 'size' : 'sequence')];
      await sql`alter table ${name} disable trigger user`.execute(db);
      await sql`delete from ${name} where portal_id = ${portalId} and ${column} >= ${sequence}`.execute(db);
      await sql`alter table ${name} enable always trigger ${sql.ref(`${table}_append_only`)}`.execute(db);
      await sql`alter table ${name} enable always trigger ${sql.ref(`${table}_keep`)}`.execute(db);
    }
    await sql`alter table ledger_entry enable always trigger ledger_entry_chain`.execute(db);
    await sql`update ledger_head set sequence = ${sequence - 1n}, entry_hash = coalesce((select entry_hash from ledger_entry
      where portal_id = ${portalId} and sequence = ${sequence - 1n}), repeat('0', 64)) where portal_id = ${portalId}`.execute(db);
  });
}

describe('the evidence journal', () => {
  it('has every entry of the ledger in its order, and verifies without the service', async () => {
    for (let version = 1; version <= 5; version += 1) await add({ version });
    await keepAll();
    expect(await hashes()).toEqual((await entries()).map(({ entryHash }) => entryHash));
    expect(verifyJournal(await text(), { keys })).toMatchObject({ code: 0 });
    expect(await text()).not.toContain('challenge_id');
  });

  it('writes each entry once, however many wait for it', async () => {
    for (let version = 1; version <= 6; version += 1) await add({ version });
    const last = (await head())?.sequence ?? 0n;
    await Promise.all(Array.from({ length: 30 }, (_, index) => keeper.keep(portalId, last - BigInt(index % 6))));
    expect(await hashes()).toEqual((await entries()).map(({ entryHash }) => entryHash));
  });

  it('does not say that it keeps what the store does not have', async () => {
    await expect(keeper.keep(portalId, 99n)).rejects.toThrow('is not in the store');
  });

  it('gets what the store has and it lacks when a process begins', async () => {
    await add();
    await restart();
    expect(await hashes()).toEqual((await entries()).map(({ entryHash }) => entryHash));
    await journal.close();
    await rm(file);
    await start();
    expect(await hashes()).toEqual((await entries()).map(({ entryHash }) => entryHash));
  });

  it('gives back what the store has lost: entries, tree and signature', async () => {
    await add();
    await keepAll();
    const [before, signed] = [await entries(), await signatures()];
    const tree = await database.portal(portalId).transaction((tx) => findTreeHead(tx, 2n));
    for (const from of [2n, 1n]) {
      await loseFrom(from);
      expect(await signatures()).toHaveLength(from === 1n ? 0 : 1);
      await restart();
      expect(await entries()).toEqual(before);
      expect(await signatures()).toEqual(signed);
      expect(await database.portal(portalId).transaction((tx) => findTreeHead(tx, 2n))).toEqual(tree);
      expect(verifyChain(await entries(), vectorKey)).toMatchObject({ kind: 'intact', size: 2n });
    }
    await add();
    await keepAll();
    expect(verifyJournal(await text(), { keys })).toMatchObject({ code: 0 });
  });

  it('erases again whom a store from before has not erased yet: the key that came back goes with the entry that comes back', async () => {
    const portal = database.portal(portalId);
    const opened = () => portal.transaction(async (tx) => (await listSheets(tx, { userId: 6n })).map(({ humanText }) => humanText?.text));
    expect(await opened()).toEqual(['План', 'План']);
    await keepAll();
    // Written into the journal and lost by the store.
    const line = await portal.transaction((tx) =>
      nextLine(tx, 'erasure.done', { employee: '6', basis: 'request', keptUntil: null, isEarly: false }),
    );
    await appendFile(file, `${line}\n`);
    await restart();
    expect((await head())?.haltedBecause).toBeNull();
    expect(await opened()).toEqual([undefined, undefined]);
    expect(await portal.transaction(listErasures)).toMatchObject([{ userId: 6n, basis: 'request', erasedBy: 1n }]);
    await restart();
    expect(verifyJournal(await text(), { keys })).toMatchObject({ code: 0 });
  });

  it('stands up again from an end that was torn anywhere, and puts the rest aside', async () => {
    for (let version = 1; version <= 3; version += 1) await add({ version });
    await keepAll();
    const whole = Buffer.from(await text());
    const lastBegins = whole.subarray(0, -1).lastIndexOf(10) + 1;
    for (let round = 0; round < 12; round += 1) {
      const cut = chooseBy(round).below(whole.length - lastBegins - 1) + lastBegins + 1;
      await journal.close();
      await truncate(file, cut);
      if (round % 3 === 0) await appendFile(file, Buffer.alloc(64));
      await start();
      expect(journal.tornBytes).toBe(cut - lastBegins + (round % 3 === 0 ? 64 : 0));
      expect(await hashes()).toEqual((await entries()).map(({ entryHash }) => entryHash));
      expect(verifyJournal(await text(), { keys })).toMatchObject({ code: 0 });
    }
    expect((await readFile(`${file}.torn`)).length).toBeGreaterThan(0);
  });

  it('halts the ledger when it contradicts the store, says where, and lets it go on when that is mended', async () => {
    await add();
    await keepAll();
    const whole = await text();
    const written = await lines();
    const first = written[0] as JournalLine;
    const contradictions = [
      [{ ...first, hash: 'a'.repeat(64) }, ...written.slice(1)],
      [first, ...written.slice(2), { ...(written.at(-1) as JournalLine), seq: 9, hash: 'c'.repeat(64) }],
      [...written, { ...(written.at(-1) as JournalLine), seq: written.length + 1, hash: 'd'.repeat(64) }],
    ];
    for (const changed of contradictions) {
      await journal.close();
      await writeFile(file, changed.map((line) => `${writeJournalLine(line)}\n`).join(''));
      await start();
      expect((await head())?.haltedBecause).toMatch(/^the journal .*\d/);
      expect(await entries()).toHaveLength(2);
      await journal.close();
      await writeFile(file, whole);
      await start();
      expect((await head())?.haltedBecause).toBeNull();
    }
  });

  it('halts one ledger and keeps the others', async () => {
    const halted = portalId;
    portalId += 1n;
    await fillPortal(database.portal(portalId), other);
    await journal.close();
    const [line] = await lines();
    await writeFile(file, `${writeJournalLine({ ...(line as JournalLine), hash: 'a'.repeat(64) })}\n`);
    await start([halted, portalId]);
    expect((await database.portal(halted).transaction(findLedgerHead))?.haltedBecause).toMatch('differs from the store');
    expect((await head())?.haltedBecause).toBeNull();
    expect(keeper.positionOf(portalId)).toBe(1n);
  });

  it('cannot be written by words: a line that anybody has touched is no line', async () => {
    const [line = ''] = (await text()).split('\n');
    expect(readJournalLine(line)).toMatchObject({ tenant: snabservice.memberId, seq: 1 });
    for (const changed of [line.replace('"seq":1', '"seq":2'), `${line} `, line.slice(0, -2), '{}', 'null', '', '[]'])
      expect(readJournalLine(changed)).toBeUndefined();
  });
});
