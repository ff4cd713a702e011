import { ParamsFactory } from '@bitrix24/b24jssdk';
import type { Faults } from '#portal-emulator/emulator-options.ts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { hostEmulator, stopClock, turnClockUntil, type HostedEmulator } from './hosted-emulator.ts';
import { admin } from './portal-under-test.ts';
import { createSdkClient } from './sdk-client.ts';

let host: HostedEmulator;

beforeEach(stopClock);

afterEach(async () => {
  vi.useRealTimers();
  await host.close();
});

const open = async (faults: Omit<Faults, 'seed'>): Promise<void> => {
  host = await hostEmulator({ faults: { seed: 7, ...faults } });
};

const add = { method: 'crm.deal.add', params: { fields: { TITLE: 'Сделка из формы' } } };
/** The portal's own page is spared the faults. */
const countAdded = async (): Promise<unknown> => (await host.portal.page(admin, 'GET', 'deals?state=all&search=из формы')).body['total'];

describe('the official client on a bad day of the portal', () => {
  it('gives up on a gateway that answers with pages of HTML', async () => {
    await open({ refusedRequests: 1 });
    const call = createSdkClient(host.portal).actions.v2.call.make({ method: 'profile' });
    await expect(turnClockUntil(host, call)).rejects.toMatchObject({ status: 502 });
    expect(host.requests.map(({ status }) => status)).toEqual([502, 502, 502]);
  });

  it('makes three deals of one when the answers are lost', async () => {
    await open({ unheardAnswers: 1 });
    await expect(turnClockUntil(host, createSdkClient(host.portal).actions.v2.call.make(add))).rejects.toMatchObject({ status: 504 });
    expect(await countAdded()).toBe(3);
  });

  it('makes one deal when it may not try again', async () => {
    await open({ unheardAnswers: 1 });
    const client = createSdkClient(host.portal, {}, { restrictionParams: { ...ParamsFactory.getDefault(), maxRetries: 1 } });
    await expect(turnClockUntil(host, client.actions.v2.call.make(add))).rejects.toMatchObject({ status: 504 });
    expect(await countAdded()).toBe(1);
  });

  it('goes on after a broken connection', async () => {
    await open({ resets: 0.4 });
    const client = createSdkClient(host.portal);
    const reads = Array.from({ length: 5 }, () => client.actions.v2.call.make({ method: 'crm.deal.get', params: { id: 7 } }));
    const answers = await turnClockUntil(host, Promise.allSettled(reads));
    expect(answers.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThan(0);
    expect(host.requests.length).toBeLessThanOrEqual(15);
  });

  it('refreshes a live token that the portal calls expired, and goes on', async () => {
    await open({ expiredTokens: 0.3 });
    const client = createSdkClient(host.portal);
    const answers = [];
    for (let index = 0; index < 8; index += 1) {
      answers.push(
        await turnClockUntil(
          host,
          client.actions.v2.call.make({ method: 'profile' }).then(
            ({ isSuccess }) => isSuccess,
            () => false,
          ),
        ),
      );
    }
    expect(answers.filter(Boolean).length).toBeGreaterThan(4);
    expect(host.requests.filter(({ path }) => path === '/oauth/token/').length).toBeGreaterThan(0);
  });
});
