import { z } from 'zod';
import { answer, documented, listAnswer, refusal, rowsOf } from './documented.ts';
import type { BatteryPortal, Params } from './battery-portal.ts';
import type { Expected, MethodChecks } from './method-check.ts';
import { strangerRefused } from './system-refusals.ts';
import { orNull, wire } from './wire-kinds.ts';

const { text, idText, amountText, flag, instant, integer } = wire;
const mapOrList = z.union([z.array(z.unknown()).length(0), z.record(z.string(), z.unknown())]);

const activity = documented({
  ID: idText,
  OWNER_ID: idText,
  OWNER_TYPE_ID: idText,
  TYPE_ID: idText,
  PROVIDER_ID: text,
  PROVIDER_TYPE_ID: text,
  PROVIDER_GROUP_ID: orNull(text),
  ASSOCIATED_ENTITY_ID: idText,
  SUBJECT: text,
  CREATED: instant,
  LAST_UPDATED: instant,
  START_TIME: instant,
  END_TIME: instant,
  DEADLINE: z.union([instant, z.literal('')]),
  COMPLETED: flag,
  STATUS: idText,
  RESPONSIBLE_ID: idText,
  PRIORITY: idText,
  NOTIFY_TYPE: idText,
  NOTIFY_VALUE: idText,
  DESCRIPTION: text,
  DESCRIPTION_TYPE: idText,
  DIRECTION: idText,
  LOCATION: text,
  SETTINGS: mapOrList,
  ORIGINATOR_ID: orNull(text),
  ORIGIN_ID: orNull(text),
  AUTHOR_ID: idText,
  EDITOR_ID: idText,
  PROVIDER_PARAMS: mapOrList,
  PROVIDER_DATA: orNull(text),
  RESULT_MARK: idText,
  RESULT_VALUE: orNull(amountText),
  RESULT_SUM: orNull(amountText),
  RESULT_CURRENCY_ID: orNull(text),
  RESULT_STATUS: idText,
  RESULT_STREAM: idText,
  RESULT_SOURCE_ID: orNull(text),
  AUTOCOMPLETE_RULE: idText,
  IS_INCOMING_CHANNEL: flag,
});

const farFuture = '2030-02-03T15:00:00+03:00';
const nowhere = 987_654_321;

async function firstId(portal: BatteryPortal, method: string): Promise<number> {
  const { body } = await portal.call(method, { order: { ID: 'ASC' }, select: ['ID'] });
  return Number((body['result'] as { ID: string }[])[0]?.ID);
}

const someActivity = async (portal: BatteryPortal): Promise<Params> => ({ id: await firstId(portal, 'crm.activity.list') });

async function newMeeting(portal: BatteryPortal): Promise<Params> {
  const ownerId = await firstId(portal, 'crm.deal.list');
  const communications = [{ VALUE: '', ENTITY_ID: ownerId, ENTITY_TYPE_ID: 2 }];
  const subject = 'Встреча у заказчика';
  return {
    fields: { OWNER_TYPE_ID: 2, OWNER_ID: ownerId, TYPE_ID: 1, SUBJECT: subject, RESPONSIBLE_ID: 1, COMMUNICATIONS: communications },
  };
}

async function addMeeting(portal: BatteryPortal): Promise<number> {
  return (await portal.call('crm.activity.add', await newMeeting(portal))).body['result'] as number;
}

async function newTodo(portal: BatteryPortal): Promise<Params> {
  return { ownerTypeId: 2, ownerId: await firstId(portal, 'crm.deal.list'), deadline: farFuture, title: 'Позвонить' };
}

async function addTodo(portal: BatteryPortal): Promise<Params> {
  const todo = await newTodo(portal);
  const { body } = await portal.call('crm.activity.todo.add', todo);
  return { ...todo, id: (body['result'] as { id: number }).id };
}

/** The activity of the answer, or the one that was asked about, is gone afterwards. */
const dropAnswered: Expected['cleanUp'] = (portal, { body }) => {
  const result = body['result'];
  return portal.call('crm.activity.delete', { id: typeof result === 'object' ? (result as { id: number }).id : result });
};

function dropNewest(portal: BatteryPortal): Promise<unknown> {
  return portal
    .call('crm.activity.list', { order: { ID: 'DESC' }, select: ['ID'] })
    .then(({ body }) => portal.call('crm.activity.delete', { id: (body['result'] as { ID: string }[])[0]?.ID }));
}

const withDeal = async (portal: BatteryPortal): Promise<Params> => ({
  activityId: await addMeeting(portal),
  entityTypeId: 2,
  entityId: await firstId(portal, 'crm.deal.list'),
});

async function withLead(portal: BatteryPortal): Promise<Params> {
  return { activityId: await addMeeting(portal), entityTypeId: 1, entityId: await firstId(portal, 'crm.lead.list') };
}

async function boundToLead(portal: BatteryPortal): Promise<Params> {
  const binding = await withLead(portal);
  await portal.call('crm.activity.binding.add', binding);
  return binding;
}

