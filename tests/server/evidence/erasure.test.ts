import { readFile } from 'node:fs/promises';
import { unzipSync } from 'fflate';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getSheet, listSigning } from '#contract/acknowledgement.ts';
import { erasePerson, listErasures } from '#contract/erasure.ts';
import { recordPaper, replyToSheet, saveBreakdown, writeAboutSheet } from '#contract/sheet-acts.ts';
import { getSigningPin, setSigningPin } from '#contract/signing-pin.ts';
import { verifyLedgers } from '#jobs/verify-ledgers.ts';
import { createLog } from '#kernel/log.ts';
import { destroyPersonalData } from '#store/erasures.ts';
import { readJournalLine } from '#store/journal-line.ts';
import { findLedgerHead, listLedgerEntries } from '#store/ledger.ts';
import { keptTables, purgedTables } from '#store/purge-portal.ts';
import { createSecretText } from '#store/secret-text.ts';
import { savePeople } from '#store/structure.ts';
import { startTestService, type InstalledPortal, type TestService } from '#support/installed-portal.ts';
import type { Person } from '#support/person.ts';
import { until } from '#support/until.ts';
import * as verifier from '../../../server/ledger/verifier/verify.mjs';
import { companyOfTwoTeams } from '../http/company-of-two-teams.ts';
import { download, publish, signed, sheetOf } from './signed-sheets.ts';

const [month, later] = ['2026-12', '2027-01'];
const base = companyOfTwoTeams();
const { people } = base;
const name = 'Незабудкина';
const users = base.data.users.map((user) => (user.id === people.employee ? { ...user, lastName: name, position: 'Флористка' } : user));
/** Each of them is said by or about the employee, and by nobody else. */
const words = {
  objection: 'Возражаю: северный клиент ушёл',
  question: 'Кто ведёт южный склад?',
  answer: 'Южный склад ведёте вы',
  reply: 'Северного клиента вернём',
  witness: 'Свидетель Одуванчикова',
  client: 'Завод «Ромашка-7»',
};
let service: TestService;
let portal: InstalledPortal;
let head: Person;
let admin: Person;
let before: { code: number; text: string };

beforeAll(async () => {
  await verifier.useNodeCrypto();
  service = await startTestService({ portals: 1 });
  portal = await service.installPortal({ ...base.data, users });
  const [chief, employee, colleague] = await Promise.all([
    portal.open(people.head),
    portal.open(people.employee),
    portal.open(people.colleague),
  ]);
  [head, admin] = [chief, await portal.open(people.admin)];
  await publish(head, month, [people.employee, people.colleague]);
  await publish(head, later, [people.employee]);
  const sheet = sheetOf(month, people.employee);
  await employee.call(setSigningPin, { pin: '702418', agreementHash: (await employee.call(getSigningPin, {})).agreement.hash });
  await employee.call(writeAboutSheet, { ...sheet, text: words.question });
  await head.call(writeAboutSheet, { ...sheet, text: words.answer });
  const { weeks } = await employee.call(getSheet, sheet);
  const client = { kind: 'company', id: '77', title: words.client } as const;
  await employee.call(saveBreakdown, {
    ...sheet,
    weeks: weeks.map(({ from, to, value }) => ({ from, to, value })),
    clients: [{ client, value: '1000000.00' }],
  });
  await signed(employee, month, people.employee, { decision: 'signed-with-objections', text: words.objection });
  await head.call(replyToSheet, { ...sheet, text: words.reply });
  await head.call(recordPaper, { ...sheetOf(later, people.employee), scanSha256: 'a'.repeat(64), witnesses: [words.witness, 'Пётр Ли'] });
  await signed(colleague, month, people.colleague, { decision: 'signed-with-objections', text: 'Мне много' });
  before = await packageOf(people.employee);
  await until(
    async () =>
      (await portal.transaction((tx) => tx.db.selectFrom('outbox').select('state').execute())).every(({ state }) => state === 'sent'),
    'the outbox to rest',
  );
});
afterAll(() => service.stop());

async function packageOf(userId: number) {
  const files = new Map(Object.entries(unzipSync(await download(head, month, userId))));
  const { code, findings } = verifier.verifyPackage(files);
  return {
    code,
    told: findings.map(({ en }) => en).join('\n'),
    files,
    text: [...files.values()].map((one) => Buffer.from(one).toString()).join(),
  };
}

