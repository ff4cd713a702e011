import { ownersOf, seesActivity } from '../activity-changes.ts';
import { isRecord, readParameter } from '../nested-parameters.ts';
import type { PortalActivity } from '../portal-data.ts';
import { classicError } from '../rest-error.ts';
import { activityFields, startTime } from './activity-fields.ts';
import { add, addTodo, getActivity, remove, update } from './activity-writes.ts';
import { writeRow } from './field-table.ts';
import { answerList } from './list-method.ts';
import { readId } from './read-id.ts';
import type { RestCall, RestMethods, RestReply } from './rest-method.ts';

export const activityMethods: RestMethods = {
  'crm.activity.list': { scopes: ['crm'], answer: list },
  'crm.activity.get': { scopes: ['crm'], answer: get },
  'crm.activity.add': { scopes: ['crm'], answer: add },
  'crm.activity.update': { scopes: ['crm'], answer: update },
  'crm.activity.delete': { scopes: ['crm'], answer: remove },
  'crm.activity.todo.add': { scopes: ['crm'], answer: addTodo },
  'crm.activity.binding.list': { scopes: ['crm'], answer: listBindings },
};

/** Without an order the list runs by START_TIME, not by id. */
function list(call: RestCall): RestReply {
  const { portal, user } = call;
  const narrow = readBindings(call);
  return answerList(call, {
    store: portal.state.activities,
    fields: activityFields(portal),
    style: 'classic',
    unknownKeys: 'drop',
    isVisible: (activity) => seesActivity(portal, user, activity),
    defaultOrder: startTime ? [{ field: startTime, isDescending: false }] : [],
    ...(narrow ? { narrow } : {}),
  });
}

function get(call: RestCall): RestReply {
  return { result: writeRow(activityFields(call.portal), getActivity(call), 'classic', call.portal.zone) };
}

function listBindings({ portal, user, parameters }: RestCall): RestReply {
  const activity = portal.state.activities.find(readId(parameters, 'activityId'));
  if (!activity) throw classicError('Not found');
  if (!seesActivity(portal, user, activity)) throw classicError('Access denied');
  return { result: ownersOf(activity).map(({ ownerTypeId, ownerId }) => ({ entityTypeId: ownerTypeId, entityId: ownerId })) };
}

/** `BINDINGS` is a filter only: any of the pairs. */
function readBindings({ parameters }: RestCall): ((activity: PortalActivity) => boolean) | null {
  const filter = readParameter(parameters, 'filter');
  const given = isRecord(filter) ? filter['BINDINGS'] : undefined;
  if (given === undefined) return null;
  const pairs = (Array.isArray(given) ? given : [given]).filter(isRecord);
  const isWanted = (typeId: number, id: number): boolean =>
    pairs.some((pair) => Number(pair['OWNER_TYPE_ID']) === typeId && Number(pair['OWNER_ID']) === id);
  return (activity) => ownersOf(activity).some(({ ownerTypeId, ownerId }) => isWanted(ownerTypeId, ownerId));
}
