import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { PortalData } from '#portal-emulator/portal-data.ts';
import { markDirty } from '#store/dirty-records.ts';
import type { Store } from '#store/open-store.ts';
import { saveCursor } from '#store/sync-cursors.ts';
import { createCurrencyCache } from '#sync/currency-cache.ts';
import { runLane } from '#sync/run-lane.ts';
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

type Row = Record<string, unknown>;
interface BadRow {
  readonly entity: string;
  readonly is: (row: Row) => boolean;
  readonly change: Row;
  readonly rejection: { rowKey: string; field: string; reason: string };
}

/** One bad row of each entity; those of deals, moves and calls are the last of their first page. */
const badRows: readonly BadRow[] = [
  {
    entity: 'people',
    is: (row) => 'UF_DEPARTMENT' in row && row['ID'] === '4',
    change: { NAME: {} },
    rejection: { rowKey: '4', field: 'NAME', reason: 'wrong-type' },
  },
  {
    entity: 'departments',
    is: (row) => 'SORT' in row && 'PARENT' in row && row['ID'] === '2',
    change: { NAME: [] },
    rejection: { rowKey: '2', field: 'NAME', reason: 'wrong-type' },
  },
  {
    entity: 'pipelines',
    is: (row) => 'isDefault' in row && row['id'] === 7,
    change: { name: 5 },
    rejection: { rowKey: '7', field: 'name', reason: 'wrong-type' },
  },
  {
    entity: 'stages',
    is: (row) => 'SEMANTICS' in row && row['STATUS_ID'] === 'LOSE',
    change: { SEMANTICS: 'X' },
    rejection: { rowKey: 'LOSE', field: 'SEMANTICS', reason: 'wrong-type' },
  },
  {
    entity: 'deals',
    is: (row) => 'isRecurring' in row && row['id'] === 11,
    change: { opportunity: 'much' },
    rejection: { rowKey: '11', field: 'opportunity', reason: 'wrong-format' },
  },
  {
    entity: 'stage-moves',
    is: (row) => 'OWNER_ID' in row && 'STAGE_ID' in row && String(row['ID']) === '50',
    change: { CREATED_TIME: 'yesterday' },
    rejection: { rowKey: '50', field: 'CREATED_TIME', reason: 'wrong-format' },
  },
  {
    entity: 'calls',
    is: (row) => 'CALL_DURATION' in row && String(row['ID']) === '50',
    change: { CALL_TYPE: null },
    rejection: { rowKey: '50', field: 'CALL_TYPE', reason: 'missing' },
  },
  {
    entity: 'activities',
    is: (row) => 'PROVIDER_ID' in row && String(row['ID']) === '7',
    change: { RESPONSIBLE_ID: [] },
    rejection: { rowKey: '7', field: 'RESPONSIBLE_ID', reason: 'wrong-type' },
  },
];

const twoPipelines = (): PortalData => {
  const data = smallPortal();
  return { ...data, categories: [...data.categories, { id: 7, name: 'Опт', sort: 200, isDefault: false }] };
};

async function connect(data: PortalData): Promise<{ rig: PortalRig; portalId: bigint }> {
  const rig = createPortalRig(store, { data });
  rigs.push(rig);
  const result = await rig.installBy(smallPortalPeople.admin);
  if (result.kind !== 'installed') throw new Error(result.reason);
  return { rig, portalId: result.portalId };
}

/** The portal answers as ever, but for some rows. */
function spoil(rig: PortalRig, rows: readonly Pick<BadRow, 'is' | 'change'>[] = badRows): void {
  rig.intercept(async (request) => {
    const answer = await rig.emulator.handle(request);
    const text = await answer.text();
    if (!text.startsWith('{')) return new Response(text, answer);
    const spoilt: unknown = JSON.parse(text, (_, value: unknown) => {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
      const row = value as Row;
      return { ...row, ...rows.find(({ is }) => is(row))?.change };
    });
    return Response.json(spoilt, { status: answer.status });
  });
}

const load = (rig: PortalRig, portalId: bigint, over: Store = store) =>
  runLane(
    {
      currencies: createCurrencyCache(() => new Date()),
      ...rig.install,
      access: rig.access,
      onProgress: async () => undefined,
      store: over,
    },
    portalId,
    { signal: new AbortController().signal, sliceMs: 60_000 },
  );

const status = (rig: PortalRig, portalId: bigint) => store.forPortal(portalId).transaction((tx) => readSyncStatus(tx, rig.clock.now));

const rejections = async (rig: PortalRig, portalId: bigint) =>
  (await status(rig, portalId)).entities
    .filter(({ rejected }) => rejected > 0)
    .map(({ entity, rejected, rejectedRows }) => ({ entity, rejected, rejectedRows }));

