import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { getSheet } from '#contract/acknowledgement.ts';
import { toCompanyCalendar } from '#http/company-calendar.ts';
import { appendEntry } from '#http/ledger-entry.ts';
import { remindAboutPlans, type PlanReminderDeps } from '#jobs/remind-about-plans.ts';
import { createKeyRing } from '#kernel/key-ring.ts';
import { openAndRead } from '#support/sheet-acts.ts';
import { until } from '#support/until.ts';
import { startSentPlans, type SentPlans } from '../http/sent-plan.ts';

let plans: SentPlans;
let deps: PlanReminderDeps;
/** How far the ledger was told to be kept. */
const kept: bigint[] = [];

beforeAll(async () => {
  plans = await startSentPlans();
  const sealKeys = createKeyRing(() => [plans.service.keys.seal]);
  deps = {
    businessClock: () => plans.service.clock.now,
    toCalendar: toCompanyCalendar,
    evidence: { keep: async (_portalId, upTo) => void kept.push(upTo) },
    appendAct: ({ tx, portal, now }, act) =>
      appendEntry({ tx, portal, now, session: { userId: 0n } }, sealKeys, {
        ...act,
        actor: { uid: '0', role: 'operator', sid: '', level: 'L1' },
      }),
  };
});
afterAll(() => plans.service.stop());

/** Noon in Moscow of a day of November 2026; the plan is sent on Monday the 16th. */
const noon = (day: number): Date => new Date(`2026-11-${day}T09:00:00.000Z`);

beforeEach(async () => {
  plans.service.clock.now = noon(16);
  await plans.sendNext();
});

async function run(day: number): Promise<void> {
  plans.service.clock.now = noon(day);
  await remindAboutPlans(deps, plans.service.store.forPortal(plans.portal.portalId));
}

/** Messages about the last plan alone. */
async function written(kind: string): Promise<string[]> {
  const { month } = plans.sheet();
  const plan = await plans.portal.transaction((tx) =>
    tx.db.selectFrom('plan').selectAll().where('month', '=', month).executeTakeFirstOrThrow(),
  );
  const rows = await plans.portal.transaction((tx) => tx.db.selectFrom('outbox').selectAll().orderBy('created_at').execute());
  return rows.flatMap((row) => (row.dedupe_key.startsWith(`${kind} ${plan.plan_id}`) ? [row.dedupe_key.slice(-10)] : []));
}

async function absentOn(...days: string[]): Promise<void> {
  await plans.portal.transaction(async (tx) => {
    await tx.db.deleteFrom('calendar_absence').execute();
    for (const day of days)
      await tx.db
        .insertInto('calendar_absence')
        .values({ portal_id: tx.portalId, user_id: BigInt(plans.people.employee), day })
        .execute();
  });
}

describe('a plan that waits for its person', () => {
  // First, because the time of a ledger never goes back.
  it('is overdue after its last day, with what was delivered and when, and the head above hears of it once', async () => {
    const { employee, people, portal } = plans;
    await openAndRead(employee, plans.sheet());
    await until(async () => (await employee.call(getSheet, plans.sheet())).deliveredAt !== null, 'the delivery');
    const before = (await plans.entries('ack.overdue')).length;
    await run(23);
    expect(await plans.entries('ack.overdue')).toHaveLength(before);
    expect(await written('sheet-escalation')).toEqual([]);
    expect(kept).toEqual([]);
    for (const day of [24, 24, 25]) await run(day);
    const noted = await portal.transaction((tx) => tx.db.selectFrom('sheet_overdue').select('sequence').execute());
    expect(kept).toEqual([noted.map(({ sequence }) => sequence).reduce((a, b) => (a > b ? a : b))]);
    const found = (await plans.entries('ack.overdue')).slice(before).filter(({ body }) => body['planHash'] !== undefined);
    const { planHash } = await employee.call(getSheet, plans.sheet());
    const own = found.filter(({ body }) => body['planHash'] === planHash);
    expect(own).toHaveLength(1);
    expect(own[0]?.body).toMatchObject({
      employee: String(people.employee),
      signBefore: '2026-11-23',
      openedAt: noon(16).toISOString(),
      readAt: noon(16).toISOString(),
    });
    const notices = own[0]?.body['notices'] as { kind: string; receiver: string; noticeId: string | null }[];
    expect(notices[0]).toMatchObject({ kind: 'issued', receiver: String(people.employee), noticeId: expect.stringMatching(/^\d+$/) });
    expect(await written('sheet-escalation')).toHaveLength(1);
    // Instead of the tick of the next minute.
    await plans.service.store.announce(portal.portalId);
    await until(
      async () => (await portal.notices(people.head)).some((text) => text.includes('Молчание не считается согласием')),
      'the head',
    );
    // Silence has accepted nothing.
    expect(await employee.call(getSheet, plans.sheet())).toMatchObject({ state: 'opened', receipt: null, canSign: true });
  });

  it('is reminded of every second working day, once a day, and not at all where the portal says so', async () => {
    for (const day of [16, 17, 18, 18, 19, 20, 21, 22]) await run(day);
    expect(await written('sheet-reminder')).toEqual(['2026-11-18', '2026-11-20']);
    await plans.setRules({ remindEveryWorkdays: null });
    await run(24);
    expect(await written('sheet-reminder')).toHaveLength(2);
    await plans.setRules({});
  });

  it('is let alone on days of absence, which do not count', async () => {
    await absentOn('2026-11-17', '2026-11-18');
    for (const day of [17, 18, 19, 20]) await run(day);
    expect(await written('sheet-reminder')).toEqual(['2026-11-20']);
    await absentOn();
  });
});
