import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { getSheet, listSigning, openSheet, signSheet, type Decision, type Receipt } from '#contract/acknowledgement.ts';
import { publishPlan, saveDraft } from '#contract/plan.ts';
import { openAndRead } from '#support/sheet-acts.ts';
import { shiftMonth } from '#domain/period.ts';
import { toCanonicalJson, type CanonicalValue } from '#ledger/canonical-json.ts';
import { hashEntry, hashPlan, hashSaltedText } from '#ledger/entry.ts';
import { verifyChain } from '#ledger/verify-chain.ts';
import { listLedgerEntries } from '#store/ledger.ts';
import { listSheets } from '#store/plan-sheets.ts';
import { findCircumstances } from '#store/signatures.ts';
import { startTestService, type InstalledPortal, type TestService } from '#support/installed-portal.ts';
import type { Person } from '#support/person.ts';
import { companyOfTwoTeams } from './company-of-two-teams.ts';

const company = companyOfTwoTeams();
const { people } = company;
let service: TestService;
let portal: InstalledPortal;
let head: Person;
let employee: Person;
let colleague: Person;
/** Every test signs a plan of a month of its own. */
let month = '2026-11';

beforeAll(async () => {
  service = await startTestService({ portals: 1 });
  portal = await service.installPortal(company.data);
  [head, employee, colleague] = await Promise.all([portal.open(people.head), portal.open(people.employee), portal.open(people.colleague)]);
});
afterAll(() => service.stop());
beforeEach(async () => {
  month = shiftMonth(month, 1);
  await publish(0, '1000000.00');
});

async function publish(baseVersion: number, value: string): Promise<void> {
  const lines = [people.employee, people.colleague].map((userId) => ({ metric: 'revenue' as const, scope: `person:${userId}`, value }));
  await head.call(saveDraft, { month, lines });
  await head.call(publishPlan, { month, baseVersion, reason: baseVersion === 0 ? '' : 'Пересчёт' });
}

const sheetOf = (userId: number, version = 1) => ({ month, version, userId: String(userId) });

async function open(person = employee, userId: number = people.employee, version = 1) {
  return openAndRead(person, sheetOf(userId, version));
}

async function sign(change: Partial<{ challengeId: string; planHash: string; decision: Decision; text: string; version: number }> = {}) {
  const opened = change.challengeId === undefined || change.planHash === undefined ? await open() : null;
  return employee.ask(signSheet, {
    ...sheetOf(people.employee, change.version ?? 1),
    challengeId: change.challengeId ?? opened?.challengeId ?? '',
    planHash: change.planHash ?? opened?.planHash ?? '',
    decision: change.decision ?? 'signed',
    text: change.text ?? '',
  });
}

async function storedSheet(userId: number, version = 1) {
  const [sheet] = await portal.transaction((tx) => listSheets(tx, { month, userId: BigInt(userId), version }));
  if (sheet === undefined) throw new Error('there is no such sheet');
  return sheet;
}

async function signatures() {
  const { planId } = await storedSheet(people.employee);
  return portal.transaction((tx) => tx.db.selectFrom('signature').selectAll().where('plan_id', '=', planId).execute());
}

async function chain() {
  const entries = await portal.transaction((tx) => listLedgerEntries(tx, 0n, 100_000));
  return { entries, verdict: verifyChain(entries, service.keys.seal) };
}

