import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createRateLimits } from '#bitrix/rate-limit.ts';
import { openStore, type Store } from '#store/open-store.ts';
import { cloudBudget, createRequestLeases, leaseRequests, saveLicenseFamily, type RequestBudgetOptions } from '#store/request-budget.ts';
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
  memberId = `member-${(count += 1)}`;
  portalId = await stores[0].directory.savePortalId(memberId);
});

/** Puts the portal's budget back in time, by the clock of the database. */
const age = (seconds: number) =>
  stores[0].forPortal(portalId).transaction(({ db }) =>
    db
      .updateTable('request_budget')
      .set({ at: new Date(Date.now() - seconds * 1000) })
      .where('portal_id', '=', portalId)
      .execute(),
  );
const lease = (wanted: number, options = cloudBudget, store = stores[0]) =>
  store.forPortal(portalId).transaction((tx) => leaseRequests(tx, options, wanted));
const setPlan = (family: string) => stores[0].forPortal(portalId).transaction((tx) => saveLicenseFamily(tx, family));

describe('the budget of requests that processes share', () => {
  it('gives slices until it is empty and then says how long to wait', async () => {
    expect(await lease(10)).toEqual({ granted: 10, waitMs: 0 });
    expect(await lease(10, cloudBudget, stores[1])).toEqual({ granted: 10, waitMs: 0 });
    const empty = await lease(10);
    expect(empty.granted).toBe(0);
    expect(empty.waitMs).toBeGreaterThan(0);
    expect(empty.waitMs).toBeLessThanOrEqual(500);
  });

  it('refills two a second by the clock of the database, up to its burst', async () => {
    while ((await lease(10)).granted > 0);
    await age(3);
    expect((await lease(10)).granted).toBe(6);
    await age(3600);
    expect((await lease(100)).granted).toBe(20);
  });

  it('does not refill while the clock of the database stands behind the last lease', async () => {
    while ((await lease(10)).granted > 0);
    await age(-60);
    expect((await lease(10)).granted).toBe(0);
  });

  it('is larger and faster on Enterprise, as soon as the portal has told its plan', async () => {
    await setPlan('ent');
    expect((await lease(1000)).granted).toBe(90);
    await age(4);
    expect((await lease(1000)).granted).toBe(20);
    await setPlan('pro');
    await age(4);
    expect((await lease(1000)).granted).toBe(8);
  });

  it('is one for each portal, and unknown before the installation', async () => {
    await lease(100);
    const leases = createRequestLeases(stores[0], cloudBudget);
    expect(await leases.lease('nobody', 10)).toBeNull();
    await stores[0].directory.savePortalId(`${memberId}-other`);
    expect(await leases.lease(`${memberId}-other`, 10)).toEqual({ granted: 10, waitMs: 0 });
  });
});

describe('two processes that send as fast as they may', () => {
  const options: RequestBudgetOptions = {
    standard: { perSecond: 40, burst: 40 },
    enterprise: { perSecond: 40, burst: 40 },
    sliceLifeMs: 200,
  };

  function startProcess(store: Store) {
    const pauses: number[] = [];
    const limits = createRateLimits({
      perSecond: 40,
      burst: 1,
      overdraft: 3,
      systemClock: () => new Date(),
      sleep: async (ms, signal) => {
        pauses.push(ms);
        await wait(ms, undefined, signal ? { signal } : {});
      },
      shared: {
        leases: createRequestLeases(store, options),
        slice: 10,
        sliceLifeMs: options.sliceLifeMs,
        gatherMs: 150,
      },
    });
    return { pauses, budget: limits.forPortal(memberId) };
  }

  it('never exceed the bucket together, and go on as it refills', async () => {
    const processes = stores.map(startProcess);
    const sentMs: number[] = [];
    const from = performance.now();
    const send = async ({ budget }: (typeof processes)[number]): Promise<void> => {
      while (performance.now() - from < 2500) {
        await budget.take('background');
        sentMs.push(performance.now() - from);
      }
    };
    await Promise.all(processes.flatMap((process) => [send(process), send(process), send(process)]));
    sentMs.sort((a, b) => a - b);
    let most = -Infinity;
    for (const [first, fromMs] of sentMs.entries())
      for (const [last, untilMs] of sentMs.entries())
        if (last >= first) most = Math.max(most, last - first + 1 - (40 * (untilMs - fromMs)) / 1000);
    expect(most).toBeLessThanOrEqual(40);
    expect(sentMs.length).toBeGreaterThan(options.standard.burst);
  });

  it('let a person overdraw a little while the load waits, and pay it back', async () => {
    const { budget, pauses } = startProcess(stores[0]);
    while ((await lease(100, options)).granted > 0);
    const from = performance.now();
    for (let index = 0; index < 3; index += 1) await budget.take('interactive');
    expect(pauses).toEqual([]);
    await age(0);
    await budget.take('background');
    // Three owed and one taken, at forty a second.
    expect(performance.now() - from).toBeGreaterThan(70);
  });
});
