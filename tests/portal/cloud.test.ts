import { smallPortal, smallPortalNow } from '#support/small-portal.ts';
import { createPortalCloud, type CloudPortalOptions, type PortalCloud } from '#portal-emulator/create-portal-cloud.ts';
import { hostPortalEmulator } from '#portal-emulator/host-portal-emulator.ts';
import { afterEach, describe, expect, it } from 'vitest';
import { findFreePorts } from '#support/free-ports.ts';
import { admin, fieldOf, registration } from './portal-under-test.ts';

const oauthOrigin = 'http://localhost:4120';
const credentials = { client_id: registration.clientId, client_secret: registration.clientSecret };

const clouds: PortalCloud[] = [];
const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  for (const cloud of clouds.splice(0)) await cloud.close();
});

function portalAt(portalOrigin: string, digit: string): CloudPortalOptions {
  return {
    data: smallPortal(),
    application: registration,
    portalOrigin,
    businessClock: () => smallPortalNow,
    memberId: digit.repeat(32),
    limits: 'cloud',
    stateFile: null,
  };
}

function openCloud(
  origins: readonly [string, string] = ['http://localhost:4121', 'http://localhost:4122'],
  server = oauthOrigin,
): PortalCloud {
  const cloud = createPortalCloud(server, [portalAt(origins[0], 'a'), portalAt(origins[1], 'b')]);
  clouds.push(cloud);
  for (const portal of cloud.portals) portal.finishInstall(admin);
  return cloud;
}

async function ask(cloud: PortalCloud, address: string, form?: Readonly<Record<string, string>>): Promise<Record<string, unknown>> {
  const request = new Request(address, form ? { method: 'POST', body: new URLSearchParams(form) } : {});
  return (await cloud.handle(request)).json() as Promise<Record<string, unknown>>;
}

function framesOf(cloud: PortalCloud): Readonly<Record<string, string>>[] {
  return cloud.portals.map((portal) => portal.openFrame({ userId: admin, placement: 'DEFAULT' }).fields);
}

describe('several portals', () => {
  it('have one authorization server, where a token tells the portal', async () => {
    const cloud = openCloud();
    for (const [index, fields] of framesOf(cloud).entries()) {
      const refreshed = await ask(cloud, `${oauthOrigin}/oauth/token/`, {
        ...credentials,
        grant_type: 'refresh_token',
        refresh_token: fieldOf(fields, 'REFRESH_ID'),
      });
      expect(refreshed).toMatchObject({
        member_id: cloud.portals[index]?.memberId,
        client_endpoint: `${cloud.portals[index]?.origin}/rest/`,
      });
      const info = await ask(cloud, `${oauthOrigin}/rest/app.info?auth=${String(refreshed['access_token'])}`);
      expect(info).toMatchObject({ result: { install: { member_id: cloud.portals[index]?.memberId } } });
    }
  });

  it('know nothing of each other’s tokens and rows', async () => {
    const cloud = openCloud();
    const [one = {}, two = {}] = framesOf(cloud);
    const [first, second] = cloud.portals;
    const update = { 'fields[TITLE]': 'Только здесь', id: '3', auth: fieldOf(one, 'AUTH_ID') };
    expect(await ask(cloud, `${first?.origin}/rest/crm.deal.update`, update)).toMatchObject({ result: true });
    expect(await ask(cloud, `${second?.origin}/rest/crm.deal.get`, { id: '3', auth: fieldOf(two, 'AUTH_ID') })).toMatchObject({
      result: { TITLE: 'Сделка 3' },
    });
    expect(await ask(cloud, `${second?.origin}/rest/profile`, { auth: fieldOf(one, 'AUTH_ID') })).toMatchObject({ error: 'invalid_token' });
  });

  it('have request buckets of their own', async () => {
    const cloud = openCloud();
    const [one = {}, two = {}] = framesOf(cloud);
    const [first, second] = cloud.portals;
    const burst = Array.from({ length: 51 }, () => ask(cloud, `${first?.origin}/rest/profile`, { auth: fieldOf(one, 'AUTH_ID') }));
    expect((await Promise.all(burst)).filter((answer) => answer['error'] === 'QUERY_LIMIT_EXCEEDED')).toHaveLength(1);
    expect(await ask(cloud, `${second?.origin}/rest/profile`, { auth: fieldOf(two, 'AUTH_ID') })).toHaveProperty('result');
  });

  it('go on when one of them is deleted', async () => {
    const cloud = openCloud();
    const [gone = {}, alive = {}] = framesOf(cloud);
    cloud.portals[0]?.delete();
    const refresh = (fields: Readonly<Record<string, string>>): Promise<Response> => {
      const body = new URLSearchParams({ ...credentials, grant_type: 'refresh_token', refresh_token: fieldOf(fields, 'REFRESH_ID') });
      return cloud.handle(new Request(`${oauthOrigin}/oauth/token/`, { method: 'POST', body }));
    };
    expect([(await refresh(gone)).status, (await refresh(alive)).status]).toEqual([404, 200]);
  });

  it('answer nothing at a host that is nobody’s', async () => {
    const cloud = openCloud();
    expect((await cloud.handle(new Request('http://localhost:4999/rest/profile'))).status).toBe(404);
  });

  it('are not to share an address or a member id', () => {
    const one = portalAt('http://localhost:4121', 'a');
    expect(() => createPortalCloud(oauthOrigin, [one, portalAt('http://localhost:4121', 'b')])).toThrow('same origin');
    expect(() => createPortalCloud(oauthOrigin, [one, portalAt('http://localhost:4122', 'a')])).toThrow('same member id');
  });

  it('are served on a port each', async () => {
    const [one, two, three] = await findFreePorts(3);
    const origins = [`http://localhost:${one}`, `http://localhost:${two}`] as const;
    const server = `http://localhost:${three}`;
    const cloud = openCloud(origins, server);
    const host = await hostPortalEmulator(cloud, { portalOrigin: origins[0], oauthOrigin: server, furtherOrigins: [origins[1]] });
    closing.push(host.close);
    for (const portal of cloud.portals) {
      const answer = await fetch(`${portal.makeWebhook(admin)}profile`);
      expect(await answer.json()).toMatchObject({ result: { ID: '1' } });
    }
    expect((await fetch(`${server}/oauth/token/`)).status).toBe(400);
  });
});
