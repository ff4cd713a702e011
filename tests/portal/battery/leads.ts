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
const own = ownRecord({ add: 'crm.lead.add', remove: 'crm.lead.delete', fields: { TITLE: 'Проверка', OPPORTUNITY: 1 } });

async function someLead(portal: BatteryPortal): Promise<Params> {
  const { body } = await portal.call('crm.lead.list', { order: { ID: 'ASC' }, select: ['ID'] });
  return { id: (body['result'] as { ID: string }[])[0]?.ID };
}

/** Phones, mails and messengers come only where a lead has them. */
const contactData = z.array(documented({ ID: idText, VALUE_TYPE: text, VALUE: text, TYPE_ID: text })).optional();

const lead = documented({
  ID: idText,
  TITLE: text,
  HONORIFIC: optionalText,
  NAME: optionalText,
  SECOND_NAME: optionalText,
  LAST_NAME: optionalText,
  COMPANY_TITLE: optionalText,
  COMPANY_ID: orNull(idText),
  CONTACT_ID: orNull(idText),
  IS_RETURN_CUSTOMER: flag,
  BIRTHDATE: text,
  SOURCE_ID: optionalText,
  SOURCE_DESCRIPTION: optionalText,
  STATUS_ID: text,
  STATUS_DESCRIPTION: optionalText,
  POST: optionalText,
  COMMENTS: optionalText,
  CURRENCY_ID: optionalText,
  OPPORTUNITY: amountText,
  IS_MANUAL_OPPORTUNITY: flag,
  HAS_PHONE: flag,
  HAS_EMAIL: flag,
  HAS_IMOL: flag,
  ASSIGNED_BY_ID: idText,
  CREATED_BY_ID: idText,
  MODIFY_BY_ID: idText,
  DATE_CREATE: instant,
  DATE_MODIFY: instant,
  DATE_CLOSED: z.union([z.literal(''), instant]),
  STATUS_SEMANTIC_ID: z.enum(['P', 'S', 'F']),
  OPENED: flag,
  ORIGINATOR_ID: optionalText,
  ORIGIN_ID: optionalText,
  MOVED_BY_ID: idText,
  MOVED_TIME: instant,
  ADDRESS: optionalText,
  ADDRESS_2: optionalText,
  ADDRESS_CITY: optionalText,
  ADDRESS_POSTAL_CODE: optionalText,
  ADDRESS_REGION: optionalText,
  ADDRESS_PROVINCE: optionalText,
  ADDRESS_COUNTRY: optionalText,
  ADDRESS_COUNTRY_CODE: optionalText,
  ADDRESS_LOC_ADDR_ID: optionalText,
  UTM_SOURCE: optionalText,
  UTM_MEDIUM: optionalText,
  UTM_CAMPAIGN: optionalText,
  UTM_CONTENT: optionalText,
  UTM_TERM: optionalText,
  LAST_ACTIVITY_BY: idText,
  LAST_ACTIVITY_TIME: instant,
  PHONE: contactData,
  EMAIL: contactData,
  IM: contactData,
});

const described =
  'ID TITLE HONORIFIC NAME SECOND_NAME LAST_NAME BIRTHDATE COMPANY_TITLE SOURCE_ID SOURCE_DESCRIPTION STATUS_ID ' +
  'STATUS_DESCRIPTION STATUS_SEMANTIC_ID POST ADDRESS ADDRESS_2 ADDRESS_CITY ADDRESS_POSTAL_CODE ADDRESS_REGION ' +
  'ADDRESS_PROVINCE ADDRESS_COUNTRY ADDRESS_COUNTRY_CODE ADDRESS_LOC_ADDR_ID CURRENCY_ID OPPORTUNITY IS_MANUAL_OPPORTUNITY ' +
  'OPENED COMMENTS HAS_PHONE HAS_EMAIL HAS_IMOL ASSIGNED_BY_ID CREATED_BY_ID MODIFY_BY_ID MOVED_BY_ID DATE_CREATE ' +
  'DATE_MODIFY MOVED_TIME COMPANY_ID CONTACT_ID CONTACT_IDS IS_RETURN_CUSTOMER DATE_CLOSED ORIGINATOR_ID ORIGIN_ID ' +
  'UTM_SOURCE UTM_MEDIUM UTM_CAMPAIGN UTM_CONTENT UTM_TERM LAST_ACTIVITY_TIME LAST_ACTIVITY_BY PHONE EMAIL WEB IM LINK';

const noId = refusal('', 400, /^ID is not defined or invalid\.?$/);
const notFound = refusal('', 400, 'Not found');
const noFields = refusal('', 400, /^Parameter 'fields' must be array\.?$/);

export const leadChecks: MethodChecks = {
  'crm.lead.fields': {
    success: { answers: answer(describedAs(described)) },
    error: strangerRefused,
    wrongType: { given: { fields: 7 }, answers: answer(describedAs(described)) },
  },
  'crm.lead.list': {
    success: { given: { order: { ID: 'ASC' } }, answers: listAnswer(rowsOf(lead)) },
    error: { given: { filter: 'new' }, ...refusal('', 400, "Parameter 'filter' must be array.") },
    wrongType: { given: { order: 'ID' }, ...refusal('', 400, "Parameter 'order' must be array.") },
  },
  'crm.lead.get': {
    success: { given: someLead, answers: answer(lead) },
    error: { given: { id: absent }, ...notFound },
    wrongType: { given: { id: 'seven' }, ...noId },
  },
  'crm.lead.add': {
    writes: true,
    success: {
      given: { fields: { TITLE: 'Проверка', NAME: 'Вера', SOURCE_ID: 'WEB', UTM_TERM: 'скотч' } },
      answers: answer(integer),
      cleanUp: (portal, { body }) => portal.call('crm.lead.delete', { id: body['result'] }),
    },
    error: { given: {}, ...noFields },
    wrongType: { given: { fields: 'TITLE' }, ...noFields },
  },
  'crm.lead.update': {
    writes: true,
    success: {
      given: async (portal) => ({ id: await own.make(portal), fields: { COMMENTS: 'Другое' } }),
      answers: answer(z.literal(true)),
      cleanUp: own.drop,
    },
    error: { given: { id: absent, fields: { TITLE: 'Нет такого' } }, ...notFound },
    wrongType: { given: { id: 0, fields: { TITLE: 'Нет такого' } }, ...noId },
  },
  'crm.lead.delete': {
    writes: true,
    success: { given: async (portal) => ({ id: await own.make(portal) }), answers: answer(z.literal(true)) },
    error: { given: { id: absent }, ...notFound },
    wrongType: { given: { id: 'seven' }, ...noId },
  },
};
