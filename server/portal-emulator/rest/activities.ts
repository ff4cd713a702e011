import { isRecord, readParameter } from '../nested-parameters.ts';
import type { Portal } from '../portal.ts';
import type { PortalActivity, PortalUser } from '../portal-data.ts';
import { classicError } from '../rest-error.ts';
import type { Field } from './field-table.ts';
import { answerList } from './list-method.ts';
import { readId } from './read-id.ts';
import type { RestCall, RestMethods, RestReply } from './rest-method.ts';

export const activityMethods: RestMethods = {
  'crm.activity.list': { scopes: ['crm'], answer: list },
  'crm.activity.binding.list': { scopes: ['crm'], answer: listBindings },
};

const fields: readonly Field<PortalActivity>[] = [
  { classic: 'ID', item: 'id', kind: 'integer', type: 'integer', read: (activity) => activity.id },
  { classic: 'OWNER_ID', item: 'ownerId', kind: 'integer', type: 'integer', read: (activity) => activity.ownerId },
  { classic: 'OWNER_TYPE_ID', item: 'ownerTypeId', kind: 'integer', type: 'integer', read: (activity) => activity.ownerTypeId },
  { classic: 'TYPE_ID', item: 'typeId', kind: 'integer', type: 'integer', read: (activity) => activity.typeId },
  { classic: 'PROVIDER_ID', item: 'providerId', kind: 'status', type: 'string', read: (activity) => activity.providerId },
  {
    classic: 'PROVIDER_TYPE_ID',
    item: 'providerTypeId',
    kind: 'status',
    type: 'string',
    read: (activity) => providerTypes[activity.typeId],
  },
  { classic: 'ASSOCIATED_ENTITY_ID', item: 'associatedEntityId', kind: 'integer', type: 'integer', read: () => 0 },
  { classic: 'SUBJECT', item: 'subject', kind: 'text', type: 'string', read: (activity) => activity.subject },
  { classic: 'CREATED', item: 'created', kind: 'instant', type: 'datetime', read: (activity) => activity.createdAt },
  { classic: 'LAST_UPDATED', item: 'lastUpdated', kind: 'instant', type: 'datetime', read: (activity) => activity.modifiedAt },
  { classic: 'START_TIME', item: 'startTime', kind: 'instant', type: 'datetime', read: (activity) => activity.startAt },
  { classic: 'END_TIME', item: 'endTime', kind: 'instant', type: 'datetime', read: (activity) => activity.deadline ?? activity.startAt },
  { classic: 'DEADLINE', item: 'deadline', kind: 'instant', type: 'datetime', absent: '', read: (activity) => activity.deadline },
  { classic: 'COMPLETED', item: 'completed', kind: 'flag', type: 'char', read: (activity) => activity.isCompleted },
  { classic: 'STATUS', item: 'status', kind: 'integer', type: 'integer', read: (activity) => (activity.isCompleted ? 2 : 1) },
  { classic: 'RESPONSIBLE_ID', item: 'responsibleId', kind: 'integer', type: 'user', read: (activity) => activity.responsibleId },
  { classic: 'AUTHOR_ID', item: 'authorId', kind: 'integer', type: 'user', read: (activity) => activity.responsibleId },
  { classic: 'EDITOR_ID', item: 'editorId', kind: 'integer', type: 'user', read: (activity) => activity.responsibleId },
  { classic: 'DIRECTION', item: 'direction', kind: 'integer', type: 'integer', read: (activity) => activity.direction },
  { classic: 'PRIORITY', item: 'priority', kind: 'integer', type: 'integer', read: () => 2 },
  { classic: 'DESCRIPTION', item: 'description', kind: 'text', type: 'string', read: () => '' },
  { classic: 'LOCATION', item: 'location', kind: 'text', type: 'string', read: () => '' },
  { classic: 'SETTINGS', item: 'settings', kind: 'list', type: 'object', read: () => [] },
];

const providerTypes = { 1: 'MEETING', 2: 'CALL', 4: 'EMAIL', 6: 'TODO' } as const;
const startTime = fields.find((field) => field.classic === 'START_TIME');

/** Without an order the list runs by START_TIME, not by id. */
function list(call: RestCall): RestReply {
  const { portal, user } = call;
  const narrow = readBindings(call);
  return answerList(call, {
    store: portal.state.activities,
    fields: [...fields, originField(portal)],
    style: 'classic',
    unknownKeys: 'drop',
    isVisible: (activity) => isVisible(portal, user, activity),
    defaultOrder: startTime ? [{ field: startTime, isDescending: false }] : [],
    ...(narrow ? { narrow } : {}),
  });
}

function listBindings({ portal, user, parameters }: RestCall): RestReply {
  const activity = portal.state.activities.find(readId(parameters, 'activityId'));
  if (!activity) throw classicError('Not found');
  if (!isVisible(portal, user, activity)) throw classicError('Access denied');
  return { result: [{ entityTypeId: activity.ownerTypeId, entityId: activity.ownerId }] };
}

/** Calls of the telephony are known by `VI_` and the call's id. */
function originField(portal: Portal): Field<PortalActivity> {
  return {
    classic: 'ORIGIN_ID',
    item: 'originId',
    kind: 'status',
    type: 'string',
    read: (activity) => (activity.typeId === 2 ? (portal.state.callOfActivity.get(activity.id) ?? null) : null),
  };
}

/** `BINDINGS` is a filter only: any of the pairs. */
function readBindings({ parameters }: RestCall): ((activity: PortalActivity) => boolean) | null {
  const filter = readParameter(parameters, 'filter');
  const given = isRecord(filter) ? filter['BINDINGS'] : undefined;
  if (given === undefined) return null;
  const pairs = (Array.isArray(given) ? given : [given]).filter(isRecord);
  return (activity) =>
    pairs.some((pair) => Number(pair['OWNER_TYPE_ID']) === activity.ownerTypeId && Number(pair['OWNER_ID']) === activity.ownerId);
}

function isVisible(portal: Portal, user: PortalUser, activity: PortalActivity): boolean {
  if (portal.visibility.isVisible(user, activity.responsibleId)) return true;
  const owners = { 1: portal.state.leads, 2: portal.state.deals, 3: null, 4: null }[activity.ownerTypeId];
  const owner = owners?.find(activity.ownerId);
  return owner !== undefined && portal.visibility.isVisible(user, owner.responsibleId);
}
