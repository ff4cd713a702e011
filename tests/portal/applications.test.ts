import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { smallPortalPeople } from '#support/small-portal.ts';
import { createRecordStores, dropRecordsOf } from '#portal-emulator/records/record-stores.ts';
import { afterEach, describe, expect, it } from 'vitest';
import { listenForEvents, type EventListener } from './event-listener.ts';
import { admin, fieldOf, openInstalledPortal, openPortal, registration, type PortalUnderTest } from './portal-under-test.ts';

const second = {
  ...registration,
  clientId: 'local.second.55667788',
  clientSecret: 'another-secret',
  code: 'second',
  title: { ru: 'Второе', en: 'Second' },
  handlerUrl: 'http://127.0.0.1:4111/second',
  installerUrl: 'http://127.0.0.1:4111/second/install',
  scopes: ['crm', 'placement', 'task'],
};
const tab = { PLACEMENT: 'CRM_DEAL_DETAIL_TAB', HANDLER: 'http://127.0.0.1:4111/tab', TITLE: 'Второе' };

const listeners: EventListener[] = [];

async function listen(): Promise<EventListener> {
  const listener = await listenForEvents();
  listeners.push(listener);
  return listener;
}

afterEach(async () => {
  await Promise.all(listeners.splice(0).map((listener) => listener.close()));
});

/** A portal with two applications, both installed, and a token of the administrator for each. */
function openTwo(changes: Parameters<typeof openPortal>[0] = {}): PortalUnderTest & { first: string; other: string } {
  const portal = openInstalledPortal({ applications: [second], ...changes });
  portal.emulator.finishInstall(admin, second.clientId);
  return { ...portal, first: tokenOf(portal, registration.clientId), other: tokenOf(portal, second.clientId) };
}

function tokenOf({ emulator }: PortalUnderTest, clientId: string): string {
  return fieldOf(emulator.openFrame({ userId: admin, placement: 'DEFAULT', clientId }).fields, 'AUTH_ID');
}

