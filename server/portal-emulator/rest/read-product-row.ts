import type { Portal } from '../portal.ts';
import type { ProductRowDraft } from '../product-row-changes.ts';
import type { CatalogProduct } from '../records/catalog.ts';
import { RestError } from '../rest-error.ts';

type Given = Readonly<Record<string, unknown>>;

/** Pieces, the measure of products that name none. */
const pieces = { code: 796, name: 'шт' };

/** A row as the parameters of the universal methods give it, over what it was before. */
export function readProductRow(portal: Portal, given: Given, before: ProductRowDraft | null): ProductRowDraft {
  const blank = before ?? blankRow(portal, Number(given['productId'] ?? 0));
  const number = (name: string, old: number): number => readNumber(given, name, old);
  const productId = number('productId', blank.productId);
  const taxRate = given['taxRate'] === null ? null : given['taxRate'] === undefined ? blank.taxRate : number('taxRate', 0);
  return {
    ...blank,
    productId,
    productName: given['productName'] === undefined ? blank.productName : String(given['productName'] ?? ''),
    price: number('price', blank.price),
    quantity: number('quantity', blank.quantity),
    discountTypeId: readDiscountType(given['discountTypeId'], blank.discountTypeId),
    discountRate: number('discountRate', blank.discountRate),
    discountSum: number('discountSum', blank.discountSum),
    taxRate,
    isTaxIncluded: given['taxIncluded'] === undefined ? blank.isTaxIncluded : given['taxIncluded'] === 'Y',
    measureCode: number('measureCode', blank.measureCode),
    measureName: given['measureName'] === undefined ? blank.measureName : String(given['measureName'] ?? ''),
    sort: number('sort', blank.sort),
  };
}

export function findProduct(portal: Portal, productId: number): CatalogProduct | undefined {
  return portal.state.records.catalogProducts.find(productId);
}

function blankRow(portal: Portal, productId: number): ProductRowDraft {
  const product = findProduct(portal, productId);
  return {
    productId: 0,
    productName: product?.name ?? '',
    price: 0,
    quantity: 1,
    discountTypeId: 2,
    discountRate: 0,
    discountSum: 0,
    taxRate: null,
    isTaxIncluded: false,
    measureCode: pieces.code,
    measureName: pieces.name,
    sort: 0,
    xmlId: '',
    type: product?.type ?? 1,
    storeId: null,
  };
}

function readNumber(given: Given, name: string, old: number): number {
  const value = given[name];
  if (value === undefined) return old;
  const number = typeof value === 'number' || (typeof value === 'string' && value.trim() !== '') ? Number(value) : Number.NaN;
  if (!Number.isFinite(number)) throw new RestError('INVALID_ARG_VALUE', `Invalid value of field '${name}'`);
  return number;
}

function readDiscountType(value: unknown, old: 1 | 2): 1 | 2 {
  if (value === undefined) return old;
  const type = Number(value);
  if (type !== 1 && type !== 2) throw new RestError('INVALID_ARG_VALUE', "Invalid value of field 'discountTypeId'");
  return type;
}
