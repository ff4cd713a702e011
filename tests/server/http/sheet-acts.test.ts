import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { getSheet, listSigning, openSheet, signSheet } from '#contract/acknowledgement.ts';
import { publishPlan, saveDraft } from '#contract/plan.ts';
import { readSheet, writeAboutSheet } from '#contract/sheet-acts.ts';
import { shiftMonth } from '#domain/period.ts';
import { listLedgerEntries } from '#store/ledger.ts';
import { startTestService, type InstalledPortal, type TestService } from '#support/installed-portal.ts';
import type { Person } from '#support/person.ts';
import { until } from '#support/until.ts';
import { companyOfTwoTeams } from './company-of-two-teams.ts';

const company = companyOfTwoTeams();
const { people } = company;
let service: TestService;
let portal: InstalledPortal;
let head: Person;
let director: Person;
let employee: Person;
let colleague: Person;
/** Every test has a plan of a month of its own. */
let month = '2026-11';
const userId = String(people.employee);
const sheet = () => ({ month, version: 1, userId });

beforeAll(async () => {
  service = await startTestService({ portals: 1 });
  portal = await service.installPortal(company.data);
  [head, director, employee, colleague] = await Promise.all([
    portal.open(people.head),
    portal.open(people.director),
    portal.open(people.employee),
    portal.open(people.colleague),
  ]);
});
afterAll(() => service.stop());
beforeEach(async () => {
  month = shiftMonth(month, 1);
  await head.call(saveDraft, { month, lines: [{ metric: 'revenue', scope: `person:${userId}`, value: '1000000.00' }] });
  await head.call(publishPlan, { month, baseVersion: 0 });
});

async function entries(type: string) {
  const all = await portal.transaction((tx) => listLedgerEntries(tx, 0n, 100_000));
  return all.filter((entry) => entry.type === type);
}

describe('a sheet', () => {
  it('is delivered when the portal has taken the message, opened and read, each at its time', async () => {
    await until(async () => (await employee.call(getSheet, sheet())).deliveredAt !== null, 'the delivery');
    expect(await employee.call(getSheet, sheet())).toMatchObject({ openedAt: null, readAt: null, state: 'sent' });
    await employee.call(openSheet, sheet());
    expect(await employee.call(getSheet, sheet())).toMatchObject({
      openedAt: service.clock.now.toISOString(),
      readAt: null,
      state: 'opened',
    });
    const read = await employee.call(readSheet, sheet());
    expect(read).toMatchObject({ readAt: service.clock.now.toISOString(), state: 'opened', receipt: null });
  });

  it('is read once, however often its end is reached, and an entry says so', async () => {
    const before = (await entries('plan.read')).length;
    await employee.call(openSheet, sheet());
    const answers = await Promise.all([1, 2, 3].map(() => employee.call(readSheet, sheet())));
    expect(new Set(answers.map((answer) => answer.readAt)).size).toBe(1);
    const found = await entries('plan.read');
    expect(found).toHaveLength(before + 1);
    expect(JSON.parse(found.at(-1)?.entry ?? '{}')).toMatchObject({
      actor: { uid: userId, role: 'employee', level: 'L1' },
      body: { version: 1, planHash: answers[0]?.planHash },
    });
  });

  it('is not read before it was opened, and not signed before it was read', async () => {
    expect((await employee.ask(readSheet, sheet())).status).toBe(409);
    const { challengeId, planHash } = await employee.call(openSheet, sheet());
    expect((await employee.ask(signSheet, { ...sheet(), challengeId, planHash, decision: 'signed' })).status).toBe(409);
    await employee.call(readSheet, sheet());
    expect((await employee.ask(signSheet, { ...sheet(), challengeId, planHash, decision: 'signed' })).status).toBe(200);
  });
});

describe('a question', () => {
  const stateFor = async (): Promise<string | undefined> => (await head.call(listSigning, { month })).people[0]?.state;

  it('reaches the head above, waits as a question, and its answer reaches the person', async () => {
    await employee.call(openSheet, sheet());
    const asked = await employee.call(writeAboutSheet, { ...sheet(), text: 'Учтён ли [b]отпуск[/b]?' });
    expect(asked).toMatchObject({ state: 'question', messages: [{ authorId: userId, isAnswer: false, text: 'Учтён ли [b]отпуск[/b]?' }] });
    expect(await stateFor()).toBe('question');
    await until(
      async () => (await portal.notices(people.head)).some((text) => text.includes('［b］отпуск［/b］?')),
      'the question to arrive',
    );
    const answered = await head.call(writeAboutSheet, { ...sheet(), text: 'Да, 10 дней.' });
    expect(answered.messages.map((message) => message.isAnswer)).toEqual([false, true]);
    expect(await stateFor()).toBe('opened');
    await until(async () => (await portal.notices(people.employee)).some((text) => text.includes('Да, 10 дней.')), 'the answer to arrive');
  });

  it('is seen and answered by the two and the heads above, and by nobody beside them', async () => {
    await employee.call(writeAboutSheet, { ...sheet(), text: 'Почему столько?' });
    expect((await colleague.ask(getSheet, sheet())).status).toBe(403);
    expect((await colleague.ask(writeAboutSheet, { ...sheet(), text: 'Отвечу я' })).status).toBe(403);
    const answered = await director.call(writeAboutSheet, { ...sheet(), text: 'Так решили на планёрке.' });
    expect(answered).toMatchObject({ canAnswer: true, canSign: false });
    expect((await employee.call(getSheet, sheet())).messages.map((message) => message.text)).toEqual([
      'Почему столько?',
      'Так решили на планёрке.',
    ]);
  });

  it('that waits for its answer hinders nobody from signing', async () => {
    const { challengeId, planHash } = await employee.call(openSheet, sheet());
    await employee.call(readSheet, sheet());
    await employee.call(writeAboutSheet, { ...sheet(), text: 'Почему столько?' });
    expect((await employee.ask(signSheet, { ...sheet(), challengeId, planHash, decision: 'signed' })).status).toBe(200);
  });

  it('says something, and not too much', async () => {
    for (const text of ['', '   ', 'н'.repeat(2001)]) expect((await employee.ask(writeAboutSheet, { ...sheet(), text })).status).toBe(400);
  });
});
