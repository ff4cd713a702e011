import { z } from 'zod';
import type { BatteryPortal, Params } from './battery-portal.ts';
import { answer, documented, listAnswer, refusal, rowsOf } from './documented.ts';
import type { Answer } from '../portal-under-test.ts';
import { describedAs } from './field-names.ts';
import type { MethodChecks } from './method-check.ts';
import { ownRecord } from './own-record.ts';
import { strangerRefused } from './system-refusals.ts';
import { orNull, wire } from './wire-kinds.ts';

const { text, idText, amountText, flag, instant, integer } = wire;
const absent = 987_654_321;
const optionalText = orNull(text);

async function someDeal(portal: BatteryPortal): Promise<Params> {
  const { body } = await portal.call('crm.deal.list', { order: { ID: 'ASC' }, select: ['ID'] });
  return { id: (body['result'] as { ID: string }[])[0]?.ID };
}

const own = ownRecord({ add: 'crm.deal.add', remove: 'crm.deal.delete', fields: { TITLE: 'Проверка', OPPORTUNITY: 1 } });
const dropAnswered = (portal: BatteryPortal, { body }: Answer): Promise<Answer> => portal.call('crm.deal.delete', { id: body['result'] });

const deal = documented({
  ID: idText,
  TITLE: text,
  TYPE_ID: optionalText,
  STAGE_ID: text,
  PROBABILITY: orNull(idText),
  CURRENCY_ID: text,
  OPPORTUNITY: amountText,
  IS_MANUAL_OPPORTUNITY: flag,
  TAX_VALUE: orNull(amountText),
  LEAD_ID: orNull(idText),
  COMPANY_ID: orNull(idText),
  CONTACT_ID: orNull(idText),
  QUOTE_ID: orNull(idText),
  BEGINDATE: orNull(instant),
  CLOSEDATE: orNull(instant),
  ASSIGNED_BY_ID: idText,
  CREATED_BY_ID: idText,
  MODIFY_BY_ID: idText,
  DATE_CREATE: instant,
  DATE_MODIFY: instant,
  OPENED: flag,
  CLOSED: flag,
  COMMENTS: optionalText,
  ADDITIONAL_INFO: optionalText,
  LOCATION_ID: optionalText,
  CATEGORY_ID: idText,
  STAGE_SEMANTIC_ID: z.enum(['P', 'S', 'F']),
  IS_NEW: flag,
  IS_RECURRING: flag,
  IS_RETURN_CUSTOMER: flag,
  IS_REPEATED_APPROACH: flag,
  SOURCE_ID: optionalText,
  SOURCE_DESCRIPTION: optionalText,
  ORIGINATOR_ID: optionalText,
  ORIGIN_ID: optionalText,
  MOVED_BY_ID: idText,
  MOVED_TIME: instant,
  LAST_ACTIVITY_TIME: instant,
  UTM_SOURCE: optionalText,
  UTM_MEDIUM: optionalText,
  UTM_CAMPAIGN: optionalText,
  UTM_CONTENT: optionalText,
  UTM_TERM: optionalText,
  LAST_ACTIVITY_BY: idText,
});

const listed = documented({
  ID: idText,
  TITLE: text,
  TYPE_ID: optionalText,
  CATEGORY_ID: idText,
  STAGE_ID: text,
  OPPORTUNITY: amountText,
  IS_MANUAL_OPPORTUNITY: flag,
  ASSIGNED_BY_ID: idText,
  DATE_CREATE: instant,
});

const described =
  'ID TITLE TYPE_ID CATEGORY_ID STAGE_ID STAGE_SEMANTIC_ID IS_NEW IS_RECURRING IS_RETURN_CUSTOMER IS_REPEATED_APPROACH ' +
  'PROBABILITY CURRENCY_ID OPPORTUNITY IS_MANUAL_OPPORTUNITY TAX_VALUE COMPANY_ID CONTACT_ID CONTACT_IDS QUOTE_ID BEGINDATE ' +
  'CLOSEDATE OPENED CLOSED COMMENTS ASSIGNED_BY_ID CREATED_BY_ID MODIFY_BY_ID MOVED_BY_ID DATE_CREATE DATE_MODIFY ' +
  'MOVED_TIME SOURCE_ID SOURCE_DESCRIPTION LEAD_ID ADDITIONAL_INFO LOCATION_ID ORIGINATOR_ID ORIGIN_ID UTM_SOURCE ' +
  'UTM_MEDIUM UTM_CAMPAIGN UTM_CONTENT UTM_TERM LAST_ACTIVITY_TIME LAST_ACTIVITY_BY';

const noFields = refusal('', 400, /^Parameter 'fields' must be array\.?$/);
const noId = refusal('', 400, /^ID is not defined or invalid\.?$/);
const notFound = refusal('', 400, 'Not found');

export const dealChecks: MethodChecks = {
  'crm.deal.fields': {
    success: { answers: answer(describedAs(described)) },
    error: strangerRefused,
    wrongType: { given: { fields: 7 }, answers: answer(describedAs(described)) },
  },
  'crm.deal.list': {
    success: {
      given: {
        select: [
          'ID',
          'TITLE',
          'TYPE_ID',
          'CATEGORY_ID',
          'STAGE_ID',
          'OPPORTUNITY',
          'IS_MANUAL_OPPORTUNITY',
          'ASSIGNED_BY_ID',
          'DATE_CREATE',
        ],
        order: { ID: 'ASC' },
      },
      answers: listAnswer(rowsOf(listed)),
    },
    error: { given: { filter: 'won' }, ...refusal('', 400, "Parameter 'filter' must be array.") },
    wrongType: { given: { order: 'ID' }, ...refusal('', 400, "Parameter 'order' must be array.") },
  },
  'crm.deal.get': {
    success: { given: someDeal, answers: answer(deal) },
    error: { given: { id: absent }, ...notFound },
    wrongType: { given: { id: 'seven' }, ...noId },
  },
  'crm.deal.add': {
    writes: true,
    success: {
      given: { fields: { TITLE: 'Проверка', COMMENTS: 'О сделке', UTM_SOURCE: 'google', SOURCE_ID: 'WEB' } },
      answers: answer(integer),
      cleanUp: dropAnswered,
    },
    error: { given: {}, ...noFields },
    wrongType: { given: { fields: 'TITLE' }, ...noFields },
  },
  'crm.deal.update': {
    writes: true,
    success: {
      given: async (portal) => ({ id: await own.make(portal), fields: { COMMENTS: 'Другое', OPPORTUNITY: '250.50' } }),
      answers: answer(z.literal(true)),
      cleanUp: own.drop,
    },
    error: { given: { id: absent, fields: { TITLE: 'Нет такой' } }, ...notFound },
    wrongType: { given: async (portal) => ({ ...(await someDeal(portal)), fields: 'TITLE' }), ...noFields },
  },
  'crm.deal.delete': {
    writes: true,
    success: { given: async (portal) => ({ id: await own.make(portal) }), answers: answer(z.literal(true)) },
    error: { given: { id: absent }, ...notFound },
    wrongType: { given: { id: 'seven' }, ...noId },
  },
};
