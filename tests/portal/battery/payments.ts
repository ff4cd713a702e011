import { z } from 'zod';
import { answer, documented, listAnswer, refusal, rowsOf } from './documented.ts';
import type { MethodChecks } from './method-check.ts';
import { strangerRefused } from './system-refusals.ts';
import { orNull, wire } from './wire-kinds.ts';

const { text, flag, instant, integer, number } = wire;

const brief = {
  id: integer,
  accountNumber: text,
  paid: flag,
  datePaid: orNull(instant),
  empPaidId: orNull(integer),
  paySystemId: integer,
  sum: number,
  currency: text,
  paySystemName: text,
};

const payment = documented({
  ...brief,
  comments: text,
  companyId: orNull(integer),
  dateBill: orNull(instant),
  dateMarked: orNull(instant),
  datePayBefore: orNull(instant),
  dateResponsibleId: orNull(instant),
  empMarkedId: orNull(integer),
  empResponsibleId: orNull(integer),
  empReturnId: orNull(integer),
  externalPayment: text,
  id1c: text,
  isReturn: text,
  marked: flag,
  orderId: integer,
  payReturnComment: text,
  payReturnDate: orNull(instant),
  payReturnNum: text,
  paySystemIsCash: flag,
  paySystemXmlId: text,
  payVoucherDate: orNull(instant),
  payVoucherNum: text,
  priceCod: z.string().regex(/^\d+\.\d{6}$/),
  psCurrency: text,
  psInvoiceId: orNull(text),
  psResponseDate: orNull(instant),
  psStatus: text,
  psStatusCode: text,
  psStatusDescription: text,
  psStatusMessage: text,
  psSum: orNull(number),
  reasonMarked: text,
  responsibleId: orNull(integer),
  updated1c: flag,
  version1c: text,
  xmlId: text,
});

const mismatch = refusal('100', 400, 'Invalid value {all} to match with parameter {filter}. Should be value of type array');

export const paymentChecks: MethodChecks = {
  'crm.item.payment.list': {
    success: { given: { entityId: 1, entityTypeId: 2, filter: { '@id': [9, 10] } }, answers: answer(rowsOf(documented(brief))) },
    error: { given: { entityId: 1 }, ...refusal('100', 400, 'Could not find value for parameter {entityTypeId}') },
    wrongType: {
      given: { entityId: 'one', entityTypeId: 2 },
      ...refusal('100', 400, 'Invalid value {one} to match with parameter {entityId}. Should be value of type int'),
    },
  },
  'sale.payment.list': {
    success: {
      given: { filter: { '>=datePaid': '2026-01-01' }, order: { id: 'desc' } },
      answers: listAnswer(documented({ payments: rowsOf(payment) })),
    },
    error: strangerRefused,
    wrongType: { given: { filter: 'all' }, ...mismatch },
  },
  'crm.orderentity.list': {
    success: {
      given: { select: ['orderId', 'ownerId'], filter: { '=ownerTypeId': 2, '@ownerId': [1, 2] }, order: { orderId: 'asc' } },
      answers: listAnswer(documented({ orderEntity: rowsOf(documented({ orderId: integer, ownerId: integer })) })),
    },
    error: strangerRefused,
    wrongType: { given: { filter: 'all' }, ...mismatch },
  },
};
