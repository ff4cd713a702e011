import { ApiVersion, B24Hook } from '@bitrix24/b24jssdk';
import { smallPortalPeople } from '#support/small-portal.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hostEmulator, type HostedEmulator } from './hosted-emulator.ts';
import { admin } from './portal-under-test.ts';

let host: HostedEmulator;

beforeAll(async () => {
  host = await hostEmulator();
});

afterAll(() => host.close());

describe('the official client by an incoming webhook', () => {
  it('takes no address without TLS', () => {
    const address = host.portal.emulator.makeWebhook(admin);
    expect(address).toMatch(/^http:\/\/localhost:\d+\/rest\/1\/\w+\/$/);
    expect(() => B24Hook.fromWebhookUrl(address)).toThrow(/https/i);
  });

  it('calls, batches and lists as the person of the webhook', async () => {
    const hook = openHook(smallPortalPeople.anna);
    const profile = await hook.actions.v2.call.make({ method: 'profile' });
    expect(profile.getData()?.result).toMatchObject({ ID: '3', NAME: 'Анна', ADMIN: false });
    const batch = await hook.actions.v2.batch.make({ calls: { mine: ['crm.deal.list', { select: ['ID'] }], time: ['server.time', {}] } });
    const mine = (batch.getData() as { mine: { ID: string }[] }).mine;
    expect(mine).toHaveLength(20);
    const pages = hook.actions.v2.fetchList.make<{ ID: string }>({ method: 'crm.deal.list', params: { select: ['ID'] }, idKey: 'ID' });
    const listed: { ID: string }[] = [];
    for await (const page of pages) listed.push(...page);
    expect(listed).toEqual(mine);
  });

  it('is refused what only an application may do', async () => {
    const call = openHook(admin).actions.v2.call.make({ method: 'event.get' });
    await expect(call).rejects.toMatchObject({ code: 'WRONG_AUTH_TYPE', status: 403 });
  });

  it('with a wrong secret is told so', async () => {
    const hook = openHook(admin, (address) => address.replace(/\w+\/$/, 'nosuchsecret/'));
    await expect(hook.actions.v2.call.make({ method: 'profile' })).rejects.toMatchObject({ status: 401 });
  });
});

/** The client asks for https; an interceptor of its own HTTP client sends the request to this machine's plain port. */
function openHook(userId: number, change: (address: string) => string = (address) => address): B24Hook {
  const address = change(host.portal.emulator.makeWebhook(userId));
  const hook = B24Hook.fromWebhookUrl(address.replace('http://', 'https://'));
  hook.getHttpClient(ApiVersion.v2).ajaxClient.interceptors.request.use((config) => ({
    ...config,
    url: (config.url ?? '').replace('https://', 'http://'),
  }));
  return hook;
}
