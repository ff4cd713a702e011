import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { countingBasis, defaultCounting } from '#domain/counting.ts';
import type { ThingCode } from '#domain/planning/countable-metrics.ts';
import { saveRates } from '#store/currency-rates.ts';
import { savePrices, saveProductRows, saveProducts, type ProductRowFact } from '#store/goods.ts';
import { listShares, listThings, sumThings } from '#store/metric-facts.ts';
import type { Store } from '#store/open-store.ts';
import { savePayments, tombstonePayments } from '#store/payments.ts';
import type { PortalTransaction } from '#store/portal-store.ts';
import { saveInvoices, saveLeads, saveQuotes, saveRecordStages, tombstoneInvoices } from '#store/save-documents.ts';
import { saveActivities, saveCalls, saveDeals, saveStageMoves, tombstoneDeals, type DealFact } from '#store/save-facts.ts';
import { saveTasks, tombstoneTasks } from '#store/save-tasks.ts';
import type { ThingsAsked } from '#store/things.ts';
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

const basis = countingBasis(defaultCounting, 'Europe/Moscow');
const november: ThingsAsked = {
  source: { basis, pipelineIds: null, isKept: false },
  span: { from: '2026-11-01', before: '2026-12-01' },
  currency: 'RUB',
  digits: 2,
  activeSince: '2026-11-01',
  callsFrom: 'statistics',
};
const of = (change: Partial<ThingsAsked>): ThingsAsked => ({ ...november, ...change });
const pipelines = (...ids: bigint[]): ThingsAsked => of({ source: { ...november.source, pipelineIds: ids } });

const list = (code: ThingCode, asked = november) =>
  run(async (tx) => {
    const things = await listThings(tx, code, asked, { whose: null, offset: 0, limit: 100 });
    return things.map((thing) => [thing.kind, thing.id, thing.people, thing.day, thing.value]);
  });
/** What people have by the shares of the month, told as `people: value`. */
const shares = (code: ThingCode, asked = november) =>
  run(async (tx) => (await listShares(tx, code, asked)).map((share) => `${share.month} ${share.people.join('+')}: ${share.value}`));

const noon = new Date('2026-11-10T09:00:00Z');
const deal = (deal_id: bigint, change: Partial<DealFact> = {}): DealFact => ({
  deal_id,
  pipeline_id: 0n,
  stage_id: 'WON',
  semantics: 'S',
  amount_minor: 100n,
  currency: 'RUB',
  base_minor: 100n,
  responsible_id: 3n,
  created_at: noon,
  modified_at: noon,
  moved_at: noon,
  close_day: null,
  is_repeat: false,
  company_id: null,
  lead_id: null,
  ...change,
});
const sell = (...deals: DealFact[]) => run((tx) => saveDeals(tx, deals, noon));
const record = {
  amount_minor: 500n,
  currency: 'RUB',
  base_minor: 500n,
  responsible_id: 3n,
  created_at: noon,
  modified_at: noon,
  company_id: 5n,
};
const document = { ...record, tax_minor: 0n, issued_day: null, due_day: null, deal_id: null };

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
        { product_id: 101n, parent_id: 100n, section_id: null, brand: null },
        { product_id: 102n, parent_id: 100n, section_id: null, brand: null },
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

describe('payments', () => {
  const payment = (payment_id: bigint, change: object = {}) => ({
    payment_id,
    order_id: payment_id,
    owner_kind: 2,
    owner_id: 1n,
    amount_minor: 300n,
    currency: 'RUB',
    base_minor: 300n,
    paid_at: noon,
    returned_day: null,
    ...change,
  });

  it('are of whoever is in charge of their deal or invoice, and nobody’s when there is none', async () => {
    await sell(deal(1n, { semantics: 'P', responsible_id: 3n }));
    await run((tx) =>
      saveInvoices(tx, [
        { ...document, invoice_id: 2n, pipeline_id: 1n, stage_id: 'N', moved_at: noon, quote_id: null, responsible_id: 4n },
      ]),
    );
    await run((tx) =>
      savePayments(tx, [
        payment(1n),
        payment(2n, { owner_kind: 31, owner_id: 2n }),
        payment(3n, { owner_kind: null, owner_id: null }),
        payment(4n, { paid_at: null }),
        payment(5n),
      ]),
    );
    await run((tx) => tombstonePayments(tx, [5n], noon));
    expect((await shares('payments-sum')).toSorted()).toEqual(['2026-11 3: 300', '2026-11 4: 300', '2026-11 : 300']);
    expect(await run((tx) => sumThings(tx, 'payments-count', november, null))).toMatchObject({ things: 3 });
    expect(await run((tx) => sumThings(tx, 'payments-count', november, [3n, 4n]))).toMatchObject({ things: 2 });
  });

  it('that went back are money with a minus on the day it went, and stay payments', async () => {
    await sell(deal(1n));
    await run((tx) =>
      savePayments(tx, [payment(1n, { paid_at: new Date('2026-10-10T09:00:00Z'), returned_day: '2026-11-03' }), payment(2n)]),
    );
    expect(await list('payments-sum')).toEqual([
      ['return', 1n, [3n], '2026-11-03', -300n],
      ['payment', 2n, [3n], '2026-11-10', 300n],
    ]);
    expect(await shares('payments-count', of({ span: { from: '2026-10-01', before: '2026-12-01' } }))).toEqual([
      '2026-10 3: 1',
      '2026-11 3: 1',
    ]);
  });

  it('of deals in pipelines that do not count do not count', async () => {
    await sell(deal(1n, { pipeline_id: 7n }), deal(2n));
    await run((tx) => savePayments(tx, [payment(1n), payment(2n, { owner_id: 2n })]));
    expect(await shares('payments-sum', pipelines(0n))).toEqual(['2026-11 3: 300']);
  });
});

