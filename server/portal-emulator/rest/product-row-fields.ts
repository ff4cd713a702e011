import { portalAmount } from '../portal-currency.ts';
import type { Portal } from '../portal.ts';
import { findRowOwner } from '../product-row-owner.ts';
import { priceRow } from '../product-row-price.ts';
import type { ProductRow } from '../records/product-row.ts';
import type { Field, FieldKind } from './field-table.ts';

type Names = Pick<Field<ProductRow>, 'classic' | 'item' | 'type'>;

function field(kind: FieldKind, names: Names, read: Field<ProductRow>['read']): Field<ProductRow> {
  return { kind, ...names, read };
}

const named = (classic: string, item: string, type: string): Names => ({ classic, item, type });

/** Rows of goods as `crm.item.productrow.*` writes them. */
export function productRowFields(portal: Portal): readonly Field<ProductRow>[] {
  return [
    field('integer', named('ID', 'id', 'integer'), (row) => row.id),
    field('integer', named('OWNER_ID', 'ownerId', 'integer'), (row) => row.ownerId),
    field('status', named('OWNER_TYPE', 'ownerType', 'string'), (row) => row.ownerType),
    field('integer', named('PRODUCT_ID', 'productId', 'integer'), (row) => row.productId),
    field('text', named('PRODUCT_NAME', 'productName', 'string'), (row) => row.productName),
    field('money', named('PRICE', 'price', 'double'), (row) => row.price),
    field('money', named('PRICE_ACCOUNT', 'priceAccount', 'double'), (row) => priceInBase(portal, row)),
    field('money', named('PRICE_EXCLUSIVE', 'priceExclusive', 'double'), (row) => priceRow(row).exclusive),
    field('money', named('PRICE_NETTO', 'priceNetto', 'double'), (row) => priceRow(row).netto),
    field('money', named('PRICE_BRUTTO', 'priceBrutto', 'double'), (row) => priceRow(row).brutto),
    field('money', named('QUANTITY', 'quantity', 'double'), (row) => row.quantity),
    field('integer', named('DISCOUNT_TYPE_ID', 'discountTypeId', 'integer'), (row) => row.discountTypeId),
    field('money', named('DISCOUNT_RATE', 'discountRate', 'double'), (row) => priceRow(row).discountRate),
    field('money', named('DISCOUNT_SUM', 'discountSum', 'double'), (row) => priceRow(row).discountSum),
    field('money', named('TAX_RATE', 'taxRate', 'double'), (row) => row.taxRate),
    field('flag', named('TAX_INCLUDED', 'taxIncluded', 'char'), (row) => row.isTaxIncluded),
    field('flag', named('CUSTOMIZED', 'customized', 'char'), () => true),
    field('integer', named('MEASURE_CODE', 'measureCode', 'integer'), (row) => row.measureCode),
    field('text', named('MEASURE_NAME', 'measureName', 'string'), (row) => row.measureName),
    field('integer', named('SORT', 'sort', 'integer'), (row) => row.sort),
    field('text', named('XML_ID', 'xmlId', 'string'), (row) => row.xmlId),
    field('integer', named('TYPE', 'type', 'integer'), (row) => row.type),
    field('integer', named('STORE_ID', 'storeId', 'integer'), (row) => row.storeId),
  ];
}

/** The price in the portal's base currency, which is its reporting currency here. */
export function priceInBase(portal: Portal, row: ProductRow): number {
  const currency = findRowOwner(portal, row.ownerType, row.ownerId)?.currency ?? portal.state.data.baseCurrency;
  return portalAmount(portal, row.price, currency);
}
