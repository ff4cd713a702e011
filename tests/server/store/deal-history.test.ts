import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listDealsAsKnown, type KnownDeal } from '#store/deal-history.ts';
import type { Store } from '#store/open-store.ts';
import type { PortalTransaction } from '#store/portal-store.ts';
import { saveDeals, saveStageMoves, tombstoneDeals, type DealFact } from '#store/save-facts.ts';
import { addCursors, saveCursor } from '#store/sync-cursors.ts';
import { openTestStore } from '#support/test-store.ts';

let store: Store;

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

type Run = <T>(work: (tx: PortalTransaction) => Promise<T>) => Promise<T>;

async function freshPortal(): Promise<Run> {
  const portalId = await store.directory.savePortalId(randomBytes(16).toString('hex'));
  return (work) => store.forPortal(portalId).transaction(work);
}

const hour = (number: number): Date => new Date(Date.UTC(2026, 10, 2, number));
const born = hour(-100);

function deal(change: Partial<DealFact> = {}): DealFact {
  return {
    deal_id: 1n,
    pipeline_id: 0n,
    stage_id: 'NEW',
    semantics: 'P',
    amount_minor: 100n,
    currency: 'RUB',
    base_minor: 100n,
    responsible_id: 3n,
    created_at: born,
    modified_at: born,
    moved_at: born,
    close_day: '2026-11-30',
    is_repeat: false,
    company_id: null,
    lead_id: null,
    ...change,
  };
}

const asKnown = (run: Run, at: Date): Promise<KnownDeal[]> => run((tx) => listDealsAsKnown(tx, at));
const versions = (run: Run): Promise<number> => run(async (tx) => (await tx.db.selectFrom('deal_version').selectAll().execute()).length);

async function finishFirstLoad(run: Run, at: Date): Promise<void> {
  await run(async (tx) => {
    await addCursors(tx, ['deals'], 'backward');
    await saveCursor(tx, { entity: 'deals', direction: 'backward' }, { state: 'ready', finishedAt: at, updatedAt: at });
  });
}

describe('the history of a deal', () => {
  it('costs nothing while nothing changes', async () => {
    const run = await freshPortal();
    for (const at of [1, 2, 3]) await run((tx) => saveDeals(tx, [deal()], hour(at)));
    expect(await versions(run)).toBe(0);
  });

  it('tells who was responsible, how much and by when on a past day', async () => {
    const run = await freshPortal();
    await run((tx) => saveDeals(tx, [deal()], hour(1)));
    await run((tx) => saveDeals(tx, [deal({ modified_at: hour(5), base_minor: 250n, responsible_id: 4n, close_day: null })], hour(5)));
    await run((tx) => saveDeals(tx, [deal({ modified_at: hour(7), base_minor: 250n, responsible_id: 4n, stage_id: 'TALK' })], hour(7)));
    const told = async (at: number): Promise<unknown> => {
      const [known] = await asKnown(run, hour(at));
      return [known?.amount, known?.responsibleId, known?.closeDay, known?.stageId, known?.isReconstructed];
    };
    expect(await told(4)).toEqual([100n, 3n, '2026-11-30', 'NEW', false]);
    expect(await told(5)).toEqual([250n, 4n, null, 'NEW', false]);
    expect(await told(7)).toEqual([250n, 4n, '2026-11-30', 'TALK', false]);
    expect(await told(99)).toEqual([250n, 4n, '2026-11-30', 'TALK', false]);
  });

  it('is not written for an older copy of a row, nor for what it does not tell', async () => {
    const run = await freshPortal();
    await run((tx) => saveDeals(tx, [deal({ modified_at: hour(5) })], hour(5)));
    await run((tx) => saveDeals(tx, [deal({ modified_at: hour(4), base_minor: 1n })], hour(6)));
    await run((tx) => saveDeals(tx, [deal({ modified_at: hour(7), company_id: 9n })], hour(7)));
    expect(await versions(run)).toBe(0);
  });

  it('knows since when a deal is gone, and that it came back', async () => {
    const run = await freshPortal();
    await run((tx) => saveDeals(tx, [deal()], hour(1)));
    await run((tx) => tombstoneDeals(tx, [1n], hour(4)));
    await run((tx) => saveDeals(tx, [deal()], hour(6)));
    const counts = await Promise.all([3, 4, 5, 6].map(async (at) => (await asKnown(run, hour(at))).length));
    expect(counts).toEqual([1, 0, 0, 1]);
  });

  it('keeps the order of versions when a clock goes back', async () => {
    const run = await freshPortal();
    await run((tx) => saveDeals(tx, [deal()], hour(5)));
    await run((tx) => saveDeals(tx, [deal({ base_minor: 200n })], hour(6)));
    await run((tx) => saveDeals(tx, [deal({ base_minor: 300n })], hour(4)));
    expect((await asKnown(run, hour(6)))[0]?.amount).toBe(300n);
    expect((await asKnown(run, hour(5)))[0]?.amount).toBe(100n);
  });

  it('of one portal is not seen by another', async () => {
    const [run, other] = [await freshPortal(), await freshPortal()];
    for (const base_minor of [1n, 2n]) await run((tx) => saveDeals(tx, [deal({ base_minor })], hour(Number(base_minor))));
    await other((tx) => saveDeals(tx, [deal({ base_minor: 7n })], hour(1)));
    expect([await versions(run), await versions(other)]).toEqual([2, 0]);
    expect((await asKnown(other, hour(2)))[0]?.amount).toBe(7n);
  });
});