/** Every row of the portal as a dump has it, and the evidence journal with what the operator's key opens of it. */
async function everyByte(): Promise<string> {
  const rows = await portal.transaction(async (tx) => {
    const found: string[] = [];
    for (const table of [...purgedTables, ...keptTables])
      found.push(
        ...(await sql<{ row: string }>`select to_jsonb(t)::text as row from ${sql.table(table)} t`.execute(tx.db)).rows.map(
          ({ row }) => row,
        ),
      );
    return found;
  });
  const secretText = createSecretText(service.keys.secretText);
  const journal = (await readFile(service.journalFile, 'utf8').catch(() => '')).split('\n').flatMap((text) => {
    const line = readJournalLine(text);
    if (line === undefined) return [];
    const place = { column: 'signature.row', memberId: line.tenant, generation: 0 };
    return [line.entry, ...(line.signature === null ? [] : [secretText.open(line.signature, place)])];
  });
  return [...rows, ...journal].join('\n');
}

/** Why the ledger is halted after a whole verification. */
async function verify(): Promise<string | null> {
  const listVerifiers = () => [service.keys.seal];
  await verifyLedgers({ store: service.store, listVerifiers, systemClock: () => new Date(), log: createLog({ level: 'silent' }) }, null);
  return (await portal.transaction(findLedgerHead))?.haltedBecause ?? null;
}

const found = async (): Promise<string[]> => {
  const all = await everyByte();
  return [name, 'Флористка', ...Object.values(words)].filter((one) => all.includes(one));
};
const asked = { userId: String(people.employee), basis: 'request', reference: 'Заявление № 14' } as const;
const dismiss = () =>
  portal.transaction((tx) => sql`update person set is_active = false where user_id = ${people.employee}`.execute(tx.db));

