import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { PortalData } from '#portal-emulator/portal-data.ts';
import { findNextDue, markDirty } from '#store/dirty-records.ts';
import type { Store } from '#store/open-store.ts';
import { createCurrencyCache } from '#sync/currency-cache.ts';
import { createReadSpace } from '#sync/read-ahead.ts';
import { runLane } from '#sync/run-lane.ts';
import { readSyncStatus } from '#sync/sync-status.ts';
import { readFacts } from '#support/portal-facts.ts';
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

const load = (rig: PortalRig, portalId: bigint, readSpace = createReadSpace()) =>
  runLane(
    { currencies: createCurrencyCache(() => new Date()), ...rig.install, access: rig.access, onProgress: async () => undefined, readSpace },
    portalId,
    { signal: new AbortController().signal, sliceMs: 120_000 },
  );

/** Stops where the comparison with the portal would begin, with no hint left. */
async function loadOnly(rig: PortalRig, portalId: bigint): Promise<void> {
  const stopped = new AbortController();
  const onProgress = async (): Promise<void> => {
    const isOver = await store
      .forPortal(portalId)
      .transaction(async (tx) => (await readSyncStatus(tx, rig.clock.now)).state === 'ready' && (await findNextDue(tx)) === null);
    if (isOver) stopped.abort();
  };
  const deps = { currencies: createCurrencyCache(() => new Date()), ...rig.install, access: rig.access, onProgress };
  await runLane(deps, portalId, { signal: stopped.signal, sliceMs: 120_000 });
}

/** Old closed deals with these ids and nothing beside them. */
function dealsOf(ids: readonly number[]): PortalData {
  const data = smallPortal();
  const [deal] = data.deals;
  if (!deal) throw new Error('the small portal has deals');
  const at = '2024-03-01T09:00:00Z';
  const closed = { stageId: 'LOSE', companyId: null, leadId: null, createdAt: at, modifiedAt: at, movedAt: at };
  return { ...data, deals: ids.map((id) => ({ ...deal, ...closed, id })), stageHistory: [], calls: [], activities: [] };
}

const range = (from: number, count: number, step = 1): number[] => Array.from({ length: count }, (_, index) => from + index * step);

/** Requests for windows of the deals' history: their ids are bounded below. */
const isWindow = (body: string): boolean => body.includes('crm.item.list') && body.includes('%5B%3Eid%5D');

describe('windows of ids', () => {
  it('are read to the last row however dense the ids are', async () => {
    const ids = [...range(1, 2800), ...range(400_000, 200, 37), ...range(1_000_000, 2600), ...range(2_000_000, 2500, 3)];
    const { rig, portalId } = await connect(dealsOf(ids));
    expect(await load(rig, portalId)).toBe('idle');
    const facts = await readFacts(store, portalId);
    expect(facts.deals.map(({ deal_id }) => Number(deal_id))).toEqual(ids);
  });

  it('are on their way together, as many as the process has room for', async () => {
    const mostAtOnce = async (readSpace: ReturnType<typeof createReadSpace>, deals: number): Promise<number> => {
      const { rig, portalId } = await connect(dealsOf(range(1, deals)));
      let onTheirWay = 0;
      let most = 0;
      rig.intercept(async (request) => {
        if (!isWindow(await request.clone().text())) return undefined;
        onTheirWay += 1;
        most = Math.max(most, onTheirWay);
        await new Promise((resolve) => setTimeout(resolve, 50));
        return rig.emulator.handle(request).finally(() => (onTheirWay -= 1));
      });
      expect(await load(rig, portalId, readSpace)).toBe('idle');
      return most;
    };
    expect(await mostAtOnce(createReadSpace(), 7500)).toBeGreaterThanOrEqual(2);
    expect(await mostAtOnce(createReadSpace(0), 3000)).toBe(1);
  });

  it('are all saved before a hint is followed, so that what is gone does not come back', async () => {
    const { rig, portalId } = await connect(dealsOf(range(1, 8000)));
    const deleted = 2000;
    const webhook = rig.emulator.makeWebhook(smallPortalPeople.admin);
    let tellOthers = (): void => undefined;
    const isDeleted = new Promise<void>((resolve) => (tellOthers = resolve));
    rig.intercept(async (request) => {
      if (!isWindow(await request.clone().text())) return undefined;
      const answer = await rig.emulator.handle(request);
      const text = await answer.text();
      if (text.includes(`"id":${deleted},`)) {
        await rig.emulator.handle(new Request(`${webhook}crm.deal.delete?id=${deleted}`));
        await store.forPortal(portalId).transaction((tx) => markDirty(tx, [{ entity: 'deal', recordId: BigInt(deleted) }], new Date(0)));
        tellOthers();
      }
      // Newer windows are saved after the deal is gone and hinted at.
      await isDeleted;
      return new Response(text, answer);
    });
    await loadOnly(rig, portalId);
    const { deals } = await readFacts(store, portalId);
    expect(deals.filter(({ deleted_at }) => deleted_at !== null).map(({ deal_id }) => deal_id)).toEqual([BigInt(deleted)]);
    expect(deals).toHaveLength(8000);
  });
});
