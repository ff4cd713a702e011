import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { smallPortalPeople } from '#support/small-portal.ts';
import { hostPortalEmulator } from '#portal-emulator/host-portal-emulator.ts';
import { afterEach, describe, expect, it } from 'vitest';
import { listenForEvents, type EventListener } from './event-listener.ts';
import { findFreePorts } from '#support/free-ports.ts';
import {
  admin,
  fieldOf,
  oauthOrigin,
  openInstalledPortal,
  portalOrigin,
  registration,
  type Answer,
  type PortalUnderTest,
} from './portal-under-test.ts';

const { anna } = smallPortalPeople;
const newOrigin = 'http://localhost:4107';
const bought = { ...registration, status: 'S' } as const;
const tab = { PLACEMENT: 'CRM_DEAL_DETAIL_TAB', HANDLER: 'http://127.0.0.1:4110/tab', TITLE: 'Курс' };

const listeners: EventListener[] = [];

async function listen(): Promise<EventListener> {
  const listener = await listenForEvents();
  listeners.push(listener);
  return listener;
}

afterEach(async () => {
  await Promise.all(listeners.splice(0).map((listener) => listener.close()));
});

interface Opened extends PortalUnderTest {
  readonly accessToken: string;
  readonly refreshToken: string;
  refresh(token?: string): Promise<Answer>;
  info(): Promise<Record<string, unknown>>;
}

/** An installed portal and a pair of tokens that an application keeps. */
function open(changes: Parameters<typeof openInstalledPortal>[0] = {}, userId = admin): Opened {
  const portal = openInstalledPortal(changes);
  const { fields } = portal.emulator.openFrame({ userId, placement: 'DEFAULT' });
  const accessToken = fieldOf(fields, 'AUTH_ID');
  const refreshToken = fieldOf(fields, 'REFRESH_ID');
  const credentials = { client_id: registration.clientId, client_secret: registration.clientSecret };
  return {
    ...portal,
    accessToken,
    refreshToken,
    refresh: (token = refreshToken) => portal.oauth({ ...credentials, grant_type: 'refresh_token', refresh_token: token }),
    info: async () => {
      const response = await portal.emulator.handle(new Request(`${oauthOrigin}/rest/app.info?auth=${accessToken}`));
      return (await response.json()) as Record<string, unknown>;
    },
  };
}

async function bindEvents({ callWith, accessToken }: Opened, events: readonly string[], handler: string): Promise<void> {
  for (const event of events) expect((await callWith(accessToken, 'event.bind', { event, handler })).body['result']).toBe(true);
}

describe('an application whose term has ended', () => {
  it('works on for fourteen days of grace and says so', async () => {
    const portal = open({ application: bought });
    portal.emulator.setPaymentDays(-14);
    expect((await portal.callWith(portal.accessToken, 'app.info')).body).toMatchObject({
      result: { STATUS: 'S', PAYMENT_EXPIRED: 'Y', DAYS: -14 },
    });
    expect((await portal.refresh()).status).toBe(200);
  });

  it('is then refused tokens, calls, frames and authorization, and the authorization server alone still speaks of it', async () => {
    const portal = open({ application: bought });
    portal.emulator.setPaymentDays(-15);
    expect(await portal.refresh()).toEqual({ status: 400, body: { error: 'PAYMENT_REQUIRED', error_description: 'Payment required' } });
    const refused = await portal.callWith(portal.accessToken, 'crm.deal.list');
    expect([refused.status, refused.body['error']]).toEqual([401, 'PAYMENT_REQUIRED']);
    expect(() => portal.emulator.openFrame({ userId: admin, placement: 'DEFAULT' })).toThrow('not paid');
    const authorize = new Request(`${portalOrigin}/oauth/authorize/?client_id=${registration.clientId}`);
    expect((await portal.emulator.handle(authorize)).headers.get('location')).toBeNull();
    expect(await portal.info()).toMatchObject({ result: { PAYMENT_EXPIRED: 'Y', DAYS: -15 } });
    const webhook = await portal.emulator.handle(new Request(`${portal.emulator.makeWebhook(admin)}profile`));
    expect(webhook.status).toBe(200);
  });

  it('hears of the payment without tokens and of nothing else', async () => {
    const portal = open({ application: bought });
    const { handler, received } = await listen();
    await bindEvents(portal, ['ONAPPPAYMENT', 'ONCRMDEALUPDATE'], handler);
    await portal.callWith(portal.accessToken, 'event.bind', { event: 'ONCRMDEALUPDATE', event_type: 'offline' });
    portal.emulator.setPaymentDays(-20);
    portal.emulator.updateDeal(admin, 3, { amount: '1.00' });
    await portal.emulator.settle();
    expect(received).toHaveLength(1);
    expect(received[0]).toMatchObject({
      event: 'ONAPPPAYMENT',
      'data[CODE]': 'kurs',
      'data[STATUS]': 'S',
      'data[PAYMENT_EXPIRED]': 'Y',
      'data[DAYS]': '-20',
      'auth[member_id]': portal.options.memberId,
    });
    expect(Object.keys(received[0] ?? {}).filter((key) => /token/.test(key))).toEqual([]);
    portal.emulator.setPaymentDays(30);
    expect((await portal.refresh()).status).toBe(200);
    expect((await portal.call(admin, 'event.offline.list')).body['total']).toBe(0);
  });

  it('is never a local one', () => {
    expect(() => open().emulator.setPaymentDays(-1)).toThrow('not paid for');
  });
});