describe('two applications on one portal', () => {
  it('have titles, permissions, options and places of their own', async () => {
    const { callWith, first, other } = openTwo();
    expect((await callWith(other, 'app.info')).body).toMatchObject({ result: { ID: 2, CODE: 'second', INSTALLED: true } });
    expect((await callWith(first, 'app.info')).body).toMatchObject({ result: { ID: 1, CODE: 'kurs', INSTALLED: true } });
    expect((await callWith(other, 'scope')).body['result']).toEqual(second.scopes);
    expect((await callWith(other, 'voximplant.statistic.get')).body['error']).toBe('insufficient_scope');
    await callWith(other, 'placement.bind', tab);
    await callWith(other, 'app.option.set', { options: { theme: 'dark' } });
    await callWith(other, 'user.option.set', { options: { seen: 'Y' } });
    expect((await callWith(first, 'placement.get')).body['result']).toEqual([]);
    expect((await callWith(first, 'app.option.get')).body['result']).toEqual([]);
    expect((await callWith(first, 'user.option.get')).body['result']).toEqual([]);
    expect((await callWith(other, 'placement.get')).body['result']).toMatchObject([{ handler: tab.HANDLER }]);
    expect((await callWith(other, 'app.option.get')).body['result']).toEqual({ theme: 'dark' });
  });

  it('may bind the same handler of the same event each for itself', async () => {
    const { callWith, first, other } = openTwo();
    const binding = { event: 'ONCRMDEALUPDATE', handler: 'http://127.0.0.1:4111/x' };
    expect((await callWith(first, 'event.bind', binding)).body['result']).toBe(true);
    expect((await callWith(other, 'event.bind', binding)).body['result']).toBe(true);
    expect((await callWith(first, 'event.unbind', binding)).body['result']).toEqual({ count: 1 });
    expect((await callWith(other, 'event.get')).body['result']).toMatchObject([binding]);
  });

  it('hear of the same change with tokens and application tokens of their own', async () => {
    const { emulator, callWith, first, other } = openTwo();
    const { handler, received } = await listen();
    for (const token of [first, other]) await callWith(token, 'event.bind', { event: 'ONCRMDEALUPDATE', handler });
    emulator.updateDeal(smallPortalPeople.anna, 3, { amount: '1.00' });
    await emulator.settle();
    expect(new Set(received.map((event) => event['auth[application_token]']))).toHaveLength(2);
    expect(new Set(received.map((event) => event['event_handler_id']))).toHaveLength(2);
    const codes = await Promise.all(
      received.map(async (event) => (await callWith(event['auth[access_token]'] ?? '', 'app.info')).body['result']),
    );
    expect(codes.map((info) => (info as { CODE: string }).CODE).toSorted()).toEqual(['kurs', 'second']);
  });

  it('are told of their own installation and tests only', async () => {
    const portal = openPortal({ applications: [second] });
    const { handler, received } = await listen();
    const mine = tokenOf(portal, registration.clientId);
    const others = tokenOf(portal, second.clientId);
    for (const token of [mine, others]) {
      for (const event of ['ONAPPINSTALL', 'ONAPPTEST']) await portal.callWith(token, 'event.bind', { event, handler });
    }
    portal.emulator.finishInstall(admin, second.clientId);
    await portal.callWith(others, 'event.test');
    await portal.callWith(mine, 'event.test');
    await portal.emulator.settle();
    expect(portal.emulator.isInstalled).toBe(false);
    expect(received.map((event) => event['event']).toSorted()).toEqual(['ONAPPINSTALL', 'ONAPPTEST']);
  });

  it('keep offline queues of their own', async () => {
    const { emulator, callWith, first, other } = openTwo();
    for (const token of [first, other]) await callWith(token, 'event.bind', { event: 'ONCRMDEALUPDATE', event_type: 'offline' });
    emulator.updateDeal(admin, 3, { amount: '1.00' });
    const take = async (token: string): Promise<number> => {
      const { events } = (await callWith(token, 'event.offline.get')).body['result'] as { events: unknown[] };
      return events.length;
    };
    expect([await take(first), await take(first), await take(other)]).toEqual([1, 0, 1]);
  });

  it('spend operating time each on its own account', async () => {
    const { callWith, first, other } = openTwo();
    const spend = async (token: string): Promise<number> =>
      ((await callWith(token, 'server.time')).body['time'] as { operating: number }).operating;
    expect([await spend(first), await spend(first), await spend(other)].map((seconds) => Math.round(seconds * 100))).toEqual([3, 6, 3]);
  });

  it('open frames of their own, and the portal’s page shows the places of the first', async () => {
    const { emulator, callWith, page, other } = openTwo();
    await callWith(other, 'placement.bind', tab);
    const frame = emulator.openFrame({ userId: admin, placement: tab.PLACEMENT, clientId: second.clientId });
    expect(frame.url.startsWith(`${tab.HANDLER}?`)).toBe(true);
    expect(frame.fields['APPLICATION_SCOPE']).toBe(second.scopes.join(','));
    expect(() => emulator.openFrame({ userId: admin, placement: tab.PLACEMENT })).toThrow('nothing is bound');
    expect(() => emulator.openFrame({ userId: admin, placement: 'DEFAULT', clientId: 'nobody' })).toThrow('not known');
    expect((await page(admin, 'GET', 'state')).body).toMatchObject({ placements: [], application: { title: registration.title } });
    const opened = await page(admin, 'POST', 'frames', { placement: tab.PLACEMENT, clientId: second.clientId });
    expect(opened.body).toMatchObject({ initData: { PLACEMENT: tab.PLACEMENT } });
    const option = { appSid: frame.appSid, params: { name: 'seen', value: 'Y' } };
    await page(admin, 'POST', 'commands/setUserOption', option);
    expect((await callWith(other, 'user.option.get')).body['result']).toEqual({ seen: 'Y' });
  });

  it('cannot use each other’s refresh tokens and secrets', async () => {
    const { emulator, oauth } = openTwo();
    const { fields } = emulator.openFrame({ userId: admin, placement: 'DEFAULT' });
    const exchange = { grant_type: 'refresh_token', refresh_token: fieldOf(fields, 'REFRESH_ID') };
    const stolen = await oauth({ ...exchange, client_id: second.clientId, client_secret: second.clientSecret });
    const mixed = await oauth({ ...exchange, client_id: registration.clientId, client_secret: second.clientSecret });
    expect([stolen.body['error'], mixed.body['error']]).toEqual(['invalid_grant', 'invalid_client']);
    const own = await oauth({ ...exchange, client_id: registration.clientId, client_secret: registration.clientSecret });
    expect(own.status).toBe(200);
  });

  it('are not to have the same client id', () => {
    expect(() => openPortal({ applications: [registration] })).toThrow('same client id');
  });
});

