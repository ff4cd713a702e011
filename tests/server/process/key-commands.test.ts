import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRestLog } from '#jobs/rest-log.ts';
import { createKeys, readKeys, readSealVerifiers } from '#kernel/keys.ts';
import { createLog } from '#kernel/log.ts';
import { sealNext } from '#ledger/next-entry.ts';
import { noPrevious } from '#ledger/entry.ts';
import { verifyChain } from '#ledger/verify-chain.ts';
import { appendLedgerEntry, listLedgerEntries, lockLedgerHead } from '#store/ledger.ts';
import { openStore, type Store } from '#store/open-store.ts';
import type { PortalTransaction } from '#store/portal-store.ts';
import { listTokens, saveNewToken } from '#store/portal-tokens.ts';
import { savePortal } from '#store/portals.ts';
import { createSecretText } from '#store/secret-text.ts';
import { createReopenableStore, type ReopenableStore } from '#support/test-store.ts';
import { day, snabservice } from '../store/guarded-portal.ts';

const root = join(import.meta.dirname, '../../..');
const portals = 40;
const memberIdOf = (number: number): string => `${snabservice.memberId.slice(0, 24)}-${number}`;

let place: ReopenableStore;
let folder: string;

/** Runs a command of the operator; killed when it has printed this. */
async function run(command: string, args: readonly string[], killAt?: string): Promise<{ code: number | null; printed: string }> {
  const { databaseUrl, migrationDatabaseUrl, dataDir } = place.options;
  const { PATH, HOME, TMPDIR = '/tmp', NODE_COMPILE_CACHE = '' } = process.env;
  const database =
    databaseUrl === null ? { DATA_DIR: dataDir ?? '' } : { DATABASE_URL: databaseUrl, MIGRATION_DATABASE_URL: migrationDatabaseUrl ?? '' };
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', join(root, command), ...args], {
    cwd: root,
    // Without it each of the commands compiles its sources anew.
    env: { PATH, HOME, TMPDIR, NODE_COMPILE_CACHE, KEYS_DIR: folder, ...database },
  });
  let printed = '';
  const read = (chunk: Buffer): void => {
    printed += chunk.toString();
    if (killAt !== undefined && printed.includes(killAt)) child.kill('SIGKILL');
  };
  child.stdout.on('data', read);
  child.stderr.on('data', read);
  await once(child, 'exit');
  return { code: child.exitCode, printed };
}

const keys = (...args: string[]) => run('server/manage-keys.ts', args);

