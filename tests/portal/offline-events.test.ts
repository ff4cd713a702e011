import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { smallPortalPeople } from '#support/small-portal.ts';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { listenForEvents } from './event-listener.ts';
import { admin, openInstalledPortal, openPortal, rowsOf, type PortalUnderTest } from './portal-under-test.ts';

const { anna } = smallPortalPeople;

afterEach(() => {
  vi.useRealTimers();
});

interface Package {
  readonly process_id: string | null;
  readonly events: readonly Record<string, unknown>[];
}

async function openQueue(events: readonly string[] = ['ONCRMDEALUPDATE']): Promise<PortalUnderTest> {
  const portal = openInstalledPortal();
  for (const event of events) {
    expect((await portal.call(admin, 'event.bind', { event, event_type: 'offline' })).body['result']).toBe(true);
  }
  return portal;
}

async function take({ call }: PortalUnderTest, parameters: object = {}): Promise<Package> {
  return (await call(admin, 'event.offline.get', { ...parameters })).body['result'] as Package;
}

function idsOf({ events }: Package): unknown[] {
  return events.map((event) => (event['EVENT_DATA'] as { FIELDS: { ID: number } }).FIELDS.ID);
}

describe('the offline queue', () => {
  it('holds one row for however many changes of one record', async () => {
    const portal = await openQueue();
    for (const amount of ['1.00', '2.00', '3.00']) portal.emulator.updateDeal(anna, 3, { amount });
    portal.emulator.updateDeal(admin, 4, { amount: '4.00' });
    const rows = rowsOf(await portal.call(admin, 'event.offline.list'));
    expect(rows).toMatchObject([
      {
        ID: '1',
        TIMESTAMP_X: '2026-11-16T10:42:00+03:00',
        EVENT_NAME: 'ONCRMDEALUPDATE',
        EVENT_DATA: { FIELDS: { ID: 3 } },
        EVENT_ADDITIONAL: { user_id: String(anna) },
        MESSAGE_ID: expect.stringMatching(/^[0-9a-f]{32}$/),
        PROCESS_ID: '',
        ERROR: '0',
      },
      { ID: '2', EVENT_DATA: { FIELDS: { ID: 4 } } },
    ]);
  });

  it('hands its rows out once', async () => {
    const portal = await openQueue();
    portal.emulator.updateDeal(admin, 3, { amount: '1.00' });
    portal.emulator.updateDeal(admin, 4, { amount: '1.00' });
    const first = await take(portal, { limit: 1 });
    expect([first.process_id, idsOf(first)]).toEqual([null, [3]]);
    expect(idsOf(await take(portal))).toEqual([4]);
    expect(await take(portal)).toEqual({ process_id: null, events: [] });
  });

  it('reserves rows for a process until they are cleared, and a new change waits beside them', async () => {
    const portal = await openQueue();
    for (const dealId of [3, 4, 5]) portal.emulator.updateDeal(admin, dealId, { amount: '1.00' });
    const reserved = await take(portal, { clear: 0 });
    expect([reserved.process_id, idsOf(reserved)]).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/), [3, 4, 5]]);
    expect(idsOf(await take(portal, { clear: 0 }))).toEqual([]);
    portal.emulator.updateDeal(admin, 3, { amount: '2.00' });
    expect(idsOf(await take(portal))).toEqual([3]);

    const process = { process_id: reserved.process_id };
    await portal.call(admin, 'event.offline.clear', { ...process, id: [reserved.events[0]?.['ID']] });
    await portal.call(admin, 'event.offline.error', { ...process, message_id: [reserved.events[1]?.['MESSAGE_ID']] });
    expect(idsOf(await take(portal, { ...process, clear: 0 }))).toEqual([5]);
    expect(idsOf(await take(portal, { ...process, clear: 0, error: 1 }))).toEqual([4]);
    await portal.call(admin, 'event.offline.clear', process);
    expect(rowsOf(await portal.call(admin, 'event.offline.list'))).toEqual([]);
  });

  it('filters and orders by its fields', async () => {
    const portal = await openQueue(['ONCRMDEALUPDATE', 'ONCRMLEADUPDATE']);
    portal.emulator.updateDeal(admin, 3, { amount: '1.00' });
    await portal.call(admin, 'crm.lead.update', { id: 2, fields: { TITLE: 'Иначе' } });
    portal.emulator.updateDeal(admin, 4, { amount: '1.00' });
    const list = await portal.call(admin, 'event.offline.list', { filter: { EVENT_NAME: 'ONCRMDEALUPDATE' }, order: { ID: 'DESC' } });
    expect([rowsOf(list).map((row) => row['ID']), list.body['total']]).toEqual([['3', '1'], 2]);
    expect(idsOf(await take(portal, { filter: { '>ID': 1 }, order: { ID: 'DESC' } }))).toEqual([4, 2]);
  });

  it('of a source stands apart and hears nothing of its own calls', async () => {
    const portal = await openQueue();
    const source = { auth_connector: 'our-sync' };
    await portal.call(admin, 'event.bind', { event: 'ONCRMDEALUPDATE', event_type: 'offline', ...source });
    await portal.call(admin, 'crm.deal.update', { id: 3, fields: { TITLE: 'Своё' }, ...source });
    await portal.call(admin, 'crm.deal.update', { id: 4, fields: { TITLE: 'Чужое' } });
    expect(idsOf(await take(portal))).toEqual([3, 4]);
    expect(idsOf(await take(portal, source))).toEqual([4]);
  });

  it('announces itself once a second to whoever listens', async () => {
    const portal = await openQueue();
    const listener = await listenForEvents();
    await portal.call(admin, 'event.bind', { event: 'onOfflineEvent', handler: listener.handler });
    portal.emulator.updateDeal(admin, 3, { amount: '1.00' });
    portal.emulator.updateDeal(admin, 4, { amount: '1.00' });
    await portal.emulator.settle();
    await listener.close();
    expect(listener.received.map((event) => event['event'])).toEqual(['ONOFFLINEEVENT']);
  });

  it('announces itself as seldom as its handler was bound for', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const portal = await openQueue();
    const [slow, everyHit] = [await listenForEvents(), await listenForEvents()];
    const bind = (handler: string, minTimeout: unknown): Promise<unknown> =>
      portal.call(admin, 'event.bind', { event: 'ONOFFLINEEVENT', handler, options: { minTimeout } });
    await bind(slow.handler, 60);
    await bind(everyHit.handler, '0');
    const cmd = [3, 4, 5].map((id) => `crm.deal.update?id=${id}&fields[OPPORTUNITY]=7`);
    await portal.call(admin, 'batch', { cmd });
    vi.setSystemTime(Date.now() + 59_000);
    await portal.call(admin, 'batch', { cmd });
    vi.setSystemTime(Date.now() + 1000);
    portal.emulator.updateDeal(admin, 3, { amount: '8.00' });
    await portal.emulator.settle();
    await Promise.all([slow.close(), everyHit.close()]);
    expect([slow.received.length, everyHit.received.length]).toEqual([2, 3]);
  });

  it('forgets what a process has kept for more than thirty days', async () => {
    let now = new Date('2026-11-16T07:42:00Z');
    const portal = openInstalledPortal({ businessClock: () => now });
    await portal.call(admin, 'event.bind', { event: 'ONCRMDEALUPDATE', event_type: 'offline' });
    portal.emulator.updateDeal(admin, 3, { amount: '1.00' });
    const { process_id: processId } = await take(portal, { clear: 0 });
    portal.emulator.updateDeal(admin, 4, { amount: '1.00' });
    now = new Date('2026-12-16T07:42:00Z');
    expect(idsOf(await take(portal, { clear: 0, process_id: processId }))).toEqual([3]);
    now = new Date('2026-12-16T07:42:01Z');
    expect(idsOf(await take(portal, { clear: 0, process_id: processId }))).toEqual([]);
    expect(idsOf(await take(portal))).toEqual([4]);
  });

  it('is bound once, seen among the bindings and unbound', async () => {
    const { call } = await openQueue();
    const binding = { event: 'ONCRMDEALUPDATE', event_type: 'offline' };
    expect((await call(admin, 'event.bind', binding)).body).toMatchObject({ error: 'ERROR_CORE' });
    expect((await call(admin, 'event.get')).body['result']).toEqual([{ event: 'ONCRMDEALUPDATE', connector_id: '', offline: 1 }]);
    expect((await call(admin, 'event.unbind', binding)).body['result']).toEqual({ count: 1 });
    expect((await call(admin, 'event.get')).body['result']).toEqual([]);
  });

  it('is for administrators and needs to be told the process', async () => {
    const { call } = await openQueue();
    for (const method of ['event.offline.get', 'event.offline.list', 'event.offline.clear', 'event.offline.error']) {
      const { status, body } = await call(anna, method);
      expect([method, status, body['error']]).toEqual([method, 403, 'ACCESS_DENIED']);
    }
    expect((await call(anna, 'event.bind', { event: 'ONCRMLEADADD', event_type: 'offline' })).status).toBe(403);
    expect((await call(admin, 'event.offline.clear')).body).toMatchObject({ error: 'ERROR_ARGUMENT', argument: 'PROCESS_ID' });
    expect((await call(admin, 'event.offline.error', { process_id: 'x' })).body).toMatchObject({
      error: 'ERROR_ARGUMENT',
      argument: 'MESSAGE_ID',
    });
  });

  it('outlives the process', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'portal-queue-'));
    try {
      const stateFile = join(folder, 'portal.ndjson');
      const before = openPortal({ stateFile });
      before.emulator.finishInstall(admin);
      await before.call(admin, 'event.bind', { event: 'ONCRMDEALUPDATE', event_type: 'offline' });
      for (const dealId of [3, 4]) before.emulator.updateDeal(admin, dealId, { amount: '1.00' });
      const { process_id: processId } = await take(before, { clear: 0, limit: 1 });
      const after = openPortal({ stateFile });
      expect(idsOf(await take(after, { clear: 0, process_id: processId }))).toEqual([3]);
      expect(idsOf(await take(after))).toEqual([4]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe('user.access', () => {
  it('knows oneself and everybody, and lets administrators through anyway', async () => {
    const { call } = openInstalledPortal();
    const ask = async (userId: number, ACCESS: readonly string[]): Promise<unknown> =>
      (await call(userId, 'user.access', { ACCESS })).body['result'];
    expect(await ask(anna, ['G2', `U${anna}`])).toBe(true);
    expect(await ask(anna, ['AU'])).toBe(true);
    expect(await ask(anna, ['U1', 'G1'])).toBe(false);
    expect(await ask(anna, [])).toBe(false);
    expect(await ask(admin, ['U999'])).toBe(true);
  });
});