describe('a renamed portal', () => {
  it('answers 302 at its former address, with path and query, whatever is asked', async () => {
    const { emulator, accessToken } = open();
    emulator.rename(newOrigin);
    const init = { method: 'POST', body: new URLSearchParams({ auth: accessToken }) };
    const moved = await emulator.handle(new Request(`${portalOrigin}/rest//profile?x=1`, init));
    expect([moved.status, moved.headers.get('location')]).toEqual([302, `${newOrigin}/rest//profile?x=1`]);
    expect((await emulator.handle(new Request(`${portalOrigin}/crm/`))).headers.get('location')).toBe(`${newOrigin}/crm/`);
  });

  it('serves its new address with the same tokens, member and webhooks', async () => {
    const { emulator, accessToken, refresh, info, options } = open();
    const webhook = emulator.makeWebhook(admin);
    emulator.rename(newOrigin);
    const ask = async (address: string, init: RequestInit = {}): Promise<unknown> =>
      (await emulator.handle(new Request(address, init))).json();
    const body = new URLSearchParams({ auth: accessToken });
    expect(await ask(`${newOrigin}/rest/profile`, { method: 'POST', body })).toMatchObject({ result: { ID: '1' } });
    expect(await ask(`${webhook.replace(portalOrigin, newOrigin)}profile`)).toMatchObject({ result: { ID: '1' } });
    expect((await refresh()).body).toMatchObject({ client_endpoint: `${newOrigin}/rest/`, member_id: options.memberId });
    expect(await info()).toMatchObject({ result: { install: { domain: new URL(newOrigin).host } } });
    const frame = emulator.openFrame({ userId: admin, placement: 'DEFAULT' });
    expect(new URL(frame.url).searchParams.get('DOMAIN')).toBe(new URL(newOrigin).host);
  });

  it('sends its events under the new name', async () => {
    const portal = open();
    const { handler, received } = await listen();
    await bindEvents(portal, ['ONCRMDEALUPDATE'], handler);
    portal.emulator.rename(newOrigin);
    portal.emulator.updateDeal(admin, 3, { amount: '1.00' });
    await portal.emulator.settle();
    expect(received[0]).toMatchObject({ 'auth[domain]': new URL(newOrigin).host, 'auth[client_endpoint]': `${newOrigin}/rest/` });
  });

  it('may be renamed again and back, and a client that follows redirects arrives', async () => {
    const [first, second, oauthPort] = await findFreePorts(3);
    const origins = { portalOrigin: `http://localhost:${first}`, oauthOrigin: `http://localhost:${oauthPort}` };
    const next = `http://localhost:${second}`;
    const { emulator } = open(origins);
    const host = await hostPortalEmulator(emulator, { ...origins, furtherOrigins: [next] });
    try {
      const webhook = emulator.makeWebhook(admin);
      emulator.rename(next);
      const followed = await fetch(`${webhook}profile`);
      expect([followed.url.startsWith(next), followed.status]).toEqual([true, 200]);
      emulator.rename(origins.portalOrigin);
      expect((await fetch(`${webhook}profile`, { redirect: 'manual' })).status).toBe(200);
    } finally {
      await host.close();
    }
  });
});

