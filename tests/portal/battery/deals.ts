import { z } from 'zod';
import { deletes, describedAs, firstOf, madeBy, maybeId, maybeInstant, maybeText, noId, utm } from './crm-shapes.ts';
import { answer, documented, listAnswer, refusal, rowsOf } from './documented.ts';
import type { MethodChecks } from './method-check.ts';
import { wire } from './wire-kinds.ts';

const { text, idText, amountText, flag, instant, integer } = wire;

const deal = documented({
  ID: idText,
  TITLE: text,
  TYPE_ID: maybeText,
  STAGE_ID: text,
  PROBABILITY: maybeId,
  CURRENCY_ID: text,
  OPPORTUNITY: amountText,
  IS_MANUAL_OPPORTUNITY: flag,
  TAX_VALUE: amountText,
  LEAD_ID: maybeId,
  COMPANY_ID: idText,
  CONTACT_ID: maybeId,
  QUOTE_ID: maybeId,
  BEGINDATE: maybeInstant,
  CLOSEDATE: maybeInstant,
  ASSIGNED_BY_ID: idText,
  CREATED_BY_ID: idText,
  MODIFY_BY_ID: idText,
  DATE_CREATE: instant,
  DATE_MODIFY: instant,
  OPENED: flag,
  CLOSED: flag,
  COMMENTS: maybeText,
  ADDITIONAL_INFO: maybeText,
  LOCATION_ID: maybeText,
  CATEGORY_ID: idText,
  STAGE_SEMANTIC_ID: z.enum(['P', 'S', 'F']),
  IS_NEW: flag,
  IS_RECURRING: flag,
  IS_RETURN_CUSTOMER: flag,
  IS_REPEATED_APPROACH: flag,
  SOURCE_ID: maybeText,
  SOURCE_DESCRIPTION: maybeText,
  ORIGINATOR_ID: maybeText,
  ORIGIN_ID: maybeText,
  MOVED_BY_ID: idText,
  MOVED_TIME: instant,
  LAST_ACTIVITY_TIME: instant,
  ...utm,
  LAST_ACTIVITY_BY: idText,
});

const listed = documented({
  ID: idText,
  TITLE: text,
  TYPE_ID: maybeText,
  CATEGORY_ID: idText,
  STAGE_ID: text,
  OPPORTUNITY: amountText,
  IS_MANUAL_OPPORTUNITY: flag,
  ASSIGNED_BY_ID: idText,
  DATE_CREATE: instant,
});

const described = `ID TITLE TYPE_ID CATEGORY_ID STAGE_ID STAGE_SEMANTIC_ID IS_NEW IS_RECURRING IS_RETURN_CUSTOMER IS_REPEATED_APPROACH \
PROBABILITY CURRENCY_ID OPPORTUNITY IS_MANUAL_OPPORTUNITY TAX_VALUE COMPANY_ID CONTACT_ID CONTACT_IDS QUOTE_ID BEGINDATE CLOSEDATE OPENED \
CLOSED COMMENTS ASSIGNED_BY_ID CREATED_BY_ID MODIFY_BY_ID MOVED_BY_ID DATE_CREATE DATE_MODIFY MOVED_TIME SOURCE_ID SOURCE_DESCRIPTION \
LEAD_ID ADDITIONAL_INFO LOCATION_ID ORIGINATOR_ID ORIGIN_ID UTM_SOURCE UTM_MEDIUM UTM_CAMPAIGN UTM_CONTENT UTM_TERM LAST_ACTIVITY_TIME \
LAST_ACTIVITY_BY`;

const select = [
  'ID',
  'TITLE',
  'TYPE_ID',
  'CATEGORY_ID',
  'STAGE_ID',
  'OPPORTUNITY',
  'IS_MANUAL_OPPORTUNITY',
  'ASSIGNED_BY_ID',
  'DATE_CREATE',
];
const fields = { TITLE: 'Проверка', OPPORTUNITY: 10.5, COMMENTS: 'на время' };
const made = madeBy('crm.deal.add', { fields }, { fields: { TITLE: 'Проверка 2' } });

export const dealChecks: MethodChecks = {
  'crm.deal.fields': {
    success: { answers: answer(describedAs(described)) },
    error: { given: { auth: 'nobody' }, ...refusal('INVALID_CREDENTIALS', 401) },
    wrongType: { given: { id: 'seven' }, answers: answer(describedAs(described)) },
  },
  'crm.deal.list': {
    success: { given: { select, filter: { '>OPPORTUNITY': 0 }, order: { TITLE: 'ASC' } }, answers: listAnswer(rowsOf(listed)) },
    error: { given: { filter: 'everything' }, ...refusal('', 400, "Parameter 'filter' must be array.") },
    wrongType: { given: { order: 7 }, ...refusal('', 400, "Parameter 'order' must be array.") },
  },
  'crm.deal.get': {
    success: { given: firstOf('crm.deal.list'), answers: answer(deal) },
    error: { given: { id: noId }, ...refusal('', 400, 'Not found') },
    wrongType: { given: { id: 'seven' }, ...refusal('', 400, 'ID is not defined or invalid.') },
  },
  'crm.deal.add': {
    writes: true,
    success: { given: { fields }, answers: answer(integer), cleanUp: deletes('crm.deal.delete') },
    error: { given: { fields: { CURRENCY_ID: 'XXX' } }, ...refusal('', 400, 'Invalid value for the "Currency" field') },
    wrongType: { given: { fields: 'TITLE' }, ...refusal('', 400, "Parameter 'fields' must be array.") },
  },
  'crm.deal.update': {
    writes: true,
    success: { given: made, answers: answer(z.literal(true)) },
    error: { given: { id: noId, fields }, ...refusal('', 400, 'Not found') },
    wrongType: { given: firstOf('crm.deal.list'), ...refusal('', 400, "Parameter 'fields' must be array.") },
  },
  'crm.deal.delete': {
    writes: true,
    success: { given: made, answers: answer(z.literal(true)) },
    error: { given: { id: noId }, ...refusal('', 400, 'Not found') },
    wrongType: { given: { id: -7 }, ...refusal('', 400, 'ID is not defined or invalid.') },
  },
};
