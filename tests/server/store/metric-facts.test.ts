import { describe, expect, it } from 'vitest';
import { saveRates } from '#store/currency-rates.ts';
import { savePrices, saveProductRows, saveProducts, type ProductRowFact } from '#store/goods.ts';
import { listShares, sumThings } from '#store/metric-facts.ts';
import { saveLeads } from '#store/save-documents.ts';
import { saveActivities, saveCalls, saveStageMoves, tombstoneDeals } from '#store/save-facts.ts';
import { saveTasks, tombstoneTasks } from '#store/save-tasks.ts';
import { basis, deal, list, noon, november, of, pipelines, record, run, sell, shares, useMetricPortal } from './metric-portal.ts';

useMetricPortal();

describe('won deals', () => {
  it('are of the day in the company’s zone by the rule of what counts, and not of another month', async () => {
    await sell(deal(1n, { moved_at: new Date('2026-10-31T21:30:00Z') }), deal(2n, { moved_at: new Date('2026-10-31T20:30:00Z') }));
    await run((tx) =>
      saveStageMoves(tx, [
        { move_id: 1n, deal_id: 2n, kind: 3, pipeline_id: 0n, stage_id: 'WON', semantics: 'S', moved_at: new Date('2026-11-20T09:00:00Z') },
      ]),
    );
    expect(await list('revenue')).toEqual([
      ['deal', 1n, [3n], '2026-11-01', 100n],
      ['deal', 2n, [3n], '2026-11-20', 100n],
    ]);
    const byMove = of({ source: { ...november.source, basis: { ...basis, wonDate: 'stage-move' } } });
    expect(await list('deals-won', byMove)).toEqual([['deal', 1n, [3n], '2026-11-01', 1n]]);
  });

  it('of other pipelines, lost, open and deleted ones do not count', async () => {
    await sell(deal(1n), deal(2n, { pipeline_id: 7n }), deal(3n, { semantics: 'P' }), deal(4n, { semantics: 'F' }), deal(5n));
    await run((tx) => tombstoneDeals(tx, [5n], noon));
    expect(await shares('deals-won')).toEqual(['2026-11 3: 2']);
    expect(await shares('deals-won', pipelines(0n))).toEqual(['2026-11 3: 1']);
    expect(await shares('new-deals', pipelines(0n))).toEqual(['2026-11 3: 3']);
  });

  it('in another currency count with what they are in the base, and without a rate are listed with no value', async () => {
    await sell(
      deal(1n, { currency: 'USD', amount_minor: 100n, base_minor: 8000n }),
      deal(2n, { currency: 'KZT', amount_minor: 999n, base_minor: 0n }),
      deal(3n, { amount_minor: 0n, base_minor: 0n }),
    );
    expect(await list('revenue')).toMatchObject([
      ['deal', 1n, [3n], '2026-11-10', 8000n],
      ['deal', 2n, [3n], '2026-11-10', null],
      ['deal', 3n, [3n], '2026-11-10', 0n],
    ]);
    expect(await run((tx) => sumThings(tx, 'revenue', november, [3n]))).toEqual({ things: 3, value: 8000n, withoutValue: 1 });
  });

  it('are repeated by the word of the portal', async () => {
    await sell(deal(1n), deal(2n, { is_repeat: true, responsible_id: 4n }));
    expect(await shares('repeat-deals')).toEqual(['2026-11 4: 1']);
  });
});

