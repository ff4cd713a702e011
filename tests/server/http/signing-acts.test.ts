import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { getSheet, listSigning, remindPeople, signSheet, type Decision, type PlanSheet, type Receipt } from '#contract/acknowledgement.ts';
import { recordPaper, replyToSheet, saveBreakdown } from '#contract/sheet-acts.ts';
import { hashBreakdown } from '#ledger/entry.ts';
import { listSheets } from '#store/plan-sheets.ts';
import { openAndRead } from '#support/sheet-acts.ts';
import { until } from '#support/until.ts';
import { startSentPlans, type SentPlans } from './sent-plan.ts';

let plans: SentPlans;

beforeAll(async () => {
  plans = await startSentPlans();
});
afterAll(() => plans.service.stop());
beforeEach(() => plans.sendNext());

async function sign(decision: Decision, text = ''): Promise<{ status: number; body: unknown }> {
  const { challengeId, planHash } = await openAndRead(plans.employee, plans.sheet());
  return plans.employee.ask(signSheet, { ...plans.sheet(), challengeId, planHash, decision, text });
}

const weeksOf = (sheet: PlanSheet) => sheet.weeks.map(({ from, to, value }) => ({ from, to, value }));
const company = { kind: 'company', id: '77', title: 'Завод «Прогресс»' } as const;

describe('a breakdown', () => {
  it('that adds up is kept, and the signature names its hash', async () => {
    const { employee } = plans;
    const weeks = weeksOf(await employee.call(getSheet, plans.sheet()));
    const clients = [
      { client: company, value: '400000.00' },
      { client: { kind: 'new' as const }, value: '600000.00' },
    ];
    const saved = await employee.call(saveBreakdown, { ...plans.sheet(), weeks, clients });
    expect(saved).toMatchObject({ state: 'broken-down', breakdown: { weeks, clients } });
    const receipt = (await sign('signed')).body as Receipt;
    expect(receipt.breakdownHash).toBe(saved.breakdown?.hash);
    const stored = await plans.portal.transaction((tx) => listSheets(tx, {}));
    const text = stored.find(({ breakdown }) => breakdown?.hash === receipt.breakdownHash)?.breakdown?.text ?? '';
    expect(hashBreakdown(text)).toBe(receipt.breakdownHash);
    expect((await plans.entries('plan.signed')).at(-1)?.body).toMatchObject({ breakdownSha256: receipt.breakdownHash });
  });

  it('changes until the signature and not after it', async () => {
    const { employee } = plans;
    const weeks = weeksOf(await employee.call(getSheet, plans.sheet()));
    const first = await employee.call(saveBreakdown, { ...plans.sheet(), weeks, clients: [] });
    const second = await employee.call(saveBreakdown, { ...plans.sheet(), weeks, clients: [{ client: company, value: '1000000.00' }] });
    expect(second.breakdown?.hash).not.toBe(first.breakdown?.hash);
    await sign('signed');
    expect((await employee.ask(saveBreakdown, { ...plans.sheet(), weeks, clients: [] })).status).toBe(409);
  });

  it('that does not add up, has other weeks or names a client twice is refused', async () => {
    const { employee, head } = plans;
    const weeks = weeksOf(await employee.call(getSheet, plans.sheet()));
    const [first, ...others] = weeks;
    const wrong = [
      { weeks: others, clients: [] },
      { weeks: [{ ...first!, value: '1.00' }, ...others], clients: [] },
      { weeks, clients: [{ client: company, value: '999999.99' }] },
      { weeks, clients: [1, 2].map(() => ({ client: company, value: '500000.00' })) },
      { weeks, clients: [{ client: { ...company, id: '0' }, value: '1000000.00' }] },
    ];
    for (const given of wrong) expect((await employee.ask(saveBreakdown, { ...plans.sheet(), ...given })).status).toBe(400);
    expect((await head.ask(saveBreakdown, { ...plans.sheet(), weeks, clients: [] })).status).toBe(403);
  });

  it('is demanded before a signature where the portal says so, and never before a refusal', async () => {
    await plans.setRules({ isBreakdownRequired: true });
    try {
      expect((await plans.employee.call(getSheet, plans.sheet())).isBreakdownRequired).toBe(true);
      expect((await sign('signed')).status).toBe(409);
      expect((await sign('signed-with-objections', 'Мало')).status).toBe(409);
      expect((await sign('refused', 'Не согласен')).status).toBe(200);
    } finally {
      await plans.setRules({});
    }
  });
});