describe('T24: somebody whose personal data is erased', () => {
  it('is asked for by nobody before they left, nor before the time without saying so', async () => {
    expect((await admin.ask(erasePerson, asked)).status).toBe(409);
    await dismiss();
    // Being dismissed erases nothing.
    expect(await head.call(getSheet, sheetOf(month, people.employee))).toMatchObject({
      isErased: false,
      receipt: { text: words.objection },
    });
    expect((await admin.ask(erasePerson, asked)).status).toBe(409);
    expect((await head.ask(erasePerson, { ...asked, isEarly: true })).status).toBe(403);
    expect((await admin.call(listErasures, {})).people).toContainEqual({
      ...{ userId: String(people.employee), name: `${name} Анна` },
      ...{ sheets: 2, keptUntil: '2030-01-31', isEarly: true },
    });
    expect(before.code).toBe(0);
    expect([name, words.objection, words.reply, words.client].every((one) => before.text.includes(one))).toBe(true);
  });

  it('is whole as long as the transaction has not ended, wherever it breaks off', async () => {
    const broken = portal.transaction(async (tx) => {
      await destroyPersonalData(tx, BigInt(people.employee));
      throw new Error('killed');
    });
    await expect(broken).rejects.toThrow('killed');
    expect(await head.call(getSheet, sheetOf(month, people.employee))).toMatchObject({
      isErased: false,
      receipt: { text: words.objection },
    });
  });

  it('is in no row of the database and in no line of the journal, and the ledger says who did it and why', async () => {
    // Messages that were delivered still lie in the queue.
    expect(await found()).toContain(words.objection);
    const list = await admin.call(erasePerson, { ...asked, isEarly: true });
    expect(await found()).toEqual([]);
    expect(list.people.map(({ userId }) => userId)).not.toContain(String(people.employee));
    expect(list.erased).toMatchObject([
      { userId: String(people.employee), basis: 'request', reference: 'Заявление № 14', isEarly: true, byName: 'Ольга Проба' },
    ]);
    const [entry] = (await portal.transaction((tx) => listLedgerEntries(tx))).slice(-1);
    expect(list.erased[0]?.act).toContain(entry?.entryHash);
    expect(JSON.parse(entry?.entry ?? '{}')).toMatchObject({
      type: 'erasure.done',
      actor: { uid: String(people.admin), role: 'administrator' },
      body: { employee: String(people.employee), basis: 'request', isEarly: true, keptUntil: '2030-01-31' },
    });
  });

  it('is erased once: asked again nothing happens', async () => {
    const entries = await portal.transaction((tx) => listLedgerEntries(tx));
    expect((await admin.call(erasePerson, { ...asked, isEarly: true })).erased).toHaveLength(1);
    expect(await portal.transaction((tx) => listLedgerEntries(tx))).toHaveLength(entries.length);
  });

  it('leaves a ledger that verifies, in which nothing but the words is missing', async () => {
    expect(await verify()).toBeNull();
    expect(verifier.verifyJournal(await readFile(service.journalFile, 'utf8')).code).not.toBe(1);
  });

  it('has evidence that still verifies and says that the words were erased, and nobody else’s may lack them', async () => {
    const own = await packageOf(people.employee);
    expect([own.code, own.told]).toEqual([0, expect.stringContaining('personal data of the person was erased')]);
    expect(own.told).toContain('the plan was signed with objections');
    expect([...own.files.keys()].filter((file) => ['plan.txt', 'decision.txt', 'circumstances.json'].includes(file))).toEqual([]);
    expect([name, ...Object.values(words)].filter((one) => own.text.includes(one))).toEqual([]);
    const { code, files } = await packageOf(people.colleague);
    expect(code).toBe(0);
    const lacking = new Map([...files].filter(([file]) => file !== 'decision.txt' && file !== 'manifest.json'));
    expect(verifier.verifyPackage(lacking).findings.map(({ en }) => en)).toContain('the file decision.txt is missing');
  });

  it('is shown as erased on every screen, and nothing is written about their sheets any more', async () => {
    const sheet = await head.call(getSheet, sheetOf(month, people.employee));
    expect(sheet).toMatchObject({ isErased: true, text: '', breakdown: null, canAnswer: false, personName: 'Данные удалены (№ 4)' });
    expect(sheet.targets).toMatchObject([{ metric: 'revenue', value: '1000000.00' }]);
    expect(sheet.messages.map(({ text }) => text)).toEqual(['', '']);
    expect(sheet.receipt).toMatchObject({ decision: 'signed-with-objections', text: null, signer: 'Данные удалены (№ 4)' });
    const paper = await head.call(getSheet, sheetOf(later, people.employee));
    expect(paper).toMatchObject({ isErased: true, state: 'on-paper', paper: { witnesses: [] } });
    const board = await head.call(listSigning, { month });
    expect(board.people.find(({ userId }) => userId === String(people.employee))).toMatchObject({
      name: 'Данные удалены (№ 4)',
      text: null,
    });
    expect((await head.ask(writeAboutSheet, { ...sheetOf(month, people.employee), text: 'Ещё' })).status).toBe(409);
    expect(await head.call(getSheet, sheetOf(month, people.colleague))).toMatchObject({ isErased: false, receipt: { text: 'Мне много' } });
  });

  it('gets no name again from the portal, which goes on naming them', async () => {
    const row = { user_id: BigInt(people.employee), first_name: 'Анна', last_name: name, position: 'Флористка', is_active: false };
    await portal.transaction((tx) => savePeople(tx, [{ ...row, department_ids: [2n], joined_on: null }], { isWhole: false }));
    expect(await found()).toEqual([]);
  });
});

describe('T24: a key that was destroyed without an entry', () => {
  it('is found by the verification of the ledger, and gives no excuse', async () => {
    const key = await portal.transaction((tx) =>
      tx.db.selectFrom('subject_key').selectAll().where('user_id', '=', BigInt(people.colleague)).executeTakeFirstOrThrow(),
    );
    await portal.transaction((tx) => tx.db.deleteFrom('subject_key').where('user_id', '=', key.user_id).execute());
    expect(await verify()).toMatch('from the plan that was signed');
    await portal.transaction((tx) => tx.db.insertInto('subject_key').values(key).execute());
    expect(await verify()).toBeNull();
  });
});

describe('T24: rows from before people had keys', () => {
  it('go with the key too', async () => {
    const person = BigInt(people.colleague);
    await portal.transaction(async (tx) => {
      await sql`insert into sheet_message (portal_id, message_id, plan_id, version, user_id, author_id, text, written_at)
        select portal_id, gen_random_uuid(), plan_id, version, user_id, user_id, 'Старый вопрос', now() from plan_sheet
        where portal_id = ${tx.portalId} and user_id = ${person} limit 1`.execute(tx.db);
    });
    expect(await everyByte()).toContain('Старый вопрос');
    await portal.transaction((tx) => destroyPersonalData(tx, person));
    expect(await everyByte()).not.toContain('Старый вопрос');
    expect(await everyByte()).not.toContain('Мне много');
  });
});
