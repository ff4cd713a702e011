import { z } from 'zod';

const id = z.number().int();

/** A trade catalogue; its id is that of its information block. */
export const productCatalogRow = z.object({
  id,
  name: z.string(),
  /** The catalogue whose variations stand here, and the property that points there. */
  productIblockId: id.nullable(),
  skuPropertyId: id.nullable(),
  vatId: id.nullable(),
});

export const productSectionRow = z.object({
  id,
  iblockId: id,
  parentId: id.nullable(),
  name: z.string(),
  code: z.string(),
  xmlId: z.string(),
  sort: z.number().int(),
  isActive: z.boolean(),
  description: z.string(),
});

export const productPropertyRow = z.object({
  id,
  iblockId: id,
  name: z.string(),
  code: z.string(),
  /** N number, S text, L list, F file, E elements, G sections. */
  propertyType: z.enum(['N', 'S', 'L', 'F', 'E', 'G']),
  userType: z.string().nullable(),
  isMultiple: z.boolean(),
  isRequired: z.boolean(),
  sort: z.number().int(),
  /** Instant in UTC, RFC 3339. */
  changedAt: z.string(),
});

export const catalogProductRow = z.object({
  id,
  iblockId: id,
  sectionId: id.nullable(),
  name: z.string(),
  code: z.string(),
  xmlId: z.string(),
  /** 1 simple, 3 with variations, 4 variation, 7 service. */
  type: z.number().int(),
  isActive: z.boolean(),
  previewText: z.string().nullable(),
  measureId: id.nullable(),
  /** Decimal string; null where nobody has written down what the product costs. */
  purchasingPrice: z.string().nullable(),
  purchasingCurrency: z.string().nullable(),
  quantity: z.number(),
  vatId: id.nullable(),
  isVatIncluded: z.boolean(),
  createdById: id,
  modifiedById: id,
  /** Instants in UTC, RFC 3339. */
  createdAt: z.string(),
  changedAt: z.string(),
  sort: z.number().int(),
  properties: z.array(z.object({ propertyId: id, values: z.array(z.object({ valueId: z.string(), value: z.string() })) })),
});
export type CatalogProduct = z.infer<typeof catalogProductRow>;
export type ProductProperty = z.infer<typeof productPropertyRow>;
