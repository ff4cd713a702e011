import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '#store/open-store.ts';
import { requestReconcile, takeReconcileRequest } from '#store/reconcile-requests.ts';
import type { PortalTransaction } from '#store/portal-store.ts';
import { saveCursor } from '#store/sync-cursors.ts';
import { createCurrencyCache } from '#sync/currency-cache.ts';
import { runLane } from '#sync/run-lane.ts';
import { readFacts } from '#support/portal-facts.ts';
import { createPortalRig, type PortalRig } from '#support/portal-rig.ts';
import { smallPortal, smallPortalPeople } from '#support/small-portal.ts';
import { openTestStore } from '#support/test-store.ts';

const hourMs = 3_600_000;
let store: Store;
let rig: PortalRig;
let portalId: bigint;

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

beforeEach(async () => {
  rig = createPortalRig(store);
  const installed = await rig.installBy(smallPortalPeople.admin);
  if (installed.kind !== 'installed') throw new Error(installed.reason);
  portalId = installed.portalId;
  await run();
});
afterEach(() => rig.emulator.close());

const inPortal = <T>(work: (tx: PortalTransaction) => Promise<T>): Promise<T> => store.forPortal(portalId).transaction(work);

function run(signal = new AbortController().signal): Promise<'idle' | 'more'> {
  const deps = { currencies: createCurrencyCache(() => new Date()), ...rig.install, access: rig.access, onProgress: async () => undefined };
  return runLane(deps, portalId, { signal, sliceMs: 120_000 });
}

/** The next night of the portal: 04:00 in Moscow. */
async function runAtNight(): Promise<void> {
  rig.clock.now = new Date('2026-11-17T01:00:00Z');
  expect(await run()).toBe('idle');
}

const lastRun = () =>
  inPortal(async ({ db }) => {
    const rows = await db.selectFrom('reconcile_run').selectAll().orderBy('started_at').execute();
    return Object.fromEntries(
      rows.map(({ entity, finished_at, compared, missing, changed, gone }) => [
        entity,
        {
          compared: Number(compared),
          missing: Number(missing),
          changed: Number(changed),
          gone: Number(gone),
          isOver: finished_at !== null,
        },
      ]),
    );
  });

const equal = { missing: 0, changed: 0, gone: 0, isOver: true };

