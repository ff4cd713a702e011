import { z } from 'zod';
import type { BatteryPortal, Params } from './battery-portal.ts';
import { answer, documented, listAnswer, refusal, rowsOf } from './documented.ts';
import { fieldDescription } from './field-description.ts';
import type { MethodChecks } from './method-check.ts';
import { ownRecord } from './own-record.ts';
import { orNull, wire } from './wire-kinds.ts';

const { text, flag, instant, integer, number } = wire;
const entityTypeId = 2;
const absent = 987_654_321;
const optionalText = orNull(text);
const optionalInteger = orNull(integer);
const own = ownRecord({ add: 'crm.item.add', remove: 'crm.item.delete', about: { entityTypeId }, fields: { title: 'Проверка' } });

async function someItem(portal: BatteryPortal): Promise<Params> {
  const { body } = await portal.call('crm.item.list', { entityTypeId, order: { id: 'ASC' }, select: ['id'] });
  return { entityTypeId, id: (body['result'] as { items: { id: number }[] }).items[0]?.id };
}

/** Fields that the page lists as switched off: a portal may answer null for them or leave them out. */
const switchedOff = Object.fromEntries(
  [
    'dateCreateShort',
    'dateModifyShort',
    'begindateShort',
    'closedateShort',
    'eventDateShort',
    'isWork',
    'isWon',
    'isLose',
    'receivedAmount',
    'lostAmount',
    'hasProducts',
  ].map((name) => [name, z.null().optional()]),
);

const deal = documented({
  ...switchedOff,
  id: integer,
  title: text,
  createdTime: instant,
  updatedTime: instant,
  createdBy: integer,
  updatedBy: integer,
  assignedById: integer,
  opened: flag,
  leadId: optionalInteger,
  companyId: optionalInteger,
  contactId: optionalInteger,
  quoteId: optionalInteger,
  productId: optionalInteger,
  categoryId: integer,
  stageId: text,
  stageSemanticId: z.enum(['P', 'S', 'F']),
  isNew: flag,
  isRecurring: flag,
  isReturnCustomer: flag,
  isRepeatedApproach: flag,
  closed: flag,
  typeId: optionalText,
  opportunity: number,
  isManualOpportunity: flag,
  taxValue: number,
  currencyId: text,
  probability: optionalInteger,
  comments: optionalText,
  begindate: orNull(instant),
  closedate: orNull(instant),
  eventDate: optionalText,
  eventId: optionalText,
  eventDescription: optionalText,
  locationId: optionalText,
  webformId: optionalInteger,
  sourceId: optionalText,
  sourceDescription: optionalText,
  originatorId: optionalText,
  originId: optionalText,
  additionalInfo: optionalText,
  searchContent: optionalText,
  orderStage: optionalText,
  movedBy: integer,
  movedTime: instant,
  lastActivityBy: integer,
  lastActivityTime: instant,
  utmSource: optionalText,
  utmMedium: optionalText,
  utmCampaign: optionalText,
  utmContent: optionalText,
  utmTerm: optionalText,
  observers: z.array(integer),
  contactIds: z.array(integer),
  entityTypeId: z.literal(entityTypeId),
});
const item = answer(documented({ item: deal }));

const noType = refusal('NOT_FOUND');
const noItem = refusal('NOT_FOUND', 400);

export const itemChecks: MethodChecks = {
  'crm.item.list': {
    success: {
      given: { entityTypeId: 1, select: ['id', 'assignedById', 'stageId', 'opportunity', 'title'], order: { id: 'ASC' } },
      answers: listAnswer(
        documented({
          items: rowsOf(documented({ id: integer, assignedById: integer, stageId: text, opportunity: number, title: text })),
        }),
      ),
    },
    error: { given: { entityTypeId, filter: { NO_SUCH: 1 } }, ...refusal('INVALID_ARG_VALUE') },
    wrongType: { given: { entityTypeId: 'deal' }, ...noType },
  },
  'crm.item.get': {
    success: { given: someItem, answers: item },
    error: { given: { entityTypeId, id: absent }, ...noItem },
    wrongType: { given: { entityTypeId: 'deal', id: 1 }, ...noType },
  },
  'crm.item.add': {
    writes: true,
    success: {
      given: { entityTypeId, fields: { title: 'Проверка', comments: 'О сделке', opportunity: 999.99, utmSource: 'google' } },
      answers: item,
      cleanUp: (portal, { body }) =>
        portal.call('crm.item.delete', { entityTypeId, id: (body['result'] as { item: { id: number } }).item.id }),
    },
    error: { given: { entityTypeId: 9_999, fields: { title: 'Проверка' } }, ...noType },
    wrongType: { given: { entityTypeId: 'deal', fields: { title: 'Проверка' } }, ...noType },
  },
  'crm.item.update': {
    writes: true,
    success: {
      given: async (portal) => ({ entityTypeId, id: await own.make(portal), fields: { comments: 'Другое' } }),
      answers: item,
      cleanUp: own.drop,
    },
    error: { given: { entityTypeId, id: absent, fields: { title: 'Нет такой' } }, ...noItem },
    wrongType: { given: { entityTypeId: 'deal', id: 1, fields: {} }, ...noType },
  },
  'crm.item.delete': {
    writes: true,
    success: { given: async (portal) => ({ entityTypeId, id: await own.make(portal) }), answers: answer(z.array(z.never())) },
    error: { given: { entityTypeId, id: absent }, ...noItem },
    wrongType: { given: { entityTypeId: 'deal', id: 1 }, ...noType },
  },
  'crm.item.fields': {
    success: {
      given: { entityTypeId },
      answers: answer(documented({ fields: z.looseObject({ id: fieldDescription, stageId: fieldDescription }) })),
    },
    error: { given: { entityTypeId: 9_999 }, ...noType },
    wrongType: { given: { entityTypeId: 'deal' }, ...noType },
  },
};