describe('a deleted portal', () => {
  it('is 404 at the authorization server and PORTAL_DELETED at REST, for tokens and webhooks', async () => {
    const portal = open();
    const webhook = portal.emulator.makeWebhook(admin);
    portal.emulator.delete();
    const exchange = new URLSearchParams({
      grant_type: 'refresh_token',
      refresh_token: portal.refreshToken,
      client_id: registration.clientId,
      client_secret: registration.clientSecret,
    });
    expect((await portal.emulator.handle(new Request(`${oauthOrigin}/oauth/token/?${exchange}`))).status).toBe(404);
    const gone = { status: 403, body: { error: 'PORTAL_DELETED', error_description: 'Portal was deleted' } };
    expect(await portal.callWith(portal.accessToken, 'profile')).toEqual(gone);
    const byWebhook = await portal.emulator.handle(new Request(`${webhook}profile`));
    expect([byWebhook.status, await byWebhook.json()]).toEqual([403, gone.body]);
    expect(await portal.info()).toMatchObject({ error: 'invalid_token' });
  });

  it('sends no events and shows no pages', async () => {
    const portal = open();
    const { handler, received } = await listen();
    await bindEvents(portal, ['ONCRMDEALUPDATE'], handler);
    portal.emulator.delete();
    portal.emulator.updateDeal(admin, 3, { amount: '1.00' });
    await portal.emulator.settle();
    expect(received).toEqual([]);
    expect((await portal.emulator.handle(new Request(`${portalOrigin}/`))).status).toBe(404);
  });
});

describe('an application that was removed', () => {
  it('loses its tokens at once, those of events too', async () => {
    const portal = open();
    const { handler, received } = await listen();
    await bindEvents(portal, ['ONCRMDEALUPDATE'], handler);
    portal.emulator.updateDeal(anna, 3, { amount: '1.00' });
    await portal.emulator.settle();
    portal.emulator.removeApplication();
    for (const token of [portal.accessToken, received[0]?.['auth[access_token]'] ?? '']) {
      const { status, body } = await portal.callWith(token, 'profile');
      expect([status, body['error']]).toEqual([401, 'APPLICATION_NOT_FOUND']);
    }
    const { status, body } = await portal.refresh();
    expect([status, body['error']]).toEqual([401, 'invalid_client']);
    expect(await portal.info()).toMatchObject({ error: 'invalid_token' });
    const authorize = new Request(`${portalOrigin}/oauth/authorize/?client_id=${registration.clientId}`);
    expect((await portal.emulator.handle(authorize)).status).toBe(403);
  });

  it('is told so without tokens, and whether its data goes too', async () => {
    const portal = open({ application: bought });
    const { handler, received } = await listen();
    await bindEvents(portal, ['ONAPPUNINSTALL'], handler);
    const { fields } = portal.emulator.openFrame({ userId: admin, placement: 'DEFAULT' });
    portal.emulator.removeApplication();
    const other = open({ application: bought });
    await bindEvents(other, ['ONAPPUNINSTALL'], handler);
    other.emulator.removeApplication({ clean: true });
    await Promise.all([portal.emulator.settle(), other.emulator.settle()]);
    expect(received.map((event) => event['data[CLEAN]']).toSorted()).toEqual(['0', '1']);
    const first = received.find((event) => event['data[CLEAN]'] === '0') ?? {};
    expect(first).toMatchObject({ event: 'ONAPPUNINSTALL', 'auth[application_token]': fieldOf(fields, 'APPLICATION_TOKEN') });
    expect(first).not.toHaveProperty('auth[access_token]');
    expect(first).not.toHaveProperty('auth[refresh_token]');
  });

  it('comes back with a new application token, no bindings and the options that were kept', async () => {
    const portal = open({ application: bought });
    await portal.callWith(portal.accessToken, 'placement.bind', tab);
    await portal.callWith(portal.accessToken, 'event.bind', { event: 'ONCRMDEALUPDATE', event_type: 'offline' });
    await portal.callWith(portal.accessToken, 'app.option.set', { options: { zone: 'Europe/Moscow' } });
    portal.emulator.updateDeal(admin, 3, { amount: '1.00' });
    const before = portal.emulator.openFrame({ userId: admin, placement: 'DEFAULT' }).fields;
    portal.emulator.removeApplication();
    expect(() => portal.emulator.openFrame({ userId: anna, placement: 'DEFAULT' })).toThrow('not fully installed');
    const { fields, url } = portal.emulator.openFrame({ userId: admin, placement: 'DEFAULT' });
    expect(url.startsWith(`${registration.installerUrl}?`)).toBe(true);
    expect(fields['APPLICATION_TOKEN']).not.toBe(before['APPLICATION_TOKEN']);
    const token = fieldOf(fields, 'AUTH_ID');
    expect((await portal.callWith(token, 'placement.get')).body['result']).toEqual([]);
    expect((await portal.callWith(token, 'event.get')).body['result']).toEqual([]);
    expect((await portal.callWith(token, 'event.offline.list')).body['total']).toBe(0);
    expect((await portal.callWith(token, 'app.option.get')).body['result']).toEqual({ zone: 'Europe/Moscow' });
    expect((await portal.refresh()).body['error']).toBe('invalid_grant');
  });

  it('leaves nothing behind when it was local', async () => {
    const portal = open();
    await portal.callWith(portal.accessToken, 'app.option.set', { options: { zone: 'Europe/Moscow' } });
    portal.emulator.removeApplication();
    const { fields } = portal.emulator.openFrame({ userId: admin, placement: 'DEFAULT' });
    expect((await portal.callWith(fieldOf(fields, 'AUTH_ID'), 'app.option.get')).body['result']).toEqual([]);
  });
});

