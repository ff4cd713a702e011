import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { PortalData } from '#portal-emulator/portal-data.ts';
import { clearDirty, findNextDue, forgetCalmRecords, listDirty, markDirty } from '#store/dirty-records.ts';
import type { Store } from '#store/open-store.ts';
import type { PortalTransaction } from '#store/portal-store.ts';
import { createCurrencyCache } from '#sync/currency-cache.ts';
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

/** Two and a half years of closed deals, an old one that is still open, an old one that was won this month. */
function longHistory(): PortalData {
  const data = smallPortal();
  const [deal] = data.deals;
  const [move] = data.stageHistory;
  const [call] = data.calls;
  if (!deal || !move || !call) throw new Error('the small portal has rows');
  const at = (index: number): string => new Date(Date.parse('2024-03-01T09:00:00Z') + index * 4 * 3_600_000).toISOString();
  const closed = { stageId: 'LOSE', companyId: null, leadId: null };
  const deals = Array.from({ length: 6000 }, (_, index) => ({
    ...deal,
    ...closed,
    id: index + 1,
    createdAt: at(index),
    modifiedAt: at(index),
    movedAt: at(index),
  }));
  const open = { ...deal, id: 10_001, stageId: 'NEW', createdAt: at(0), modifiedAt: at(0), movedAt: at(0) };
  const wonAt = '2026-11-10T09:00:00.000Z';
  const won = { ...deal, id: 10_002, stageId: 'WON', createdAt: at(1), modifiedAt: wonAt, movedAt: wonAt };
  // Ids of both are older than any other.
  const shifted = deals.map((row) => ({ ...row, id: row.id + 10 }));
  return {
    ...data,
    deals: [{ ...open, id: 1 }, { ...won, id: 2 }, ...shifted],
    stageHistory: [
      ...shifted.map((row, index) => ({
        ...move,
        id: index + 1,
        dealId: row.id,
        stageId: 'LOSE',
        semantics: 'F' as const,
        at: row.movedAt,
      })),
      { ...move, id: 9000, dealId: 2, stageId: 'WON', semantics: 'S' as const, at: wonAt },
    ],
    calls: [
      ...Array.from({ length: 6000 }, (_, index) => ({ ...call, id: index + 1, startedAt: at(index), activityId: null })),
      { ...call, id: 9000, startedAt: wonAt, activityId: null },
    ],
    activities: [],
  };
}

describe('the order of the first load', () => {
  it('has everything of the month long before the whole history, and tells so', async () => {
    const { rig, portalId } = await connect(longHistory());
    const inPortal = <T>(work: (tx: PortalTransaction) => Promise<T>): Promise<T> => store.forPortal(portalId).transaction(work);
    const stopped = new AbortController();
    const deps = {
      currencies: createCurrencyCache(() => new Date()),
      ...rig.install,
      access: rig.access,
      onProgress: async () => {
        if ((await inPortal((tx) => readSyncStatus(tx, rig.clock.now))).isMonthReady) stopped.abort();
      },
    };
    expect(await runLane(deps, portalId, { signal: stopped.signal, sliceMs: 120_000 })).toBe('more');
    const status = await inPortal((tx) => readSyncStatus(tx, rig.clock.now));
    expect(status).toMatchObject({ state: 'loading', isMonthReady: true });
    const facts = await readFacts(store, portalId);
    expect(facts.deals.map((deal) => deal.deal_id)).toEqual(expect.arrayContaining([1n, 2n]));
    expect(facts.deals.find((deal) => deal.deal_id === 2n)?.won_at).toEqual(new Date('2026-11-10T09:00:00Z'));
    expect(facts.calls.some((call) => call.call_id === 9000n)).toBe(true);
    expect(facts.deals.length).toBeLessThan(1000);
    expect(facts.calls.length).toBeLessThan(6001);
    expect(
      await runLane({ ...deps, onProgress: async () => undefined }, portalId, { signal: new AbortController().signal, sliceMs: 120_000 }),
    ).toBe('idle');
    const whole = await readFacts(store, portalId);
    expect([whole.deals.length, whole.moves.length, whole.calls.length]).toEqual([6002, 6001, 6001]);
    expect((await inPortal((tx) => readSyncStatus(tx, rig.clock.now))).state).toBe('ready');
  });
});

describe('a record that changes without pause', () => {
  /** Reads whatever is due each 100 ms of a minute, while hints never stop. */
  async function storm(inPortal: <T>(work: (tx: PortalTransaction) => Promise<T>) => Promise<T>, seconds: number) {
    const reads: number[] = [];
    const begin = Date.parse('2026-11-16T08:00:00Z');
    for (let ms = 0; ms < seconds * 1000; ms += 100) {
      const now = new Date(begin + ms);
      await inPortal(async (tx) => {
        await markDirty(tx, [{ entity: 'deal', recordId: 5n }], now);
        const records = await listDirty(tx, 'deal', { now, limit: 50 });
        if (records.length === 0) return;
        reads.push(ms / 1000);
        await clearDirty(tx, 'deal', { records, now });
      });
    }
    return { reads, end: new Date(begin + seconds * 1000) };
  }

  it('is read at growing distances, at most ten times a minute, and never forgotten', async () => {
    const { portalId } = await connect(smallPortal());
    const inPortal = <T>(work: (tx: PortalTransaction) => Promise<T>): Promise<T> => store.forPortal(portalId).transaction(work);
    const { reads, end } = await storm(inPortal, 60);
    expect(reads.length).toBeLessThanOrEqual(10);
    expect(reads.length).toBeGreaterThanOrEqual(5);
    expect(reads[0]).toBe(0);
    // The last hint of all is followed too, at the end of its pause.
    const due = await inPortal(findNextDue);
    expect(due).not.toBeNull();
    expect(due?.getTime()).toBeLessThanOrEqual(end.getTime() + 16_000);
    const records = await inPortal((tx) => listDirty(tx, 'deal', { now: new Date(end.getTime() + 16_000), limit: 50 }));
    expect(records.map(({ recordId }) => recordId)).toEqual([5n]);
  });

  it('is read at once again after half a minute of calm', async () => {
    const { portalId } = await connect(smallPortal());
    const inPortal = <T>(work: (tx: PortalTransaction) => Promise<T>): Promise<T> => store.forPortal(portalId).transaction(work);
    const { end } = await storm(inPortal, 20);
    const later = new Date(end.getTime() + 60_000);
    await inPortal(async (tx) => clearDirty(tx, 'deal', { records: await listDirty(tx, 'deal', { now: later, limit: 50 }), now: later }));
    await inPortal((tx) => forgetCalmRecords(tx, new Date(later.getTime() + 60_000)));
    const rows = await inPortal(({ db }) => db.selectFrom('dirty_record').selectAll().execute());
    expect(rows).toEqual([]);
  });
});