describe('a day before anybody was watching', () => {
  it('is put together from the portal’s stage history and from what was first seen', async () => {
    const run = await freshPortal();
    await run(async (tx) => {
      await saveDeals(tx, [deal({ stage_id: 'WON', semantics: 'S' }), deal({ deal_id: 2n, created_at: hour(9) })], hour(10));
      const move = { deal_id: 1n, pipeline_id: 0n, semantics: 'P', kind: 1 } as const;
      await saveStageMoves(tx, [
        { ...move, move_id: 1n, stage_id: 'NEW', moved_at: hour(-50) },
        { ...move, move_id: 2n, stage_id: 'TALK', moved_at: hour(3) },
      ]);
    });
    await finishFirstLoad(run, hour(12));
    await run((tx) => saveDeals(tx, [deal({ stage_id: 'WON', semantics: 'S', base_minor: 900n })], hour(20)));
    expect(await asKnown(run, hour(4))).toEqual([
      {
        dealId: 1n,
        pipelineId: 0n,
        stageId: 'TALK',
        semantics: 'P',
        amount: 100n,
        original: 100n,
        currency: 'RUB',
        responsibleId: 3n,
        closeDay: '2026-11-30',
        isReconstructed: true,
      },
    ]);
    expect((await asKnown(run, hour(9))).map(({ dealId }) => dealId)).toEqual([1n, 2n]);
  });

  it('ends with the first load: a deal seen later was not known before', async () => {
    const run = await freshPortal();
    await finishFirstLoad(run, hour(2));
    await run((tx) => saveDeals(tx, [deal({ created_at: hour(3) })], hour(5)));
    expect(await asKnown(run, hour(4))).toEqual([]);
    expect(await asKnown(run, hour(5))).toHaveLength(1);
  });
});

describe('any sequence of changes', () => {
  const change = fc.record({
    dealId: fc.bigInt(1n, 3n),
    amount: fc.bigInt(0n, 3n),
    person: fc.bigInt(1n, 2n),
    isGone: fc.boolean(),
    pause: fc.integer({ min: 0, max: 2 }),
  });

  it('is told again as it was seen, moment by moment', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 14 }), async (changes) => {
        const run = await freshPortal();
        const seen = new Map<string, readonly [bigint, bigint] | null>();
        const moments: { at: Date; known: string[] }[] = [];
        let now = 1;
        for (const { dealId, amount, person, isGone, pause } of changes) {
          now += pause;
          const at = hour(now);
          if (isGone) {
            await run((tx) => tombstoneDeals(tx, [dealId], at));
            if (seen.has(String(dealId))) seen.set(String(dealId), null);
          } else {
            await run((tx) => saveDeals(tx, [deal({ deal_id: dealId, base_minor: amount, responsible_id: person })], at));
            seen.set(String(dealId), [amount, person]);
          }
          const known = [...seen].flatMap(([id, row]) => (row ? [`${id}: ${row.join(' ')}`] : []));
          if (moments.at(-1)?.at.getTime() === at.getTime()) moments.pop();
          moments.push({ at, known: known.toSorted() });
        }
        await finishFirstLoad(run, hour(0));
        for (const { at, known } of moments) {
          const told = await asKnown(run, at);
          expect(told.map((row) => `${row.dealId}: ${row.amount} ${row.responsibleId}`)).toEqual(known);
        }
      }),
      { numRuns: 25 },
    );
  });
});
