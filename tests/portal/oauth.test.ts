import { afterEach, describe, expect, it, vi } from 'vitest';
import { admin, fieldOf, oauthOrigin, openInstalledPortal, openPortal, portalOrigin, registration } from './portal-under-test.ts';

const credentials = { client_id: registration.clientId, client_secret: registration.clientSecret };

function open() {
  const portal = openPortal();
  const { fields } = portal.emulator.openFrame({ userId: admin, placement: 'DEFAULT' });
  return { ...portal, accessToken: fieldOf(fields, 'AUTH_ID'), refreshToken: fieldOf(fields, 'REFRESH_ID') };
}

afterEach(() => {
  vi.useRealTimers();
});

describe('the authorization server', () => {
  it('exchanges a refresh token for a pair with endpoints, member and person', async () => {
    const { oauth, refreshToken, options } = open();
    const { status, body } = await oauth({ ...credentials, grant_type: 'refresh_token', refresh_token: refreshToken });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      expires_in: 3600,
      client_endpoint: `${portalOrigin}/rest/`,
      server_endpoint: `${oauthOrigin}/rest/`,
      domain: new URL(oauthOrigin).host,
      member_id: options.memberId,
      scope: registration.scopes.join(','),
      status: 'L',
      user_id: admin,
    });
    expect(body['expires']).toBeGreaterThan(Date.now() / 1000 + 3590);
  });

  it('uses up a refresh token when it is exchanged', async () => {
    const { oauth, refreshToken } = open();
    const first = await oauth({ ...credentials, grant_type: 'refresh_token', refresh_token: refreshToken });
    const again = await oauth({ ...credentials, grant_type: 'refresh_token', refresh_token: refreshToken });
    const next = await oauth({ ...credentials, grant_type: 'refresh_token', refresh_token: String(first.body['refresh_token']) });
    expect([again.status, again.body['error']]).toEqual([400, 'invalid_grant']);
    expect(next.status).toBe(200);
  });

  it('takes the exchange as GET with a query too', async () => {
    const { emulator, refreshToken } = open();
    const query = new URLSearchParams({ ...credentials, grant_type: 'refresh_token', refresh_token: refreshToken });
    const response = await emulator.handle(new Request(`${oauthOrigin}/oauth/token/?${query}`));
    expect(response.status).toBe(200);
  });

  it('refuses a wrong secret, a missing token, a made-up token and an unknown grant', async () => {
    const { oauth, refreshToken } = open();
    const refused = await Promise.all([
      oauth({ ...credentials, client_secret: 'guess', grant_type: 'refresh_token', refresh_token: refreshToken }),
      oauth({ ...credentials, grant_type: 'refresh_token' }),
      oauth({ ...credentials, grant_type: 'refresh_token', refresh_token: 'made-up' }),
      oauth({ ...credentials, grant_type: 'password' }),
    ]);
    expect(refused.map(({ status, body }) => [status, body['error']])).toEqual([
      [401, 'invalid_client'],
      [400, 'invalid_request'],
      [400, 'invalid_grant'],
      [400, 'invalid_request'],
    ]);
  });

  it('gives a code to the registered address and exchanges it once', async () => {
    const { emulator, oauth } = openInstalledPortal();
    const request = new Request(`${portalOrigin}/oauth/authorize/?client_id=${registration.clientId}&state=abc`, {
      headers: { cookie: 'portal_user=3' },
    });
    const response = await emulator.handle(request);
    const back = new URL(response.headers.get('location') ?? '');
    expect(back.origin + back.pathname).toBe(registration.handlerUrl);
    expect(back.searchParams.get('state')).toBe('abc');
    const code = back.searchParams.get('code') ?? '';
    const first = await oauth({ ...credentials, grant_type: 'authorization_code', code });
    const second = await oauth({ ...credentials, grant_type: 'authorization_code', code });
    expect(first.body['user_id']).toBe(3);
    expect(second.body['error']).toBe('invalid_grant');
  });

  it('adds to the address what the documents name: code, state, portal, member, scope and itself', async () => {
    const { emulator, options } = openInstalledPortal();
    const response = await emulator.handle(new Request(`${portalOrigin}/oauth/authorize?client_id=${registration.clientId}&state=a%26b`));
    expect(response.status).toBe(302);
    const { searchParams } = new URL(response.headers.get('location') ?? '');
    expect(Object.fromEntries(searchParams)).toEqual({
      code: expect.stringMatching(/^[0-9a-f]{70}$/),
      state: 'a&b',
      domain: new URL(portalOrigin).host,
      member_id: options.memberId,
      scope: registration.scopes.join(','),
      server_domain: new URL(oauthOrigin).host,
    });
  });

  it('shows a page and sends nobody anywhere for an unknown or unfinished application', async () => {
    const ask = (portal: ReturnType<typeof openPortal>, clientId: string): Promise<Response> =>
      portal.emulator.handle(new Request(`${portalOrigin}/oauth/authorize/?client_id=${clientId}&state=abc`));
    for (const refused of [await ask(openPortal(), registration.clientId), await ask(openInstalledPortal(), 'local.nobody')]) {
      expect([refused.status, refused.headers.get('content-type'), refused.headers.get('location')]).toEqual([403, 'text/html', null]);
    }
  });

  it('takes a code for thirty seconds, of its own application and with all credentials', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const { emulator, oauth } = openInstalledPortal();
    const newCode = async (): Promise<string> => {
      const response = await emulator.handle(new Request(`${portalOrigin}/oauth/authorize/?client_id=${registration.clientId}`));
      return new URL(response.headers.get('location') ?? '').searchParams.get('code') ?? '';
    };
    const exchange = { ...credentials, grant_type: 'authorization_code' };
    const [late, timely] = [await newCode(), await newCode()];
    vi.setSystemTime(Date.now() + 29_999);
    expect((await oauth({ ...exchange, code: timely })).body).toMatchObject({ user_id: expect.any(Number), expires: expect.any(Number) });
    vi.setSystemTime(Date.now() + 1);
    expect((await oauth({ ...exchange, code: late })).body['error']).toBe('invalid_grant');
    expect((await oauth({ grant_type: 'authorization_code', code: await newCode() })).body['error']).toBe('invalid_request');
    expect((await oauth({ ...exchange, client_id: 'local.nobody', code: await newCode() })).body['error']).toBe('invalid_client');
    expect((await oauth(exchange)).body['error']).toBe('invalid_request');
  });

  it('gives no more permissions than the card of the application has', async () => {
    const { oauth, refreshToken } = open();
    const exchange = { ...credentials, grant_type: 'refresh_token', refresh_token: refreshToken };
    expect((await oauth({ ...exchange, scope: 'crm,sale' })).body['error']).toBe('insufficient_scope');
    expect((await oauth({ ...exchange, scope: 'CRM!' })).body['error']).toBe('invalid_scope');
    expect((await oauth({ ...exchange, scope: 'crm user_brief' })).status).toBe(200);
  });

  it('answers scope as it answers app.info', async () => {
    const { emulator, accessToken } = open();
    const ask = async (token: string): Promise<unknown> =>
      (await emulator.handle(new Request(`${oauthOrigin}/rest//scope?auth=${token}`))).json();
    expect(await ask(accessToken)).toEqual({ result: registration.scopes });
    expect(await ask('made-up')).toMatchObject({ error: 'invalid_token' });
  });

  it('answers app.info for a token of the application only', async () => {
    const { emulator, accessToken, options } = open();
    const ask = async (token: string): Promise<unknown> =>
      (await emulator.handle(new Request(`${oauthOrigin}/rest/app.info?auth=${token}`))).json();
    expect(await ask(accessToken)).toMatchObject({
      result: { CODE: 'kurs', client_id: registration.clientId, install: { member_id: options.memberId } },
    });
    expect(await ask('made-up')).toMatchObject({ error: 'invalid_token' });
  });

  it('lets an access token live an hour of the system clock', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const { callWith, accessToken } = open();
    vi.setSystemTime(Date.now() + 3_599_000);
    expect((await callWith(accessToken, 'profile')).status).toBe(200);
    vi.setSystemTime(Date.now() + 1_000);
    const { status, body } = await callWith(accessToken, 'profile');
    expect([status, body['error']]).toEqual([401, 'expired_token']);
  });

  it('lets a refresh token live 180 days', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const { oauth, refreshToken } = open();
    vi.setSystemTime(Date.now() + 180 * 86_400_000);
    const { body } = await oauth({ ...credentials, grant_type: 'refresh_token', refresh_token: refreshToken });
    expect(body['error']).toBe('invalid_grant');
  });
});