describe('quotes and invoices', () => {
  const invoice = (invoice_id: bigint, change: object = {}) => ({
    ...document,
    invoice_id,
    pipeline_id: 1n,
    stage_id: 'OPEN',
    moved_at: noon,
    quote_id: null,
    ...change,
  });
  const stage = (owner_kind: number, stage_id: string, sort: number, semantics: 'P' | 'S' | 'F' = 'P') => ({
    owner_kind,
    pipeline_id: 1n,
    stage_id,
    name: stage_id,
    sort,
    semantics,
  });

  it('are of their date, and without one of the day they were entered', async () => {
    await run((tx) =>
      saveInvoices(tx, [invoice(1n), invoice(2n, { issued_day: '2026-10-31' }), invoice(3n, { issued_day: '2026-11-02' }), invoice(4n)]),
    );
    await run((tx) => tombstoneInvoices(tx, [4n], noon));
    expect(await list('invoices-issued')).toEqual([
      ['invoice', 3n, [3n], '2026-11-02', 1n],
      ['invoice', 1n, [3n], '2026-11-10', 1n],
    ]);
  });

  it('of quotes those are sent that have left the first stage', async () => {
    const quote = (quote_id: bigint, stage_id: string) => ({ ...document, quote_id, stage_id, lead_id: null, issued_day: '2026-11-05' });
    await run((tx) => saveRecordStages(tx, [stage(7, 'SENT', 20), stage(7, 'DRAFT', 10)], { isWhole: true }));
    await run((tx) => saveQuotes(tx, [quote(1n, 'DRAFT'), quote(2n, 'SENT')]));
    expect(await list('quotes-sent')).toEqual([['quote', 2n, [3n], '2026-11-05', 1n]]);
    expect(await list('quotes-prepared')).toMatchObject([
      ['quote', 1n, [3n], '2026-11-10', 1n],
      ['quote', 2n, [3n], '2026-11-10', 1n],
    ]);
  });

  it('of invoices the debt at the end of a month is what was open then, less what was paid by then', async () => {
    const [october, december] = [
      { from: '2026-10-01', before: '2026-11-01' },
      { from: '2026-12-01', before: '2027-01-01' },
    ];
    await run((tx) =>
      saveRecordStages(tx, [stage(31, 'OPEN', 10), stage(31, 'PAID', 20, 'S'), stage(31, 'LOST', 30, 'F')], { isWhole: true }),
    );
    await run((tx) =>
      saveInvoices(tx, [
        invoice(1n, { issued_day: '2026-10-10', stage_id: 'PAID', moved_at: noon }),
        invoice(2n, { issued_day: '2026-11-12' }),
        invoice(3n, { issued_day: '2026-10-20', responsible_id: 4n }),
        invoice(4n, { issued_day: '2026-10-20', stage_id: 'LOST', moved_at: new Date('2026-10-25T09:00:00Z') }),
      ]),
    );
    const paid = { order_id: 1n, owner_kind: 31, amount_minor: 200n, currency: 'RUB', base_minor: 200n, paid_at: noon };
    await run((tx) =>
      savePayments(tx, [
        { ...paid, payment_id: 1n, owner_id: 3n, returned_day: '2026-12-24' },
        { ...paid, payment_id: 2n, owner_id: 2n, amount_minor: 500n, base_minor: 500n, returned_day: null },
      ]),
    );
    const debts = async (span: ThingsAsked['span']) => (await list('receivables', of({ span }))).map((thing) => [thing[1], thing[4]]);
    expect(await debts(october)).toEqual([
      [1n, 500n],
      [3n, 500n],
    ]);
    expect(await debts(november.span)).toEqual([[3n, 300n]]);
    expect(await debts(december)).toEqual([[3n, 500n]]);
  });

  it('of invoices the sum is of those dated in the month, and what is overdue is what was to be paid before its last day', async () => {
    await run((tx) => saveRecordStages(tx, [stage(31, 'OPEN', 10), stage(31, 'PAID', 20, 'S')], { isWhole: true }));
    await run((tx) =>
      saveInvoices(tx, [
        invoice(1n, { issued_day: '2026-11-02', due_day: '2026-11-29' }),
        invoice(2n, { issued_day: '2026-11-12', due_day: '2026-11-30' }),
        invoice(3n, { issued_day: '2026-10-20', due_day: null }),
        invoice(4n, { issued_day: '2026-10-20', due_day: '2026-10-30', stage_id: 'PAID', moved_at: noon }),
      ]),
    );
    expect((await list('invoices-sum')).map((thing) => [thing[1], thing[4]])).toEqual([
      [1n, 500n],
      [2n, 500n],
    ]);
    const overdue = async (span: ThingsAsked['span']) => (await list('overdue-receivables', of({ span }))).map((thing) => thing[1]);
    expect(await overdue(november.span)).toEqual([1n]);
    expect(await overdue({ from: '2026-10-01', before: '2026-11-01' })).toEqual([4n]);
    expect(await overdue({ from: '2026-12-01', before: '2027-01-01' })).toEqual([1n, 2n]);
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
