import { describe, expect, it } from 'vitest';
import { DealRow } from '#bitrix/crm/deals.ts';
import { toDealFact, toDealFacts } from '#sync/to-facts.ts';
import { toBase } from '#sync/to-money.ts';

const currencies = {
  base: 'RUB',
  all: [
    { code: 'RUB', rate: '1.0000', perUnits: '1', digits: 2 },
    { code: 'USD', rate: '78.3250', perUnits: '1', digits: 2 },
    { code: 'KZT', rate: '15.1000', perUnits: '100', digits: 2 },
    { code: 'JPY', rate: '52.5000', perUnits: '100', digits: 0 },
  ],
};

const wire = {
  id: 7,
  categoryId: 0,
  stageId: 'NEW',
  stageSemanticId: 'P',
  opportunity: 19000.1,
  currencyId: 'RUB',
  assignedById: 6,
  createdTime: '2026-09-02T18:37:18+03:00',
  updatedTime: '2026-09-03T18:37:18+03:00',
  movedTime: '2026-09-02T18:37:18+03:00',
  closedate: '2026-11-30T03:00:00+03:00',
  isReturnCustomer: 'Y',
  isRecurring: 'N',
  companyId: 0,
  leadId: null,
};
const fact = (over: Record<string, unknown> = {}) => toDealFact(DealRow.parse({ ...wire, ...over }), currencies);

describe('deals of a page', () => {
  it('leave out an amount that the store cannot hold, in its own currency or in the base one, and name it', () => {
    const row = (over: Record<string, unknown>) => DealRow.parse({ ...wire, ...over });
    const largest = '9999999999999999';
    const rows = [
      row({ id: 1, opportunity: largest }),
      row({ id: 2, opportunity: largest, currencyId: 'USD' }),
      row({ id: 3, opportunity: `-${largest}`, currencyId: 'USD' }),
      row({ id: 4, isRecurring: 'Y' }),
    ];
    const { facts, rejected } = toDealFacts(rows, currencies);
    expect(facts.map((one) => [one.deal_id, one.base_minor])).toEqual([[1n, 999_999_999_999_999_900n]]);
    expect(rejected).toEqual(
      ['2', '3'].map((rowKey) => ({ method: 'crm.item.list', rowKey, field: 'opportunity', reason: 'wrong-format' })),
    );
  });
});

describe('a deal of the portal', () => {
  it('keeps its amount to the last digit', () => {
    for (const [opportunity, minor] of [
      [19000.1, 1_900_010n],
      [0.07, 7n],
      ['1234567890123.45', 123_456_789_012_345n],
      [null, 0n],
      ['', 0n],
      [0, 0n],
      [1e15, 100_000_000_000_000_000n],
    ] as const) {
      expect(fact({ opportunity })?.amount_minor).toBe(minor);
    }
  });

  it('takes the calendar day out of a close date, whichever midnight it was written with', () => {
    expect(fact({ closedate: '2026-11-30T03:00:00+03:00' })?.close_day).toBe('2026-11-30');
    expect(fact({ closedate: '2026-11-30T00:00:00+03:00' })?.close_day).toBe('2026-11-30');
    expect(fact({ closedate: '2026-11-30T10:00:00+10:00' })?.close_day).toBe('2026-11-30');
    expect(fact({ closedate: '2026-11-30' })?.close_day).toBe('2026-11-30');
    expect(fact({ closedate: '' })?.close_day).toBeNull();
    expect(fact({ closedate: null })?.close_day).toBeNull();
  });

  it('has no link where the portal writes zero or nothing', () => {
    for (const companyId of [0, '0', '', null, undefined]) expect(fact({ companyId })?.company_id).toBeNull();
    expect(fact({ companyId: '55' })?.company_id).toBe(55n);
  });

  it('that is a recurring template is not a deal', () => {
    expect(fact({ isRecurring: 'Y' })).toBeNull();
  });
});

describe('the base currency', () => {
  it('is reached at the portal’s rate, half to even', () => {
    expect(toBase(100n, 'USD', currencies)).toBe(7832n);
    expect(toBase(300n, 'USD', currencies)).toBe(23_498n);
    expect(toBase(100_00n, 'KZT', currencies)).toBe(1510n);
    expect(toBase(200n, 'JPY', currencies)).toBe(10_500n);
    expect(toBase(-300n, 'USD', currencies)).toBe(-23_498n);
    expect(toBase(5n, 'RUB', currencies)).toBe(5n);
  });

  it('counts nothing for a currency without a rate', () => {
    expect(toBase(100n, 'XYZ', currencies)).toBe(0n);
  });
});