describe('the nightly comparison', () => {
  it('of a copy that equals the portal finds nothing and counts every row', async () => {
    await runAtNight();
    const facts = await readFacts(store, portalId);
    expect(await lastRun()).toEqual({
      deals: { compared: facts.deals.length, ...equal },
      'stage-moves': { compared: facts.moves.length, ...equal },
      calls: { compared: facts.calls.length, ...equal },
      activities: { compared: facts.activities.length, ...equal },
      leads: { compared: smallPortal().leads.length, ...equal },
      contacts: { compared: 0, ...equal },
      quotes: { compared: 0, ...equal },
      invoices: { compared: 0, ...equal },
      tasks: { compared: 0, ...equal },
      payments: { compared: 0, ...equal },
    });
  });

  it('does not begin by day, and once a night only', async () => {
    rig.clock.now = new Date(rig.clock.now.getTime() + 2 * hourMs);
    await run();
    expect(await lastRun()).toEqual({});
    await runAtNight();
    rig.clock.now = new Date(rig.clock.now.getTime() + hourMs);
    await run();
    const rows = await inPortal(({ db }) => db.selectFrom('reconcile_run').selectAll().execute());
    expect(new Set(rows.map((row) => row.run_id)).size).toBe(1);
  });

  it('mends rows that were changed, lost or invented behind every event and time of change', async () => {
    const before = await readFacts(store, portalId);
    await inPortal(async ({ db }) => {
      await db.updateTable('deal').set({ amount_minor: 1n, responsible_id: 99n }).where('deal_id', '=', 7n).execute();
      await db.deleteFrom('deal').where('deal_id', '=', 8n).execute();
      await db.deleteFrom('stage_move').where('move_id', 'in', [3n, 40n]).execute();
      await db.updateTable('stage_move').set({ stage_id: 'NEW' }).where('move_id', '=', 60n).execute();
      await db.updateTable('call').set({ seconds: 9999 }).where('call_id', '=', 5n).execute();
      await db.deleteFrom('call').where('call_id', '=', 130n).execute();
      await db
        .updateTable('activity')
        .set({ responsible_id: 99n })
        .where('activity_id', '=', before.activities[0]?.activity_id ?? 0n)
        .execute();
      await db
        .deleteFrom('activity')
        .where('activity_id', '=', before.activities[1]?.activity_id ?? 0n)
        .execute();
      const [move, call, activity] = [before.moves[0], before.calls[0], before.activities[0]];
      if (!move || !call || !activity) throw new Error('the small portal has rows');
      await db
        .insertInto('stage_move')
        .values({ ...move, move_id: 1_000_001n })
        .execute();
      await db
        .insertInto('call')
        .values({ ...call, call_id: 1_000_001n })
        .execute();
      await db
        .insertInto('activity')
        .values({ ...activity, activity_id: 1_000_001n })
        .execute();
    });
    await runAtNight();
    expect(await readFacts(store, portalId)).toEqual(before);
    const found = await lastRun();
    expect(found['deals']).toMatchObject({ missing: 1, changed: 1, gone: 0 });
    // Deals are mended first, and the history of deal 8 with it.
    expect(found['stage-moves']).toMatchObject({ gone: 1 });
    expect(found['calls']).toMatchObject({ missing: 1, changed: 1, gone: 1 });
    expect(found['activities']).toMatchObject({ missing: 1, changed: 1, gone: 1 });
  });

  it('marks a deal as gone whose deletion nobody told of, keeps its history, and counts it once', async () => {
    const moves = (await readFacts(store, portalId)).moves.length;
    await inPortal(({ db }) =>
      db
        .insertInto('deal')
        .columns([
          'portal_id',
          'deal_id',
          'pipeline_id',
          'stage_id',
          'semantics',
          'amount_minor',
          'currency',
          'base_minor',
          'responsible_id',
          'created_at',
          'modified_at',
          'moved_at',
          'first_seen_at',
        ])
        .expression((eb) =>
          eb
            .selectFrom('deal')
            .select(({ lit }) => [
              'portal_id',
              lit(500).as('deal_id'),
              'pipeline_id',
              'stage_id',
              'semantics',
              'amount_minor',
              'currency',
              'base_minor',
              'responsible_id',
              'created_at',
              'modified_at',
              'moved_at',
              'first_seen_at',
            ])
            .where('portal_id', '=', portalId)
            .where('deal_id', '=', 7n),
        )
        .execute(),
    );
    await runAtNight();
    const gone = (await readFacts(store, portalId)).deals.find((deal) => deal.deal_id === 500n);
    expect(gone?.deleted_at).not.toBeNull();
    expect((await lastRun())['deals']).toMatchObject({ gone: 1 });
    expect((await readFacts(store, portalId)).moves).toHaveLength(moves);
    rig.clock.now = new Date(rig.clock.now.getTime() + 24 * hourMs);
    await run();
    expect((await lastRun())['deals']).toMatchObject({ gone: 0, isOver: true });
  });

  it('is continued by the next process', async () => {
    await inPortal(({ db }) => db.updateTable('call').set({ seconds: 9999 }).where('call_id', '=', 5n).execute());
    rig.clock.now = new Date('2026-11-17T01:00:00Z');
    let lives = 0;
    for (; (await lastRun())['activities']?.isOver !== true; lives += 1) {
      if (lives > 10) throw new Error('no progress');
      const stopped = new AbortController();
      let requests = 0;
      rig.intercept(() => {
        requests += 1;
        if (requests > 2) stopped.abort();
        return undefined;
      });
      await run(stopped.signal);
    }
    expect(lives).toBeGreaterThanOrEqual(2);
    rig.intercept(null);
    await run();
    expect((await readFacts(store, portalId)).calls.find((call) => call.call_id === 5n)?.seconds).not.toBe(9999);
    expect((await lastRun())['calls']).toMatchObject({ changed: 1, isOver: true });
  });

  it('leaves rows that cannot be read out of its differences', async () => {
    rig.intercept(async (request) => {
      const answer = await rig.emulator.handle(request);
      const text = await answer.text();
      return new Response(
        text
          .replaceAll(/"id":11,"categoryId"/g, '"id":11,"opportunity":"much","categoryId"')
          .replaceAll(/("id":11,.*?)"opportunity":\d+/g, '$1"opportunity":"much"'),
        answer,
      );
    });
    await runAtNight();
    expect((await lastRun())['deals']).toMatchObject({ gone: 0, missing: 0, isOver: true });
  });
});

