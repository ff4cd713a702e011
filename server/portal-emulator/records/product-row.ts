import { z } from 'zod';

/** A line of goods in a record of the CRM; prices are of one piece. */
export const productRow = z.object({
  id: z.number().int(),
  /** L lead, D deal, Q quote, SI smart invoice. */
  ownerType: z.enum(['L', 'D', 'Q', 'SI']),
  ownerId: z.number().int(),
  /** 0 when it is not from the catalogue. */
  productId: z.number().int(),
  productName: z.string(),
  /** With discount and tax. */
  price: z.number(),
  quantity: z.number(),
  /** 1 absolute, 2 percentage. */
  discountTypeId: z.union([z.literal(1), z.literal(2)]),
  discountRate: z.number(),
  discountSum: z.number(),
  /** Null where there is no tax. */
  taxRate: z.number().nullable(),
  isTaxIncluded: z.boolean(),
  measureCode: z.number().int(),
  measureName: z.string(),
  sort: z.number().int(),
  xmlId: z.string(),
  /** 1 simple, 4 variation, 7 service. */
  type: z.number().int(),
  storeId: z.number().int().nullable(),
});
export type ProductRow = z.infer<typeof productRow>;
