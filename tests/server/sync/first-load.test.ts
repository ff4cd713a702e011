import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { PortalData } from '#portal-emulator/portal-data.ts';
import type { Store } from '#store/open-store.ts';
import type { PortalTransaction } from '#store/portal-store.ts';
import { saveCursor } from '#store/sync-cursors.ts';
import { createCurrencyCache } from '#sync/currency-cache.ts';
import { runLane, type RunDeps } from '#sync/run-lane.ts';
import { readSyncStatus } from '#sync/sync-status.ts';
import { expectedFacts, readFacts } from '#support/portal-facts.ts';
import { createPortalRig, type PortalRig } from '#support/portal-rig.ts';
import { smallPortal, smallPortalPeople } from '#support/small-portal.ts';
import { openTestStore } from '#support/test-store.ts';

let store: Store;
const rigs: PortalRig[] = [];

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
afterEach(async () => {
  await Promise.all(rigs.splice(0).map((rig) => rig.emulator.close()));
});

async function connect(data: PortalData): Promise<{ rig: PortalRig; portalId: bigint }> {
  const rig = createPortalRig(store, { data });
  rigs.push(rig);
  const result = await rig.installBy(smallPortalPeople.admin);
  if (result.kind !== 'installed') throw new Error(result.reason);
  return { rig, portalId: result.portalId };
}

const deps = (rig: PortalRig, over: Partial<RunDeps> = {}): RunDeps => ({
  currencies: createCurrencyCache(() => new Date()),
  ...rig.install,
  access: rig.access,
  onProgress: async () => undefined,
  ...over,
});

const load = (rig: PortalRig, portalId: bigint, over: Partial<RunDeps> = {}) =>
  runLane(deps(rig, over), portalId, { signal: new AbortController().signal, sliceMs: 60_000 });

/** More rows than one transaction takes, with gaps between ids and a deal in dollars. */
function longPortal(rounds = 20): PortalData {
  const data = smallPortal();
  const deals = Array.from({ length: rounds }, (_, round) => data.deals.map((deal) => ({ ...deal, id: deal.id * 3 + round * 200 }))).flat();
  const history = Array.from({ length: rounds }, (_, round) =>
    data.stageHistory.map((move) => ({ ...move, id: move.id + round * 1000, dealId: move.dealId * 3 + round * 200 })),
  ).flat();
  const [first, ...others] = deals.toSorted((left, right) => left.id - right.id);
  if (!first) throw new Error('no deals');
  return { ...data, deals: [{ ...first, currency: 'USD' }, ...others], stageHistory: history };
}

describe('the first load', () => {
  it('ends with a copy that equals the portal row by row', async () => {
    const data = longPortal();
    const { rig, portalId } = await connect(data);
    expect(await load(rig, portalId)).toBe('idle');
    const facts = await readFacts(store, portalId);
    expect(facts).toMatchObject(expectedFacts(data, portalId));
    expect(facts.deals).toHaveLength(1200);
    expect(facts.stages.map((stage) => [stage.stage_id, stage.semantics])).toEqual([
      ['NEW', 'P'],
      ['PREPARATION', 'P'],
      ['EXECUTING', 'P'],
      ['WON', 'S'],
      ['LOSE', 'F'],
    ]);
    expect(facts.pipelines.map((pipeline) => pipeline.name)).toEqual(['Продажи']);
    expect(facts.calendar).toEqual({
      weekHolidays: ['SA', 'SU'],
      yearHolidays: data.calendar.yearHolidays,
      yearWorkdays: [],
      workTimeStart: '9',
      workTimeEnd: '18',
    });
  });

  it('reads 50 pages in one request', async () => {
    const { rig, portalId } = await connect(longPortal());
    let histories = 0;
    rig.intercept(async (request) => {
      if (/isRecurring|crm\.stagehistory|voximplant|crm\.activity/.test(await request.clone().text())) histories += 1;
      return undefined;
    });
    await load(rig, portalId);
    expect(histories).toBeLessThan(15);
  });

  it('tells how far it is and when it is over', async () => {
    const { rig, portalId } = await connect(longPortal(5));
    const status = () => store.forPortal(portalId).transaction((tx) => readSyncStatus(tx, rig.clock.now));
    expect((await status()).state).toBe('waiting');
    const shares: number[] = [];
    await load(rig, portalId, {
      onProgress: async () => {
        rig.clock.now = new Date(rig.clock.now.getTime() + 1000);
        const { rows, expectedRows } = await status();
        shares.push(rows / (expectedRows ?? Infinity));
      },
    });
    expect(shares).toEqual(shares.toSorted((left, right) => left - right));
    const done = await status();
    expect(done).toMatchObject({ state: 'ready', failure: null, secondsLeft: null });
    expect(done.rows).toBe(done.expectedRows);
    expect(done.entities.every(({ state }) => state === 'ready')).toBe(true);
  });

  it('goes on without what the portal does not give', async () => {
    const { rig, portalId } = await connect(smallPortal());
    rig.intercept(async (request) => {
      const body = await request.clone().text();
      if (!body.includes('voximplant.statistic.get') || body.includes('crm.stagehistory.list')) return undefined;
      return Response.json({
        result: {
          result: [],
          result_error: { c0: { error: 'ACCESS_DENIED', error_description: 'Access denied!' } },
          result_total: [],
          result_next: [],
          result_time: [],
        },
      });
    });
    expect(await load(rig, portalId)).toBe('idle');
    const status = await store.forPortal(portalId).transaction((tx) => readSyncStatus(tx, rig.clock.now));
    expect(status.state).toBe('ready');
    const facts = await readFacts(store, portalId);
    expect(facts.calls).toEqual([]);
    expect(facts.activities.length).toBeGreaterThan(0);
  });

  it('reads what was refused once the portal gives it, with the screens of the month open', async () => {
    const data = smallPortal();
    const { rig, portalId } = await connect(data);
    const denied = { c0: { error: 'ACCESS_DENIED', error_description: 'Access denied!' } };
    rig.intercept(async (request) => {
      const body = await request.clone().text();
      if (!body.includes('voximplant.statistic.get') || body.includes('crm.stagehistory.list')) return undefined;
      return Response.json({ result: { result: [], result_error: denied, result_total: [], result_next: [], result_time: [] } });
    });
    await load(rig, portalId);
    const inPortal = <T>(work: (tx: PortalTransaction) => Promise<T>): Promise<T> => store.forPortal(portalId).transaction(work);
    const streams = await inPortal(({ db }) => db.selectFrom('sync_stream').selectAll().execute());
    expect(streams.find(({ stream }) => stream === 'calls')?.failure).toBe('ACCESS_DENIED');
    rig.intercept(null);
    await inPortal(async (tx) => {
      for (const entity of ['sweep', 'structure']) await saveCursor(tx, { entity, direction: 'forward' }, { updatedAt: new Date(0) });
    });
    const wasReady: boolean[] = [];
    const onProgress = async () => void wasReady.push((await inPortal((tx) => readSyncStatus(tx, rig.clock.now))).isMonthReady);
    await load(rig, portalId, { onProgress });
    expect(wasReady.length).toBeGreaterThan(0);
    expect(wasReady.every(Boolean)).toBe(true);
    expect((await readFacts(store, portalId)).calls).toMatchObject(expectedFacts(data, portalId).calls);
  });
});

