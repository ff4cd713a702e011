import { getVisibleDeal } from '../deal-changes.ts';
import { getVisibleLead } from '../lead-changes.ts';
import { isRecord, readParameter, type Parameters } from '../nested-parameters.ts';
import type { Portal } from '../portal.ts';
import { replaceRows, type ProductRowDraft } from '../product-row-changes.ts';
import { findRowOwner, rowsOf, type RowOwnerType } from '../product-row-owner.ts';
import { priceRow } from '../product-row-price.ts';
import type { ProductRow } from '../records/product-row.ts';
import { classicError, RestError } from '../rest-error.ts';
import { priceInBase } from './product-row-fields.ts';
import { findProduct, readProductRow } from './read-product-row.ts';
import type { RestCall, RestMethods, RestReply } from './rest-method.ts';

export const classicProductRowMethods: RestMethods = {
  'crm.deal.productrows.get': { scopes: ['crm'], answer: (call) => listRowsOf(call, 'D') },
  'crm.deal.productrows.set': { scopes: ['crm'], answer: set },
  'crm.lead.productrows.get': { scopes: ['crm'], answer: (call) => listRowsOf(call, 'L') },
};

function readOwnerId(parameters: Parameters): number {
  const id = Number(readParameter(parameters, 'id'));
  if (!Number.isInteger(id) || id <= 0) throw classicError('The parameter id is invalid or not defined.');
  return id;
}

function listRowsOf({ portal, user, parameters }: RestCall, type: 'D' | 'L'): RestReply {
  const id = readOwnerId(parameters);
  if (type === 'D') getVisibleDeal(portal, user, id);
  else getVisibleLead(portal, user, id);
  return { result: sorted(portal, type, id).map((row) => write(portal, row)) };
}

function sorted(portal: Portal, type: RowOwnerType, id: number): readonly ProductRow[] {
  return [...rowsOf(portal, type, id)].sort((left, right) => left.sort - right.sort || left.id - right.id);
}

function set({ portal, user, parameters }: RestCall): RestReply {
  const id = readOwnerId(parameters);
  getVisibleDeal(portal, user, id);
  const rows = readParameter(parameters, 'rows') ?? [];
  if (!Array.isArray(rows) || !rows.every(isRecord)) throw classicError('The parameter rows must be array.');
  const drafts = rows.map((row) => readRow(portal, row));
  const owner = findRowOwner(portal, 'D', id);
  if (owner) replaceRows(portal, user, owner, drafts);
  return { result: true };
}

function readRow(portal: Portal, row: Readonly<Record<string, unknown>>): ProductRowDraft {
  checkDiscount(row);
  const given = Object.fromEntries(Object.entries(row).map(([name, value]) => [toCamelCase(name), value]));
  const id = Number(row['ID']);
  const product = findProduct(portal, Number(row['PRODUCT_ID'] ?? 0));
  const draft = asClassic(() => readProductRow(portal, given, null));
  return {
    ...draft,
    // The catalogue's name wins here, and a row from nowhere has no measure of its own.
    productName: product?.name ?? draft.productName,
    measureCode: row['MEASURE_CODE'] === undefined && !product ? 0 : draft.measureCode,
    measureName: row['MEASURE_NAME'] === undefined && !product ? '' : draft.measureName,
    ...(Number.isInteger(id) && id > 0 ? { id } : {}),
  };
}

function asClassic<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof RestError) throw new RestError('ERROR_CORE', `${error.message}<br>`);
    throw error;
  }
}

function checkDiscount(row: Readonly<Record<string, unknown>>): void {
  if (row['DISCOUNT_TYPE_ID'] === undefined) return;
  const isPercentage = Number(row['DISCOUNT_TYPE_ID']) !== 1;
  const hasSum = row['DISCOUNT_SUM'] !== undefined;
  const kind = isPercentage ? 'Percentage' : 'Monetary';
  const subject = `if ${kind} Discount Type (DISCOUNT_TYPE_ID) is defined`;
  if (isPercentage && row['DISCOUNT_RATE'] === undefined) {
    throw new RestError('ERROR_CORE', `Discount Rate (DISCOUNT_RATE) is required ${subject}<br>`);
  }
  const isFree = isPercentage && Number(row['DISCOUNT_RATE']) === 100;
  if (hasSum || (isPercentage && !isFree)) return;
  const addition = isFree ? ' and Discount Rate (DISCOUNT_RATE) is 100%' : '';
  throw new RestError('ERROR_CORE', `Discount Sum (DISCOUNT_SUM) is required ${subject}${addition}<br>`);
}

function toCamelCase(name: string): string {
  return name.toLowerCase().replace(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase());
}

/** Ids and the price in the reporting currency are strings, everything else is a number; nothing is reserved here. */
function write(portal: Portal, row: ProductRow): Record<string, unknown> {
  const prices = priceRow(row);
  const product = findProduct(portal, row.productId);
  return {
    ID: String(row.id),
    OWNER_ID: String(row.ownerId),
    OWNER_TYPE: row.ownerType,
    PRODUCT_ID: row.productId,
    PRODUCT_NAME: row.productName,
    ORIGINAL_PRODUCT_NAME: product?.name ?? null,
    PRODUCT_DESCRIPTION: product?.previewText ?? null,
    PRICE: row.price,
    PRICE_EXCLUSIVE: prices.exclusive,
    PRICE_NETTO: prices.netto,
    PRICE_BRUTTO: prices.brutto,
    PRICE_ACCOUNT: priceInBase(portal, row).toFixed(2),
    QUANTITY: row.quantity,
    DISCOUNT_TYPE_ID: row.discountTypeId,
    DISCOUNT_RATE: prices.discountRate,
    DISCOUNT_SUM: prices.discountSum,
    TAX_RATE: row.taxRate,
    TAX_INCLUDED: row.isTaxIncluded ? 'Y' : 'N',
    CUSTOMIZED: 'Y',
    MEASURE_CODE: row.measureCode,
    MEASURE_NAME: row.measureName,
    SORT: row.sort,
    XML_ID: row.xmlId,
    TYPE: row.type,
    STORE_ID: row.storeId,
    RESERVE_ID: null,
    DATE_RESERVE_END: null,
    RESERVE_QUANTITY: null,
  };
}
