import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listRates, saveRates } from '#store/currency-rates.ts';
import type { Store } from '#store/open-store.ts';
import { listPaymentFacts, savePayments, tombstonePayments, type PaymentRecord } from '#store/payments.ts';
import type { PortalTransaction } from '#store/portal-store.ts';
import {
  saveInvoices,
  saveLeads,
  saveQuotes,
  saveRecordStages,
  tombstoneInvoices,
  tombstoneLeads,
  tombstoneQuotes,
  type InvoiceFact,
  type LeadFact,
  type QuoteFact,
  type RecordStageFact,
} from '#store/save-documents.ts';
import { saveDeals } from '#store/save-facts.ts';
import { saveTasks, tombstoneTasks, type TaskFact } from '#store/save-tasks.ts';
import { openTestStore } from '#support/test-store.ts';

let store: Store;
let run: <T>(work: (tx: PortalTransaction) => Promise<T>) => Promise<T>;

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

async function freshPortal(): Promise<void> {
  const portalId = await store.directory.savePortalId(randomBytes(16).toString('hex'));
  run = (work) => store.forPortal(portalId).transaction(work);
}

const hour = (number: number): Date => new Date(Date.UTC(2026, 10, 10, number));
const money = { amount_minor: 120_000n, currency: 'RUB', base_minor: 120_000n };
const record = { ...money, responsible_id: 3n, created_at: hour(0), modified_at: hour(1), company_id: 5n };
const document = { ...record, tax_minor: 20_000n, issued_day: '2026-11-10', due_day: null };

const lead = (change: Partial<LeadFact> = {}): LeadFact => ({
  ...record,
  lead_id: 1n,
  stage_id: 'NEW',
  semantics: 'P',
  source: 'WEB',
  moved_at: hour(1),
  closed_at: null,
  is_repeat: false,
  ...change,
});
const quote = (change: Partial<QuoteFact> = {}): QuoteFact => ({
  ...document,
  quote_id: 1n,
  stage_id: 'SENT',
  deal_id: 7n,
  lead_id: null,
  ...change,
});
const invoice = (change: Partial<InvoiceFact> = {}): InvoiceFact => ({
  ...document,
  invoice_id: 1n,
  pipeline_id: 1n,
  stage_id: 'DT31_1:P',
  moved_at: hour(1),
  deal_id: 7n,
  quote_id: null,
  ...change,
});
const stage = (owner_kind: number, stage_id: string, semantics: 'P' | 'S' | 'F'): RecordStageFact => ({
  owner_kind,
  pipeline_id: owner_kind === 31 ? 1n : 0n,
  stage_id,
  name: stage_id,
  sort: 10,
  semantics,
});

const all = (table: 'lead' | 'quote' | 'invoice' | 'task' | 'task_link' | 'record_stage') =>
  run((tx) => tx.db.selectFrom(table).selectAll().where('portal_id', '=', tx.portalId).execute());

describe.each([
  ['a lead', 'lead', (tx: PortalTransaction, at: number) => saveLeads(tx, [lead({ modified_at: hour(at) })]), tombstoneLeads],
  ['a quote', 'quote', (tx: PortalTransaction, at: number) => saveQuotes(tx, [quote({ modified_at: hour(at) })]), tombstoneQuotes],
  [
    'an invoice',
    'invoice',
    (tx: PortalTransaction, at: number) => saveInvoices(tx, [invoice({ modified_at: hour(at) })]),
    tombstoneInvoices,
  ],
  ['a task', 'task', (tx: PortalTransaction, at: number) => saveTasks(tx, [task({ modified_at: hour(at) })]), tombstoneTasks],
] as const)('%s', (_name, table, save, tombstone) => {
  it('is not replaced by an older copy, stays with a mark when it is gone, and may come back', async () => {
    await freshPortal();
    expect(await run((tx) => save(tx, 2))).toBeGreaterThan(0);
    expect(await run((tx) => save(tx, 1))).toBe(0);
    expect(await run((tx) => save(tx, 2))).toBe(0);
    expect(await all(table)).toMatchObject([{ modified_at: hour(2), deleted_at: null }]);
    expect(await run((tx) => tombstone(tx, [1n, 99n], hour(3)))).toBe(1);
    expect(await run((tx) => tombstone(tx, [1n], hour(4)))).toBe(0);
    expect(await all(table)).toMatchObject([{ deleted_at: hour(3) }]);
    expect(await run((tx) => save(tx, 2))).toBe(1);
    expect(await all(table)).toMatchObject([{ deleted_at: null }]);
  });
});

describe('what a stage means', () => {
  it('is learned from the dictionary, whichever comes first', async () => {
    await freshPortal();
    const stages = [stage(7, 'SENT', 'P'), stage(7, 'APPROVED', 'S'), stage(31, 'DT31_1:P', 'S')];
    await run((tx) => saveInvoices(tx, [invoice()]));
    expect(await all('invoice')).toMatchObject([{ semantics: 'P' }]);
    await run((tx) => saveRecordStages(tx, stages, { isWhole: true }));
    expect(await all('invoice')).toMatchObject([{ semantics: 'S' }]);
    await run((tx) => saveQuotes(tx, [quote({ stage_id: 'APPROVED' })]));
    expect(await all('quote')).toMatchObject([{ semantics: 'S' }]);
    await run((tx) => saveQuotes(tx, [quote({ stage_id: 'SENT', modified_at: hour(3) })]));
    expect(await all('quote')).toMatchObject([{ semantics: 'P' }]);
  });

  it('goes with its stage only when the whole dictionary was read', async () => {
    await freshPortal();
    await run((tx) => saveRecordStages(tx, [stage(1, 'NEW', 'P'), stage(7, 'SENT', 'P')], { isWhole: true }));
    await run((tx) => saveRecordStages(tx, [stage(1, 'NEW', 'P')], { isWhole: false }));
    expect(await all('record_stage')).toHaveLength(2);
    expect(await run((tx) => saveRecordStages(tx, [stage(1, 'NEW', 'P')], { isWhole: true }))).toBe(1);
    expect(await all('record_stage')).toMatchObject([{ owner_kind: 1 }]);
  });
});