describe('an application that was updated', () => {
  it('drops its handlers and places, and tells the old handler the new application token with a refresh token', async () => {
    const portal = open();
    const { handler, received } = await listen();
    await bindEvents(portal, ['ONAPPUPDATE', 'ONCRMDEALUPDATE'], handler);
    await portal.callWith(portal.accessToken, 'placement.bind', tab);
    const before = portal.emulator.openFrame({ userId: admin, placement: 'DEFAULT' }).fields;
    portal.emulator.updateApplication({ version: 2, userId: admin });
    await portal.emulator.settle();
    const { fields, url } = portal.emulator.openFrame({ userId: admin, placement: 'DEFAULT' });
    expect(received).toHaveLength(1);
    expect(received[0]).toMatchObject({
      event: 'ONAPPUPDATE',
      'data[VERSION]': '2',
      'data[PREVIOUS_VERSION]': '1',
      'auth[application_token]': fields['APPLICATION_TOKEN'],
    });
    expect(fields['APPLICATION_TOKEN']).not.toBe(before['APPLICATION_TOKEN']);
    expect(url.startsWith(`${registration.installerUrl}?`)).toBe(true);
    expect((await portal.refresh(received[0]?.['auth[refresh_token]'])).body['user_id']).toBe(admin);
    expect((await portal.callWith(portal.accessToken, 'event.get')).body['result']).toEqual([]);
    expect((await portal.callWith(portal.accessToken, 'placement.get')).body['result']).toEqual([]);
    expect((await portal.callWith(portal.accessToken, 'app.info')).body).toMatchObject({ result: { VERSION: 2, INSTALLED: false } });
  });

  it('is newer, and installed by an administrator', () => {
    const { emulator } = open();
    expect(() => emulator.updateApplication({ version: 1, userId: admin })).toThrow('not newer');
    expect(() => emulator.updateApplication({ version: 2, userId: anna })).toThrow('administrator');
  });
});

