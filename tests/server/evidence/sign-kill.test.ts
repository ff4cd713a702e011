import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getSheet, signSheet, type Receipt } from '#contract/acknowledgement.ts';
import { getSyncStatus } from '#contract/sync-status.ts';
import { openPage } from '#demo/visitor.ts';
import { shiftMonth, type Month } from '#domain/period.ts';
import { createKeys, readKeys } from '#kernel/keys.ts';
import { verifyChain } from '#ledger/verify-chain.ts';
import { listLedgerEntries } from '#store/ledger.ts';
import { openStore } from '#store/open-store.ts';
import { writeEmptyClient } from '#support/empty-client.ts';
import { findFreePorts } from '#support/free-ports.ts';
import { holdPort } from '#support/hold-port.ts';
import { hostPortal } from '#support/hosted-portal.ts';
import { toPerson, type Person } from '#support/person.ts';
import { smallPortalNow } from '#support/small-portal.ts';
import { createReopenableStore, testEngine, type ReopenableStore } from '#support/test-store.ts';
import { until } from '#support/until.ts';
import { describeKeys } from '#http/seal-keys.ts';
import { useNodeCrypto, verifyJournal } from '../../../server/ledger/verifier/verify.mjs';
import { companyOfTwoTeams } from '../http/company-of-two-teams.ts';
import type { ServePortalOrder } from '../process/serve-portal.ts';
import { chooseBy } from '../threats/seeded-choice.ts';
import { publish, sheetOf } from './signed-sheets.ts';
import { tellProgress } from './tell-progress.ts';
import { openAndRead } from '#support/sheet-acts.ts';

const kills = Number(process.env['SIGNING_KILLS'] ?? 3);
const seed = Number(process.env['SIGNING_SEED'] ?? 1);
const company = companyOfTwoTeams();
const { people } = company;
/** So many sheets are signed at once while the process is killed. */
const atOnce = 6;
let folder: string;
let place: ReopenableStore;
let hosted: Awaited<ReturnType<typeof hostPortal>>;
let order: ServePortalOrder;
let child: ChildProcess | undefined;
let printed = '';

beforeAll(async () => {
  await useNodeCrypto();
  folder = await mkdtemp(join(tmpdir(), 'kurs-signing-'));
  await writeEmptyClient(folder);
  const keysDir = join(folder, 'keys');
  createKeys(keysDir);
  place = await createReopenableStore();
  const [port = 0] = await findFreePorts(1);
  const oauth = await holdPort();
  hosted = await hostPortal({ data: company.data, port: oauth, appUrl: `http://127.0.0.1:${port}`, clock: { now: smallPortalNow } });
  const { oauthOrigin } = hosted.hosted;
  order = { port, oauthOrigin, store: place.options, keysDir, clientFolder: folder, now: smallPortalNow.toISOString(), diesBehind: '' };
  await serve();
  await install();
});
afterAll(async () => {
  child?.kill('SIGKILL');
  await hosted?.close();
  await place?.remove();
  await rm(folder, { recursive: true, force: true });
});

async function serve(): Promise<void> {
  child = fork(join(import.meta.dirname, '../process/serve-portal.ts'), { stdio: ['ignore', 'pipe', 'pipe', 'ipc'], execArgv: [] });
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  child.send(order);
  const [news] = (await Promise.race([once(child, 'message'), once(child, 'exit')])) as unknown[];
  if (news !== 'serving') throw new Error(`The service did not start: ${printed}`);
}

async function kill(): Promise<void> {
  const ended = once(child as ChildProcess, 'exit');
  child?.kill('SIGKILL');
  await ended;
}

const open = async (userId: number): Promise<Person> =>
  toPerson(`http://127.0.0.1:${order.port}`, await openPage(hosted.hosted.frame(userId)));

async function install(): Promise<void> {
  await openPage(hosted.hosted.frame(people.admin));
  hosted.hosted.emulator.finishInstall(people.admin);
  const admin = await open(people.admin);
  await until(async () => (await admin.call(getSyncStatus, {})).state === 'ready', 'the first load');
}

interface HandedOut {
  readonly month: Month;
  readonly receipt: Receipt;
}

