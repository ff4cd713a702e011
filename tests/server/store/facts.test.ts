import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countingBasis, defaultCounting } from '#domain/counting.ts';
import type { FactSource } from '#store/daily-totals.ts';
import { listOpenDeals, listWonDeals, type DealPage } from '#store/deal-lists.ts';
import { listStageDays, listWonCycles } from '#store/durations.ts';
import { findDeal, findStageEntry } from '#store/facts.ts';
import { saveCountingBasis } from '#store/keep-totals.ts';
import type { Store } from '#store/open-store.ts';
import type { PortalStore } from '#store/portal-store.ts';
import { saveDeals, saveStageMoves, tombstoneDeals, type DealFact, type StageMoveFact } from '#store/save-facts.ts';
import { openTestStore } from '#support/test-store.ts';

let store: Store;
let portals = 0n;

beforeAll(async () => {
  store = await openTestStore();
});

afterAll(() => store.close());

const freshPortal = (): PortalStore => store.forPortal((portals += 1n));
const seenAt = new Date('2026-11-10T10:00:00Z');
const instant = (text: string): Date => new Date(`${text}Z`);

function deal(dealId: bigint, change: Partial<DealFact> = {}): DealFact {
  const moved = change.moved_at ?? instant('2026-11-10T09:00:00');
  return {
    deal_id: dealId,
    pipeline_id: 0n,
    stage_id: 'WON',
    semantics: 'S',
    amount_minor: 100n,
    currency: 'RUB',
    base_minor: 100n,
    responsible_id: 5n,
    created_at: instant('2026-10-01T00:00:00'),
    modified_at: moved,
    moved_at: moved,
    close_day: null,
    is_repeat: false,
    company_id: null,
    lead_id: null,
    ...change,
  };
}

const won = (dealId: bigint, at: string): DealFact => deal(dealId, { moved_at: instant(at) });

function move(moveId: bigint, dealId: bigint, at: string, stageId = 'WON', semantics: 'P' | 'S' | 'F' = 'S'): StageMoveFact {
  return { move_id: moveId, deal_id: dealId, kind: 2, pipeline_id: 0n, stage_id: stageId, semantics, moved_at: instant(at) };
}

const sourceIn = (timeZone: string): FactSource => ({ basis: countingBasis(defaultCounting, timeZone), pipelineIds: null, isKept: true });
const november = { from: '2026-11-01', before: '2026-12-01' };
const everybody: DealPage = { people: null, offset: 0, limit: 100 };
const wonDays = async (portal: PortalStore, timeZone: string, span = november): Promise<[bigint, string][]> =>
  (await portal.transaction((tx) => listWonDeals(tx, sourceIn(timeZone), span, everybody))).map((row) => [row.dealId, row.day]);

