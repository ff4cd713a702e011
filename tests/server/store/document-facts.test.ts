import { describe, expect, it } from 'vitest';
import { sumThings } from '#store/metric-facts.ts';
import { savePayments, tombstonePayments } from '#store/payments.ts';
import { saveInvoices, saveQuotes, saveRecordStages, tombstoneInvoices } from '#store/save-documents.ts';
import type { ThingsAsked } from '#store/things.ts';
import { deal, document, list, noon, november, of, pipelines, run, sell, shares, useMetricPortal } from './metric-portal.ts';

useMetricPortal();

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
        invoice(1n, { issued_day: '2026-10-10', due_day: '2026-10-30', stage_id: 'PAID', moved_at: noon }),
        invoice(2n, { issued_day: '2026-11-12' }),
        invoice(3n, { issued_day: '2026-10-20', due_day: '2026-11-30', responsible_id: 4n }),
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
    const overdue = async (span: ThingsAsked['span']) => (await list('overdue-receivables', of({ span }))).map((thing) => thing[1]);
    // On its last day an invoice can still be paid; one without such a day is never overdue.
    expect([await overdue(october), await overdue(november.span), await overdue(december)]).toEqual([[1n], [], [3n]]);
    expect((await list('invoices-sum')).map((thing) => [thing[1], thing[4]])).toEqual([[2n, 500n]]);
  });
});
