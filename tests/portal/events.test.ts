import { smallPortalPeople } from '#support/small-portal.ts';
import { afterEach, describe, expect, it } from 'vitest';
import { listenForEvents, type EventListener } from './event-listener.ts';
import { admin, fieldOf, openInstalledPortal, openPortal, portalOrigin } from './portal-under-test.ts';

const listeners: EventListener[] = [];

async function listen(status?: number): Promise<EventListener> {
  const listener = await listenForEvents(status);
  listeners.push(listener);
  return listener;
}

afterEach(async () => {
  await Promise.all(listeners.splice(0).map((listener) => listener.close()));
});

describe('an event', () => {
  it('of a changed deal reaches its handler as a form with the token of the application', async () => {
    const { call, callWith, emulator, options } = openInstalledPortal();
    const { handler, received, contentTypes } = await listen();
    await call(admin, 'event.bind', { event: 'onCrmDealUpdate', handler });
    emulator.updateDeal(smallPortalPeople.anna, 3, { stageId: 'WON' });
    await emulator.settle();

    expect(contentTypes[0]).toContain('application/x-www-form-urlencoded');
    const { fields } = emulator.openFrame({ userId: admin, placement: 'DEFAULT' });
    expect(received).toEqual([
      expect.objectContaining({
        event: 'ONCRMDEALUPDATE',
        'data[FIELDS][ID]': '3',
        'auth[application_token]': fieldOf(fields, 'APPLICATION_TOKEN'),
        'auth[member_id]': options.memberId,
        'auth[domain]': new URL(portalOrigin).host,
        'auth[client_endpoint]': `${portalOrigin}/rest/`,
        'auth[server_endpoint]': `${options.oauthOrigin}/rest/`,
        'auth[user_id]': String(smallPortalPeople.anna),
      }),
    ]);
    expect(received[0]).not.toHaveProperty('auth[refresh_token]');
    const token = received[0]?.['auth[access_token]'] ?? '';
    expect((await callWith(token, 'profile')).body).toMatchObject({ result: { ID: String(smallPortalPeople.anna) } });
  });

  it('follows a change by REST and a change in the card alike', async () => {
    const { call, page, emulator } = openInstalledPortal();
    const { handler, received } = await listen();
    for (const event of ['ONCRMDEALADD', 'ONCRMDEALUPDATE', 'ONCRMLEADUPDATE']) await call(admin, 'event.bind', { event, handler });
    await call(admin, 'crm.deal.add', { fields: { TITLE: 'Новая' } });
    await call(admin, 'crm.item.update', { entityTypeId: 2, id: 4, fields: { opportunity: 5 } });
    await page(admin, 'PATCH', 'deals/5', { stageId: 'EXECUTING' });
    await page(admin, 'PATCH', 'leads/6', { statusId: 'CONVERTED' });
    await emulator.settle();
    const seen = received.map((event) => `${event['event']} ${event['data[FIELDS][ID]']}`);
    expect(seen.toSorted()).toEqual(['ONCRMDEALADD 61', 'ONCRMDEALUPDATE 4', 'ONCRMDEALUPDATE 5', 'ONCRMLEADUPDATE 6']);
  });

  it('is not sent before the installation is finished', async () => {
    const { call, emulator } = openPortal();
    const { handler, received } = await listen();
    expect((await call(admin, 'event.bind', { event: 'ONCRMDEALUPDATE', handler })).body['result']).toBe(true);
    emulator.updateDeal(admin, 3, { amount: '1.00' });
    await emulator.settle();
    expect(received).toEqual([]);
  });

  it('of the installation carries a refresh token of its own', async () => {
    const { call, emulator } = openPortal();
    const { handler, received } = await listen();
    await call(admin, 'event.bind', { event: 'ONAPPINSTALL', handler });
    emulator.finishInstall(admin);
    await emulator.settle();
    expect(received).toMatchObject([{ event: 'ONAPPINSTALL', 'data[VERSION]': '1', 'data[LANGUAGE_ID]': 'ru' }]);
    expect(received[0]?.['auth[refresh_token]']).toMatch(/^[0-9a-f]{70}$/);
  });

  it('is sent once even when its handler fails', async () => {
    const { call, emulator } = openInstalledPortal();
    const { handler, received } = await listen(500);
    await call(admin, 'event.bind', { event: 'ONCRMDEALUPDATE', handler });
    emulator.updateDeal(admin, 3, { amount: '1.00' });
    await emulator.settle();
    expect(received.length).toBe(1);
  });

  it('is lost without harm when nobody listens', async () => {
    const { call, emulator } = openInstalledPortal();
    const { handler, close } = await listenForEvents();
    await close();
    await call(admin, 'event.bind', { event: 'ONCRMDEALUPDATE', handler });
    emulator.updateDeal(admin, 3, { amount: '1.00' });
    await emulator.settle();
    expect((await call(admin, 'crm.deal.get', { id: 3 })).body).toMatchObject({ result: { OPPORTUNITY: '1.00' } });
  });

  it('is no longer sent to an unbound handler', async () => {
    const { call, emulator } = openInstalledPortal();
    const { handler, received } = await listen();
    const binding = { event: 'ONCRMDEALUPDATE', handler };
    await call(admin, 'event.bind', binding);
    expect((await call(admin, 'event.bind', binding)).body['error']).toBe('ERROR_CORE');
    expect((await call(admin, 'event.unbind', binding)).body['result']).toEqual({ count: 1 });
    emulator.updateDeal(admin, 3, { amount: '1.00' });
    await emulator.settle();
    expect(received).toEqual([]);
  });

  it('can be tried with event.test', async () => {
    const { call, emulator } = openInstalledPortal();
    const { handler, received } = await listen();
    await call(admin, 'event.bind', { event: 'ONAPPTEST', handler });
    expect((await call(admin, 'event.test', { any: { depth: 'two' } })).body['result']).toBe(1);
    await emulator.settle();
    expect(received[0]).toMatchObject({ 'data[QUERY][any][depth]': 'two' });
  });
});

