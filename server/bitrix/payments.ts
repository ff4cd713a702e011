import { z } from 'zod';
import { behindId, sortWord, type Direction, type KeysetList } from './pages.ts';
import type { Command } from './portal-client.ts';
import type { Params } from './query-string.ts';
import type { RowSource } from './read-rows.ts';
import { Amount, Day, Flag, Id, InstantOrNone, Text } from './wire-values.ts';

const select = ['id', 'orderId', 'paid', 'datePaid', 'sum', 'currency', 'isReturn', 'payReturnDate'];

/** Y to the client's inner account, P through the payment system. */
const IsReturn = z
  .union([z.boolean(), z.string().regex(/^[YPN]?$/), z.null()])
  .optional()
  .transform((value) => value === true || value === 'Y' || value === 'P');

export const PaymentRow = z.object({
  id: Id,
  orderId: Id,
  paid: Flag,
  datePaid: InstantOrNone,
  sum: Amount,
  currency: Text,
  isReturn: IsReturn,
  payReturnDate: Day,
});
export type PaymentRow = z.infer<typeof PaymentRow>;

export const paymentList = { method: 'sale.payment.list', row: PaymentRow, rowsIn: 'payments', idField: 'id' } as const;

const paymentsWhere = (direction: Direction, filter: Params): KeysetList<PaymentRow> => ({
  ...paymentList,
  direction,
  params: (after) => ({
    select,
    filter: { ...filter, ...behindId(direction, 'id', after) },
    order: { id: sortWord(direction) },
    start: -1,
  }),
});

/** All payments of the portal; only an administrator gets them. */
export const payments = (direction: Direction): KeysetList<PaymentRow> => paymentsWhere(direction, {});

/** A payment has no time of change, but paying and giving back leave their own. */
export const paymentsPaidSince = (since: Date): KeysetList<PaymentRow> => paymentsWhere('ascending', { '>=datePaid': since.toISOString() });
export const paymentsReturnedSince = (since: Date): KeysetList<PaymentRow> =>
  paymentsWhere('ascending', { '>=payReturnDate': since.toISOString().slice(0, 10) });

export const countPayments: Command = {
  method: paymentList.method,
  params: { select: ['id'], filter: { '>id': 0 }, order: { id: 'ASC' }, start: 0 },
};

const BindingRow = z.object({ orderId: Id, ownerId: Id, ownerTypeId: Id });
type BindingRow = z.infer<typeof BindingRow>;

export const orderOwnerList: RowSource<BindingRow> = {
  method: 'crm.orderentity.list',
  row: BindingRow,
  rowsIn: 'orderEntity',
  idField: 'orderId',
};

/** What orders belong to: `start: -1` gives everything that fits the filter at once. */
export const ownersOfOrders = (orderIds: readonly bigint[]): Command => ({
  method: orderOwnerList.method,
  params: { select: ['orderId', 'ownerId', 'ownerTypeId'], filter: { '@orderId': orderIds }, order: { orderId: 'asc' }, start: -1 },
});
