import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createBitrixHttp } from '#bitrix/bitrix-http.ts';
import { createEgressPolicy } from '#bitrix/egress-policy.ts';
import { cloudOperating, createOperatingBudget } from '#bitrix/operating-budget.ts';
import { createPortalClients } from '#bitrix/portal-clients.ts';
import { createLog } from '#kernel/log.ts';
import { createPortalEmulator } from '#portal-emulator/create-portal-emulator.ts';
import { smallPortal, smallPortalNow, smallPortalPeople } from '#support/small-portal.ts';

const at = (seconds: number): Date => new Date(seconds * 1000);

function createBudget() {
  const clock = { seconds: 1000 };
  const budget = createOperatingBudget(cloudOperating, () => at(clock.seconds));
  const report = (operating: number): void => budget.note('crm.item.list', { operating, operating_reset_at: 1600 });
  return { clock, budget, report };
}

describe('the operating time of a method', () => {
  it('costs no waiting below 60 percent', () => {
    const { budget, report } = createBudget();
    report(280);
    report(287);
    expect([1, 2, 3].map(() => budget.takeTurns('crm.item.list', 1))).toEqual([0, 0, 0]);
  });

  it('is spread from 60 percent on over what is left until the portal forgets a minute', () => {
    const { budget, report } = createBudget();
    report(298);
    report(308);
    // 100 seconds are left until 85 percent, ten for each call, and ten minutes to spend them in.
    expect([1, 2, 3, 4].map(() => budget.takeTurns('crm.item.list', 1))).toEqual([0, 60_000, 120_000, 180_000]);
  });

  it('of a batch is spread by its commands', () => {
    const { budget, report } = createBudget();
    report(298);
    report(308);
    expect([budget.takeTurns('crm.item.list', 5), budget.takeTurns('crm.item.list', 1)]).toEqual([0, 300_000]);
  });

  it('parks the method at 85 percent, and no other', () => {
    const { clock, budget, report } = createBudget();
    report(407);
    expect(budget.parkedUntil('crm.item.list')).toBeNull();
    report(408);
    expect(budget.parkedUntil('crm.item.list')).toEqual(at(1600));
    expect(budget.parkedUntil('user.get')).toBeNull();
    clock.seconds = 1600;
    expect(budget.parkedUntil('crm.item.list')).toBeNull();
    expect(budget.takeTurns('crm.item.list', 1)).toBe(0);
  });

  it('rests for a minute when the portal blocks the method without having said until when', () => {
    const { budget } = createBudget();
    expect(budget.block('profile')).toEqual(at(1060));
    expect(budget.parkedUntil('profile')).toEqual(at(1060));
  });
});

describe('a load from a portal that counts operating time', () => {
  async function connect(limitSeconds: number) {
    const shift = { ms: 0 };
    const pauses: number[] = [];
    const requests: string[] = [];
    const application = {
      clientId: 'local.test',
      clientSecret: 'secret',
      code: 'kurs',
      version: 1,
      title: { ru: 'Курс', en: 'Kurs' },
      handlerUrl: 'http://127.0.0.1:4203/portal/placement',
      installerUrl: 'http://127.0.0.1:4203/portal/install',
      scopes: ['crm', 'user_brief', 'department'],
    };
    const emulator = createPortalEmulator({
      data: smallPortal(),
      application,
      portalOrigin: 'http://localhost:4201',
      oauthOrigin: 'http://localhost:4202',
      businessClock: () => smallPortalNow,
      memberId: 'b'.repeat(32),
      limits: 'cloud',
      pace: { latencyMs: 0, timeScale: 30 },
      stateFile: null,
    });
    const { fields } = emulator.openFrame({ userId: smallPortalPeople.admin, placement: 'DEFAULT' });
    const egress = createEgressPolicy({ allowLoopback: true });
    const clients = createPortalClients({
      egress,
      http: createBitrixHttp({
        egress,
        fetch: async (input, init) => {
          const request = new Request(input, init);
          requests.push(request.url);
          return emulator.handle(request);
        },
      }),
      systemClock: () => new Date(Date.now() + shift.ms),
      log: createLog({ level: 'silent' }),
      limits: { perSecond: 1000, burst: 1000, overdraft: 0 },
      operating: { limitSeconds, slowFrom: 0.6, parkFrom: 0.85 },
      sleep: async (ms) => void pauses.push(ms),
    });
    const client = clients.open({
      memberId: emulator.memberId,
      clientEndpoint: 'http://localhost:4201/rest/',
      priority: 'background',
      getAccessToken: async () => fields['AUTH_ID'] ?? '',
    });
    return { client, pauses, requests, shift, emulator };
  }

  const deals = { method: 'crm.item.list', params: { entityTypeId: 2 } } as const;

  it('slows down, parks the method before the portal blocks it, and goes on when the minute drops', async () => {
    const { client, pauses, requests, shift, emulator } = await connect(1);
    const read = () => client.call(deals.method, deals.params, z.unknown());
    let parked: unknown = null;
    for (let call = 0; call < 40 && parked === null; call += 1) await read().catch((failure: unknown) => (parked = failure));
    expect(parked).toMatchObject({ kind: 'operation-limit', code: 'parked', retryAt: expect.any(Date) });
    expect(pauses.length).toBeGreaterThan(0);
    expect(pauses).toEqual([...pauses].sort((a, b) => a - b));
    const asked = requests.length;
    expect(asked).toBeGreaterThan(5);
    await expect(read()).rejects.toMatchObject({ code: 'parked' });
    expect(requests).toHaveLength(asked);
    await client.call('profile', {}, z.unknown());
    shift.ms = 10 * 60_000;
    await read();
    expect(requests).toHaveLength(asked + 2);
    await emulator.close();
  });

  it('counts the commands of a batch', async () => {
    const { client, requests, emulator } = await connect(1);
    const outcomes = await client.batch(Array.from({ length: 30 }, () => deals));
    expect(outcomes.every(({ kind }) => kind === 'done')).toBe(true);
    await expect(client.batch([{ method: 'profile' }, deals])).rejects.toMatchObject({ code: 'parked', method: 'crm.item.list' });
    expect(requests).toHaveLength(1);
    await emulator.close();
  });
});
