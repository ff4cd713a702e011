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