async function withStore<T>(work: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore(place.options);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

async function fill(tx: PortalTransaction, memberId: string): Promise<void> {
  const { secretText, seal } = readKeys(folder);
  await savePortal(tx, { ...snabservice, memberId }, day);
  const pair = { accessToken: `access ${memberId}`, refreshToken: `refresh ${memberId}`, expiresAt: day };
  await saveNewToken(tx, createSecretText(secretText), { memberId, userId: 1n }, pair);
  const head = await lockLedgerHead(tx, { entryHash: noPrevious, at: day });
  const actor = { uid: '2', role: 'author', sid: '0193b7f2-5a1c-7c3e-9d58-2f6a1b0c4e77', level: 'L1' } as const;
  const act = { tenant: memberId, type: 'plan.issued', actor, body: { version: 1 }, now: day } as const;
  await appendLedgerEntry(tx, { ...sealNext({ ...head, frontier: [] }, act, seal.current()), actorId: 2n });
}

beforeAll(async () => {
  place = await createReopenableStore();
  folder = await mkdtemp(join(tmpdir(), 'kurs-keys-'));
  createKeys(folder);
  await withStore(async (store) => {
    for (let number = 1; number <= portals; number += 1) {
      const portalId = await store.directory.savePortalId(memberIdOf(number));
      await store.forPortal(portalId).transaction((tx) => fill(tx, memberIdOf(number)));
    }
    const { secretText } = readKeys(folder);
    const log = createLog({ level: 'silent' });
    const restLog = createRestLog({ store, secretText: createSecretText(secretText), systemClock: () => new Date(), log });
    restLog.exchanged({
      memberId: memberIdOf(1),
      method: 'crm.item.list',
      params: { entityTypeId: 2, filter: { title: 'Иванов' } },
      startedAt: new Date(),
      seconds: 0.1,
      status: 200,
      outcome: 'done',
      code: null,
      operating: null,
      answer: { result: [] },
    });
    await restLog.stop();
  });
});
afterAll(async () => {
  await place.remove();
  await rm(folder, { recursive: true, force: true });
});

/** Every administrator's tokens and the verdict on every ledger, by the keys that stand in the folder now. */
const look = () =>
  withStore(async (store) => {
    const { secretText, seal } = readKeys(folder);
    const trusted = [...seal.all(), ...readSealVerifiers(folder)];
    const seen = new Set<string>();
    for (const portalId of await store.directory.listPortalIds()) {
      await store.forPortal(portalId).transaction(async (tx) => {
        const memberId = memberIdOf(Number(portalId));
        const [token] = await listTokens(tx, createSecretText(secretText), memberId);
        const entries = await listLedgerEntries(tx);
        expect(token?.refreshToken).toBe(`refresh ${memberId}`);
        seen.add(`${verifyChain(entries, trusted).kind} ${entries.map(({ type }) => type).join(' ')}`);
      });
    }
    return [...seen].toSorted();
  });

describe('the command that changes a key', () => {
  it('makes the log of requests readable and nothing personal with it', async () => {
    const { code, printed } = await run('server/read-rest-log.ts', ['--portal', memberIdOf(1), '--since', '1h']);
    expect([code, printed.trim().split('\n').length]).toEqual([0, 1]);
    expect(JSON.parse(printed)).toMatchObject({ method: 'crm.item.list', outcome: 'done', status: 200 });
    expect(printed).not.toContain('Иванов');
    expect((await run('server/read-rest-log.ts', ['--portal', 'nowhere'])).code).toBe(1);
  });

  it('of tokens may be killed in the middle and goes on; everything opens at any moment', { timeout: 300_000 }, async () => {
    const before = readKeys(folder).secretText.current().keyId;
    const killed = await run('server/manage-keys.ts', ['rotate', 'tokens', folder], '10 portals are done');
    expect(killed.code).toBeNull();
    expect(await look()).toEqual(['intact plan.issued']);
    const refused = await keys('retire', folder);
    expect([refused.code, refused.printed]).toEqual([0, expect.stringContaining(`Still in use: secret-text.key ${before}`)]);
    const { code, printed } = await keys('rotate', 'tokens', folder);
    expect([code, printed]).toEqual([0, expect.stringContaining('its rotation goes on')]);
    expect(readKeys(folder).secretText.all()).toHaveLength(2);
    // The log of requests is what still needs the earlier key.
    expect((await keys('retire', folder)).printed).toContain(`Still in use: secret-text.key ${before}`);
    await withStore(async (store) => {
      const portalId = await store.directory.findPortalId(memberIdOf(1));
      await store.forPortal(portalId ?? 0n).transaction(({ db }) => db.deleteFrom('rest_log').execute());
    });
    expect((await keys('retire', folder)).printed).toContain(`Removed: secret-text.key ${before}`);
    expect(readKeys(folder).secretText.all()).toHaveLength(1);
    expect(await look()).toEqual(['intact plan.issued']);
  });

  it('of the seal is an entry of every ledger, also after a kill, and leaves the public half', { timeout: 300_000 }, async () => {
    const before = readKeys(folder).seal.current().keyId;
    const killed = await run('server/manage-keys.ts', ['rotate', 'seal', folder], '10 portals are done');
    expect(killed.code).toBeNull();
    expect(await look()).toEqual(['intact plan.issued', 'intact plan.issued key.rotated']);
    expect((await keys('retire', folder)).printed).toContain(`Still in use: seal.pem ${before}`);
    expect((await keys('rotate', 'seal', folder)).code).toBe(0);
    expect(await look()).toEqual(['intact plan.issued key.rotated']);
    expect((await keys('retire', folder)).printed).toContain(`Removed: seal.pem ${before}`);
    expect((await readdir(folder)).filter((name) => name.startsWith('seal.')).toSorted()).toEqual([
      `seal.${before}.public.pem`,
      'seal.pem',
    ]);
    expect(await look()).toEqual(['intact plan.issued key.rotated']);
  });
});