describe('clients', () => {
  const october = new Date('2026-10-05T09:00:00Z');

  it('are new where their first won deal is, and of whoever won it', async () => {
    await sell(
      deal(1n, { company_id: 5n, moved_at: october }),
      deal(2n, { company_id: 5n }),
      deal(3n, { company_id: 6n, semantics: 'F', moved_at: october }),
      deal(4n, { company_id: 6n, responsible_id: 4n }),
      deal(5n, { company_id: 6n, responsible_id: 3n }),
      deal(6n, { company_id: null }),
    );
    expect(await list('new-clients')).toEqual([['client', 6n, [4n], '2026-11-10', 1n]]);
  });

  it('are active while one of their deals was won in the days before, and are shared by those who won them', async () => {
    await sell(
      deal(1n, { company_id: 5n, moved_at: october }),
      deal(2n, { company_id: 6n, responsible_id: 4n }),
      deal(3n, { company_id: 6n, responsible_id: 3n, moved_at: new Date('2026-11-12T09:00:00Z') }),
      deal(4n, { company_id: 6n, responsible_id: 3n }),
    );
    expect(await list('active-clients')).toEqual([['client', 6n, [3n, 4n], '2026-11-12', 1n]]);
    expect(await list('active-clients', of({ activeSince: '2026-10-01' }))).toHaveLength(2);
    const states = await run((tx) => listShares(tx, 'active-clients', of({ activeSince: '2026-10-01' }), '2026-11'));
    expect(states).toEqual([
      { people: [3n], month: '2026-11', value: 1n },
      { people: [3n, 4n], month: '2026-11', value: 1n },
    ]);
  });
});

describe('goods of won deals', () => {
  const row = (row_id: bigint, change: Partial<ProductRowFact> = {}): ProductRowFact => ({
    row_id,
    deal_id: 1n,
    product_id: 100n,
    quantity: '2.0000',
    gross_minor: 12_000n,
    net_minor: 10_000n,
    discount_minor: 0n,
    ...change,
  });
  const put = (...rows: ProductRowFact[]) =>
    run((tx) => saveProductRows(tx, { dealIds: rows.map((own) => own.deal_id), rows, isWhole: true, day: '2026-11-16' }));
  const price = (product_id: bigint, value: string | null, day: string, currency = 'RUB') =>
    run((tx) => savePrices(tx, [{ product_id, price: value, currency }], day));

  it('bring what is left of their sum without tax above the purchase price of the day', async () => {
    await sell(deal(1n), deal(2n, { semantics: 'P' }));
    await put(row(1n), row(2n, { deal_id: 2n }));
    await price(100n, '20', '2026-11-01');
    await price(100n, '90', '2026-11-11');
    expect(await list('margin')).toEqual([['product-row', 1n, [3n], '2026-11-10', 6000n]]);
    expect(await shares('quantity')).toEqual(['2026-11 3: 2000']);
  });

  it('take the first known price for days before it, and have no margin without any', async () => {
    await sell(deal(1n));
    await put(row(1n), row(2n, { product_id: 101n }), row(3n, { product_id: null }));
    await price(100n, '49.995', '2026-11-15');
    expect(await list('margin')).toMatchObject([
      ['product-row', 1n, [3n], '2026-11-10', 1n],
      ['product-row', 2n, [3n], '2026-11-10', null],
      ['product-row', 3n, [3n], '2026-11-10', null],
    ]);
    expect(await run((tx) => sumThings(tx, 'margin', november, null))).toEqual({ things: 3, value: 1n, withoutValue: 2 });
  });

  it('in other currencies are converted at the rate of the day, each rounded half to even', async () => {
    await sell(deal(1n, { currency: 'USD' }), deal(2n, { currency: 'KZT' }));
    await put(row(1n, { net_minor: 1n, quantity: '1' }), row(2n, { deal_id: 2n }));
    await run((tx) => saveRates(tx, [{ currency: 'USD', rate: '80.5', per_units: '1', digits: 2 }], '2026-11-01'));
    await run((tx) => saveRates(tx, [{ currency: 'USD', rate: '999', per_units: '1', digits: 2 }], '2026-11-20'));
    await price(100n, '0.01', '2026-11-01', 'USD');
    // 80.5 is rounded to 80 on both sides.
    expect(await list('margin')).toMatchObject([
      ['product-row', 1n, [3n], '2026-11-10', 0n],
      ['product-row', 2n, [3n], '2026-11-10', null],
    ]);
    await price(100n, '0', '2026-11-02', 'USD');
    expect((await list('margin'))[0]).toMatchObject(['product-row', 1n, [3n], '2026-11-10', 80n]);
  });

  it('are summed anew when prices, rows or rates change', async () => {
    await sell(deal(1n, { currency: 'USD' }));
    await run((tx) => saveRates(tx, [{ currency: 'USD', rate: '80', per_units: '1', digits: 2 }], '2026-11-01'));
    await put(row(1n));
    await price(100n, '0', '2026-11-01');
    expect(await shares('margin')).toEqual(['2026-11 3: 800000']);
    await price(100n, '10', '2026-11-02');
    expect(await shares('margin')).toEqual(['2026-11 3: 798000']);
    await put(row(1n, { net_minor: 1000n }));
    expect(await shares('margin')).toEqual(['2026-11 3: 78000']);
    await run((tx) => saveRates(tx, [{ currency: 'USD', rate: '81', per_units: '1', digits: 2 }], '2026-11-01'));
    expect(await shares('margin')).toEqual(['2026-11 3: 79000']);
  });

  it('are a cross-sale when more than one product is sold; variations of one are one', async () => {
    await sell(deal(1n), deal(2n), deal(3n, { responsible_id: 4n }));
    await run((tx) =>
      saveProducts(tx, [
        { product_id: 101n, parent_id: 100n, section_id: null, brand: null, name: '' },
        { product_id: 102n, parent_id: 100n, section_id: null, brand: null, name: '' },
      ]),
    );
    await put(
      row(1n, { product_id: 101n }),
      row(2n, { product_id: 102n }),
      row(3n, { deal_id: 2n }),
      row(4n, { deal_id: 2n, product_id: null }),
      row(5n, { deal_id: 3n, product_id: 101n }),
      row(6n, { deal_id: 3n, product_id: 7n }),
    );
    expect(await list('cross-sell-deals')).toEqual([['deal', 3n, [4n], '2026-11-10', 1n]]);
  });
});

