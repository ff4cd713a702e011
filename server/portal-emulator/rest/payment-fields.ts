import type { RecordOf } from '../records/collections.ts';
import type { Field, FieldKind } from './field-table.ts';

type Payment = RecordOf<'payments'>;

function field(kind: FieldKind, item: string, read: Field<Payment>['read']): Field<Payment> {
  return { kind, item, classic: item === 'id' ? 'ID' : item, type: kind, read };
}

const nothing = (kind: FieldKind, item: string): Field<Payment> => field(kind, item, () => null);
const empty = (item: string): Field<Payment> => field('text', item, () => '');
const never = (item: string): Field<Payment> => field('flag', item, () => false);

/** Payments of orders; what a payment system says and what 1C exchanges is empty here. */
export const paymentFields: readonly Field<Payment>[] = [
  field('integer', 'id', (payment) => payment.id),
  field('integer', 'orderId', (payment) => payment.orderId),
  field('text', 'accountNumber', (payment) => payment.accountNumber),
  field('flag', 'paid', (payment) => payment.isPaid),
  field('instant', 'datePaid', (payment) => payment.paidAt),
  field('integer', 'empPaidId', (payment) => payment.paidById),
  field('integer', 'paySystemId', (payment) => payment.paySystemId),
  field('text', 'paySystemName', (payment) => payment.paySystemName),
  field('flag', 'paySystemIsCash', (payment) => payment.isCash),
  field('text', 'paySystemXmlId', (payment) => `bx_pay_system_${payment.paySystemId}`),
  field('money', 'sum', (payment) => payment.sum),
  field('status', 'currency', (payment) => payment.currency),
  field('instant', 'dateBill', (payment) => payment.billedAt),
  nothing('instant', 'datePayBefore'),
  field('integer', 'responsibleId', (payment) => payment.responsibleId),
  field('integer', 'empResponsibleId', (payment) => payment.responsibleId),
  field('instant', 'dateResponsibleId', (payment) => payment.billedAt),
  field('flag', 'isReturn', (payment) => payment.isReturned),
  field('day', 'payReturnDate', (payment) => payment.returnedOn),
  empty('payReturnNum'),
  empty('payReturnComment'),
  nothing('integer', 'empReturnId'),
  field('text', 'comments', (payment) => payment.comments),
  field('text', 'xmlId', (payment) => `bx_payment_${payment.id}`),
  nothing('integer', 'companyId'),
  field('text', 'priceCod', () => '0.000000'),
  empty('payVoucherNum'),
  nothing('day', 'payVoucherDate'),
  empty('psStatus'),
  empty('psStatusCode'),
  empty('psStatusDescription'),
  empty('psStatusMessage'),
  nothing('money', 'psSum'),
  empty('psCurrency'),
  nothing('instant', 'psResponseDate'),
  nothing('integer', 'psInvoiceId'),
  never('externalPayment'),
  never('updated1c'),
  empty('id1c'),
  empty('version1c'),
  never('marked'),
  empty('reasonMarked'),
  nothing('instant', 'dateMarked'),
  nothing('integer', 'empMarkedId'),
];

const brief = ['id', 'accountNumber', 'paid', 'datePaid', 'empPaidId', 'paySystemId', 'sum', 'currency', 'paySystemName'];

/** What the CRM tells of a payment. */
export const briefPaymentFields = paymentFields.filter(({ item }) => brief.includes(item));
