import { readFile } from 'node:fs/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { getSheet, signSheet } from '#contract/acknowledgement.ts';
import { shiftMonth } from '#domain/period.ts';
import { publishRoot } from '#jobs/publish-root.ts';
import { sendHeadDigest } from '#jobs/send-head-digest.ts';
import { verifyLedgers } from '#jobs/verify-ledgers.ts';
import { createKeyRing } from '#kernel/key-ring.ts';
import { createLog } from '#kernel/log.ts';
import { findLedgerHead, haltLedger, resumeLedger } from '#store/ledger.ts';
import type { PortalTransaction } from '#store/portal-store.ts';
import { startTestService, type InstalledPortal, type TestService } from '#support/installed-portal.ts';
import type { Person } from '#support/person.ts';
import { companyOfTwoTeams } from '../http/company-of-two-teams.ts';
import { publish, sheetOf, sign, signed } from './signed-sheets.ts';
import { openAndRead } from '#support/sheet-acts.ts';

const company = companyOfTwoTeams();
const { people } = company;
let service: TestService;
let portal: InstalledPortal;
let head: Person;
let employee: Person;
let month = '2026-11';

beforeAll(async () => {
  service = await startTestService({ portals: 1 });
  portal = await service.installPortal(company.data);
  [head, employee] = await Promise.all([portal.open(people.head), portal.open(people.employee)]);
});
afterAll(() => service.stop());
beforeEach(async () => {
  month = shiftMonth(month, 1);
  await publish(head, month, [people.employee]);
});

const halted = async (): Promise<string | null> => (await portal.transaction(findLedgerHead))?.haltedBecause ?? null;
const verify = (lastEntries: bigint | null = null): Promise<void> =>
  verifyLedgers(
    { store: service.store, listVerifiers: () => [service.keys.seal], systemClock: () => new Date(), log: createLog({ level: 'silent' }) },
    lastEntries,
  );

/** Whoever owns the database: triggers off, what they like, triggers on. */
async function asOwner(table: string, change: (tx: PortalTransaction) => Promise<unknown>): Promise<void> {
  await portal.transaction(async (tx) => {
    await sql`reset role`.execute(tx.db);
    await sql`alter table ${sql.table(table)} disable trigger user`.execute(tx.db);
    await change(tx);
    await sql`alter table ${sql.table(table)} enable always trigger ${sql.ref(`${table}_append_only`)}`.execute(tx.db);
    await sql`alter table ${sql.table(table)} enable always trigger ${sql.ref(`${table}_keep`)}`.execute(tx.db);
    if (table === 'ledger_entry') await sql`alter table ledger_entry enable always trigger ledger_entry_chain`.execute(tx.db);
  });
}

/** A cell changed, looked for, and put back. */
async function isFound(table: string, column: string, where: string, to: string): Promise<string | null> {
  const place = sql`${sql.table(table)}`;
  const [name, condition] = [sql.ref(column), sql.raw(where)];
  const kept = await portal.transaction((tx) =>
    sql<{ value: unknown }>`select ${name} as value from ${place} where ${condition}`.execute(tx.db),
  );
  await asOwner(table, (tx) => sql`update ${place} set ${name} = ${sql.raw(to)} where ${condition}`.execute(tx.db));
  await verify();
  const reason = await halted();
  await asOwner(table, (tx) => sql`update ${place} set ${name} = ${kept.rows[0]?.value} where ${condition}`.execute(tx.db));
  await verify();
  expect(await halted()).toBeNull();
  return reason;
}

describe('T22: a plan that was changed after it was signed', () => {
  it('is found by the verification of every night, though whoever did it took the guards off', async () => {
    const receipt = await signed(employee, month, people.employee);
    await verify();
    expect(await halted()).toBeNull();
    const where = `plan_hash = '${receipt.planHash}'`;
    for (const [column, to] of [
      ['document', "replace(document, '1000000.00', '9000000.00')"],
      ['human_text', "replace(human_text, '1', '9')"],
      ['plan_hash', "repeat('b', 64)"],
    ] as const) {
      const found = await isFound(
        'plan_sheet',
        column,
        column === 'plan_hash'
          ? `document = (select document from plan_sheet where ${where} or plan_hash = repeat('b', 64) limit 1)`
          : where,
        to,
      );
      expect(found).toBe(`the ledger differs at entry ${receipt.sequence} from the plan that was signed`);
    }
  });
});

