import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parsePortalEvent, toHints } from '#bitrix/portal-request.ts';
import { listDirty, markDirty, type DirtyRecord } from '#store/dirty-records.ts';
import type { Store } from '#store/open-store.ts';
import { findCursor } from '#store/sync-cursors.ts';
import { listTopicsAfter } from '#store/topic-revisions.ts';
import { createCurrencyCache } from '#sync/currency-cache.ts';
import { runLane } from '#sync/run-lane.ts';
import { createSync, type Sync } from '#sync/schedule.ts';
import { readSyncStatus } from '#sync/sync-status.ts';
import { expectedFacts, readFacts } from '#support/portal-facts.ts';
import { createPortalRig, type PortalRig } from '#support/portal-rig.ts';
import { smallPortal, smallPortalPeople } from '#support/small-portal.ts';
import { openTestStore } from '#support/test-store.ts';

const { admin } = smallPortalPeople;
let store: Store;
let rig: PortalRig;
let portalId: bigint;
let sync: Sync;
let server: Server;
const jobsOf = new WeakMap<Store, ReturnType<Store['createJobs']>>();

beforeEach(async () => {
  store = await openTestStore();
  const app = express().use(express.urlencoded({ extended: true }));
  server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  rig = createPortalRig(store, { appUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
  const jobs = store.createJobs();
  jobsOf.set(store, jobs);
  await jobs.start();
  const { systemClock, businessClock, log } = rig.install;
  sync = createSync({ store, access: rig.access, jobs, systemClock, businessClock, log });
  app.post('/portal/event', (request, response) => {
    void receive(request.body).then((status) => response.sendStatus(status));
  });
  const installed = await rig.installBy(admin);
  if (installed.kind !== 'installed') throw new Error(installed.reason);
  portalId = installed.portalId;
  rig.emulator.finishInstall(admin);
  await sync.start();
  // The first sweep follows the first load.
  await until(async () => (await store.forPortal(portalId).transaction((tx) => findCursor(tx, 'sweep', 'forward'))) !== undefined);
  await until(async () => (await readFacts(store, portalId)).activities.length > 0);
  await until(isIdle);
});

afterEach(async () => {
  await sync.stop();
  await jobsOf.get(store)?.stop({ graceful: false, close: false });
  await new Promise((resolve) => server.close(resolve));
  await rig.emulator.close();
  await store.close();
});

async function receive(body: unknown): Promise<number> {
  const parsed = parsePortalEvent(body);
  if (parsed.kind === 'malformed') return 400;
  await mark(toHints(parsed.value));
  await sync.requestCatchUp(portalId);
  return 200;
}

/** Nothing is left to read, beside deals and calls too. */
async function isIdle(): Promise<boolean> {
  const status = await store.forPortal(portalId).transaction((tx) => readSyncStatus(tx, rig.clock.now));
  return status.entities.every(({ state }) => state === 'ready');
}

const mark = (records: readonly DirtyRecord[]) => store.forPortal(portalId).transaction((tx) => markDirty(tx, records, new Date()));
const dealOf = async (dealId: bigint) => (await readFacts(store, portalId)).deals.find((deal) => deal.deal_id === dealId);

async function until(isTrue: () => Promise<boolean>, withinMs = 60_000): Promise<void> {
  const giveUpAt = Date.now() + withinMs;
  while (!(await isTrue())) {
    if (Date.now() > giveUpAt) throw new Error('it did not happen in time');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

describe('an event of the portal', () => {
  it('brings a deal that was won into the facts, with the moment of winning, and wakes the screens', async () => {
    const woken: bigint[] = [];
    const stop = await store.onAnnounce((id) => woken.push(id));
    const before = await store.forPortal(portalId).transaction((tx) => listTopicsAfter(tx, -1n));
    rig.clock.now = new Date('2026-11-16T08:00:00Z');
    rig.emulator.updateDeal(admin, 1, { stageId: 'WON' });
    await until(async () => (await dealOf(1n))?.semantics === 'S');
    expect(await dealOf(1n)).toMatchObject({ stage_id: 'WON', won_at: rig.clock.now, moved_at: rig.clock.now });
    const after = await store.forPortal(portalId).transaction((tx) => listTopicsAfter(tx, before.revision));
    expect(after.topics).toContain('facts');
    expect(woken).toContain(portalId);
    await stop();
  });

  it('does not wait for the next one, twenty times in a row', async () => {
    for (let round = 1; round <= 20; round += 1) {
      rig.emulator.updateDeal(admin, round, { amount: `${round}.00` });
      await until(async () => (await dealOf(BigInt(round)))?.amount_minor === BigInt(round) * 100n);
    }
    expect((await dealOf(20n))?.amount_minor).toBe(2000n);
  });

  it('costs one request, and another one for the goods', async () => {
    rig.requests.length = 0;
    rig.emulator.updateDeal(admin, 3, { amount: '5.00' });
    await until(async () => (await dealOf(3n))?.amount_minor === 500n);
    expect(rig.requests.length).toBeLessThanOrEqual(2);
  });

  it('for a deal that is gone takes it out of the facts, and brings it back when it returns', async () => {
    rig.intercept(async (request) => {
      const body = await request.clone().text();
      if (!body.includes('%40id%5D')) return undefined;
      const answer = (await (await rig.emulator.handle(request)).json()) as { result: { result: Record<string, unknown> } };
      answer.result.result['c0'] = { items: [] };
      return Response.json(answer);
    });
    await mark([{ entity: 'deal', recordId: 5n }]);
    await sync.requestCatchUp(portalId);
    await until(async () => (await dealOf(5n))?.deleted_at !== null);
    rig.intercept(null);
    await mark([{ entity: 'deal', recordId: 5n }]);
    await sync.requestCatchUp(portalId);
    await until(async () => (await dealOf(5n))?.deleted_at === null);
    expect((await dealOf(5n))?.amount_minor).toBe(5_000_000n);
  });

  it('of telephony brings calls that are not in the copy yet', async () => {
    await store.forPortal(portalId).transaction(async (tx) => {
      await tx.db.deleteFrom('call').where('portal_id', '=', portalId).where('call_id', '>', 100n).execute();
      await tx.db
        .updateTable('sync_cursor')
        .set({ position: 100n })
        .where('portal_id', '=', portalId)
        .where('entity', '=', 'calls')
        .execute();
    });
    await mark([{ entity: 'call', recordId: 0n }]);
    await sync.requestCatchUp(portalId);
    await until(async () => (await readFacts(store, portalId)).calls.length === smallPortal().calls.length);
    expect((await readFacts(store, portalId)).calls).toMatchObject(expectedFacts(smallPortal(), portalId).calls);
  });
});

describe('a hint that comes while its record is read', () => {
  it('is not lost: the record is read once more', async () => {
    await sync.stop();
    let reads = 0;
    rig.intercept(async (request) => {
      const body = await request.clone().text();
      if (!body.includes('%40id%5D')) return undefined;
      reads += 1;
      if (reads > 1) return undefined;
      const answer = await rig.emulator.handle(request);
      // The portal changes right after it has answered, and its event is taken before the answer is saved.
      rig.emulator.updateDeal(admin, 6, { amount: '777.00' });
      await mark([{ entity: 'deal', recordId: 6n }]);
      return answer;
    });
    await mark([{ entity: 'deal', recordId: 6n }]);
    await runLane(
      { ...rig.install, currencies: createCurrencyCache(() => new Date()), access: rig.access, onProgress: async () => undefined },
      portalId,
      {
        signal: new AbortController().signal,
        sliceMs: 5000,
      },
    );
    expect(reads).toBeGreaterThanOrEqual(2);
    expect((await dealOf(6n))?.amount_minor).toBe(77_700n);
    expect(
      await store.forPortal(portalId).transaction((tx) => listDirty(tx, 'deal', { now: new Date('2100-01-01T00:00:00Z'), limit: 50 })),
    ).toEqual([]);
  });
});

describe('the sweep', () => {
  it('finds a change whose event was lost', async () => {
    await sync.stop();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    rig.clock.now = new Date('2026-11-16T09:00:00Z');
    rig.emulator.updateDeal(admin, 9, { amount: '4321.00' });
    await rig.emulator.settle();
    const later = (): Date => new Date(Date.now() + 120_000);
    await runLane(
      { ...rig.install, currencies: createCurrencyCache(later), systemClock: later, access: rig.access, onProgress: async () => undefined },
      portalId,
      {
        signal: new AbortController().signal,
        sliceMs: 5000,
      },
    );
    expect((await dealOf(9n))?.amount_minor).toBe(432_100n);
  });
});
