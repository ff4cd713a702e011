import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { toCompanyCalendar } from '#http/company-calendar.ts';
import { startHousekeeping } from '#jobs/housekeeping.ts';
import { remindAboutMetrics } from '#jobs/remind-about-metrics.ts';
import { createKeyRing, ringOf } from '#kernel/key-ring.ts';
import { createLog } from '#kernel/log.ts';
import { addManualMetric, changeManualMetric, setManualMetricArchived, type MetricDefinition } from '#store/manual-metrics.ts';
import { addManualValue } from '#store/manual-values.ts';
import type { Store } from '#store/open-store.ts';
import type { PortalStore } from '#store/portal-store.ts';
import { savePortal } from '#store/portals.ts';
import { createSecretText } from '#store/secret-text.ts';
import { saveSetting } from '#store/settings.ts';
import { openTestStore } from '#support/test-store.ts';
import { until } from '#support/until.ts';
import { vectorKey } from '../ledger/written-chain.ts';
import { snabservice } from '../store/guarded-portal.ts';
import { keptByStore } from '#store/evidence.ts';

const [ivan, anna, gone] = [5n, 6n, 7n];
const metricId = randomUUID();
const definition: MetricDefinition = {
  name: 'POS-материалы',
  unit: 'count',
  direction: 'more',
  overTime: 'latest',
  enteredBy: ivan,
  oldAfterDays: 7,
};
let store: Store;
let portal: PortalStore;
/** Monday, 16 November 2026, in Moscow. */
let now: Date;

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

beforeEach(async () => {
  now = moscow('2026-11-16T10:42');
  portal = store.forPortal(await store.directory.savePortalId(randomBytes(16).toString('hex')));
  await portal.transaction(async (tx) => {
    await savePortal(tx, { ...snabservice, memberId: randomBytes(16).toString('hex') }, now);
    await saveCalendar({ weekHolidays: ['SA', 'SU'], workTimeStart: '9.30', workTimeEnd: '18' });
    const person = (user_id: bigint, first_name: string, is_active: boolean) => ({
      ...{ portal_id: tx.portalId, user_id, first_name, last_name: 'Петров', is_active },
      ...{ department_ids: [], joined_on: null, position: '' },
    });
    const rows = [person(ivan, 'Иван', true), person(anna, 'Анна', true), person(gone, 'Егор', false)];
    await tx.db.insertInto('person').values(rows).execute();
    await addManualMetric(tx, metricId, definition, { userId: 1n, now });

    async function saveCalendar(value: unknown): Promise<void> {
      await saveSetting(tx, { name: 'portal-calendar', value, now, userId: null });
    }
  });
});

function moscow(time: string): Date {
  return new Date(`${time}:00+03:00`);
}

const remind = (): Promise<number> => remindAboutMetrics({ businessClock: () => now, toCalendar: toCompanyCalendar }, portal);
const enter = (userId: bigint, day: string, value: bigint | null = 1n) =>
  portal.transaction((tx) => addManualValue(tx, { metricId, userId, day, value }, { userId: ivan, now }));

interface Notice {
  readonly userId: string;
  readonly tag: string;
  readonly text: string;
}

const notices = async (): Promise<Notice[]> => {
  const rows = await portal.transaction((tx) => tx.db.selectFrom('outbox').select('payload').orderBy('outbox_id').execute());
  return rows.map((row) => row.payload as unknown as Notice);
};

/** Whether a tick at this moment writes a reminder into an empty outbox. */
async function isToldAt(time: string): Promise<boolean> {
  now = moscow(time);
  await portal.transaction((tx) => tx.db.deleteFrom('outbox').execute());
  await remind();
  return (await notices()).length > 0;
}

