import { sql } from 'kysely';

import type { PortalTransaction } from './portal-store.ts';
import type { PaymentTable } from './tables/document-tables.ts';
import { tombstoneRows } from './tombstone-rows.ts';
import { upsertRows, type UpsertShape } from './upsert-rows.ts';
import { startOf, type DaySpan } from './won-day.ts';

export type PaymentRecord = Omit<PaymentTable, 'portal_id' | 'deleted_at'>;

const columns = {
  payment_id: 'bigint',
  order_id: 'bigint',
  owner_kind: 'smallint',
  owner_id: 'bigint',
  amount_minor: 'bigint',
  currency: 'text',
  base_minor: 'bigint',
  paid_at: 'timestamptz',
  returned_day: 'date',
} as const;

export const paymentShape = {
  table: 'payment',
  columns,
  key: ['payment_id'],
  update: 'when-different',
  goneColumn: 'deleted_at',
} as const satisfies UpsertShape<keyof typeof columns>;

/** Payments have no time of change: the copy that comes last counts. */
export function savePayments(tx: PortalTransaction, payments: readonly PaymentRecord[]): Promise<number> {
  return upsertRows(tx, paymentShape, payments);
}

export const tombstonePayments = (tx: PortalTransaction, ids: readonly bigint[], at: Date): Promise<number> =>
  tombstoneRows(tx, { table: 'payment', key: 'payment_id' }, ids, at);

/** Money that came in or went back on a day; what went back is negative, a prepayment is a payment like any other. */
export interface PaymentFact {
  readonly paymentId: bigint;
  readonly kind: 'paid' | 'returned';
  readonly day: string;
  /** Minor units of the base currency. */
  readonly amount: bigint;
  readonly ownerKind: number | null;
  readonly ownerId: bigint | null;
  /** Who is in charge of the deal or of the invoice. */
  readonly responsibleId: bigint | null;
}

export async function listPaymentFacts(tx: PortalTransaction, span: DaySpan & { readonly timeZone: string }): Promise<PaymentFact[]> {
  const result = await sql<PaymentFact>`
    select entry.payment_id as "paymentId", entry.kind, entry.day::text as day, entry.amount,
      entry.owner_kind as "ownerKind", entry.owner_id as "ownerId", coalesce(deal.responsible_id, invoice.responsible_id) as "responsibleId"
    from (
      select payment_id, 'paid' as kind, (paid_at at time zone ${span.timeZone})::date as day, base_minor as amount, owner_kind, owner_id
      from payment where portal_id = ${tx.portalId} and deleted_at is null
        and paid_at >= ${startOf(span.from, span.timeZone)} and paid_at < ${startOf(span.before, span.timeZone)}
      union all
      select payment_id, 'returned', returned_day, -base_minor, owner_kind, owner_id
      from payment where portal_id = ${tx.portalId} and deleted_at is null and paid_at is not null
        and returned_day >= ${span.from}::date and returned_day < ${span.before}::date
    ) as entry
    left join deal on deal.portal_id = ${tx.portalId} and entry.owner_kind = 2 and deal.deal_id = entry.owner_id
    left join invoice on invoice.portal_id = ${tx.portalId} and entry.owner_kind = 31 and invoice.invoice_id = entry.owner_id
    order by entry.day, entry.payment_id, entry.kind`.execute(tx.db);
  return result.rows;
}