describe('a load that is broken off again and again', () => {
  /** It is read many times over, and still takes several transactions a list. */
  const fewPages = () => longPortal(5);
  let expected: unknown;

  beforeAll(async () => {
    const { rig, portalId } = await connect(fewPages());
    await load(rig, portalId);
    expected = withoutPortal(await readFacts(store, portalId));
  });

  const withoutPortal = (facts: object): unknown =>
    JSON.parse(
      JSON.stringify(facts, (key, value: unknown) => (key === 'portal_id' ? 0 : typeof value === 'bigint' ? String(value) : value)),
    );

  it('ends with the same facts when the process dies between any two transactions', async () => {
    const { rig, portalId } = await connect(fewPages());
    let deaths = 0;
    for (let life = 0; ; life += 1) {
      if (life > 200) throw new Error('no progress');
      const outcome = await load(rig, portalId, { store: dyingAfter(store, 6 + life) }).catch((failure: unknown) => failure);
      if (outcome === 'idle') break;
      expect(String(outcome)).toContain('killed');
      deaths += 1;
    }
    expect(deaths).toBeGreaterThan(5);
    expect(withoutPortal(await readFacts(store, portalId))).toEqual(expected);
  });

  it('ends with the same facts when any request fails', async () => {
    const { rig, portalId } = await connect(fewPages());
    let deaths = 0;
    for (let life = 0; ; life += 1) {
      if (life > 200) throw new Error('no progress');
      let left = 1 + Math.floor(life / 3);
      rig.intercept(() => (left-- > 0 ? undefined : new Response('<html>bad gateway</html>', { status: 400 })));
      const outcome = await load(rig, portalId).catch((failure: unknown) => failure);
      if (outcome === 'idle') break;
      deaths += 1;
    }
    expect(deaths).toBeGreaterThan(5);
    expect(withoutPortal(await readFacts(store, portalId))).toEqual(expected);
  });

  it('stops at once when asked and is continued', async () => {
    const data = fewPages();
    const { rig, portalId } = await connect(data);
    for (let pieces = 1; ; pieces += 1) {
      const stopping = new AbortController();
      let left = pieces;
      const onProgress = async (): Promise<void> => void ((left -= 1) === 0 && stopping.abort());
      if ((await runLane(deps(rig, { onProgress }), portalId, { signal: stopping.signal, sliceMs: 60_000 })) === 'idle') break;
    }
    expect(await readFacts(store, portalId)).toMatchObject(expectedFacts(data, portalId));
  });
});

/** A store whose process is killed after some transactions. */
function dyingAfter(inner: Store, transactions: number): Store {
  let left = transactions;
  return {
    ...inner,
    forPortal: (portalId) => ({
      portalId,
      transaction: async (work) => {
        if (left-- <= 0) throw new Error('killed');
        return inner.forPortal(portalId).transaction(work);
      },
    }),
  };
}