describe('a signature', () => {
  it('is bound to the hash of the document that is stored and was shown', async () => {
    const shown = await employee.call(getSheet, sheetOf(people.employee));
    const answer = await sign();
    expect(answer.status).toBe(200);
    const receipt = answer.body as Receipt;
    const stored = await storedSheet(people.employee);
    expect(toCanonicalJson(JSON.parse(stored.document) as CanonicalValue)).toBe(stored.document);
    expect(hashPlan(stored.document)).toBe(receipt.planHash);
    expect(stored.planHash).toBe(receipt.planHash);
    expect(shown.planHash).toBe(receipt.planHash);
    const words = stored.humanText ?? { text: '', salt: null };
    expect(shown.text).toBe(words.text);
    expect(JSON.parse(stored.document)).toMatchObject({
      schema: 'plan/2',
      tenant: portal.memberId,
      version: 1,
      prevVersionHash: null,
      employee: { b24UserId: String(people.employee) },
      author: { b24UserId: String(people.head) },
      targets: [{ kpi: 'revenue', unit: 'RUB', value: '1000000.00', was: null }],
      humanTextSaltedSha256: hashSaltedText({ text: shown.text, salt: words.salt ?? '' }),
    });
  });

  it('stands in the ledger as the receipt says', async () => {
    const receipt = (await sign({ decision: 'signed' })).body as Receipt;
    const { entries, verdict } = await chain();
    expect(verdict.kind).toBe('intact');
    const entry = entries.find((candidate) => candidate.sequence === BigInt(receipt.sequence));
    expect(entry).toMatchObject({
      type: 'plan.signed',
      entryHash: receipt.entryHash,
      previousHash: receipt.previousHash,
      sealKeyId: receipt.sealKeyId,
    });
    expect(hashEntry(entry?.entry ?? '')).toBe(receipt.entryHash);
    expect(service.keys.seal.verify(receipt.entryHash, entry?.seal ?? '')).toBe(true);
    expect(JSON.parse(entry?.entry ?? '{}')).toMatchObject({
      v: 1,
      tenant: portal.memberId,
      seq: receipt.sequence,
      prev: receipt.previousHash,
      type: 'plan.signed',
      at: receipt.at,
      actor: { uid: String(people.employee), role: 'employee', level: 'L1' },
      body: { version: 1, planHash: receipt.planHash, textSaltedSha256: null },
    });
    expect(receipt).toMatchObject({ level: 'L1', signer: 'Анна Проба', version: 1, decision: 'signed', text: null });
    expect((await employee.call(getSheet, sheetOf(people.employee))).receipt).toEqual(receipt);
  });

  it('is preceded by what was sent and, once, by the first opening and reading', async () => {
    await open();
    await open();
    await sign();
    const { planId } = await storedSheet(people.employee);
    const { entries } = await chain();
    const own = entries.filter((entry) => entry.entry.includes(planId)).map((entry) => `${entry.type} ${entry.actorId}`);
    expect(own).toEqual([
      `plan.issued ${people.head}`,
      `plan.issued ${people.head}`,
      `plan.viewed ${people.employee}`,
      `plan.read ${people.employee}`,
      `plan.signed ${people.employee}`,
    ]);
  });

  it('is shown to the head and to the person, and closes the sheet', async () => {
    expect((await employee.call(getSheet, sheetOf(people.employee))).canSign).toBe(true);
    expect((await head.call(getSheet, sheetOf(people.employee))).canSign).toBe(false);
    await sign();
    const sheet = await employee.call(getSheet, sheetOf(people.employee));
    expect(sheet).toMatchObject({ state: 'signed', canSign: false });
    const list = await head.call(listSigning, { month });
    expect(list.people.map((person) => `${person.userId} ${person.state}`).sort()).toEqual(
      [`${people.employee} signed`, `${people.colleague} sent`].sort(),
    );
    const own = await colleague.call(listSigning, { month });
    expect(own.people.map((person) => person.userId)).toEqual([String(people.colleague)]);
  });
});