describe('a person', () => {
  it('who is dismissed may do nothing, learns nothing of himself and gets no new tokens', async () => {
    const portal = open({}, anna);
    const webhook = portal.emulator.makeWebhook(anna);
    portal.emulator.changePerson(anna, { isActive: false });
    for (const [method, parameters] of [['crm.deal.list'], ['method.get', { name: 'profile' }], ['batch', { cmd: ['profile'] }]] as const) {
      const { status, body } = await portal.callWith(portal.accessToken, method, parameters);
      expect([method, status, body['error']]).toEqual([method, 401, 'authorization_error']);
    }
    expect((await portal.callWith(portal.accessToken, 'profile')).body['result']).toEqual([]);
    expect(await (await portal.emulator.handle(new Request(`${webhook}crm.deal.list`))).json()).toMatchObject({
      error: 'authorization_error',
    });
    expect((await portal.refresh()).body['error']).toBe('invalid_grant');
    expect(() => portal.emulator.openFrame({ userId: anna, placement: 'DEFAULT' })).toThrow('not in the portal');
    portal.emulator.changePerson(anna, { isActive: true });
    expect((await portal.callWith(portal.accessToken, 'profile')).body).toMatchObject({ result: { ID: String(anna) } });
  });

  it('who is dismissed lends no tokens to events any more', async () => {
    const portal = open();
    const { handler, received } = await listen();
    const binding = { event: 'ONCRMDEALUPDATE', handler, auth_type: anna };
    await portal.callWith(portal.accessToken, 'event.bind', binding);
    portal.emulator.changePerson(anna, { isActive: false });
    portal.emulator.updateDeal(admin, 3, { amount: '1.00' });
    await portal.emulator.settle();
    expect(received).toHaveLength(1);
    expect(received[0]).not.toHaveProperty('auth[access_token]');
    expect(received[0]).toHaveProperty('auth[application_token]');
  });

  it('who becomes an administrator and ceases to be one sees and does as much with the same token', async () => {
    const portal = open({}, anna);
    const reach = async (): Promise<unknown[]> => [
      (await portal.callWith(portal.accessToken, 'user.admin')).body['result'],
      (await portal.callWith(portal.accessToken, 'placement.get')).status,
      (await portal.callWith(portal.accessToken, 'crm.deal.list')).body['total'],
    ];
    const [, , own] = await reach();
    portal.emulator.changePerson(anna, { isAdmin: true });
    expect(await reach()).toEqual([true, 200, 60]);
    portal.emulator.changePerson(anna, { isAdmin: false });
    expect(await reach()).toEqual([false, 403, own]);
    expect((await portal.page(admin, 'GET', 'state')).body['people']).toContainEqual(expect.objectContaining({ id: anna, isAdmin: false }));
  });
});

describe('a permission that is taken away', () => {
  it('is gone for tokens that live, in `scope` and in the next refresh', async () => {
    const portal = open();
    portal.emulator.grantScopes(['user_brief', 'placement']);
    const refused = await portal.callWith(portal.accessToken, 'crm.deal.list');
    expect([refused.status, refused.body['error']]).toEqual([401, 'insufficient_scope']);
    expect((await portal.callWith(portal.accessToken, 'scope')).body['result']).toEqual(['user_brief', 'placement']);
    expect((await portal.callWith(portal.accessToken, 'placement.bind', tab)).body['error']).toBe('ERROR_PLACEMENT_NOT_FOUND');
    expect((await portal.refresh()).body['scope']).toBe('user_brief,placement');
    portal.emulator.grantScopes(['crm']);
    expect((await portal.callWith(portal.accessToken, 'crm.deal.list')).body['total']).toBe(60);
  });
});

describe('what has happened to a portal', () => {
  it('outlives the process', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'portal-lifecycle-'));
    try {
      const stateFile = join(folder, 'portal.ndjson');
      const before = open({ stateFile, application: bought });
      before.emulator.rename(newOrigin);
      before.emulator.changePerson(anna, { isActive: false });
      before.emulator.grantScopes(['crm']);
      before.emulator.setPaymentDays(-2);
      const after = openInstalledPortal({ stateFile, application: bought });
      expect(after.emulator.origin).toBe(newOrigin);
      const info = await after.emulator.handle(new Request(`${newOrigin}/rest/app.info?auth=${before.accessToken}`));
      expect(await info.json()).toMatchObject({ result: { DAYS: -2 } });
      const scope = await after.emulator.handle(new Request(`${newOrigin}/rest/scope?auth=${before.accessToken}`));
      expect(await scope.json()).toMatchObject({ result: ['crm'] });
      expect(() => after.emulator.openFrame({ userId: anna, placement: 'DEFAULT' })).toThrow('not in the portal');
      after.emulator.removeApplication();
      const third = openInstalledPortal({ stateFile, application: bought });
      const gone = await third.emulator.handle(new Request(`${newOrigin}/rest/profile?auth=${before.accessToken}`));
      expect(await gone.json()).toMatchObject({ error: 'APPLICATION_NOT_FOUND' });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