describe('work', () => {
  it('of tasks is completed ones, on time by their deadline or without any', async () => {
    const task = (task_id: bigint, change: object = {}) => ({
      task_id,
      responsible_id: 3n,
      status: 5,
      created_at: noon,
      modified_at: noon,
      deadline: noon,
      closed_at: noon,
      links: [],
      ...change,
    });
    const late = new Date('2026-11-10T09:00:01Z');
    await run((tx) =>
      saveTasks(tx, [task(1n), task(2n, { closed_at: late }), task(3n, { deadline: null }), task(4n, { status: 3 }), task(5n)]),
    );
    await run((tx) => tombstoneTasks(tx, [5n], noon));
    expect(await shares('tasks-done')).toEqual(['2026-11 3: 3']);
    expect((await list('tasks-done-on-time')).map((thing) => thing[1])).toEqual([1n, 3n]);
  });

  it('of leads is those that were closed, whatever came of them', async () => {
    const lead = (lead_id: bigint, semantics: 'P' | 'S' | 'F', closed_at: Date | null) => ({
      ...record,
      lead_id,
      stage_id: semantics,
      semantics,
      source: 'WEB',
      moved_at: noon,
      closed_at,
      is_repeat: false,
    });
    await run((tx) => saveLeads(tx, [lead(1n, 'P', null), lead(2n, 'S', noon), lead(3n, 'F', noon)]));
    expect(await shares('leads-processed')).toEqual(['2026-11 3: 2']);
  });

  it('of calls is what the statistics tell, or the cards where there are none', async () => {
    const call = { call_id: 1n, user_id: 3n, kind: 1, seconds: 31, code: '200', started_at: noon, activity_id: 9n };
    const activity = {
      activity_id: 9n,
      kind: 2,
      provider: '',
      owner_kind: 2,
      owner_id: 1n,
      responsible_id: 4n,
      direction: 2,
      is_completed: true,
      started_at: noon,
      modified_at: noon,
    };
    await run((tx) => saveCalls(tx, [call, { ...call, call_id: 2n, seconds: 30, activity_id: null }]));
    await run((tx) => saveActivities(tx, [activity, { ...activity, activity_id: 10n }]));
    expect(await list('calls')).toEqual([['call', 1n, [3n], '2026-11-10', 1n]]);
    expect(await list('calls', of({ callsFrom: 'activities' }))).toEqual([['call-activity', 10n, [4n], '2026-11-10', 1n]]);
  });
});