describe('a request to sign is refused', () => {
  const nothingHappened = async (): Promise<void> => {
    expect(await signatures()).toEqual([]);
    expect((await employee.call(getSheet, sheetOf(people.employee))).receipt).toBeNull();
  };

  it('with the hash of something else', async () => {
    const { challengeId } = await open();
    const others = await colleague.call(getSheet, sheetOf(people.colleague));
    for (const planHash of ['0'.repeat(64), others.planHash]) expect((await sign({ challengeId, planHash })).status).toBe(409);
    expect((await sign({ challengeId, planHash: 'A'.repeat(64) })).status).toBe(400);
    await nothingHappened();
  });

  it('with the challenge of somebody else, of another sheet or of nobody', async () => {
    const { planHash } = await open();
    const foreign = await open(colleague, people.colleague);
    const before = month;
    month = shiftMonth(month, 24);
    await publish(0, '5.00');
    const elsewhere = await open();
    month = before;
    for (const challengeId of [foreign.challengeId, elsewhere.challengeId, '01890a5d-ac96-774b-bcce-b302099a8057']) {
      expect((await sign({ challengeId, planHash })).status).toBe(409);
    }
    expect((await sign({ challengeId: 'not-a-challenge', planHash })).status).toBe(400);
    await nothingHappened();
  });

  it('ten minutes after the sheet was opened, until it is opened again', async () => {
    const { challengeId, planHash, expiresAt } = await open();
    expect(Math.abs(Date.parse(expiresAt) - Date.now() - 600_000)).toBeLessThan(30_000);
    await portal.transaction((tx) =>
      tx.db
        .updateTable('challenge')
        .set({ expires_at: new Date(Date.now() - 1) })
        .where('challenge_id', '=', challengeId)
        .execute(),
    );
    expect((await sign({ challengeId, planHash })).status).toBe(409);
    await nothingHappened();
    expect((await sign()).status).toBe(200);
  });

  it('when a newer version was sent', async () => {
    const { challengeId, planHash } = await open();
    await publish(1, '2000000.00');
    expect((await sign({ challengeId, planHash })).status).toBe(409);
    expect((await employee.ask(openSheet, sheetOf(people.employee, 1))).status).toBe(409);
    await nothingHappened();
    const second = await open(employee, people.employee, 2);
    const answer = await sign({ ...second, version: 2 });
    expect(answer.status).toBe(200);
    const stored = JSON.parse((await storedSheet(people.employee, 2)).document) as unknown;
    expect(stored).toMatchObject({
      version: 2,
      previousVersion: 1,
      prevVersionHash: planHash,
      reason: 'Пересчёт',
      targets: [{ value: '2000000.00', was: '1000000.00' }],
    });
  });

  it('for another person, even by the head who sent it', async () => {
    const { challengeId, planHash } = await open();
    for (const person of [head, colleague]) {
      const answer = await person.ask(signSheet, { ...sheetOf(people.employee), challengeId, planHash, decision: 'signed' });
      expect(answer.status).toBe(403);
    }
    await nothingHappened();
  });

  it('when it disagrees without saying why', async () => {
    const { challengeId, planHash } = await open();
    for (const decision of ['refused', 'signed-with-objections'] as const) {
      for (const text of ['', '   ', '\n\t']) expect((await sign({ challengeId, planHash, decision, text })).status).toBe(400);
    }
    expect((await sign({ challengeId, planHash, decision: 'refused', text: 'н'.repeat(4001) })).status).toBe(400);
    expect((await sign({ challengeId, planHash, decision: 'maybe' as Decision })).status).toBe(400);
    await nothingHappened();
  });

  it('after the sheet has been answered', async () => {
    const first = (await sign({ decision: 'refused', text: 'Нет ресурсов' })).body as Receipt;
    expect((await sign()).status).toBe(409);
    expect((await sign({ decision: 'refused', text: 'Нет ресурсов' })).status).toBe(409);
    expect((await employee.call(getSheet, sheetOf(people.employee))).receipt).toEqual(first);
    expect(await signatures()).toHaveLength(1);
  });
});

describe('a decision with words', () => {
  it.each([
    ['refused', 'plan.refused'],
    ['signed-with-objections', 'plan.signed_with_objections'],
  ] as const)('«%s» keeps the text as it was composed, and its hash stands in the ledger', async (decision, type) => {
    const decomposed = 'Не учте\u0308н уход «ТехноРемонта»';
    const receipt = (await sign({ decision, text: `  ${decomposed} ` })).body as Receipt;
    expect(receipt).toMatchObject({ decision, text: decomposed.normalize('NFC') });
    const { entries, verdict } = await chain();
    expect(verdict.kind).toBe('intact');
    const entry = entries.find((candidate) => candidate.sequence === BigInt(receipt.sequence));
    expect(entry?.type).toBe(type);
    const [sheet] = await portal.transaction((tx) => listSheets(tx, { month, userId: BigInt(people.employee) }));
    const salt = sheet?.signature?.text?.salt ?? '';
    expect(salt).toMatch(/^[0-9a-f]{32}$/);
    expect(JSON.parse(entry?.entry ?? '{}')).toMatchObject({
      body: { textSaltedSha256: hashSaltedText({ text: receipt.text ?? '', salt }) },
    });
    expect(entry?.entry).not.toContain('ТехноРемонта');
    const list = await head.call(listSigning, { month });
    expect(list.people.find((person) => person.userId === String(people.employee))).toMatchObject({ state: decision, text: receipt.text });
  });

  it('is bound to where it came from, which the ledger itself does not tell', async () => {
    const receipt = (await sign()).body as Receipt;
    const { entries } = await chain();
    const entry = entries.find((candidate) => candidate.sequence === BigInt(receipt.sequence))?.entry ?? '';
    const from = await portal.transaction(async (tx) => {
      const [sheet] = await listSheets(tx, { month, userId: BigInt(people.employee) });
      return sheet === undefined ? null : findCircumstances(tx, sheet);
    });
    expect(JSON.parse(from?.text ?? '{}')).toEqual({
      v: 1,
      address: '127.0.0.1',
      userAgent: 'node',
      portal: portal.origin,
      confirmedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string,
    });
    const salt = from?.salt ?? '';
    expect(JSON.parse(entry)).toMatchObject({ body: { circumstancesSaltedSha256: hashSaltedText({ text: from?.text ?? '', salt }) } });
    expect(entry).not.toContain('127.0.0.1');
  });

  it('keeps no text with a plain signature', async () => {
    expect((await sign({ text: 'спасибо' })).body).toMatchObject({ decision: 'signed', text: null });
  });
});

