import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  listDealsWithGoods,
  listGoodsCurrencies,
  listSoldRows,
  savePrices,
  saveProductRows,
  saveProducts,
  type PriceFact,
  type ProductRowFact,
} from '#store/goods.ts';
import type { Store } from '#store/open-store.ts';
import type { PortalTransaction } from '#store/portal-store.ts';
import { saveDeals, tombstoneDeals } from '#store/save-facts.ts';
import type { Semantics } from '#store/tables/fact-tables.ts';
import { openTestStore } from '#support/test-store.ts';

let store: Store;
let run: <T>(work: (tx: PortalTransaction) => Promise<T>) => Promise<T>;

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  const portalId = await store.directory.savePortalId(randomBytes(16).toString('hex'));
  run = (work) => store.forPortal(portalId).transaction(work);
});

const morning = new Date('2026-11-10T07:00:00Z');
const row = (change: Partial<ProductRowFact> = {}): ProductRowFact => ({
  row_id: 1n,
  deal_id: 1n,
  product_id: 100n,
  quantity: '2.5000',
  gross_minor: 30_000n,
  net_minor: 25_000n,
  discount_minor: 2_500n,
  ...change,
});
const save = (dealIds: readonly bigint[], rows: readonly ProductRowFact[], isWhole = true) =>
  run((tx) => saveProductRows(tx, { dealIds, rows, isWhole, day: '2026-11-10' }));
const price = (product_id: bigint, value: string | null): PriceFact => ({
  product_id,
  price: value,
  currency: value === null ? '' : 'RUB',
});
const saveDeal = (deal_id: bigint, semantics: Semantics, movedAt = morning) =>
  run((tx) =>
    saveDeals(
      tx,
      [
        {
          deal_id,
          pipeline_id: 0n,
          stage_id: 'X',
          semantics,
          amount_minor: 1n,
          currency: 'RUB',
          base_minor: 1n,
          responsible_id: 3n,
          created_at: morning,
          modified_at: movedAt,
          moved_at: movedAt,
          close_day: null,
          is_repeat: false,
          company_id: null,
          lead_id: null,
        },
      ],
      morning,
    ),
  );
const sold = (...dealIds: bigint[]) => run((tx) => listSoldRows(tx, dealIds, 'Europe/Moscow'));

describe('rows of goods', () => {
  it('are what was read last of their deal, and those of other deals stay', async () => {
    await saveDeal(1n, 'P');
    await saveDeal(2n, 'P');
    expect(await save([1n, 2n], [row(), row({ row_id: 2n }), row({ row_id: 3n, deal_id: 2n })])).toBe(3);
    expect(await save([1n, 2n], [row(), row({ row_id: 2n }), row({ row_id: 3n, deal_id: 2n })])).toBe(0);
    expect(await save([1n], [row({ quantity: '3' })])).toBe(2);
    expect((await sold(1n, 2n)).map((each) => [each.rowId, each.quantity])).toEqual([
      [1n, '3.0000'],
      [3n, '2.5000'],
    ]);
  });

  it('do not go while a row of the same reading could not be read', async () => {
    await saveDeal(1n, 'P');
    await save([1n], [row(), row({ row_id: 2n })]);
    expect(await save([1n], [row()], false)).toBe(0);
    expect(await sold(1n)).toHaveLength(2);
  });

  it('of lost, deleted and long won deals are not asked for', async () => {
    await saveDeal(1n, 'P');
    await saveDeal(2n, 'S');
    await saveDeal(3n, 'F');
    await saveDeal(4n, 'P');
    await saveDeal(5n, 'S', new Date('2025-01-01T09:00:00Z'));
    await run((tx) => tombstoneDeals(tx, [4n], morning));
    const wonSince = new Date('2025-10-01T00:00:00Z');
    expect(await run((tx) => listDealsWithGoods(tx, { below: null, wonSince, limit: 50 }))).toEqual([2n, 1n]);
    expect(await run((tx) => listDealsWithGoods(tx, { below: 2n, wonSince, limit: 50 }))).toEqual([1n]);
    expect(await run((tx) => listDealsWithGoods(tx, { below: null, wonSince, limit: 1 }))).toEqual([2n]);
    expect([...(await run((tx) => listGoodsCurrencies(tx, [1n, 2n, 3n, 4n, 9n])))]).toEqual([
      [1n, 'RUB'],
      [2n, 'RUB'],
    ]);
  });

  it('name section and brand of the product, which of a variation stand with the product it varies', async () => {
    await saveDeal(1n, 'P');
    await run((tx) =>
      saveProducts(tx, [
        { product_id: 100n, parent_id: null, section_id: 7n, brand: 'Зубр', name: '' },
        { product_id: 101n, parent_id: 100n, section_id: null, brand: null, name: '' },
      ]),
    );
    await save([1n], [row(), row({ row_id: 2n, product_id: 101n }), row({ row_id: 3n, product_id: null })]);
    expect((await sold(1n)).map((each) => [each.productId, each.sectionId, each.brand])).toEqual([
      [100n, 7n, 'Зубр'],
      [101n, 7n, 'Зубр'],
      [null, null, null],
    ]);
  });
});

describe('the purchase price of a row', () => {
  it('is that of the day its deal was won, and the newest while it is open', async () => {
    // Half past midnight of the 12th in Moscow.
    await saveDeal(1n, 'S', new Date('2026-11-11T21:30:00Z'));
    await saveDeal(2n, 'P');
    await save([1n, 2n], [row(), row({ row_id: 2n, deal_id: 2n })]);
    for (const [day, value] of [
      ['2026-11-10', '40'],
      ['2026-11-12', '42.5'],
      ['2026-11-13', '50'],
    ] as const)
      expect(await run((tx) => savePrices(tx, [price(100n, value)], day))).toBe(1);
    expect((await sold(1n, 2n)).map((each) => [each.dealId, each.unitCost, each.costCurrency, each.isCostLate])).toEqual([
      [1n, '42.5000000000', 'RUB', false],
      [2n, '50.0000000000', 'RUB', false],
    ]);
  });

  it('of a day before we knew any is the first we saw, and says so', async () => {
    await saveDeal(1n, 'S', new Date('2026-11-01T09:00:00Z'));
    await save([1n], [row()]);
    expect(await sold(1n)).toMatchObject([{ unitCost: null, isCostLate: false }]);
    await run((tx) => savePrices(tx, [price(100n, '40')], '2026-11-10'));
    await run((tx) => savePrices(tx, [price(100n, '45')], '2026-11-11'));
    expect(await sold(1n)).toMatchObject([{ unitCost: '40.0000000000', isCostLate: true }]);
  });

  it('makes a row only when it changes, also to none', async () => {
    const keep = (value: string | null, day: string) => run((tx) => savePrices(tx, [price(100n, value)], day));
    expect(await keep(null, '2026-11-09')).toBe(0);
    expect(await keep('40', '2026-11-10')).toBe(1);
    expect(await keep('40.0', '2026-11-11')).toBe(0);
    expect(await keep(null, '2026-11-12')).toBe(1);
    expect(await keep(null, '2026-11-13')).toBe(0);
    expect(await keep('41', '2026-11-12')).toBe(1);
    const rows = await run((tx) =>
      tx.db.selectFrom('product_price').selectAll().where('portal_id', '=', tx.portalId).orderBy('day').execute(),
    );
    expect(rows.map((each) => [each.day, each.price])).toEqual([
      ['2026-11-10', '40.0000000000'],
      ['2026-11-12', '41.0000000000'],
    ]);
  });
});
