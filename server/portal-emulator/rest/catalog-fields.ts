import type { Portal } from '../portal.ts';
import type { CatalogProduct, ProductProperty } from '../records/catalog.ts';
import type { RecordOf } from '../records/collections.ts';
import type { Field, FieldKind } from './field-table.ts';

/** The catalogue has camelCase names only; the id is told by its classic one. */
function field<Row>(kind: FieldKind, item: string, read: Field<Row>['read']): Field<Row> {
  return { kind, item, classic: item === 'id' ? 'ID' : item, type: kind, read };
}

export const catalogFields: readonly Field<RecordOf<'productCatalogs'>>[] = [
  field('integer', 'id', (catalog) => catalog.id),
  field('integer', 'iblockId', (catalog) => catalog.id),
  field('text', 'iblockTypeId', () => 'CRM_PRODUCT_CATALOG'),
  field('text', 'lid', () => 's1'),
  field('text', 'name', (catalog) => catalog.name),
  field('integer', 'productIblockId', (catalog) => catalog.productIblockId),
  field('integer', 'skuPropertyId', (catalog) => catalog.skuPropertyId),
  field('flag', 'subscription', () => false),
  field('integer', 'vatId', (catalog) => catalog.vatId),
];

export const sectionFields: readonly Field<RecordOf<'productSections'>>[] = [
  field('integer', 'id', (section) => section.id),
  field('integer', 'iblockId', (section) => section.iblockId),
  field('integer', 'iblockSectionId', (section) => section.parentId),
  field('text', 'name', (section) => section.name),
  field('text', 'xmlId', (section) => section.xmlId),
  field('text', 'code', (section) => section.code),
  field('integer', 'sort', (section) => section.sort),
  field('flag', 'active', (section) => section.isActive),
  field('text', 'description', (section) => section.description),
  field('text', 'descriptionType', () => 'text'),
];

export const propertyFields: readonly Field<ProductProperty>[] = [
  field('integer', 'id', (property) => property.id),
  field('instant', 'timestampX', (property) => property.changedAt),
  field('integer', 'iblockId', (property) => property.iblockId),
  field('text', 'name', (property) => property.name),
  field('flag', 'active', () => true),
  field('integer', 'sort', (property) => property.sort),
  field('text', 'code', (property) => property.code),
  field('text', 'defaultValue', () => null),
  field('status', 'propertyType', (property) => property.propertyType),
  field('text', 'userType', (property) => property.userType),
  field('integer', 'rowCount', () => 1),
  field('integer', 'colCount', () => 30),
  field('text', 'listType', () => 'L'),
  field('flag', 'multiple', (property) => property.isMultiple),
  field('text', 'xmlId', () => null),
  field('text', 'fileType', () => ''),
  field('integer', 'multipleCnt', () => 5),
  field('integer', 'linkIblockId', () => null),
  field('flag', 'withDescription', () => false),
  field('flag', 'searchable', () => false),
  field('flag', 'filtrable', () => false),
  field('flag', 'isRequired', (property) => property.isRequired),
  field('text', 'hint', () => ''),
  field('list', 'userTypeSettings', () => null),
];

const product = field<CatalogProduct>;

/** Own fields of a product; nobody here has pictures, sizes or content for sale. */
export const productFields: readonly Field<CatalogProduct>[] = [
  product('integer', 'id', (row) => row.id),
  product('integer', 'iblockId', (row) => row.iblockId),
  product('text', 'name', (row) => row.name),
  product('flag', 'active', (row) => row.isActive),
  product('flag', 'available', (row) => row.isActive),
  product('text', 'code', (row) => row.code),
  product('text', 'xmlId', (row) => row.xmlId),
  product('flag', 'barcodeMulti', () => false),
  product('flag', 'bundle', () => false),
  product('flag', 'canBuyZero', () => true),
  product('integer', 'createdBy', (row) => row.createdById),
  product('integer', 'modifiedBy', (row) => row.modifiedById),
  product('instant', 'dateActiveFrom', () => null),
  product('instant', 'dateActiveTo', () => null),
  product('instant', 'dateCreate', (row) => row.createdAt),
  product('instant', 'timestampX', (row) => row.changedAt),
  product('integer', 'iblockSectionId', (row) => row.sectionId),
  product('integer', 'measure', (row) => row.measureId),
  product('text', 'previewText', (row) => row.previewText),
  product('text', 'detailText', () => null),
  product('list', 'previewPicture', () => null),
  product('list', 'detailPicture', () => null),
  product('text', 'previewTextType', () => 'text'),
  product('text', 'detailTextType', () => 'text'),
  product('integer', 'sort', (row) => row.sort),
  product('status', 'subscribe', () => 'Y'),
  product('integer', 'vatId', (row) => row.vatId),
  product('flag', 'vatIncluded', (row) => row.isVatIncluded),
  product('money', 'height', () => null),
  product('money', 'length', () => null),
  product('money', 'weight', () => null),
  product('money', 'width', () => null),
  product('status', 'quantityTrace', () => 'N'),
  product('integer', 'type', (row) => row.type),
  product('status', 'purchasingCurrency', (row) => row.purchasingCurrency),
  product('money', 'purchasingPrice', (row) => row.purchasingPrice),
  product('money', 'quantity', (row) => row.quantity),
  product('money', 'quantityReserved', () => 0),
  product('integer', 'recurSchemeLength', () => null),
  product('status', 'recurSchemeType', () => 'D'),
  product('integer', 'trialPriceId', () => null),
  product('flag', 'withoutOrder', () => false),
];

/** `propertyN`: one value or, where there may be several, a list of them. */
export function propertyValueFields(portal: Portal): readonly Field<CatalogProduct>[] {
  return portal.state.records.productProperties.rows.map((property) =>
    product('list', `property${property.id}`, (row) => {
      const values = valuesOf(row, property.id);
      return property.isMultiple ? values : (values[0] ?? null);
    }),
  );
}

export function valuesOf(row: CatalogProduct, propertyId: number): readonly { readonly value: string; readonly valueId: string }[] {
  return row.properties.find((each) => each.propertyId === propertyId)?.values ?? [];
}