describe('the tokens of an event', () => {
  it('are absent when a robot and no person has caused it', async () => {
    const { call, emulator } = openInstalledPortal();
    const { handler, received } = await listen();
    await call(admin, 'event.bind', { event: 'ONCRMDEALUPDATE', handler });
    await call(admin, 'event.bind', { event: 'ONCRMDEALUPDATE', event_type: 'offline' });
    emulator.updateDeal(null, 3, { amount: '1.00' });
    await emulator.settle();
    const auth = Object.keys(received[0] ?? {}).filter((key) => key.startsWith('auth['));
    expect(auth.toSorted()).toEqual(
      ['application_token', 'client_endpoint', 'domain', 'member_id', 'server_endpoint'].map((name) => `auth[${name}]`),
    );
    expect((await call(admin, 'event.offline.list')).body).toMatchObject({ result: [{ EVENT_ADDITIONAL: false }] });
  });

  it('are there when the handler was bound in the name of a person', async () => {
    const { call, emulator } = openInstalledPortal();
    const { handler, received } = await listen();
    await call(admin, 'event.bind', { event: 'ONCRMDEALUPDATE', handler, auth_type: smallPortalPeople.anna });
    emulator.updateDeal(null, 3, { amount: '1.00' });
    await emulator.settle();
    expect(received[0]).toMatchObject({ 'auth[user_id]': String(smallPortalPeople.anna) });
  });

  it('let calls cause three generations of events and no more, online and offline', async () => {
    const { call, callWith, emulator } = openInstalledPortal();
    const { handler, received } = await listen();
    await call(admin, 'event.bind', { event: 'ONCRMDEALUPDATE', handler });
    emulator.updateDeal(admin, 3, { amount: '1.00' });
    for (let generation = 1; generation <= 5; generation += 1) {
      await emulator.settle();
      const token = received.at(-1)?.['auth[access_token]'] ?? '';
      const update = { id: 3, fields: { OPPORTUNITY: String(generation) } };
      expect((await callWith(token, 'crm.deal.update', update)).body['result']).toBe(true);
    }
    await emulator.settle();
    expect(received).toHaveLength(4);
    await call(admin, 'event.bind', { event: 'ONCRMDEALUPDATE', event_type: 'offline' });
    await callWith(received.at(-1)?.['auth[access_token]'] ?? '', 'crm.deal.update', { id: 4, fields: { OPPORTUNITY: '1' } });
    expect((await call(admin, 'event.offline.list')).body['total']).toBe(0);
    emulator.updateDeal(admin, 3, { amount: '9.00' });
    await emulator.settle();
    expect(received).toHaveLength(5);
  });
});
