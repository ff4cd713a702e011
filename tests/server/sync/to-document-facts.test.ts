import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProductRow } from '#bitrix/catalog.ts';
import { InvoiceRow } from '#bitrix/crm/invoices.ts';
import { LeadRow } from '#bitrix/crm/leads.ts';
import { ProductRowRow } from '#bitrix/crm/product-rows.ts';
import { QuoteRow } from '#bitrix/crm/quotes.ts';
import { PaymentRow } from '#bitrix/payments.ts';
import { TaskRow } from '#bitrix/tasks.ts';
import { toInvoiceFacts, toLeadFacts, toPaymentFacts, toQuoteFacts } from '#sync/to-document-facts.ts';
import { toPriceFact, toProductRowFacts, toTaskFact } from '#sync/to-goods-facts.ts';
import { toAbsentDays } from '#sync/to-time-facts.ts';

const currencies = {
  base: 'RUB',
  all: [
    { code: 'RUB', rate: '1', perUnits: '1', digits: 2 },
    { code: 'USD', rate: '78.325', perUnits: '1', digits: 2 },
    { code: 'JPY', rate: '52.5', perUnits: '100', digits: 0 },
  ],
};
const at = '2026-11-10T10:00:00+03:00';
const record = { id: 1, stageId: 'NEW', opportunity: 1200.5, currencyId: 'USD', assignedById: 3, createdTime: at, updatedTime: at };

describe('documents', () => {
  it('keep their amounts, their tax and the amount in the base currency', () => {
    const quote = QuoteRow.parse({
      ...record,
      taxValue: '200.10',
      begindate: '2026-11-10T03:00:00+03:00',
      closedate: '',
      dealId: 0,
      companyId: 5,
    });
    expect(toQuoteFacts([quote], currencies)).toMatchObject({
      facts: [
        {
          amount_minor: 120_050n,
          tax_minor: 20_010n,
          base_minor: 9_402_916n,
          issued_day: '2026-11-10',
          due_day: null,
          deal_id: null,
          company_id: 5n,
        },
      ],
      rejected: [],
    });
    const invoice = InvoiceRow.parse({ ...record, categoryId: 1, currencyId: '', parentId2: '7', parentId7: 9, movedTime: null });
    expect(toInvoiceFacts([invoice], currencies).facts).toMatchObject([
      { currency: 'RUB', base_minor: 120_050n, tax_minor: 0n, deal_id: 7n, quote_id: 9n, moved_at: new Date(at) },
    ]);
  });

  it('with an amount that the store cannot hold are named and left out', () => {
    const lead = (id: number, opportunity: string) => LeadRow.parse({ ...record, id, opportunity, stageSemanticId: 'P' });
    const { facts, rejected } = toLeadFacts([lead(1, '9999999999999999'), lead(2, '5')], currencies);
    expect(facts.map((fact) => fact.lead_id)).toEqual([2n]);
    expect(rejected).toEqual([{ method: 'crm.item.list', rowKey: '1', field: 'opportunity', reason: 'wrong-format' }]);
  });

  it('refuse a row of a wrong type, and only that', () => {
    expect(LeadRow.safeParse({ ...record, assignedById: 'anna' }).success).toBe(false);
    expect(InvoiceRow.safeParse({ ...record, categoryId: null }).success).toBe(false);
    expect(QuoteRow.safeParse({ ...record, begindate: 'soon' }).success).toBe(false);
  });
});

describe('payments', () => {
  const payment = (over: object) =>
    PaymentRow.parse({
      id: 1,
      orderId: 8,
      paid: 'Y',
      datePaid: at,
      sum: '10.5',
      currency: 'RUB',
      isReturn: 'N',
      payReturnDate: '',
      ...over,
    });
  const toFact = (over: object) => toPaymentFacts([payment(over)], new Map([[8n, { ownerKind: 31, ownerId: 4n }]]), currencies).facts[0];

  it('count from the moment they were made, and again when they go back', () => {
    expect(toFact({})).toMatchObject({ owner_kind: 31, owner_id: 4n, amount_minor: 1050n, paid_at: new Date(at), returned_day: null });
    expect(toFact({ orderId: 9 })).toMatchObject({ owner_kind: null, owner_id: null });
    expect(toFact({ paid: 'N' })).toMatchObject({ paid_at: null, returned_day: null });
    for (const isReturn of ['Y', 'P']) {
      expect(toFact({ paid: 'N', isReturn, payReturnDate: '2026-11-12T03:00:00+03:00' })).toMatchObject({
        paid_at: new Date(at),
        returned_day: '2026-11-12',
      });
      expect(toFact({ isReturn })).toMatchObject({ returned_day: '2026-11-10' });
    }
  });
});

