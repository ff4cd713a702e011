import type { ProductRow, SectionRow } from '#bitrix/catalog.ts';
import type { Currencies } from '#bitrix/crm/currencies.ts';
import { productRowList, type ProductRowRow } from '#bitrix/crm/product-rows.ts';
import type { RejectedRow } from '#bitrix/read-rows.ts';
import type { TaskRow } from '#bitrix/tasks.ts';
import type { RateFact } from '#store/currency-rates.ts';
import type { PriceFact, ProductFact, ProductRowFact, SectionFact } from '#store/goods.ts';
import type { TaskFact } from '#store/save-tasks.ts';
import { fromDecimal, toDecimal } from '#domain/money.ts';
import { isStorable, toSum } from './to-money.ts';

/** Sums of rows in the currency of their deal; a row whose sum the store cannot hold is one that cannot be read. */
export function toProductRowFacts(
  rows: readonly ProductRowRow[],
  currencyOf: ReadonlyMap<bigint, string>,
  currencies: Currencies,
): { facts: ProductRowFact[]; rejected: RejectedRow[] } {
  const read: { facts: ProductRowFact[]; rejected: RejectedRow[] } = { facts: [], rejected: [] };
  for (const row of rows) {
    const currency = currencyOf.get(row.ownerId) ?? currencies.base;
    const sumOf = (price: string): bigint => toSum(price, row.quantity, currency, currencies);
    const sums = { gross_minor: sumOf(row.price), net_minor: sumOf(row.priceExclusive), discount_minor: sumOf(row.discountSum) };
    if (!Object.values(sums).every(isStorable)) {
      read.rejected.push({ method: productRowList.method, rowKey: String(row.id), field: 'price', reason: 'wrong-format' });
      continue;
    }
    const quantity = toDecimal(fromDecimal(row.quantity, quantityPlaces), quantityPlaces);
    read.facts.push({ row_id: row.id, deal_id: row.ownerId, product_id: row.productId, quantity, ...sums });
  }
  return read;
}

const quantityPlaces = 4;

export const toProductFact = (row: ProductRow): ProductFact => ({
  product_id: row.id,
  parent_id: row.parent,
  section_id: row.iblockSectionId,
  brand: row.brand,
  name: row.name,
});

export const toSectionFact = (row: SectionRow): SectionFact => ({
  section_id: row.id,
  parent_id: row.iblockSectionId,
  name: row.name,
});

export const toPriceFact = (row: ProductRow, base: string): PriceFact => ({
  product_id: row.id,
  price: row.purchasingPrice === null ? null : toDecimal(fromDecimal(row.purchasingPrice, 10), 10),
  currency: row.purchasingPrice === null ? '' : row.purchasingCurrency || base,
});

export const toRateFacts = (currencies: Currencies): RateFact[] =>
  currencies.all.map((currency) => ({
    currency: currency.code,
    rate: currency.rate,
    per_units: currency.perUnits,
    digits: currency.digits,
  }));

const kindOfCode: Readonly<Record<string, number>> = { L: 1, D: 2, C: 3, CO: 4, Q: 7, SI: 31 };

/** A record's code is a letter or two and an id, for types of the portal's own `T` and the type in hexadecimal; other codes name nothing we know. */
export function toTaskFact(row: TaskRow): TaskFact {
  const links = row.ufCrmTask.flatMap((code) => {
    const [, name = '', type = '', id = ''] = /^(L|D|C|CO|Q|SI|T([0-9a-f]{1,7}))_(\d{1,18})$/i.exec(code) ?? [];
    const kind = type === '' ? kindOfCode[name.toUpperCase()] : Number.parseInt(type, 16);
    return kind === undefined || id === '' ? [] : [{ owner_kind: kind, owner_id: BigInt(id) }];
  });
  return {
    task_id: row.id,
    responsible_id: row.responsibleId,
    created_by: row.createdBy,
    status: row.status,
    created_at: row.createdDate,
    modified_at: row.changedDate ?? row.createdDate,
    deadline: row.deadline,
    closed_at: row.closedDate,
    links,
  };
}
