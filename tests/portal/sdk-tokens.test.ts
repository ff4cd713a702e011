import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { hostEmulator, type HostedEmulator } from './hosted-emulator.ts';
import { createSdkClient } from './sdk-client.ts';

const tenHours = 36_000;
const anHourAndMore = 3_700_000;

let host: HostedEmulator;

beforeAll(async () => {
  // Refusals of one moment come back together, as over a real network.
  host = await hostEmulator({ pace: { latencyMs: 40, timeScale: 1 } });
});

afterAll(() => host.close());

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
  host.forget();
});

afterEach(() => {
  vi.useRealTimers();
});

const refreshes = (): number => host.requests.filter(({ path }) => path === '/oauth/token/').length;
/** A client that does not know yet that its token will have expired. */
const trusting = (): ReturnType<typeof createSdkClient> =>
  createSdkClient(host.portal, { expires: Math.floor(Date.now() / 1000) + tenHours, expiresIn: tenHours });

describe('tokens of the official client', () => {
  it('are refreshed before a call when they are known to have expired', async () => {
    const client = createSdkClient(host.portal);
    vi.setSystemTime(Date.now() + anHourAndMore);
    const answer = await client.actions.v2.call.make({ method: 'profile' });
    expect(answer.getData()?.result).toMatchObject({ ID: '1', ADMIN: true });
    expect(host.requests.map(({ path, status }) => `${path} ${status}`)).toEqual(['/oauth/token/ 200', '/rest//profile 200']);
  });

  it('are refreshed once for calls in parallel that were all refused', async () => {
    const client = trusting();
    vi.setSystemTime(Date.now() + anHourAndMore);
    const calls = Array.from({ length: 5 }, () => client.actions.v2.call.make({ method: 'profile' }));
    const answers = await Promise.all(calls);
    expect(answers.every((answer) => answer.isSuccess)).toBe(true);
    expect(host.requests.filter(({ status }) => status === 401)).toHaveLength(5);
    expect(refreshes()).toBe(1);
  });

  it('are handed to the application, which keeps the pair that was rotated', async () => {
    const client = trusting();
    const kept: { accessToken: string; refreshToken: string }[] = [];
    client.setCallbackRefreshAuth(async ({ b24OAuthParams }) => void kept.push(b24OAuthParams));
    vi.setSystemTime(Date.now() + anHourAndMore);
    await client.actions.v2.call.make({ method: 'profile' });
    expect(kept).toHaveLength(1);
    const restarted = createSdkClient(host.portal, { ...kept[0], expires: Math.floor(Date.now() / 1000) + 3600 });
    expect((await restarted.actions.v2.call.make({ method: 'profile' })).isSuccess).toBe(true);
    expect(refreshes()).toBe(1);
  });

  it('cannot be refreshed with a pair that was used up', async () => {
    const client = trusting();
    const { refreshToken } = await usedUp(client);
    const late = createSdkClient(host.portal, { accessToken: 'gone', refreshToken, expires: 1 });
    const failure: unknown = await late.actions.v2.call.make({ method: 'profile' }).catch((error: unknown) => error);
    expect(failure).toMatchObject({ originalError: { code: expect.stringContaining('invalid_grant') as unknown } });
  });
});

async function usedUp(client: ReturnType<typeof createSdkClient>): Promise<{ refreshToken: string }> {
  const before = client.auth.getAuthData();
  if (before === false) throw new Error('the client has no tokens');
  vi.setSystemTime(Date.now() + anHourAndMore);
  await client.actions.v2.call.make({ method: 'profile' });
  return { refreshToken: before.refresh_token };
}