describe('an incoming webhook', () => {
  it('has the permissions it was made with, whatever applications have', async () => {
    const { emulator } = openTwo();
    const ask = async (webhook: string, method: string): Promise<Record<string, unknown>> =>
      (await emulator.handle(new Request(`${webhook}${method}`))).json() as Promise<Record<string, unknown>>;
    const narrow = emulator.makeWebhook(admin, ['user_brief']);
    expect(await ask(narrow, 'scope')).toMatchObject({ result: ['user_brief'] });
    expect(await ask(narrow, 'crm.deal.list')).toMatchObject({ error: 'insufficient_scope' });
    expect(await ask(emulator.makeWebhook(admin), 'crm.deal.list')).toMatchObject({ total: 60 });
  });
});

describe('rows that name an application', () => {
  it('go with it and with no other', () => {
    const contact = { id: 1, name: '', lastName: '', companyId: null, responsibleId: admin, createdAt: '', modifiedAt: '' };
    const owned = { ...contact, id: 2, clientId: second.clientId };
    const others = { ...contact, id: 3, clientId: registration.clientId };
    const records = createRecordStores({ contacts: [contact, owned, others] });
    dropRecordsOf(records, second.clientId);
    expect(records.contacts.rows.map(({ id }) => id)).toEqual([1, 3]);
  });
});

describe('the state file', () => {
  it('remembers each application, and gives lines that name none to the first', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'portal-applications-'));
    try {
      const stateFile = join(folder, 'portal.ndjson');
      const before = openTwo({ stateFile });
      await before.callWith(before.other, 'placement.bind', tab);
      await before.callWith(before.first, 'app.option.set', { options: { of: 'first' } });
      const after = openPortal({ applications: [second], stateFile });
      expect((await after.callWith(before.other, 'placement.get')).body['result']).toMatchObject([{ handler: tab.HANDLER }]);
      expect((await after.callWith(before.first, 'placement.get')).body['result']).toEqual([]);

      const old = readFileSync(stateFile, 'utf8')
        .split('\n')
        .filter((line) => line !== '' && !line.includes(second.clientId))
        .map((line) => line.replaceAll(/"clientId":"[^"]*",?/g, '').replace(',"scopes":null', ''));
      expect(old.join('')).not.toContain('clientId');
      writeFileSync(stateFile, `${old.join('\n')}\n`);
      const aged = openPortal({ applications: [second], stateFile });
      expect(aged.emulator.isInstalled).toBe(true);
      expect((await aged.callWith(before.first, 'app.option.get')).body['result']).toEqual({ of: 'first' });
      expect((await aged.callWith(before.other, 'app.info')).body['error']).toBe('invalid_token');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('is not opened without an application that it knows', () => {
    const folder = mkdtempSync(join(tmpdir(), 'portal-applications-'));
    try {
      const stateFile = join(folder, 'portal.ndjson');
      openTwo({ stateFile });
      expect(() => openPortal({ stateFile })).toThrow(`${second.clientId} is not registered`);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
