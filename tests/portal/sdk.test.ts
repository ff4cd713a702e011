import { B24OAuth } from '@bitrix24/b24jssdk';
import { hostPortalEmulator } from '#portal-emulator/host-portal-emulator.ts';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { findFreePorts } from './free-ports.ts';
import { admin, fieldOf, openInstalledPortal, registration, type PortalUnderTest } from './portal-under-test.ts';

let portal: PortalUnderTest;
let host: { close(): Promise<void> };

beforeAll(async () => {
  const [portalPort, oauthPort] = await findFreePorts(2);
  portal = openInstalledPortal({ portalOrigin: `http://localhost:${portalPort}`, oauthOrigin: `http://localhost:${oauthPort}` });
  host = await hostPortalEmulator(portal.emulator, portal.options);
});

afterAll(async () => {
  await host.close();
  await portal.emulator.close();
});

function createClient(): B24OAuth {
  const { fields } = portal.emulator.openFrame({ userId: admin, placement: 'DEFAULT' });
  const { portalOrigin, memberId } = portal.options;
  return new B24OAuth(
    {
      applicationToken: fieldOf(fields, 'APPLICATION_TOKEN'),
      userId: admin,
      memberId,
      accessToken: fieldOf(fields, 'AUTH_ID'),
      refreshToken: fieldOf(fields, 'REFRESH_ID'),
      expires: Math.floor(Date.now() / 1000) + 3600,
      expiresIn: 3600,
      scope: fieldOf(fields, 'APPLICATION_SCOPE'),
      domain: new URL(portalOrigin).host,
      clientEndpoint: `${portalOrigin}/rest/`,
      serverEndpoint: fieldOf(fields, 'SERVER_ENDPOINT'),
      status: 'L' as never,
    },
    { clientId: registration.clientId, clientSecret: registration.clientSecret },
  );
}

describe('the official client', () => {
  it('calls a method over the doubled slash of its endpoint', async () => {
    const answer = await createClient().actions.v2.call.make({ method: 'crm.deal.get', params: { id: 7 } });
    expect(answer.isSuccess).toBe(true);
    expect(answer.getData()?.result).toMatchObject({ ID: '7', TITLE: 'Сделка 7' });
  });

  it('runs a batch with references', async () => {
    const answer = await createClient().actions.v2.batch.make({
      calls: {
        deal: { method: 'crm.deal.get', params: { id: 7 } },
        owner: { method: 'user.get', params: { ID: '$result[deal][ASSIGNED_BY_ID]' } },
      },
      options: { isHaltOnError: false },
    });
    expect(answer.isSuccess).toBe(true);
    expect(JSON.stringify(answer.getData())).toContain('Кольцов');
  });

  it('reads a whole list by its id', async () => {
    const pages = createClient().actions.v2.fetchList.make<{ id: number }>({
      method: 'crm.item.list',
      params: { entityTypeId: 2, select: ['id'] },
      idKey: 'id',
      customKeyForResult: 'items',
    });
    const ids: number[] = [];
    for await (const page of pages) ids.push(...page.map(({ id }) => id));
    expect(ids).toEqual(Array.from({ length: 60 }, (_, index) => index + 1));
  });

  it('refreshes an expired token by itself and goes on', async () => {
    const client = createClient();
    vi.useFakeTimers({ toFake: ['Date'] });
    try {
      vi.setSystemTime(Date.now() + 3_700_000);
      const answer = await client.actions.v2.call.make({ method: 'profile' });
      expect(answer.getData()?.result).toMatchObject({ ID: '1', ADMIN: true });
    } finally {
      vi.useRealTimers();
    }
  });

  it('is told what was refused', async () => {
    const call = createClient().actions.v2.call.make({ method: 'crm.item.list', params: { entityTypeId: 2, filter: { NOPE: 1 } } });
    await expect(call).rejects.toMatchObject({ code: 'INVALID_ARG_VALUE', status: 400 });
  });
});

describe('the hosted portal', () => {
  it('answers the preflight of a browser for any origin', async () => {
    const response = await fetch(`${portal.options.portalOrigin}/rest/profile`, { method: 'OPTIONS' });
    expect(response.status).toBe(200);
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(response.headers.get('access-control-allow-headers')).toContain('content-type');
  });

  it('sends a reader of another host name home and refuses to take anything there', async () => {
    const elsewhere = portal.options.portalOrigin.replace('localhost', '127.0.0.1');
    const read = await fetch(`${elsewhere}/crm/`, { redirect: 'manual' });
    expect([read.status, read.headers.get('location')]).toEqual([302, `${portal.options.portalOrigin}/crm/`]);
    expect((await fetch(`${elsewhere}/rest/profile`, { method: 'POST' })).status).toBe(421);
  });

  it('takes bodies of ten megabytes and no more', async () => {
    const send = (size: number): Promise<Response> =>
      fetch(`${portal.options.portalOrigin}/rest/profile`, { method: 'POST', body: new URLSearchParams({ filler: 'x'.repeat(size) }) });
    expect((await send(1_000_000)).status).toBe(401);
    const tooLong = await send(11_000_000).then(
      (response) => response.status,
      () => 'cut off',
    );
    expect([413, 'cut off']).toContain(tooLong);
  });
});