describe('rows of goods', () => {
  const row = (over: object) =>
    ProductRowRow.parse({
      id: 1,
      ownerId: 7,
      productId: 5,
      price: 90_000,
      priceExclusive: 81_818.18181818,
      discountSum: 9090.90909091,
      quantity: 3,
      ...over,
    });
  const toFact = (over: object, currency = 'RUB') => toProductRowFacts([row(over)], new Map([[7n, currency]]), currencies);

  it('are summed before they are rounded, in the currency of their deal', () => {
    expect(toFact({}).facts).toEqual([
      {
        row_id: 1n,
        deal_id: 7n,
        product_id: 5n,
        quantity: '3.0000',
        gross_minor: 27_000_000n,
        net_minor: 24_545_455n,
        discount_minor: 2_727_273n,
      },
    ]);
    expect(toFact({ price: 0.3333, quantity: '1.5' }, 'JPY').facts).toMatchObject([{ gross_minor: 0n, quantity: '1.5000' }]);
    expect(toFact({ price: 1e-7, quantity: 1e6 }).facts).toMatchObject([{ gross_minor: 10n }]);
    expect(toFact({ productId: 0, price: -5.005, quantity: 1 }).facts).toMatchObject([{ product_id: null, gross_minor: -500n }]);
  });

  it('of whole kopecks and pieces are their exact product', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10 ** 9 }), fc.integer({ min: 0, max: 10 ** 4 }), (kopecks, pieces) => {
        const price = `${Math.trunc(kopecks / 100)}.${String(kopecks % 100).padStart(2, '0')}`;
        expect(toFact({ price, quantity: pieces }).facts[0]?.gross_minor).toBe(BigInt(kopecks) * BigInt(pieces));
      }),
    );
  });

  it('with a sum that the store cannot hold are named and left out', () => {
    expect(toFact({ price: 999_999_999_999, quantity: 999_999_999_999 })).toEqual({
      facts: [],
      rejected: [{ method: 'crm.item.productrow.list', rowKey: '1', field: 'price', reason: 'wrong-format' }],
    });
  });
});

describe('what a product costs', () => {
  const product = (over: object) => ProductRow.parse({ id: 1, purchasingPrice: '1000.000000', purchasingCurrency: 'USD', ...over });

  it('is unknown where nobody has written it down, and is never zero', () => {
    expect(toPriceFact(product({}), 'RUB')).toEqual({ product_id: 1n, price: '1000.0000000000', currency: 'USD' });
    expect(toPriceFact(product({ purchasingCurrency: null }), 'RUB')).toMatchObject({ currency: 'RUB' });
    for (const purchasingPrice of [null, 0, '0.000000', '']) {
      expect(toPriceFact(product({ purchasingPrice }), 'RUB')).toEqual({ product_id: 1n, price: null, currency: '' });
    }
  });
});

describe('a task', () => {
  it('is linked to the records its codes name', () => {
    const row = TaskRow.parse({
      id: '1',
      responsibleId: '3',
      status: '5',
      createdDate: at,
      changedDate: null,
      closedDate: at,
      ufCrmTask: ['L_1', 'D_2', 'C_3', 'CO_4', 'Q_5', 'SI_6', 'Tb1_7', 'T_8', 'X_9', 'D_'],
    });
    expect(toTaskFact(row)).toMatchObject({ modified_at: new Date(at), closed_at: new Date(at), deadline: null });
    expect(toTaskFact(row).links.map((link) => [link.owner_kind, link.owner_id])).toEqual([
      [1, 1n],
      [2, 2n],
      [3, 3n],
      [4, 4n],
      [7, 5n],
      [31, 6n],
      [177, 7n],
    ]);
    expect(TaskRow.parse({ id: 1, responsibleId: 3, status: 2, createdDate: at, ufCrmTask: false }).ufCrmTask).toEqual([]);
  });
});

describe('an absence', () => {
  it('is cut to the span it is asked for', () => {
    const absence = { userId: 3n, fromDay: '2026-11-28', toDay: '2036-12-02' };
    const days = (from: string, before: string) => toAbsentDays(absence, { from, before }).map(({ day }) => day);
    expect(days('2026-11-01', '2026-12-01')).toEqual(['2026-11-28', '2026-11-29', '2026-11-30']);
    expect(days('2026-11-30', '2026-12-02')).toEqual(['2026-11-30', '2026-12-01']);
    expect(days('2026-10-01', '2026-11-01')).toEqual([]);
  });
});
