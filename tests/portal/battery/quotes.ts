import { z } from 'zod';
import type { BatteryPortal, Params } from './battery-portal.ts';
import { answer, documented, listAnswer, refusal, rowsOf } from './documented.ts';
import { describedAs } from './field-names.ts';
import type { MethodChecks } from './method-check.ts';
import { ownRecord } from './own-record.ts';
import { strangerRefused } from './system-refusals.ts';
import { orNull, wire } from './wire-kinds.ts';

const { text, idText, amountText, flag, instant, integer } = wire;
const absent = 987_654_321;
const optionalText = orNull(text);
const optionalId = orNull(idText);
const own = ownRecord({ add: 'crm.quote.add', remove: 'crm.quote.delete', fields: { TITLE: 'Проверка', STATUS_ID: 'DRAFT' } });

async function someQuote(portal: BatteryPortal): Promise<Params> {
  const { body } = await portal.call('crm.quote.list', { order: { ID: 'ASC' }, select: ['ID'] });
  return { id: (body['result'] as { ID: string }[])[0]?.ID };
}

const quote = documented({
  ID: idText,
  TITLE: text,
  STATUS_ID: text,
  CURRENCY_ID: text,
  OPPORTUNITY: amountText,
  TAX_VALUE: amountText,
  COMPANY_ID: optionalId,
  CONTACT_ID: optionalId,
  MYCOMPANY_ID: optionalId,
  BEGINDATE: orNull(instant),
  CLOSEDATE: orNull(instant),
  ACTUAL_DATE: orNull(instant),
  ASSIGNED_BY_ID: idText,
  CREATED_BY_ID: idText,
  MODIFY_BY_ID: idText,
  DATE_CREATE: instant,
  DATE_MODIFY: instant,
  OPENED: flag,
  CLOSED: flag,
  COMMENTS: optionalText,
  LEAD_ID: optionalId,
  DEAL_ID: optionalId,
  QUOTE_NUMBER: text,
  CONTENT: optionalText,
  TERMS: optionalText,
  PERSON_TYPE_ID: optionalId,
  LOCATION_ID: optionalText,
  CLIENT_TITLE: optionalText,
  CLIENT_ADDR: optionalText,
  CLIENT_CONTACT: optionalText,
  CLIENT_EMAIL: optionalText,
  CLIENT_PHONE: optionalText,
  CLIENT_TP_ID: optionalText,
  CLIENT_TPA_ID: optionalText,
  UTM_SOURCE: optionalText,
  UTM_MEDIUM: optionalText,
  UTM_CAMPAIGN: optionalText,
  UTM_CONTENT: optionalText,
  UTM_TERM: optionalText,
  LAST_COMMUNICATION_TIME: optionalText,
  LAST_ACTIVITY_BY: idText,
  LAST_ACTIVITY_TIME: instant,
});

const listed = documented({
  ID: idText,
  TITLE: text,
  STATUS_ID: text,
  OPPORTUNITY: amountText,
  CURRENCY_ID: text,
  ASSIGNED_BY_ID: idText,
});

const described =
  'ID QUOTE_NUMBER TITLE STATUS_ID CURRENCY_ID OPPORTUNITY TAX_VALUE COMPANY_ID MYCOMPANY_ID CONTACT_ID CONTACT_IDS ' +
  'BEGINDATE CLOSEDATE ACTUAL_DATE OPENED CLOSED COMMENTS CONTENT TERMS CLIENT_TITLE CLIENT_ADDR CLIENT_CONTACT ' +
  'CLIENT_EMAIL CLIENT_PHONE CLIENT_TP_ID CLIENT_TPA_ID ASSIGNED_BY_ID CREATED_BY_ID MODIFY_BY_ID DATE_CREATE DATE_MODIFY ' +
  'LEAD_ID DEAL_ID PERSON_TYPE_ID LOCATION_ID UTM_SOURCE UTM_MEDIUM UTM_CAMPAIGN UTM_CONTENT UTM_TERM LAST_ACTIVITY_TIME ' +
  'LAST_ACTIVITY_BY LAST_COMMUNICATION_TIME';

const noFields = refusal('', 400, "Parameter 'fields' must be array.");
const noId = refusal('', 400, 'ID is not defined or invalid.');

export const quoteChecks: MethodChecks = {
  'crm.quote.fields': {
    success: { answers: answer(describedAs(described)) },
    error: strangerRefused,
    wrongType: { given: { fields: 7 }, answers: answer(describedAs(described)) },
  },
  'crm.quote.list': {
    success: {
      given: { select: ['ID', 'TITLE', 'STATUS_ID', 'OPPORTUNITY', 'CURRENCY_ID', 'ASSIGNED_BY_ID'], order: { ID: 'ASC' } },
      answers: listAnswer(rowsOf(listed)),
    },
    error: { given: { filter: 'sent' }, ...refusal('', 400, "Parameter 'filter' must be array.") },
    wrongType: { given: { order: 'ID' }, ...refusal('', 400, "Parameter 'order' must be array.") },
  },
  'crm.quote.get': {
    success: { given: someQuote, answers: answer(quote) },
    error: { given: { id: absent }, ...refusal('', 400, 'Not found') },
    wrongType: { given: { id: 'seven' }, ...noId },
  },
  'crm.quote.add': {
    writes: true,
    success: {
      given: { fields: { TITLE: 'Проверка', STATUS_ID: 'DRAFT', OPPORTUNITY: 150, CURRENCY_ID: 'RUB', CLIENT_TITLE: 'Клиент' } },
      answers: answer(integer),
      cleanUp: (portal, { body }) => portal.call('crm.quote.delete', { id: body['result'] }),
    },
    error: { given: { fields: { TITLE: 'Проверка' }, params: 'IMPORT' }, ...refusal('', 400, "Parameter 'params' must be array.") },
    wrongType: { given: { fields: 'TITLE' }, ...noFields },
  },
  'crm.quote.update': {
    writes: true,
    success: {
      given: async (portal) => ({ id: await own.make(portal), fields: { STATUS_ID: 'SENT', TERMS: 'Предоплата' } }),
      answers: answer(z.literal(true)),
      cleanUp: own.drop,
    },
    error: { given: { id: absent, fields: { TITLE: 'Нет такого' } }, ...refusal('', 400, 'Quote is not found') },
    wrongType: { given: async (portal) => ({ id: await own.make(portal), fields: 'TITLE' }), ...noFields, cleanUp: own.drop },
  },
  'crm.quote.delete': {
    writes: true,
    success: { given: async (portal) => ({ id: await own.make(portal) }), answers: answer(z.literal(true)) },
    error: { given: { id: absent }, ...refusal('ERROR_CORE', 400, 'Element not found') },
    wrongType: { given: { id: 'seven' }, ...noId },
  },
};