describe('a part of the portal that fails', () => {
  it('does not hold the others, and is named with the time when it goes on', async () => {
    rig.intercept(async (request) => {
      const body = await request.clone().text();
      if (!body.includes('voximplant.statistic.get')) return undefined;
      return Response.json(
        { error: 'OPERATION_TIME_LIMIT', error_description: 'Method is blocked due to operation time limit' },
        { status: 429 },
      );
    });
    rig.emulator.updateDeal(smallPortalPeople.admin, 3, { amount: '123.00' });
    await inPortal((tx) => saveCursor(tx, { entity: 'sweep', direction: 'forward' }, { updatedAt: new Date(0) }));
    expect(await run()).toBe('idle');
    expect((await readFacts(store, portalId)).deals.find((deal) => deal.deal_id === 3n)?.amount_minor).toBe(12_300n);
    const streams = await inPortal(({ db }) => db.selectFrom('sync_stream').selectAll().execute());
    const calls = streams.find(({ stream }) => stream === 'calls');
    expect(calls?.failure).toBe('OPERATION_TIME_LIMIT');
    expect(calls?.resume_at?.getTime()).toBeGreaterThan(rig.clock.now.getTime());
    expect(streams.find(({ stream }) => stream === 'delta')).toMatchObject({ failure: null });
    expect(streams.find(({ stream }) => stream === 'activities')).toMatchObject({ failure: null });
  });
});

describe('a process that was held for dead', () => {
  it('cannot save what it has read once another one reads', async () => {
    await inPortal((tx) => saveCursor(tx, { entity: 'sweep', direction: 'forward' }, { updatedAt: new Date(0) }));
    rig.emulator.updateDeal(smallPortalPeople.admin, 3, { amount: '5.00' });
    let isHeld = false;
    rig.intercept(async (request) => {
      const body = await request.clone().text();
      if (isHeld || !body.includes('%40id%5D')) return undefined;
      isHeld = true;
      const old = await rig.emulator.handle(request);
      const text = await old.text();
      // While the answer is on its way another process takes over and reads a newer state.
      rig.emulator.updateDeal(smallPortalPeople.admin, 3, { amount: '6.00' });
      await inPortal((tx) => saveCursor(tx, { entity: 'sweep', direction: 'forward' }, { updatedAt: new Date(0) }));
      await run();
      await inPortal(({ db }) =>
        db
          .updateTable('deal')
          .set({ modified_at: new Date(0) })
          .where('deal_id', '=', 3n)
          .execute(),
      );
      return new Response(text, old);
    });
    expect(await run()).toBe('idle');
    expect(isHeld).toBe(true);
    expect((await readFacts(store, portalId)).deals.find((deal) => deal.deal_id === 3n)?.amount_minor).toBe(600n);
  });
});

describe('somebody who asks for a reading now', () => {
  it('gets it by day, of the streams that were asked for', async () => {
    await inPortal(({ db }) => db.updateTable('call').set({ seconds: 9999 }).where('call_id', '=', 5n).execute());
    await inPortal((tx) => requestReconcile(tx, { streams: ['reconcile'], now: rig.clock.now, userId: 1n }));
    expect(await run()).toBe('idle');
    expect((await lastRun())['calls']).toMatchObject({ changed: 1, isOver: true });
    await run();
    const runs = await inPortal(({ db }) => db.selectFrom('reconcile_run').select('run_id').distinct().execute());
    expect(runs).toHaveLength(1);
  });

  it('need not wait for the next sweep', async () => {
    rig.emulator.updateDeal(smallPortalPeople.admin, 3, { amount: '77.00' });
    await run();
    const amount = async () => (await readFacts(store, portalId)).deals.find((deal) => deal.deal_id === 3n)?.amount_minor;
    expect(await amount()).not.toBe(7700n);
    await inPortal((tx) => requestReconcile(tx, { streams: ['delta'], now: rig.clock.now, userId: 1n }));
    await run();
    expect(await amount()).toBe(7700n);
  });

  it('gets it from the next process when the one that took the request dies', async () => {
    await inPortal(({ db }) => db.updateTable('call').set({ seconds: 9999 }).where('call_id', '=', 5n).execute());
    await inPortal((tx) => requestReconcile(tx, { streams: ['delta', 'reconcile'], now: rig.clock.now, userId: 1n }));
    rig.emulator.updateDeal(smallPortalPeople.admin, 3, { amount: '88.00' });
    const stopped = new AbortController();
    rig.intercept(() => {
      stopped.abort();
      return undefined;
    });
    await run(stopped.signal);
    expect(await inPortal(takeReconcileRequest)).toBeUndefined();
    rig.intercept(null);
    expect(await run()).toBe('idle');
    expect((await lastRun())['calls']).toMatchObject({ changed: 1, isOver: true });
    expect((await readFacts(store, portalId)).deals.find((deal) => deal.deal_id === 3n)?.amount_minor).toBe(8800n);
  });
});