const expected = badRows.map(({ entity, rejection }) => ({ entity, rejected: 1, rejectedRows: [rejection] }));

async function sweepAgain(rig: PortalRig, portalId: bigint): Promise<void> {
  await store.forPortal(portalId).transaction(async (tx) => {
    for (const entity of ['sweep', 'structure']) await saveCursor(tx, { entity, direction: 'forward' }, { updatedAt: new Date(0) });
  });
  expect(await load(rig, portalId)).toBe('idle');
}

describe('a portal with a bad row in each entity', () => {
  it('is loaded to the end, with the bad rows counted and all others kept', async () => {
    const { rig, portalId } = await connect(twoPipelines());
    spoil(rig);
    expect(await load(rig, portalId)).toBe('idle');
    expect((await status(rig, portalId)).state).toBe('ready');
    expect(await rejections(rig, portalId)).toEqual(expected);
    const facts = await readFacts(store, portalId);
    expect(facts.deals).toHaveLength(59);
    expect(facts.stages).toHaveLength(4);
    expect(facts.activities).toHaveLength(42);
  });

  it('loads past a deal whose amount in the base currency is more than money can be', async () => {
    const { rig, portalId } = await connect(twoPipelines());
    const absurd = {
      is: (row: Row) => 'isRecurring' in row && row['id'] === 11,
      change: { opportunity: '9999999999999999', currencyId: 'USD' },
    };
    spoil(rig, [absurd]);
    expect(await load(rig, portalId)).toBe('idle');
    const refused = [{ entity: 'deals', rejected: 1, rejectedRows: [{ rowKey: '11', field: 'opportunity', reason: 'wrong-format' }] }];
    expect(await rejections(rig, portalId)).toEqual(refused);
    await store.forPortal(portalId).transaction((tx) => markDirty(tx, [{ entity: 'deal', recordId: 11n }], new Date()));
    expect(await load(rig, portalId)).toBe('idle');
    expect(await rejections(rig, portalId)).toEqual(refused);
    rig.intercept(null);
    await sweepAgain(rig, portalId);
    expect(await rejections(rig, portalId)).toEqual([]);
    expect((await readFacts(store, portalId)).deals).toHaveLength(60);
  });

  it('heals when the rows are readable again', async () => {
    const data = twoPipelines();
    const { rig, portalId } = await connect(data);
    spoil(rig);
    await load(rig, portalId);
    await sweepAgain(rig, portalId);
    expect(await rejections(rig, portalId)).toEqual(expected);
    rig.intercept(null);
    await sweepAgain(rig, portalId);
    expect(await rejections(rig, portalId)).toEqual([]);
    expect(await readFacts(store, portalId)).toMatchObject(expectedFacts(data, portalId));
  });

  it('keeps what it knows of a row that turns bad later', async () => {
    const data = twoPipelines();
    const { rig, portalId } = await connect(data);
    await load(rig, portalId);
    spoil(rig);
    await sweepAgain(rig, portalId);
    expect((await rejections(rig, portalId)).map(({ entity }) => entity)).toEqual(
      expect.arrayContaining(['people', 'departments', 'pipelines', 'stages']),
    );
    expect(await readFacts(store, portalId)).toMatchObject(expectedFacts(data, portalId));
  });

  it('goes on behind a bad last row of a page wherever the process dies', async () => {
    const { rig, portalId } = await connect(twoPipelines());
    spoil(rig);
    let deaths = 0;
    for (let life = 0; ; life += 1) {
      if (life > 100) throw new Error('no progress');
      const outcome = await load(rig, portalId, dyingAfter(store, 5 + life)).catch((failure: unknown) => failure);
      if (outcome === 'idle') break;
      expect(String(outcome)).toContain('killed');
      deaths += 1;
    }
    expect(deaths).toBeGreaterThan(2);
    expect(await rejections(rig, portalId)).toEqual(expected);
    expect((await readFacts(store, portalId)).deals).toHaveLength(59);
  });

  it('goes on behind a last row that has not even an id', async () => {
    const { rig, portalId } = await connect(twoPipelines());
    spoil(rig, [{ is: (row) => 'isRecurring' in row && row['id'] === 11, change: { id: 'eleven' } }]);
    await load(rig, portalId);
    expect((await readFacts(store, portalId)).deals).toHaveLength(59);
    const rejectedRows = [{ rowKey: '12+1', field: 'id', reason: 'wrong-format' }];
    expect(await rejections(rig, portalId)).toEqual([{ entity: 'deals', rejected: 1, rejectedRows }]);
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
