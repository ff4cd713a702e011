import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createBitrixHttp } from '#bitrix/bitrix-http.ts';
import { createEgressPolicy } from '#bitrix/egress-policy.ts';
import { createPortalClients } from '#bitrix/portal-clients.ts';
import { createLog } from '#kernel/log.ts';
import { createMethodTimes, listMethodTimes, saveMethodTimes, type MethodTime } from '#store/method-times.ts';
import { openStore, type Store } from '#store/open-store.ts';
import { createReopenableStore, testEngine, type ReopenableStore } from '#support/test-store.ts';

/** PGlite serves one process, so there both sides share its store. */
let place: ReopenableStore;
let stores: readonly [Store, Store];
let count = 0;
let memberId: string;
let portalId: bigint;

beforeAll(async () => {
  place = await createReopenableStore();
  const first = await openStore(place.options);
  stores = [first, testEngine() === 'postgres' ? await openStore(place.options) : first];
});
afterAll(async () => {
  for (const store of new Set(stores)) await store.close();
  await place.remove();
});
beforeEach(async () => {
  memberId = `method-times-${(count += 1)}`;
  portalId = await stores[0].directory.savePortalId(memberId);
});

const fromNow = (seconds: number): Date => new Date(Date.now() + seconds * 1000);
const save = (...times: MethodTime[]) => stores[0].forPortal(portalId).transaction((tx) => saveMethodTimes(tx, times));
const list = (portal = portalId) => stores[1].forPortal(portal).transaction(listMethodTimes);
const time = (change: Partial<MethodTime> = {}): MethodTime => ({
  method: 'crm.item.list',
  operatingSeconds: 100,
  resetAt: fromNow(60),
  parkedUntil: null,
  notedAt: fromNow(-1),
  ...change,
});

describe('what is known of the operating time of methods', () => {
  it('is listed with the dearest first, for one portal', async () => {
    const [deals, calls] = [time(), time({ method: 'voximplant.statistic.get', operatingSeconds: 200.5 })];
    await save(deals, calls);
    expect(await list()).toEqual([calls, deals]);
    expect(await list(await stores[0].directory.savePortalId(`${memberId}-other`))).toEqual([]);
  });

  it('is what was heard last, whoever writes it first', async () => {
    const later = time({ operatingSeconds: 150, resetAt: fromNow(90) });
    await save(later);
    await save(time({ operatingSeconds: 120, notedAt: fromNow(-3) }));
    expect(await list()).toEqual([later]);
  });

  it('keeps a method parked although words that came later do not say so', async () => {
    const parkedUntil = fromNow(50);
    await save(time({ operatingSeconds: 480, parkedUntil, notedAt: fromNow(-3) }));
    await save(time({ operatingSeconds: 410 }));
    expect(await list()).toMatchObject([{ operatingSeconds: 410, parkedUntil }]);
  });

  it('is forgotten after ten minutes, but not while the method is parked', async () => {
    await save(time({ notedAt: fromNow(-601) }), time({ method: 'user.get', notedAt: fromNow(-601), parkedUntil: fromNow(30) }));
    expect((await list()).map(({ method }) => method)).toEqual(['user.get']);
  });

  it('is empty for a portal that nobody has installed', async () => {
    expect(await createMethodTimes(stores[0]).exchange('nobody', [time()])).toEqual([]);
  });
});

describe('a portal that two processes ask', () => {
  const resetAt = Math.floor(Date.now() / 1000) + 300;
  const clock = { ms: Date.now() };
  const asked: string[] = [];
  let operating = 0;

  function startProcess(name: string, store: Store) {
    const egress = createEgressPolicy({ allowLoopback: true });
    const client = createPortalClients({
      egress,
      http: createBitrixHttp({
        egress,
        fetch: async (input) => {
          const method = new URL(new Request(input).url).pathname.split('/').at(-1) ?? '';
          asked.push(`${name} ${method}`);
          return Response.json({ result: [], time: { operating: method === 'profile' ? 1 : operating, operating_reset_at: resetAt } });
        },
      }),
      systemClock: () => new Date(clock.ms),
      log: createLog({ level: 'silent' }),
      limits: { perSecond: 1000, burst: 1000, overdraft: 0 },
      methodTimes: createMethodTimes(store),
      sleep: async () => undefined,
    }).open({ memberId, clientEndpoint: 'http://localhost:4201/rest/', priority: 'background', getAccessToken: async () => 'token' });
    return (method: string) => client.call(method, {}, z.unknown());
  }
  const readDeals = 'crm.item.list';
  const parked = { kind: 'operation-limit', code: 'parked', retryAt: new Date(resetAt * 1000) };

  beforeEach(() => {
    asked.length = 0;
    operating = 0;
  });

  it('is not asked by the second for a method that the first was parked with, and is asked for others', async () => {
    const [first, second] = [startProcess('first', stores[0]), startProcess('second', stores[1])];
    operating = 410;
    await first(readDeals);
    await expect(second(readDeals)).rejects.toMatchObject(parked);
    await second('profile');
    expect(asked).toEqual(['first crm.item.list', 'second profile']);
  });

  it('is left alone five seconds later by one that was at work already', async () => {
    const [first, second] = [startProcess('first', stores[0]), startProcess('second', stores[1])];
    await second(readDeals);
    operating = 410;
    await first(readDeals);
    clock.ms += 5000;
    await expect(second(readDeals)).rejects.toMatchObject(parked);
    expect(asked).toEqual(['second crm.item.list', 'first crm.item.list']);
  });

  it('has its figures written once in five seconds', async () => {
    const ask = startProcess('first', stores[0]);
    const seconds = async () => (await list()).map((known) => known.operatingSeconds);
    for (operating = 10; operating < 14; operating += 1) await ask(readDeals);
    expect(await seconds()).toEqual([]);
    clock.ms += 5000;
    await ask(readDeals);
    expect(await seconds()).toEqual([13]);
    clock.ms += 5000;
    await ask(readDeals);
    expect(await seconds()).toEqual([14]);
  });
});
