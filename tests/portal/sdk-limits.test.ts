import { ApiVersion, ParamsFactory } from '@bitrix24/b24jssdk';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { hostEmulator, stopClock, turnClockUntil, type HostedEmulator } from './hosted-emulator.ts';
import { createSdkClient } from './sdk-client.ts';
import { admin } from './portal-under-test.ts';

let host: HostedEmulator;

beforeEach(() => {
  stopClock();
  // Whole minutes: the oldest basket of operating time drops out ten minutes later.
  vi.setSystemTime(new Date('2026-11-16T07:42:00Z'));
});

afterEach(async () => {
  vi.useRealTimers();
  await host.close();
});

const statuses = (): number[] => host.requests.map(({ status }) => status);

describe('the official client against the request bucket', () => {
  it('backs off when others have emptied it, and every call succeeds', async () => {
    host = await hostEmulator({ limits: 'cloud' });
    const client = createSdkClient(host.portal);
    await emptyBucket();
    host.forget();
    const startedAt = Date.now();
    const calls = Array.from({ length: 4 }, () => client.actions.v2.call.make<string>({ method: 'server.time' }));
    const answers = await turnClockUntil(host, Promise.all(calls));
    expect(answers.every((answer) => answer.isSuccess)).toBe(true);
    expect(statuses().slice(0, 4)).toEqual([503, 503, 503, 503]);
    expect(statuses().filter((status) => status === 200)).toHaveLength(4);
    const retried = host.requests.slice(4).map(({ at }) => at - startedAt);
    expect(Math.min(...retried)).toBeGreaterThanOrEqual(1500);
  });

  it('gives up on a portal that keeps refusing, with what the portal said', async () => {
    host = await hostEmulator({ limits: 'cloud' });
    const client = createSdkClient(host.portal);
    host.beforeEach((path) => (path === '/rest//profile' ? emptyBucket() : undefined));
    const call = client.actions.v2.call.make({ method: 'profile' });
    await expect(turnClockUntil(host, call)).rejects.toMatchObject({ code: 'QUERY_LIMIT_EXCEEDED', status: 503 });
    const tries = host.requests.filter(({ path }) => path === '/rest//profile');
    expect(tries.map(({ status }) => status)).toEqual([503, 503, 503]);
  });
});

describe('the official client against the operating time', () => {
  it('throws at once when it may not try again', async () => {
    host = await hostEmulator({ limits: 'enterprise' });
    const client = createSdkClient(host.portal, {}, { restrictionParams: { ...ParamsFactory.getDefault(), maxRetries: 1 } });
    await spendOperatingTime();
    const call = client.actions.v2.call.make({ method: 'crm.deal.list' });
    await expect(turnClockUntil(host, call)).rejects.toMatchObject({ code: 'OPERATION_TIME_LIMIT', status: 429 });
    expect(statuses()).toEqual([429]);
  });

  it('waits ten seconds, tries again and throws', async () => {
    host = await hostEmulator({ limits: 'enterprise' });
    const client = createSdkClient(host.portal, {}, { restrictionParams: { ...ParamsFactory.getDefault(), maxRetries: 2 } });
    await spendOperatingTime();
    const call = client.actions.v2.call.make({ method: 'crm.deal.list' });
    await expect(turnClockUntil(host, call)).rejects.toMatchObject({ code: 'OPERATION_TIME_LIMIT', status: 429 });
    expect(statuses()).toEqual([429, 429]);
    const [first, second] = host.requests;
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(10_000);
  });

  it('goes on with other methods meanwhile and with this one when the oldest minute has dropped out', async () => {
    host = await hostEmulator({ limits: 'enterprise' });
    const client = createSdkClient(host.portal);
    await spendOperatingTime();
    const other = await turnClockUntil(host, client.actions.v2.call.make({ method: 'crm.item.list', params: { entityTypeId: 2 } }));
    expect(other.isSuccess).toBe(true);
    vi.setSystemTime(Date.now() + 592_000);
    const blocked = await turnClockUntil(host, client.actions.v2.call.make({ method: 'crm.deal.list' }));
    expect(blocked.isSuccess).toBe(true);
    expect(statuses()).toEqual([200, 429, 200]);
  });

  it('learns from the time block what a method has used', async () => {
    host = await hostEmulator({ limits: 'cloud' });
    const client = createSdkClient(host.portal);
    await turnClockUntil(host, client.actions.v2.call.make({ method: 'crm.deal.list' }));
    const { time } = (await turnClockUntil(host, client.actions.v2.call.make({ method: 'crm.deal.list' }))).getData() ?? {};
    expect(time?.operating).toBeCloseTo(2 * 0.065, 9);
    expect(JSON.stringify(client.getHttpClient(ApiVersion.v2).getStats())).toContain('crm.deal.list');
  });
});

/** Somebody else on this address asks more than the portal takes at once. */
async function emptyBucket(): Promise<void> {
  const webhook = host.portal.emulator.makeWebhook(admin);
  await Promise.all(Array.from({ length: 60 }, () => fetch(`${webhook}server.time`)));
}

/** 148 batches of fifty counted pages use more than 480 seconds of `crm.deal.list`. */
async function spendOperatingTime(): Promise<void> {
  const cmd = Array.from({ length: 50 }, () => 'crm.deal.list?select[]=ID');
  for (let index = 0; index < 148; index += 1) await host.portal.call(admin, 'batch', { cmd });
  host.forget();
}
