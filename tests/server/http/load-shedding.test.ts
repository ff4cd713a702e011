import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listMyPlans, signSheet } from '#contract/acknowledgement.ts';
import { endpoints } from '#contract/endpoints.ts';
import { getOverview } from '#contract/overview.ts';
import { publishPlan, saveDraft } from '#contract/plan.ts';
import { createLoadShedding, type Load, type LoadShedding } from '#http/limits/load-shedding.ts';
import { startTestService, type InstalledPortal, type TestService } from '#support/installed-portal.ts';
import { smallPortalPeople } from '#support/small-portal.ts';
import { openAndRead } from '#support/sheet-acts.ts';

const { anna, head } = smallPortalPeople;
const calm: Load = { loopDelayMs: 2, storeWaitMs: 3 };
const busy: Load = { loopDelayMs: 250, storeWaitMs: 20 };
const overloaded: Load = { loopDelayMs: 30, storeWaitMs: 4000 };
const look = (shedding: LoadShedding, load: Load, times: number): void => {
  for (let time = 0; time < times; time += 1) shedding.note(load);
};
const shedBy = (shedding: LoadShedding): string[] => (['dashboards', 'sync'] as const).filter((work) => shedding.isShed(work));

describe('load', () => {
  it('puts off dashboards first, then the reading of portals', () => {
    const shedding = createLoadShedding();
    look(shedding, overloaded, 1);
    expect(shedBy(shedding)).toEqual([]);
    look(shedding, overloaded, 1);
    expect(shedBy(shedding)).toEqual(['dashboards']);
    look(shedding, overloaded, 2);
    expect(shedBy(shedding)).toEqual(['dashboards', 'sync']);
  });

  it('that is not too high leaves the reading of portals alone', () => {
    const shedding = createLoadShedding();
    look(shedding, busy, 100);
    expect(shedBy(shedding)).toEqual(['dashboards']);
  });

  it('has to be low for a while before work comes back, the reading of portals first', () => {
    const shedding = createLoadShedding();
    look(shedding, overloaded, 4);
    look(shedding, calm, 4);
    expect(shedBy(shedding)).toEqual(['dashboards', 'sync']);
    look(shedding, calm, 1);
    expect(shedBy(shedding)).toEqual(['dashboards']);
    look(shedding, { loopDelayMs: 150, storeWaitMs: 0 }, 20);
    expect(shedBy(shedding)).toEqual(['dashboards']);
    look(shedding, calm, 5);
    expect(shedBy(shedding)).toEqual([]);
  });

  it('that comes and goes puts nothing off', () => {
    const shedding = createLoadShedding();
    for (let time = 0; time < 50; time += 1) {
      look(shedding, overloaded, 1);
      look(shedding, calm, 1);
    }
    expect(shedBy(shedding)).toEqual([]);
  });

  it('holds the reading of portals until it is over, or until nobody waits', async () => {
    const shedding = createLoadShedding();
    await shedding.untilSyncMay();
    look(shedding, overloaded, 4);
    const stopped = new AbortController();
    const order: string[] = [];
    const first = shedding.untilSyncMay().then(() => order.push('goes on'));
    const second = shedding.untilSyncMay(stopped.signal).catch(() => order.push('stopped'));
    stopped.abort(new Error('the service stops'));
    await second;
    look(shedding, calm, 5);
    await first;
    expect(order).toEqual(['stopped', 'goes on']);
  });
});

describe('a server that has too much to do', () => {
  const month = '2026-12';
  const shedding = createLoadShedding();
  let service: TestService;
  let portal: InstalledPortal;

  beforeAll(async () => {
    service = await startTestService({ portals: 1, shedding });
    portal = await service.installPortal();
    const author = await portal.open(head);
    await author.call(saveDraft, { month, lines: [{ scope: `person:${anna}`, metric: 'revenue', value: '1000000.00' }] });
    await author.call(publishPlan, { month, baseVersion: 0 });
  });
  afterAll(() => service.stop());

  it('refuses dashboards and tells when to come again, while people open pages, sign and get their receipts', async () => {
    const viewer = await portal.open(anna);
    look(shedding, overloaded, 4);
    const refused = await viewer.ask(getOverview, { month: '2026-11' });
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('10');
    expect(refused.body).toMatchObject({ error: { code: 'unavailable', message: 'Сервер занят. Попробуем снова через минуту.' } });
    const signer = await portal.open(anna);
    expect((await signer.call(listMyPlans, {})).sheets).toHaveLength(1);
    const path = { month, version: 1, userId: String(anna) };
    const { challengeId, planHash } = await openAndRead(signer, path);
    const receipt = await signer.call(signSheet, { ...path, challengeId, planHash, decision: 'signed', text: '' });
    expect(receipt.decision).toBe('signed');
    look(shedding, calm, 10);
    expect((await viewer.ask(getOverview, { month: '2026-11' })).status).toBe(200);
  });

  it('asks portals nothing before the load is over, and then what it was told to', async () => {
    look(shedding, overloaded, 4);
    // What was on its way comes home.
    await new Promise((resolve) => setTimeout(resolve, 500));
    // Messages that are sent are no reading.
    const readings = (): string[] => portal.requests.filter((path) => !path.includes('im.notify'));
    const before = readings().length;
    portal.emulator.updateDeal(head, 6, { amount: '61000.00' });
    await portal.emulator.settle();
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(readings().slice(before)).toEqual([]);
    look(shedding, calm, 10);
    for (let time = 0; time < 600 && readings().length === before; time += 1) await new Promise((resolve) => setTimeout(resolve, 100));
    expect(readings().length).toBeGreaterThan(before);
  });

  it('never puts off what people sign or how they get in', () => {
    const vital = Object.entries(endpoints).flatMap(([name, { urgency }]) => (urgency === 'vital' ? [name] : []));
    expect(vital).toEqual(expect.arrayContaining(['renewSession', 'listMyPlans', 'getSheet', 'openSheet', 'signSheet']));
    expect(vital).not.toContain('getOverview');
  });
});
