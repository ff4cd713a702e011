import type { Portal } from '../portal.ts';
import type { PortalActivity } from '../portal-data.ts';
import type { Field } from './field-table.ts';

const providerTypes = { 1: 'MEETING', 2: 'CALL', 4: 'EMAIL', 6: 'TODO' } as const;

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
  {
    classic: 'END_TIME',
    item: 'endTime',
    kind: 'instant',
    type: 'datetime',
    read: (activity) => activity.endAt ?? activity.deadline ?? activity.startAt,
  },
  { classic: 'DEADLINE', item: 'deadline', kind: 'instant', type: 'datetime', absent: '', read: (activity) => activity.deadline },
  { classic: 'COMPLETED', item: 'completed', kind: 'flag', type: 'char', read: (activity) => activity.isCompleted },
  { classic: 'STATUS', item: 'status', kind: 'integer', type: 'integer', read: (activity) => (activity.isCompleted ? 2 : 1) },
  { classic: 'RESPONSIBLE_ID', item: 'responsibleId', kind: 'integer', type: 'user', read: (activity) => activity.responsibleId },
  {
    classic: 'AUTHOR_ID',
    item: 'authorId',
    kind: 'integer',
    type: 'user',
    read: (activity) => activity.authorId ?? activity.responsibleId,
  },
  {
    classic: 'EDITOR_ID',
    item: 'editorId',
    kind: 'integer',
    type: 'user',
    read: (activity) => activity.editorId ?? activity.responsibleId,
  },
  { classic: 'DIRECTION', item: 'direction', kind: 'integer', type: 'integer', read: (activity) => activity.direction },
  { classic: 'PRIORITY', item: 'priority', kind: 'integer', type: 'integer', read: () => 2 },
  { classic: 'DESCRIPTION', item: 'description', kind: 'text', type: 'string', read: (activity) => activity.description ?? '' },
  { classic: 'LOCATION', item: 'location', kind: 'text', type: 'string', read: () => '' },
];

/** Calls of the telephony are known by `VI_` and the call's id; settings are a list as long as they are empty. */
export function activityFields(portal: Portal): readonly Field<PortalActivity>[] {
  return [
    ...fields,
    {
      classic: 'ORIGIN_ID',
      item: 'originId',
      kind: 'status',
      type: 'string',
      read: (activity) => activity.originId ?? (activity.typeId === 2 ? (portal.state.callOfActivity.get(activity.id) ?? null) : null),
    },
    {
      classic: 'SETTINGS',
      item: 'settings',
      kind: 'list',
      type: 'object',
      read: (activity) => (activity.isMissed === true ? { MISSED_CALL: true } : []),
    },
  ];
}

export const startTime = fields.find((field) => field.classic === 'START_TIME');