const paid = (change: Partial<PaymentRecord> = {}): PaymentRecord => ({
  payment_id: 1n,
  order_id: 1n,
  owner_kind: 31,
  owner_id: 1n,
  amount_minor: 50_000n,
  currency: 'RUB',
  base_minor: 50_000n,
  // Half past midnight in Moscow.
  paid_at: new Date('2026-11-11T21:30:00Z'),
  returned_day: null,
  ...change,
});
const november = { from: '2026-11-01', before: '2026-12-01', timeZone: 'Europe/Moscow' };

describe('payments', () => {
  it('count on the portal’s day they came in, and what goes back counts against the day it went', async () => {
    await freshPortal();
    await run((tx) => saveInvoices(tx, [invoice({ responsible_id: 4n })]));
    await run((tx) => saveDeals(tx, [deal(7n, 3n)], hour(0)));
    await run((tx) =>
      savePayments(tx, [
        paid(),
        paid({
          payment_id: 2n,
          owner_kind: 2,
          owner_id: 7n,
          base_minor: 800n,
          paid_at: new Date('2026-11-09T09:00:00Z'),
          returned_day: '2026-11-13',
        }),
        paid({ payment_id: 3n, paid_at: null }),
        paid({ payment_id: 4n, owner_kind: null, owner_id: null, paid_at: new Date('2026-10-31T21:00:00Z') }),
        paid({ payment_id: 5n, paid_at: new Date('2026-10-31T20:59:59Z'), returned_day: '2026-12-01' }),
      ]),
    );
    const facts = await run((tx) => listPaymentFacts(tx, november));
    expect(facts.map((fact) => [fact.day, fact.paymentId, fact.kind, fact.amount, fact.responsibleId])).toEqual([
      ['2026-11-01', 4n, 'paid', 50_000n, null],
      ['2026-11-09', 2n, 'paid', 800n, 3n],
      ['2026-11-12', 1n, 'paid', 50_000n, 4n],
      ['2026-11-13', 2n, 'returned', -800n, 3n],
    ]);
  });

  it('that the portal no longer has do not count', async () => {
    await freshPortal();
    await run((tx) => savePayments(tx, [paid(), paid({ payment_id: 2n })]));
    await run((tx) => tombstonePayments(tx, [1n], hour(9)));
    expect((await run((tx) => listPaymentFacts(tx, november))).map((fact) => fact.paymentId)).toEqual([2n]);
    expect(await run((tx) => savePayments(tx, [paid()]))).toBe(1);
    expect((await run((tx) => listPaymentFacts(tx, november))).map((fact) => fact.paymentId)).toEqual([1n, 2n]);
  });
});

const task = (change: Partial<TaskFact> = {}): TaskFact => ({
  task_id: 1n,
  responsible_id: 3n,
  status: 2,
  created_at: hour(0),
  modified_at: hour(1),
  deadline: hour(30),
  closed_at: null,
  links: [{ owner_kind: 2, owner_id: 7n }],
  ...change,
});

describe('links of a task', () => {
  it('are those of its newest copy', async () => {
    await freshPortal();
    const links = async () => (await all('task_link')).map((row) => Object.values(row).map(String).slice(1));
    await run((tx) => saveTasks(tx, [task(), task({ task_id: 2n })]));
    const company = [{ owner_kind: 4, owner_id: 5n }];
    expect(await run((tx) => saveTasks(tx, [task({ modified_at: hour(2), links: company })]))).toBeGreaterThan(0);
    expect(await run((tx) => saveTasks(tx, [task()]))).toBe(0);
    expect((await links()).toSorted()).toEqual([
      ['1', '4', '5'],
      ['2', '2', '7'],
    ]);
  });
});

describe('rates of a day', () => {
  const rate = (value: string) => ({ currency: 'USD', rate: value, per_units: '1', digits: 2 });

  it('stay as they were on that day', async () => {
    await freshPortal();
    expect(await run((tx) => saveRates(tx, [rate('80.1234567891')], '2026-11-10'))).toBe(1);
    expect(await run((tx) => saveRates(tx, [rate('80.1234567891')], '2026-11-10'))).toBe(0);
    await run((tx) => saveRates(tx, [rate('81')], '2026-11-12'));
    const known = (day: string) => run((tx) => listRates(tx, ['USD', 'EUR'], day));
    expect(await known('2026-11-09')).toEqual([]);
    expect(await known('2026-11-11')).toMatchObject([{ currency: 'USD', day: '2026-11-10', rate: '80.1234567891', digits: 2 }]);
    expect(await known('2026-11-12')).toMatchObject([{ rate: '81.0000000000' }]);
  });
});

function deal(deal_id: bigint, responsible_id: bigint) {
  return {
    ...money,
    deal_id,
    responsible_id,
    pipeline_id: 0n,
    stage_id: 'NEW',
    semantics: 'P',
    created_at: hour(0),
    modified_at: hour(0),
    moved_at: hour(0),
    close_day: null,
    is_repeat: false,
    company_id: null,
    lead_id: null,
  } as const;
}