describe('T23: a ledger that was changed by its owner', () => {
  it(
    'is halted by the verification, goes on when it is whole again, and everything else works meanwhile',
    { timeout: 120_000 },
    async () => {
      const { sequence } = await signed(employee, month, people.employee);
      const where = `sequence = ${sequence}`;
      expect(await isFound('ledger_entry', 'entry', where, "replace(entry, 'L1', 'L2')")).toMatch(
        `breaks at entry ${sequence}: the content`,
      );
      expect(await isFound('ledger_entry', 'seal', where, 'reverse(seal)')).toMatch('the seal does not match');
      expect(await isFound('ledger_entry', 'type', where, "'plan.refused'")).toMatch('its columns say something else');
      expect(await isFound('ledger_tree_head', 'root', `size = (select max(size) from ledger_tree_head)`, "repeat('0', 64)")).toMatch(
        'another tree',
      );
      expect(await isFound('ledger_tree_head', 'seal', `size = (select max(size) from ledger_tree_head)`, 'reverse(seal)')).toMatch(
        'unsealed head',
      );
      await portal.transaction((tx) => haltLedger(tx, 'the ledger is looked at', new Date()));
      expect((await employee.call(getSheet, sheetOf(month, people.employee))).receipt?.sequence).toBe(sequence);
      await portal.transaction(resumeLedger);
    },
  );

  it('takes no signature while it is halted, and takes it afterwards', async () => {
    const challenge = await openAndRead(employee, sheetOf(month, people.employee));
    await portal.transaction((tx) => haltLedger(tx, 'the journal has a gap', new Date()));
    const request = {
      ...sheetOf(month, people.employee),
      challengeId: challenge.challengeId,
      planHash: challenge.planHash,
      decision: 'signed' as const,
    };
    const answer = await employee.ask(signSheet, request);
    expect([answer.status, JSON.stringify(answer.body)]).toEqual([503, expect.stringContaining('ledger-halted')]);
    expect((await employee.call(getSheet, sheetOf(month, people.employee))).receipt).toBeNull();
    await portal.transaction(resumeLedger);
    expect((await employee.ask(signSheet, request)).status).toBe(200);
  });

  it('is verified from its end too, without the beginning', async () => {
    const { sequence } = await signed(employee, month, people.employee);
    await verify(3n);
    expect(await halted()).toBeNull();
    await asOwner('ledger_entry', (tx) => sql`update ledger_entry set seal = reverse(seal) where sequence = ${sequence}`.execute(tx.db));
    await verify(3n);
    expect(await halted()).toMatch(`breaks at entry ${sequence}`);
    await asOwner('ledger_entry', (tx) => sql`update ledger_entry set seal = reverse(seal) where sequence = ${sequence}`.execute(tx.db));
    await verify();
    expect(await halted()).toBeNull();
  });
});

describe('T23: copies that others hold', () => {
  it('are a receipt in hand only when the entry is in the journal', async () => {
    const { entryHash } = await signed(employee, month, people.employee);
    expect(await readFile(service.journalFile, 'utf8')).toContain(entryHash);
  });

  it('are told to two administrators once a week', async () => {
    await sign(employee, month, people.employee);
    const businessClock = () => service.clock.now;
    await publishRoot({ store: service.store, sealKeys: createKeyRing(() => [service.keys.seal]), businessClock });
    const store = service.store.forPortal(portal.portalId);
    const told = () =>
      portal.transaction((tx) =>
        tx.db.selectFrom('outbox').select(['dedupe_key', 'payload']).where('dedupe_key', 'like', 'ledger-head %').execute(),
      );
    expect(await sendHeadDigest({ businessClock }, store)).toBeGreaterThanOrEqual(2);
    const first = await told();
    expect(first.length).toBeGreaterThanOrEqual(2);
    const anchor = await portal.transaction((tx) =>
      tx.db
        .selectFrom('ledger_anchor as a')
        .innerJoin('ledger_tree_head as t', (join) => join.onRef('t.size', '=', 'a.size'))
        .select('t.root')
        .execute(),
    );
    expect(JSON.stringify(first.map(({ payload }) => payload))).toContain(anchor.at(-1)?.root);
    await sendHeadDigest({ businessClock }, store);
    expect(await told()).toHaveLength(first.length);
    await sendHeadDigest({ businessClock: () => new Date(businessClock().getTime() + 7 * 86_400_000) }, store);
    expect(await told()).toHaveLength(2 * first.length);
  });
});