/** Sends all signatures at once and ends the process at a moment that the seed tells; answers that came whole are what counts. */
async function signUntilKilled(employee: Person, months: readonly Month[], afterMs: number): Promise<HandedOut[]> {
  const opened = await Promise.all(
    months.map(async (month) => ({ month, challenge: await openAndRead(employee, sheetOf(month, people.employee)) })),
  );
  const handedOut: HandedOut[] = [];
  const signing = opened.map(async ({ month, challenge: { challengeId, planHash } }) => {
    const request = { ...sheetOf(month, people.employee), challengeId, planHash, decision: 'signed' as const };
    const answer = await employee.ask(signSheet, request).catch(() => undefined);
    if (answer?.status === 200) handedOut.push({ month, receipt: answer.body as Receipt });
  });
  await pause(afterMs);
  await kill();
  await Promise.all(signing);
  return handedOut;
}

describe('a process that is killed while people sign', () => {
  it(`has every receipt that it handed out in the ledger, ${kills} times over`, { timeout: 0 }, async () => {
    let month = '2026-12';
    const all: HandedOut[] = [];
    for (let round = 0; round < kills; round += 1) {
      tellProgress('kills', round, kills);
      const choice = chooseBy(seed * 3_000_017 + round);
      const [head, employee] = [await open(people.head), await open(people.employee)];
      const months = Array.from({ length: atOnce }, (_, index) => shiftMonth(month, index));
      month = shiftMonth(month, atOnce);
      for (const one of months) await publish(head, one, [people.employee]);
      // Signing takes some tens of milliseconds each, one after another.
      const handedOut = await signUntilKilled(employee, months, choice.below(250));
      all.push(...handedOut);
      await serve();
      const again = await open(people.employee);
      const about = `seed ${seed}, round ${round}`;
      for (const { month: signedMonth, receipt } of handedOut)
        expect([about, (await again.call(getSheet, sheetOf(signedMonth, people.employee))).receipt]).toEqual([about, receipt]);
    }
    await kill();
    await compareAll(all);
    if (kills > 3)
      console.log(
        `${kills} kills, ${all.length} receipts of ${kills * atOnce} were handed out before them, all in the ledger (${testEngine()})`,
      );
  });

  async function compareAll(all: readonly HandedOut[]): Promise<void> {
    const keys = readKeys(order.keysDir);
    const store = await openStore(order.store);
    try {
      const [portalId = 0n] = await store.directory.listPortalIds();
      const { entries, signatures } = await store.forPortal(portalId).transaction(async (tx) => ({
        entries: await listLedgerEntries(tx, 0n, 1_000_000),
        signatures: await tx.db.selectFrom('signature').select(['sequence', 'plan_hash']).execute(),
      }));
      expect(verifyChain(entries, keys.seal.current())).toMatchObject({ kind: 'intact', size: BigInt(entries.length) });
      const hashes = new Set(entries.map(({ entryHash }) => entryHash));
      expect(all.filter(({ receipt }) => !hashes.has(receipt.entryHash))).toEqual([]);
      const signing = new Set(entries.filter(({ type }) => type === 'plan.signed').map(({ sequence }) => sequence));
      expect(signatures.filter(({ sequence }) => !signing.has(sequence))).toEqual([]);
      expect(signing.size).toBe(signatures.length);
      if (testEngine() === 'pglite') await compareJournal(all);
    } finally {
      await store.close();
    }
  }

  /** The embedded store syncs nothing: the journal alone must know every receipt, and verify. */
  async function compareJournal(all: readonly HandedOut[]): Promise<void> {
    const { seal, listRetired } = readKeys(order.keysDir);
    const text = await readFile(join(order.keysDir, 'evidence.ndjson'), 'utf8');
    expect(all.filter(({ receipt }) => !text.includes(receipt.entryHash))).toEqual([]);
    const published = describeKeys({ sealKeys: seal, listRetiredKeys: listRetired });
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    for (const { receipt } of all.slice(-3)) expect(verifyJournal(whole, { keys: published, anchor: receipt.proof }).code).toBe(0);
  }
});
