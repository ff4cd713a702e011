import { z } from 'zod';

const id = z.number().int();

/** A payment of an order; the order is bound to a deal or an invoice by `orderBindingRow`. */
export const paymentRow = z.object({
  id,
  orderId: id,
  /** `<order>/<payment>` */
  accountNumber: z.string(),
  isPaid: z.boolean(),
  /** Instants in UTC, RFC 3339. */
  paidAt: z.string().nullable(),
  paidById: id.nullable(),
  billedAt: z.string(),
  paySystemId: id,
  paySystemName: z.string(),
  isCash: z.boolean(),
  /** Decimal string in `currency`. */
  sum: z.string(),
  currency: z.string(),
  responsibleId: id,
  isReturned: z.boolean(),
  /** Calendar day. */
  returnedOn: z.string().nullable(),
  comments: z.string(),
});

export const orderBindingRow = z.object({
  id,
  orderId: id,
  ownerId: id,
  /** 2 deal, 31 smart invoice. */
  ownerTypeId: z.number().int(),
});