describe('whoever does not agree', () => {
  it('objects, is answered by the head once, and both texts stay', async () => {
    const { employee, head, colleague, people, portal } = plans;
    const receipt = (await sign('signed-with-objections', 'Не учтён отпуск')).body as Receipt;
    // Monday the 16th and three working days.
    expect(receipt.replyBefore).toBe('2026-11-19');
    await until(async () => (await portal.notices(people.head)).some((text) => text.includes('Не учтён отпуск')), 'the head to hear of it');
    expect((await employee.ask(replyToSheet, { ...plans.sheet(), text: 'Сам' })).status).toBe(403);
    expect((await colleague.ask(replyToSheet, { ...plans.sheet(), text: 'Я' })).status).toBe(403);
    const answered = await head.call(replyToSheet, { ...plans.sheet(), text: 'Учтём версией 2.' });
    expect(answered).toMatchObject({ receipt: { text: 'Не учтён отпуск' }, reply: { text: 'Учтём версией 2.' } });
    expect((await head.ask(replyToSheet, { ...plans.sheet(), text: 'Ещё раз' })).status).toBe(409);
    const entry = (await plans.entries('objection.answered')).at(-1);
    expect(entry).toMatchObject({
      actor: { uid: String(people.head), role: 'head' },
      body: { decisionSequence: String(receipt.sequence), textSaltedSha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string },
    });
    await until(
      async () => (await portal.notices(people.employee)).some((text) => text.includes('Учтём версией 2.')),
      'the answer to arrive',
    );
  });

  it('refuses, and a talk is set within two working days', async () => {
    const receipt = (await sign('refused', 'Нет ресурсов')).body as Receipt;
    expect(receipt).toMatchObject({ decision: 'refused', replyBefore: '2026-11-18' });
    expect((await plans.entries('plan.refused')).at(-1)?.body).toMatchObject({ replyBefore: '2026-11-18' });
  });

  it('has nothing to be answered after a plain signature', async () => {
    await sign('signed');
    expect((await plans.head.ask(replyToSheet, { ...plans.sheet(), text: 'Хорошо' })).status).toBe(409);
  });

  it('is acquainted on paper by an act that is no signature and names nobody in the ledger', async () => {
    const { head, employee, people } = plans;
    const act = { ...plans.sheet(), scanSha256: 'c'.repeat(64), witnesses: ['Анна Смирнова', 'Пётр Котов'] };
    expect((await employee.ask(recordPaper, act)).status).toBe(403);
    expect((await head.ask(recordPaper, { ...act, witnesses: ['Анна Смирнова', 'Анна Смирнова'] })).status).toBe(400);
    const recorded = await head.call(recordPaper, act);
    expect(recorded).toMatchObject({ state: 'on-paper', receipt: null, paper: { scanSha256: act.scanSha256, witnesses: act.witnesses } });
    expect((await head.ask(recordPaper, act)).status).toBe(409);
    const entry = (await plans.entries('plan.paper_ack')).at(-1);
    expect(entry).toMatchObject({
      actor: { uid: String(people.head) },
      body: { employee: String(people.employee), scanSha256: act.scanSha256 },
    });
    expect(JSON.stringify(entry)).not.toContain('Смирнова');
  });
});

describe('the board of the head', () => {
  const rowOf = async () => (await plans.head.call(listSigning, { month: plans.sheet().month })).people[0];

  it('tells who is late, and leaves days of absence out', async () => {
    const { service, portal, people } = plans;
    const sentAt = service.clock.now;
    try {
      expect(await rowOf()).toMatchObject({ signBefore: '2026-11-23', isOverdue: false, canRemind: true });
      service.clock.now = new Date('2026-11-24T08:00:00.000Z');
      expect(await rowOf()).toMatchObject({ isOverdue: true });
      await portal.transaction((tx) =>
        tx.db
          .insertInto('calendar_absence')
          .values({ portal_id: tx.portalId, user_id: BigInt(people.employee), day: '2026-11-20' })
          .execute(),
      );
      expect(await rowOf()).toMatchObject({ isOverdue: false });
      expect((await plans.employee.call(listSigning, { month: plans.sheet().month })).people[0]?.canRemind).toBe(false);
    } finally {
      service.clock.now = sentAt;
      await portal.transaction((tx) => tx.db.deleteFrom('calendar_absence').execute());
    }
  });

  it('reminds each person once a day, whoever asks and however often', async () => {
    const { head, employee, people, portal } = plans;
    const request = { month: plans.sheet().month, userIds: [String(people.employee)] };
    expect(await head.call(remindPeople, request)).toEqual({ reminded: 1, absent: 0, already: 0 });
    expect(await head.call(remindPeople, request)).toEqual({ reminded: 0, absent: 0, already: 1 });
    await until(async () => (await rowOf())?.remindedAt != null, 'the reminder to be delivered');
    expect((await portal.notices(people.employee)).filter((text) => text.startsWith('Напоминание'))).toHaveLength(1);
    expect((await employee.ask(remindPeople, request)).status).toBe(403);
    expect((await head.ask(remindPeople, { ...request, userIds: [String(people.stranger)] })).status).toBe(404);
  });

  it('reminds nobody on a day of absence, and nobody who has answered', async () => {
    const { head, people, portal, service } = plans;
    const day = service.clock.now.toISOString().slice(0, 10);
    const request = { month: plans.sheet().month, userIds: [String(people.employee)] };
    await portal.transaction((tx) =>
      tx.db
        .insertInto('calendar_absence')
        .values({ portal_id: tx.portalId, user_id: BigInt(people.employee), day })
        .execute(),
    );
    expect(await head.call(remindPeople, request)).toEqual({ reminded: 0, absent: 1, already: 0 });
    await portal.transaction((tx) => tx.db.deleteFrom('calendar_absence').execute());
    await sign('signed');
    expect(await head.call(remindPeople, request)).toEqual({ reminded: 0, absent: 0, already: 0 });
  });
});
