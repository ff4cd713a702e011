import { z } from 'zod';
import { answer, documented, listAnswer, refusal, rowsOf } from './documented.ts';
import type { MethodCheck, MethodChecks } from './method-check.ts';
import { ownRecord } from './own-record.ts';
import { orNull, wire } from './wire-kinds.ts';

const { text, idText, flag, integer } = wire;
const absent = 987_654_321;

const settings = documented({
  SIZE: integer,
  ROWS: integer,
  REGEXP: text,
  MIN_LENGTH: integer,
  MAX_LENGTH: integer,
  DEFAULT_VALUE: text,
});
const languages = 'ar br de en fr hi id in it ja kz la ms pl ru sc tc th tr ua vn';
const inEveryLanguage = documented(Object.fromEntries(languages.split(' ').map((language) => [language, text])));

const own = {
  ID: idText,
  FIELD_NAME: z.string().regex(/^UF_CRM_/),
  USER_TYPE_ID: text,
  XML_ID: orNull(text),
  SORT: idText,
  MULTIPLE: flag,
  MANDATORY: flag,
  SHOW_FILTER: z.enum(['N', 'I', 'E', 'S']),
  SHOW_IN_LIST: flag,
  EDIT_IN_LIST: flag,
  IS_SEARCHABLE: flag,
  SETTINGS: settings,
};

const labels = <Kind extends z.ZodType>(kind: Kind): Record<string, Kind> => ({
  EDIT_FORM_LABEL: kind,
  LIST_COLUMN_LABEL: kind,
  LIST_FILTER_LABEL: kind,
  ERROR_MESSAGE: kind,
  HELP_MESSAGE: kind,
});

const given = { FIELD_NAME: 'BATTERY', USER_TYPE_ID: 'string', LABEL: 'Проверка', SETTINGS: { ROWS: 3 } };
const noId = refusal('', 400, 'ID is not defined or invalid.');
const noFields = refusal('', 400, "Parameter 'fields' must be array.");
const notFound = refusal('ERROR_NOT_FOUND', 400, /^The entity with ID '987654321' is not found/);

/** The five methods are the same for every type of records. */
function checksOf(prefix: string, entityId: string): Record<'add' | 'get' | 'list' | 'update' | 'remove', MethodCheck> {
  const record = ownRecord({ add: `${prefix}.add`, remove: `${prefix}.delete`, fields: given });
  const field = documented({ ENTITY_ID: z.literal(entityId), ...own, ...labels(inEveryLanguage) });
  const listed = documented({ ENTITY_ID: z.literal(entityId), ...own, ...labels(orNull(text)) });
  return {
    add: {
      writes: true,
      success: {
        given: { fields: given },
        answers: answer(integer),
        cleanUp: (portal, { body }) => portal.call(`${prefix}.delete`, { id: body['result'] }),
      },
      error: { given: { fields: { FIELD_NAME: 'BATTERY' } }, ...refusal('', 400, "The 'USER_TYPE_ID' field is not found.") },
      wrongType: { given: { fields: { FIELD_NAME: 'BATTERY', USER_TYPE_ID: 'colour' } }, ...refusal('ERROR_CORE') },
    },
    get: {
      writes: true,
      success: { given: async (portal) => ({ id: await record.make(portal) }), answers: answer(field), cleanUp: record.drop },
      error: { given: { id: absent }, ...notFound },
      wrongType: { given: { id: 'seven' }, ...noId },
    },
    list: {
      writes: true,
      success: {
        given: async (portal) => ({ filter: { ID: await record.make(portal), LANG: 'ru' }, order: { SORT: 'ASC' } }),
        answers: listAnswer(rowsOf(listed)),
        cleanUp: record.drop,
      },
      error: { given: { filter: 'string' }, ...refusal('', 400, "Parameter 'filter' must be array.") },
      wrongType: { given: { order: 'SORT' }, ...refusal('', 400, "Parameter 'order' must be array.") },
    },
    update: {
      writes: true,
      success: {
        given: async (portal) => ({ id: await record.make(portal), fields: { SORT: 300, EDIT_FORM_LABEL: { en: 'Check' } } }),
        answers: answer(z.literal(true)),
        cleanUp: record.drop,
      },
      error: { given: { id: absent, fields: { SORT: 300 } }, ...notFound },
      wrongType: { given: async (portal) => ({ id: await record.make(portal), fields: 'SORT' }), ...noFields, cleanUp: record.drop },
    },
    remove: {
      writes: true,
      success: { given: async (portal) => ({ id: await record.make(portal) }), answers: answer(z.literal(true)) },
      error: { given: { id: absent }, ...notFound },
      wrongType: { given: { id: 0 }, ...noId },
    },
  };
}

const deal = checksOf('crm.deal.userfield', 'CRM_DEAL');
const lead = checksOf('crm.lead.userfield', 'CRM_LEAD');
const company = checksOf('crm.company.userfield', 'CRM_COMPANY');
const contact = checksOf('crm.contact.userfield', 'CRM_CONTACT');
const quote = checksOf('crm.quote.userfield', 'CRM_QUOTE');

export const userFieldChecks: MethodChecks = {
  'crm.deal.userfield.add': deal.add,
  'crm.deal.userfield.get': deal.get,
  'crm.deal.userfield.list': deal.list,
  'crm.deal.userfield.update': deal.update,
  'crm.deal.userfield.delete': deal.remove,
  'crm.lead.userfield.add': lead.add,
  'crm.lead.userfield.get': lead.get,
  'crm.lead.userfield.list': lead.list,
  'crm.lead.userfield.update': lead.update,
  'crm.lead.userfield.delete': lead.remove,
  'crm.company.userfield.add': company.add,
  'crm.company.userfield.get': company.get,
  'crm.company.userfield.list': company.list,
  'crm.company.userfield.update': company.update,
  'crm.company.userfield.delete': company.remove,
  'crm.contact.userfield.add': contact.add,
  'crm.contact.userfield.get': contact.get,
  'crm.contact.userfield.list': contact.list,
  'crm.contact.userfield.update': contact.update,
  'crm.contact.userfield.delete': contact.remove,
  'crm.quote.userfield.add': quote.add,
  'crm.quote.userfield.get': quote.get,
  'crm.quote.userfield.list': quote.list,
  'crm.quote.userfield.update': quote.update,
  'crm.quote.userfield.delete': quote.remove,
};
