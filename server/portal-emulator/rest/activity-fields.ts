import type { Portal } from '../portal.ts';
import type { PortalActivity } from '../portal-data.ts';
import type { Field, FieldKind } from './field-table.ts';

const providerTypes = { 1: 'MEETING', 2: 'CALL', 4: 'EMAIL', 6: 'TODO' } as const;

type Read = Field<PortalActivity>['read'];

const field = (classic: string, kind: FieldKind, type: string, read: Read): Field<PortalActivity> => ({
  classic,
  item: classic.toLowerCase().replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
  kind,
  type,
  read,
});

export const startTime = field('START_TIME', 'instant', 'datetime', (activity) => activity.startAt);

const leading: readonly Field<PortalActivity>[] = [
  field('ID', 'integer', 'integer', (activity) => activity.id),
  field('OWNER_ID', 'integer', 'integer', (activity) => activity.ownerId),
  field('OWNER_TYPE_ID', 'integer', 'integer', (activity) => activity.ownerTypeId),
  field('TYPE_ID', 'integer', 'integer', (activity) => activity.typeId),
  field('PROVIDER_ID', 'status', 'string', (activity) => activity.providerId),
  field('PROVIDER_TYPE_ID', 'status', 'string', (activity) => activity.details?.providerTypeId ?? providerTypes[activity.typeId]),
  field('PROVIDER_GROUP_ID', 'status', 'string', (activity) => activity.details?.providerGroupId ?? null),
  field('ASSOCIATED_ENTITY_ID', 'integer', 'integer', () => 0),
  field('SUBJECT', 'text', 'string', (activity) => activity.subject),
  field('CREATED', 'instant', 'datetime', (activity) => activity.createdAt),
  field('LAST_UPDATED', 'instant', 'datetime', (activity) => activity.modifiedAt),
  startTime,
  field('END_TIME', 'instant', 'datetime', (activity) => activity.endAt ?? activity.deadline ?? activity.startAt),
  { ...field('DEADLINE', 'instant', 'datetime', (activity) => activity.deadline), absent: '' },
  field('COMPLETED', 'flag', 'char', (activity) => activity.isCompleted),
  field('STATUS', 'integer', 'integer', readStatus),
  field('RESPONSIBLE_ID', 'integer', 'user', (activity) => activity.responsibleId),
  field('PRIORITY', 'integer', 'integer', (activity) => activity.details?.priority ?? 2),
  field('NOTIFY_TYPE', 'integer', 'integer', (activity) => activity.details?.notifyType ?? 0),
  field('NOTIFY_VALUE', 'integer', 'integer', (activity) => activity.details?.notifyValue ?? 0),
  field('DESCRIPTION', 'text', 'string', (activity) => activity.description ?? ''),
  field('DESCRIPTION_TYPE', 'integer', 'integer', (activity) => activity.details?.descriptionType ?? 1),
  field('DIRECTION', 'integer', 'integer', (activity) => activity.direction),
  field('LOCATION', 'text', 'string', (activity) => activity.details?.location ?? ''),
  field('SETTINGS', 'list', 'object', readSettings),
  field('ORIGINATOR_ID', 'status', 'string', (activity) => activity.details?.originatorId ?? null),
];

const trailing: readonly Field<PortalActivity>[] = [
  field('AUTHOR_ID', 'integer', 'user', (activity) => activity.authorId ?? activity.responsibleId),
  field('EDITOR_ID', 'integer', 'user', (activity) => activity.editorId ?? activity.responsibleId),
  field('PROVIDER_PARAMS', 'list', 'object', (activity) => listWhenEmpty(activity.details?.providerParams)),
  field('PROVIDER_DATA', 'text', 'string', (activity) => activity.details?.providerData ?? null),
  field('RESULT_MARK', 'integer', 'integer', (activity) => activity.details?.resultMark ?? 0),
  field('RESULT_VALUE', 'money', 'double', (activity) => activity.details?.resultValue ?? null),
  field('RESULT_SUM', 'money', 'double', (activity) => activity.details?.resultSum ?? null),
  field('RESULT_CURRENCY_ID', 'status', 'string', (activity) => activity.details?.resultCurrencyId ?? null),
  field('RESULT_STATUS', 'integer', 'integer', (activity) => activity.details?.resultStatus ?? 0),
  field('RESULT_STREAM', 'integer', 'integer', (activity) => activity.details?.resultStream ?? 0),
  field('RESULT_SOURCE_ID', 'status', 'string', (activity) => activity.details?.resultSourceId ?? null),
  field('AUTOCOMPLETE_RULE', 'integer', 'integer', (activity) => activity.details?.autocompleteRule ?? 0),
  field('IS_INCOMING_CHANNEL', 'flag', 'char', (activity) => activity.details?.isIncomingChannel ?? activity.direction === 1),
];

/** Calls of the telephony are known by `VI_` and the call's id. */
export function activityFields(portal: Portal): readonly Field<PortalActivity>[] {
  const readOrigin: Read = (activity) =>
    activity.originId ?? (activity.typeId === 2 ? (portal.state.callOfActivity.get(activity.id) ?? null) : null);
  return [...leading, field('ORIGIN_ID', 'status', 'string', readOrigin), ...trailing];
}

function readStatus(activity: PortalActivity): number {
  if (!activity.isCompleted) return 1;
  return activity.details?.isAutoCompleted === true ? 3 : 2;
}

function readSettings(activity: PortalActivity): ReturnType<Read> {
  return listWhenEmpty({ ...(activity.isMissed === true ? { MISSED_CALL: true } : {}), ...activity.details?.settings });
}

/** PHP writes an empty map as a list. */
function listWhenEmpty(map: Readonly<Record<string, unknown>> = {}): readonly unknown[] | Readonly<Record<string, unknown>> {
  return Object.keys(map).length === 0 ? [] : map;
}