describe('won deals', () => {
  it('are cut by the company’s zone: won at 23:30 UTC on 31 October is November in Moscow', async () => {
    const portal = freshPortal();
    await portal.transaction((tx) => saveDeals(tx, [won(1n, '2026-10-31T23:30:00')], seenAt));
    expect(await wonDays(portal, 'Europe/Moscow')).toEqual([[1n, '2026-11-01']]);
    expect(await wonDays(portal, 'UTC')).toEqual([]);
    expect(await wonDays(portal, 'America/New_York')).toEqual([]);
    expect(await wonDays(portal, 'UTC', { ...november, from: '2026-10-31' })).toEqual([[1n, '2026-10-31']]);
  });

  it('begin and end with the company’s midnight, to the millisecond', async () => {
    const portal = freshPortal();
    const instants = ['2026-10-31T20:59:59.999', '2026-10-31T21:00:00', '2026-11-30T20:59:59.999', '2026-11-30T21:00:00'];
    await portal.transaction((tx) =>
      saveDeals(
        tx,
        instants.map((at, index) => won(BigInt(index + 1), at)),
        seenAt,
      ),
    );
    expect(await wonDays(portal, 'Europe/Moscow')).toEqual([
      [2n, '2026-11-01'],
      [3n, '2026-11-30'],
    ]);
  });

  it('follow a zone that changes its clocks inside the month', async () => {
    const portal = freshPortal();
    // New York leaves summer time on 1 November 2026: midnight before is 04:00, after it 05:00 UTC.
    const instants = ['2026-11-01T03:59:59', '2026-11-01T04:00:00', '2026-11-02T04:59:59', '2026-11-02T05:00:00'];
    await portal.transaction((tx) =>
      saveDeals(
        tx,
        instants.map((at, index) => won(BigInt(index + 1), at)),
        seenAt,
      ),
    );
    expect(await wonDays(portal, 'America/New_York')).toEqual([
      [2n, '2026-11-01'],
      [3n, '2026-11-01'],
      [4n, '2026-11-02'],
    ]);
  });

  it('count on the last entry to a won stage, whichever of deal and history is read first', async () => {
    for (const order of ['deal first', 'history first']) {
      const portal = freshPortal();
      const saveDeal = (): Promise<unknown> => portal.transaction((tx) => saveDeals(tx, [won(1n, '2026-11-20T09:00:00')], seenAt));
      const saveMoves = (): Promise<unknown> =>
        portal.transaction((tx) =>
          saveStageMoves(tx, [
            move(1n, 1n, '2026-10-05T09:00:00'),
            move(2n, 1n, '2026-11-03T09:00:00'),
            move(3n, 1n, '2026-11-04T09:00:00', 'NEW', 'P'),
          ]),
        );
      for (const step of order === 'deal first' ? [saveDeal, saveMoves] : [saveMoves, saveDeal]) await step();
      expect([order, await wonDays(portal, 'Europe/Moscow')]).toEqual([order, [[1n, '2026-11-03']]]);
    }
  });

  it('leave out open, lost and vanished deals and those of other portals, and bring exact sums', async () => {
    const portal = freshPortal();
    const big = deal(4n, { base_minor: 9_007_199_254_740_993n, responsible_id: 90_071_992_547_409_930n });
    await portal.transaction((tx) => saveDeals(tx, [deal(1n, { semantics: 'P' }), deal(2n, { semantics: 'F' }), deal(3n), big], seenAt));
    await portal.transaction((tx) => tombstoneDeals(tx, [3n], instant('2026-11-11T00:00:00')));
    const rows = await portal.transaction((tx) => listWonDeals(tx, sourceIn('Europe/Moscow'), november, everybody));
    expect(rows).toMatchObject([{ dealId: 4n, responsibleId: 90_071_992_547_409_930n, amount: 9_007_199_254_740_993n, day: '2026-11-10' }]);
    expect(await wonDays(freshPortal(), 'Europe/Moscow')).toEqual([]);
  });
});

describe('open deals', () => {
  it('come with stage and close day, without those that vanished', async () => {
    const portal = freshPortal();
    const open = { semantics: 'P', stage_id: 'C1:NEW', pipeline_id: 1n } as const;
    await portal.transaction((tx) =>
      saveDeals(tx, [deal(1n, { ...open, close_day: '2026-11-30' }), deal(2n, open), deal(3n, open), deal(4n)], seenAt),
    );
    await portal.transaction((tx) => tombstoneDeals(tx, [3n], instant('2026-11-11T00:00:00')));
    const list = (due: Parameters<typeof listOpenDeals>[2]) =>
      portal.transaction((tx) => listOpenDeals(tx, sourceIn('Europe/Moscow'), due, everybody));
    expect((await list({ through: '2026-11-30' })).map((row) => [row.dealId, row.day, row.stageId, row.pipelineId])).toEqual([
      [1n, '2026-11-30', 'C1:NEW', 1n],
    ]);
    expect(await list({ through: '2026-11-29' })).toEqual([]);
    expect((await list('undated')).map((row) => [row.dealId, row.day])).toEqual([[2n, null]]);
    expect(await portal.transaction((tx) => findDeal(tx, 3n))).toBeUndefined();
    expect(await portal.transaction((tx) => findDeal(tx, 4n))).toMatchObject({ dealId: 4n, semantics: 'S', wonAt: null, closeDay: null });
  });

  it('name their stages', async () => {
    const portal = freshPortal();
    await portal.transaction(async (tx) => {
      const stage = {
        portal_id: tx.portalId,
        pipeline_id: 0n,
        stage_id: 'NEW',
        name: 'Заявка',
        sort: 10,
        semantics: 'P',
        color: '',
        progress: null,
        win_percent: null,
      } as const;
      await tx.db
        .insertInto('stage')
        .values([stage, { ...stage, pipeline_id: 1n, name: 'Чужая воронка' }])
        .execute();
      await saveDeals(tx, [deal(1n, { semantics: 'P', stage_id: 'NEW' }), deal(2n, { semantics: 'P', stage_id: 'GONE' })], seenAt);
    });
    const rows = await portal.transaction((tx) => listOpenDeals(tx, sourceIn('Europe/Moscow'), 'undated', everybody));
    expect(rows.map((row) => [row.dealId, row.stageName])).toEqual([
      [1n, 'Заявка'],
      [2n, ''],
    ]);
  });
});