describe('repeated and parallel requests', () => {
  it('return the same receipt for the same request', async () => {
    const opened = await open();
    const first = await sign(opened);
    const again = await sign(opened);
    expect(again.status).toBe(200);
    expect(again.body).toEqual(first.body);
    expect(await signatures()).toHaveLength(1);
  });

  it('return the receipt also after a newer version was sent', async () => {
    const opened = await open();
    const first = await sign(opened);
    await publish(1, '3000000.00');
    expect((await sign(opened)).body).toEqual(first.body);
  });

  it('make exactly one signature of twenty of the same request', async () => {
    const opened = await open();
    const answers = await Promise.all(Array.from({ length: 20 }, () => sign(opened)));
    expect(answers.map((answer) => answer.status)).toEqual(Array.from({ length: 20 }, () => 200));
    expect(new Set(answers.map((answer) => JSON.stringify(answer.body))).size).toBe(1);
    expect(await signatures()).toHaveLength(1);
    expect((await chain()).verdict.kind).toBe('intact');
  });

  it('make exactly one signature of twenty with challenges and decisions of their own', async () => {
    const openings = await Promise.all(Array.from({ length: 20 }, () => open()));
    expect(new Set(openings.map((opening) => opening.challengeId)).size).toBe(20);
    const decisions: Decision[] = ['signed', 'signed-with-objections', 'refused'];
    const answers = await Promise.all(
      openings.map((opening, index) => sign({ ...opening, decision: decisions[index % 3] ?? 'signed', text: 'Причина' })),
    );
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, ...Array.from({ length: 19 }, () => 409)]);
    const [signature] = await signatures();
    const won = answers.find((answer) => answer.status === 200)?.body as Receipt;
    expect(await signatures()).toHaveLength(1);
    expect(signature).toMatchObject({ decision: won.decision, sequence: BigInt(won.sequence) });
    const { entries, verdict } = await chain();
    expect(verdict).toMatchObject({ kind: 'intact', size: BigInt(entries.length) });
    expect(entries.map((entry) => entry.sequence)).toEqual(entries.map((_, index) => BigInt(index + 1)));
  });

  it('of several people at once keep one gapless chain', async () => {
    const openings = await Promise.all([open(), open(colleague, people.colleague)]);
    await Promise.all([
      sign(openings[0]),
      colleague.call(signSheet, {
        ...sheetOf(people.colleague),
        challengeId: openings[1].challengeId,
        planHash: openings[1].planHash,
        decision: 'signed',
      }),
      head.call(saveDraft, { month, lines: [{ metric: 'calls', scope: `person:${people.employee}`, value: '7' }] }),
    ]);
    const { entries, verdict } = await chain();
    expect(verdict).toMatchObject({ kind: 'intact', size: BigInt(entries.length) });
  });

  it('break the chain visibly when somebody changes a stored entry', async () => {
    await sign();
    const { entries } = await chain();
    const forged = entries.map((entry, index) => (index === 1 ? { ...entry, entry: entry.entry.replace('"v":1', '"v":2') } : entry));
    expect(verifyChain(forged, service.keys.seal)).toMatchObject({ kind: 'broken', sequence: 2n });
    expect(verifyChain(entries.toSpliced(1, 1), service.keys.seal)).toMatchObject({ kind: 'broken' });
  });
});
