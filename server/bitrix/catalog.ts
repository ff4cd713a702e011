import { z } from 'zod';
import { list, type KeysetList } from './pages.ts';
import type { PortalClient } from './portal-client.ts';
import { findRows, parseRows, type RowSource } from './read-rows.ts';
import { Decimal, Id, Link, Text } from './wire-values.ts';

const CatalogRow = z.object({ iblockId: Id, productIblockId: Link, skuPropertyId: Link });
const catalogList: RowSource<z.infer<typeof CatalogRow>> = {
  method: 'catalog.catalog.list',
  row: CatalogRow,
  rowsIn: 'catalogs',
  idField: 'iblockId',
};

const PropertyRow = z.object({ id: Id, iblockId: Id, code: Text, name: Text });
const propertyList: KeysetList<z.infer<typeof PropertyRow>> = {
  method: 'catalog.productProperty.list',
  row: PropertyRow,
  rowsIn: 'productProperties',
  idField: 'id',
  direction: 'ascending',
  params: (after) => ({
    select: ['id', 'iblockId', 'code', 'name'],
    filter: { '>id': after ?? 0 },
    order: { id: 'ASC' },
    start: -1,
  }),
};

/** A part of the portal's goods: its information block and what its properties mean. */
export interface Catalog {
  readonly iblockId: bigint;
  /** There is no brand among the system's fields: somebody has made a property for it. */
  readonly brandPropertyId: bigint | null;
  /** Of variations: the property that names the product. */
  readonly parentPropertyId: bigint | null;
}

export async function listCatalogs(client: PortalClient): Promise<Catalog[]> {
  const { result } = await client.call(
    catalogList.method,
    { select: ['iblockId', 'productIblockId', 'skuPropertyId'], order: { id: 'asc' }, start: -1 },
    z.unknown(),
  );
  const catalogs = parseRows(catalogList, findRows(catalogList, result)).rows;
  const properties: z.infer<typeof PropertyRow>[] = [];
  for await (const { rows } of list(client, propertyList, { firstPages: 2, mostRequests: 100 })) properties.push(...rows);
  return catalogs.map(({ iblockId, skuPropertyId }) => ({
    iblockId,
    brandPropertyId: properties.find((property) => property.iblockId === iblockId && isBrand(property))?.id ?? null,
    parentPropertyId: skuPropertyId,
  }));
}

const brandCode = /^(brand|brend|brand_ref|manufacturer|proizvoditel|vendor|trademark)s?(_[a-z]+)?$/i;
const brandName = /^(бренд|торговая марка|марка|производитель|brand|manufacturer|vendor)$/i;

const isBrand = ({ code, name }: { code: string; name: string }): boolean => brandCode.test(code) || brandName.test(name.trim());

/** One value, or a list of them of which the first counts. */
const PropertyValue = z
  .union([
    z.object({ value: z.union([z.string(), z.number()]) }),
    z.array(z.object({ value: z.union([z.string(), z.number()]) })),
    z.null(),
  ])
  .optional()
  .transform((given) => {
    const first = Array.isArray(given) ? given[0] : given;
    return first ? String(first.value).replaceAll('\0', '').slice(0, 200) : null;
  });

const ParentValue = PropertyValue.refine((text) => text === null || /^\d{1,18}$/.test(text)).transform((text) =>
  text === null ? null : BigInt(text),
);

/** A price that nobody has written down is empty or zero. */
const Price = z
  .union([Decimal, z.null()])
  .optional()
  .transform((price) => (price === undefined || price === null || Number(price) === 0 ? null : price));

/** As long as the portal lets it be. */
const ProductName = Text.transform((text) => text.replaceAll('\0', '').slice(0, 255).toWellFormed());

export const ProductRow = z.object({
  id: Id,
  name: ProductName,
  iblockSectionId: Link,
  purchasingPrice: Price,
  purchasingCurrency: Text,
  /** The values of the properties that `Catalog` names. */
  brand: PropertyValue,
  parent: ParentValue,
});
export type ProductRow = z.infer<typeof ProductRow>;

/** Goods of one catalogue, without what is written about them. */
export function productsOf({ iblockId, brandPropertyId, parentPropertyId }: Catalog): KeysetList<ProductRow> {
  const own = ['id', 'iblockId', 'name', 'iblockSectionId', 'purchasingPrice', 'purchasingCurrency'];
  const select = [...own, ...[brandPropertyId, parentPropertyId].flatMap((id) => (id === null ? [] : [`property${id}`]))];
  const valueOf = (given: object, id: bigint | null): unknown => (id === null ? null : Reflect.get(given, `property${id}`));
  const nameProperties = (given: unknown): unknown =>
    typeof given === 'object' && given !== null
      ? { ...given, brand: valueOf(given, brandPropertyId), parent: valueOf(given, parentPropertyId) }
      : given;
  return {
    method: 'catalog.product.list',
    row: z.preprocess(nameProperties, ProductRow),
    rowsIn: 'products',
    idField: 'id',
    direction: 'ascending',
    params: (after) => ({ select, filter: { iblockId, '>id': after ?? 0 }, order: { id: 'asc' }, start: -1 }),
  };
}

const SectionRow = z.object({ id: Id, iblockSectionId: Link, name: Text });
export type SectionRow = z.infer<typeof SectionRow>;

/** Groups of goods of one catalogue. Their names are the company's own, like those of its pipelines. */
export async function listSections(client: PortalClient, { iblockId }: Catalog): Promise<SectionRow[]> {
  const sections: KeysetList<SectionRow> = {
    method: 'catalog.section.list',
    row: SectionRow,
    rowsIn: 'sections',
    idField: 'id',
    direction: 'ascending',
    params: (after) => ({
      select: ['id', 'iblockId', 'iblockSectionId', 'name'],
      filter: { iblockId, '>id': after ?? 0 },
      order: { id: 'asc' },
      start: -1,
    }),
  };
  const rows: SectionRow[] = [];
  for await (const page of list(client, sections, { firstPages: 2, mostRequests: 100 })) rows.push(...page.rows);
  return rows;
}
