import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countQuality, listLackingDeals, listUnknownStages, type DealCheck } from '#store/data-quality.ts';
import type { Store } from '#store/open-store.ts';
import type { PortalStore } from '#store/portal-store.ts';
import { saveDeals, tombstoneDeals, type DealFact } from '#store/save-facts.ts';
import { openTestStore } from '#support/test-store.ts';

let store: Store;
let portal: PortalStore;
const today = '2026-11-16';
const at = new Date('2026-11-10T10:00:00Z');
const page = { offset: 0, limit: 10 };

const deal = (dealId: bigint, change: Partial<DealFact> = {}): DealFact => ({
  deal_id: dealId,
  pipeline_id: 0n,
  stage_id: 'NEW',
  semantics: 'P',
  amount_minor: 100n,
  currency: 'RUB',
  base_minor: 100n,
  responsible_id: 5n,
  created_at: at,
  modified_at: at,
  moved_at: at,
  close_day: '2026-11-30',
  is_repeat: false,
  company_id: null,
  lead_id: null,
  ...change,
});

const lacking: readonly DealFact[] = [
  deal(1n),
  deal(2n, { amount_minor: 0n, base_minor: 0n }),
  deal(3n, { close_day: null, base_minor: 300n }),
  deal(4n, { close_day: '2026-11-15', base_minor: 400n }),
  deal(5n, { close_day: '2026-11-16' }),
  deal(6n, { responsible_id: 6n, base_minor: 600n }),
  deal(7n, { responsible_id: 77n }),
  deal(8n, { stage_id: 'C9:LOST_LONG_AGO', pipeline_id: 9n, base_minor: 800n }),
  deal(9n, { stage_id: 'C9:LOST_LONG_AGO', pipeline_id: 9n }),
  // Neither won nor deleted deals are asked to be complete.
  deal(10n, { semantics: 'S', amount_minor: 0n, close_day: null, responsible_id: 77n }),
  deal(11n, { amount_minor: 0n, close_day: null, responsible_id: 77n }),
];

beforeAll(async () => {
  store = await openTestStore();
  portal = store.forPortal(1n);
  for (const own of [portal, store.forPortal(2n)]) {
    await own.transaction(async (tx) => {
      const person = { portal_id: tx.portalId, first_name: '', last_name: '', position: '', department_ids: [], joined_on: null };
      await tx.db
        .insertInto('person')
        .values([
          { ...person, user_id: 5n, is_active: true },
          { ...person, user_id: 6n, is_active: false },
        ])
        .execute();
      const stage = {
        portal_id: tx.portalId,
        pipeline_id: 0n,
        sort: 1,
        semantics: 'P',
        color: '',
        progress: null,
        win_percent: null,
      } as const;
      await tx.db
        .insertInto('stage')
        .values({ ...stage, stage_id: 'NEW', name: 'Новая' })
        .execute();
      await saveDeals(tx, lacking, at);
      await tombstoneDeals(tx, [11n], at);
    });
  }
});
afterAll(() => store.close());

describe('the quality of source data', () => {
  it('counts open deals that lack something, and stages nobody names', async () => {
    expect(await portal.transaction((tx) => countQuality(tx, today))).toEqual({
      'no-amount': 1,
      'no-close-date': 1,
      'close-date-past': 1,
      'no-responsible': 2,
      'stage-unknown': 1,
    });
  });

  it('is nothing where there are no deals', async () => {
    const counts = await store.forPortal(3n).transaction((tx) => countQuality(tx, today));
    expect(Object.values(counts)).toEqual([0, 0, 0, 0, 0]);
  });

  it.each<[DealCheck, bigint[]]>([
    ['no-amount', [2n]],
    ['no-close-date', [3n]],
    ['close-date-past', [4n]],
    ['no-responsible', [6n, 7n]],
  ])('lists the deals behind «%s», the dearest first', async (check, expected) => {
    const deals = await portal.transaction((tx) => listLackingDeals(tx, check, today, page));
    expect(deals.map((found) => found.dealId)).toEqual(expected);
    expect(deals.every((found) => found.stageName === 'Новая')).toBe(true);
  });

  it('lists page by page', async () => {
    const second = await portal.transaction((tx) => listLackingDeals(tx, 'no-responsible', today, { offset: 1, limit: 1 }));
    expect(second.map((found) => found.dealId)).toEqual([7n]);
  });

  it('lists a stage that nobody names with its deals and their sum', async () => {
    expect(await portal.transaction((tx) => listUnknownStages(tx, page))).toEqual([
      { stageId: 'C9:LOST_LONG_AGO', pipelineName: '', deals: 2, amount: 900n },
    ]);
  });
});