describe('durations', () => {
  const source = sourceIn('Europe/Moscow');
  const keeping = async (): Promise<PortalStore> => {
    const portal = freshPortal();
    await portal.transaction((tx) => saveCountingBasis(tx, source.basis));
    return portal;
  };

  it('of winning are whole days from creation, of deals won since a month', async () => {
    const portal = await keeping();
    const lasting = (dealId: bigint, days: number): DealFact =>
      deal(dealId, { created_at: new Date(instant('2026-11-10T09:00:00').getTime() - days * 86_400_000) });
    await portal.transaction((tx) => saveDeals(tx, [lasting(1n, 10), lasting(2n, 20), lasting(3n, 10), lasting(4n, 400)], seenAt));
    expect(await portal.transaction((tx) => listWonCycles(tx, source, '2026-11-01'))).toEqual([
      { value: 10, count: 2 },
      { value: 20, count: 1 },
      { value: 400, count: 1 },
    ]);
    expect(await portal.transaction((tx) => listWonCycles(tx, source, '2026-12-01'))).toEqual([]);
    expect(await portal.transaction((tx) => listWonCycles(tx, { ...source, pipelineIds: [7n] }, '2026-11-01'))).toEqual([]);
    expect(await portal.transaction((tx) => listWonCycles(tx, { ...source, isKept: false }, '2026-11-01'))).toEqual([]);
  });

  it('on a stage are what won deals spent there before the next move', async () => {
    const portal = await keeping();
    const stage = { pipelineId: 0n, stageId: 'TALK', since: '2026-11-01' };
    const visits = [1n, 2n, 3n].flatMap((id) => [
      move(id * 10n, id, '2026-11-01T00:00:00', 'TALK', 'P'),
      move(id * 10n + 1n, id, `2026-11-0${1n + id}T00:00:00`, 'WON', 'S'),
    ]);
    await portal.transaction((tx) => saveDeals(tx, [deal(1n), deal(2n), deal(3n, { semantics: 'P' })], seenAt));
    await portal.transaction((tx) => saveStageMoves(tx, visits));
    expect(await portal.transaction((tx) => listStageDays(tx, source, stage))).toEqual([
      { value: 1, count: 1 },
      { value: 2, count: 1 },
    ]);
    expect(await portal.transaction((tx) => listStageDays(tx, source, { ...stage, stageId: 'WON' }))).toEqual([]);
  });

  it('know when a deal came to its stage, last', async () => {
    const portal = freshPortal();
    await portal.transaction((tx) =>
      saveStageMoves(tx, [move(1n, 1n, '2026-11-01T00:00:00', 'TALK', 'P'), move(2n, 1n, '2026-11-05T00:00:00', 'TALK', 'P')]),
    );
    expect(await portal.transaction((tx) => findStageEntry(tx, 1n, 'TALK'))).toEqual(instant('2026-11-05T00:00:00'));
    expect(await portal.transaction((tx) => findStageEntry(tx, 1n, 'WON'))).toBeUndefined();
  });
});