const todoId = answer(documented({ id: integer }));
const done = answer(z.literal(true));

export const activityChecks: MethodChecks = {
  'crm.activity.list': {
    success: { given: { order: { ID: 'ASC' } }, answers: listAnswer(rowsOf(activity)) },
    error: strangerRefused,
    wrongType: { given: { filter: 'recent' }, ...refusal('', 400, "Parameter 'filter' must be array.") },
  },
  'crm.activity.get': {
    success: { given: someActivity, answers: answer(activity) },
    error: { given: { id: nowhere }, ...refusal('', 400, 'Activity is not found') },
    wrongType: { given: { id: 'first' }, ...refusal('', 400, 'ID is not defined or invalid.') },
  },
  'crm.activity.add': {
    writes: true,
    success: { given: newMeeting, answers: answer(integer), cleanUp: dropAnswered },
    error: { given: { fields: { TYPE_ID: 1 } }, ...refusal('', 400, 'The field SUBJECT is not defined or empty') },
    wrongType: { given: { fields: 'meeting' }, ...refusal('', 400, "Parameter 'fields' must be array.") },
  },
  'crm.activity.update': {
    writes: true,
    success: {
      given: async (portal) => ({ id: await addMeeting(portal), fields: { COMPLETED: 'Y' } }),
      answers: done,
      cleanUp: dropNewest,
    },
    error: { given: { id: nowhere, fields: { COMPLETED: 'Y' } }, ...refusal('', 400, 'Activity is not found') },
    wrongType: { given: { id: 'first', fields: {} }, ...refusal('', 400, 'ID is not defined or invalid.') },
  },
  'crm.activity.delete': {
    writes: true,
    success: { given: async (portal) => ({ id: await addMeeting(portal) }), answers: done },
    error: { given: { id: nowhere }, ...refusal('', 400, 'Activity is not found') },
    wrongType: { given: { id: 'first' }, ...refusal('', 400, 'ID is not defined or invalid.') },
  },
  'crm.activity.todo.add': {
    writes: true,
    success: { given: newTodo, answers: todoId, cleanUp: dropAnswered },
    error: { given: { ownerTypeId: 2, ownerId: nowhere, deadline: farFuture }, ...refusal('OWNER_NOT_FOUND') },
    wrongType: { given: async (portal) => ({ ...(await newTodo(portal)), deadline: 'завтра' }), ...refusal('WRONG_DATETIME_FORMAT') },
  },
  'crm.activity.todo.update': {
    writes: true,
    success: {
      given: async (portal) => ({ ...(await addTodo(portal)), title: 'Позвонить ещё раз', colorId: '3' }),
      answers: todoId,
      cleanUp: dropAnswered,
    },
    error: { given: async (portal) => ({ ...(await newTodo(portal)), id: nowhere }), ...refusal('NOT_FOUND') },
    wrongType: {
      given: async (portal) => ({ ...(await addTodo(portal)), deadline: 'завтра' }),
      ...refusal('WRONG_DATETIME_FORMAT'),
      cleanUp: dropNewest,
    },
  },
  'crm.activity.todo.updateDeadline': {
    writes: true,
    success: { given: async (portal) => ({ ...(await addTodo(portal)), value: farFuture }), answers: todoId, cleanUp: dropAnswered },
    error: { given: async (portal) => ({ ...(await newTodo(portal)), id: nowhere, value: farFuture }), ...refusal('NOT_FOUND') },
    wrongType: {
      given: async (portal) => ({ ...(await addTodo(portal)), value: 'завтра' }),
      ...refusal('WRONG_DATETIME_FORMAT'),
      cleanUp: dropNewest,
    },
  },
  'crm.activity.binding.list': {
    success: {
      given: async (portal) => ({ activityId: (await someActivity(portal))['id'] }),
      answers: answer(rowsOf(documented({ entityTypeId: integer, entityId: integer }))),
    },
    error: { ...refusal('100') },
    wrongType: { given: { activityId: 'first' }, ...refusal('NOT_FOUND', 400, 'Element not found') },
  },
  'crm.activity.binding.add': {
    writes: true,
    success: { given: withLead, answers: done, cleanUp: dropNewest },
    error: { given: withDeal, ...refusal('ACTIVITY_IS_ALREADY_BOUND'), cleanUp: dropNewest },
    wrongType: {
      given: async (portal) => ({ ...(await withLead(portal)), entityId: 'first' }),
      ...refusal('OWNER_NOT_FOUND'),
      cleanUp: dropNewest,
    },
  },
  'crm.activity.binding.delete': {
    writes: true,
    success: { given: boundToLead, answers: done, cleanUp: dropNewest },
    error: { given: withDeal, ...refusal('LAST_BINDING_CANNOT_BE_DELETED'), cleanUp: dropNewest },
    wrongType: {
      given: async (portal) => ({ ...(await withLead(portal)), entityTypeId: 'lead' }),
      ...refusal('OWNER_NOT_FOUND'),
      cleanUp: dropNewest,
    },
  },
};