describe('the reminder of a metric', () => {
  it('goes to the named person once a day, however often the clock ticks', async () => {
    for (const time of ['2026-11-16T10:42', '2026-11-16T15:00', '2026-11-17T10:00', '2026-11-17T10:05']) {
      now = moscow(time);
      await remind();
    }
    expect((await notices()).map(({ userId, tag }) => [userId, tag])).toEqual(
      Array.from({ length: 2 }, () => ['5', `kurs:metric:${metricId}`]),
    );
    expect((await notices())[0]?.text).toBe('Показатель «POS-материалы» ждёт первых значений. Откройте «Курс», раздел «Свои показатели».');
  });

  it('names whose numbers are old, and stops when they are entered', async () => {
    await enter(anna, '2026-11-01');
    await enter(ivan, '2026-11-16');
    await enter(gone, '2026-01-01');
    expect(await remind()).toBe(1);
    expect((await notices()).map(({ text }) => text)).toEqual([
      'Пора обновить показатель «POS-материалы». Значения старше 7 дней: Петров Анна. Откройте «Курс», раздел «Свои показатели».',
    ]);
    await enter(anna, '2026-11-16');
    now = moscow('2026-11-17T10:00');
    expect(await remind()).toBe(0);
    expect(await notices()).toHaveLength(1);
  });

  it('comes only in the working hours of the portal, on working days, by the business clock', async () => {
    const told = {
      '2026-11-16T09:29': false,
      '2026-11-16T09:30': true,
      '2026-11-16T17:59': true,
      '2026-11-16T18:00': false,
      '2026-11-15T12:00': false,
      '2026-11-04T12:00': false,
    };
    for (const [time, isTold] of Object.entries(told)) expect([time, await isToldAt(time)]).toEqual([time, isTold]);
  });

  it('takes nine to six where the portal tells no hours, and any hour where its day ends before it begins', async () => {
    const saveHours = (value: object) => portal.transaction((tx) => saveSetting(tx, { name: 'portal-calendar', value, now, userId: null }));
    await saveHours({ workTimeStart: '', workTimeEnd: 'x' });
    expect([await isToldAt('2026-11-16T08:59'), await isToldAt('2026-11-16T09:00'), await isToldAt('2026-11-16T18:00')]).toEqual([
      false,
      true,
      false,
    ]);
    await saveHours({ workTimeStart: '20', workTimeEnd: '8' });
    expect(await isToldAt('2026-11-16T23:00')).toBe(true);
  });

  it('never goes to somebody who was dismissed, nor where nobody is named', async () => {
    const name = (enteredBy: bigint | null) => portal.transaction((tx) => changeManualMetric(tx, metricId, { ...definition, enteredBy }));
    for (const enteredBy of [gone, 99n, null]) {
      await name(enteredBy);
      expect(await remind()).toBe(0);
    }
    expect(await notices()).toEqual([]);
    await name(ivan);
    expect(await remind()).toBe(1);
  });

  it('stops with the archive and goes on after it', async () => {
    const archive = (at: Date | null) => portal.transaction((tx) => setManualMetricArchived(tx, metricId, at));
    await archive(now);
    expect(await remind()).toBe(0);
    await archive(null);
    expect(await remind()).toBe(1);
  });

  it('waits while the portal does not let us in', async () => {
    await portal.transaction((tx) => tx.db.updateTable('portal').set({ state: 'suspended' }).execute());
    expect(await remind()).toBe(0);
  });

  it('is written by what happens by itself in the service', async () => {
    const queue = store.createJobs();
    await queue.start();
    const appendAct = () => Promise.reject(new Error('no plan is overdue here'));
    const keys = {
      secretText: createSecretText(ringOf(randomBytes(32))),
      sealKeys: createKeyRing(() => [vectorKey]),
      appendAct,
      readLevel: async () => null,
      listUnprepared: async () => [],
      watchActivity: async () => 0,
      evidence: keptByStore,
    };
    const clocks = { businessClock: () => now, systemClock: () => new Date(), toCalendar: toCompanyCalendar };
    const housekeeping = await startHousekeeping({ store, queue, ...keys, ...clocks, log: createLog({ level: 'silent' }) });
    await queue.send('housekeeping-tick', {});
    await until(async () => (await notices()).length > 0, 'the reminder', 60_000);
    expect((await notices()).map(({ userId }) => userId)).toEqual([String(ivan)]);
    await housekeeping.stop();
    await queue.stop({ graceful: false });
  });
});
