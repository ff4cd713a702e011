import type { ActivityDetails } from '../activity-details.ts';
import { isRecord, readParameter } from '../nested-parameters.ts';
import type { Portal } from '../portal.ts';
import type { PortalActivity } from '../portal-data.ts';
import { classicError } from '../rest-error.ts';
import { getOwner, readOwnerType, type OwnerTypeId } from './owner-record.ts';
import type { RestCall } from './rest-method.ts';

export type ActivityInput = Readonly<Record<string, unknown>>;

export function readFields({ parameters }: RestCall): ActivityInput {
  const fields = readParameter(parameters, 'fields');
  if (!isRecord(fields)) throw classicError("Parameter 'fields' must be array.");
  return fields;
}

export function readOwner({ portal, user }: RestCall, fields: ActivityInput): { ownerTypeId: OwnerTypeId; ownerId: number } {
  const ownerTypeId = readOwnerType(fields['OWNER_TYPE_ID']);
  const ownerId = Number(fields['OWNER_ID']);
  const owner = ownerTypeId === null ? 'absent' : getOwner(portal, user, ownerTypeId, ownerId);
  if (ownerTypeId === null || owner === 'absent') {
    throw classicError('Could not build binding. Please ensure that owner info and communications are defined correctly');
  }
  if (owner === 'hidden') throw classicError('Access denied');
  return { ownerTypeId, ownerId };
}

export function readType(value: unknown): PortalActivity['typeId'] {
  const type = ([1, 2, 4, 6] as const).find((known) => known === Number(value));
  if (type === undefined) throw classicError('The field TYPE_ID is not defined or invalid');
  return type;
}

export function readResponsible(portal: Portal, value: unknown): number {
  const id = Number(value);
  if (!portal.state.users.has(id)) throw classicError('The field RESPONSIBLE_ID is not defined or invalid');
  return id;
}

/** Calls and letters without a direction go out; meetings have none. */
export function readDirection(value: unknown, typeId: PortalActivity['typeId']): PortalActivity['direction'] {
  if (typeId === 1 || typeId === 6) return 0;
  return Number(value) === 1 ? 1 : 2;
}

/** COMPLETED and STATUS say the same, the first is heard before the second; undefined when neither is given. */
export function readCompletion(fields: ActivityInput): { isCompleted: boolean; isAutoCompleted: boolean } | undefined {
  const status = Number(fields['STATUS']);
  if (fields['COMPLETED'] !== undefined) return { isCompleted: fields['COMPLETED'] === 'Y', isAutoCompleted: status === 3 };
  if (status !== 1 && status !== 2 && status !== 3) return undefined;
  return { isCompleted: status !== 1, isAutoCompleted: status === 3 };
}

export function readInstant(portal: Portal, value: unknown, name: string): string | null {
  if (value === undefined || value === null || value === '') return null;
  const epochMs = portal.zone.readInstant(String(value));
  if (Number.isNaN(epochMs)) throw classicError(`The field ${name} is not defined or invalid`);
  return `${new Date(epochMs).toISOString().slice(0, 19)}Z`;
}

export function readText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}

const integers = {
  PRIORITY: 'priority',
  NOTIFY_TYPE: 'notifyType',
  NOTIFY_VALUE: 'notifyValue',
  DESCRIPTION_TYPE: 'descriptionType',
  RESULT_MARK: 'resultMark',
  RESULT_STATUS: 'resultStatus',
  RESULT_STREAM: 'resultStream',
  AUTOCOMPLETE_RULE: 'autocompleteRule',
} as const;
const texts = {
  LOCATION: 'location',
  PROVIDER_TYPE_ID: 'providerTypeId',
  PROVIDER_GROUP_ID: 'providerGroupId',
  PROVIDER_DATA: 'providerData',
  ORIGINATOR_ID: 'originatorId',
  RESULT_CURRENCY_ID: 'resultCurrencyId',
  RESULT_SOURCE_ID: 'resultSourceId',
} as const;
const amounts = { RESULT_VALUE: 'resultValue', RESULT_SUM: 'resultSum' } as const;
const maps = { PROVIDER_PARAMS: 'providerParams', SETTINGS: 'settings' } as const;

/** The further fields that were given; what is no number counts as 0, as PHP casts it. */
export function readDetails(fields: ActivityInput): ActivityDetails {
  const take = <Name extends string, Value>(names: Readonly<Record<string, Name>>, read: (value: unknown) => Value) =>
    Object.fromEntries(
      Object.entries(names).flatMap(([wire, name]) => (fields[wire] === undefined ? [] : [[name, read(fields[wire])] as const])),
    ) as { [Key in Name]?: Value };
  const channel = fields['IS_INCOMING_CHANNEL'];
  return {
    ...take(integers, (value) => Math.trunc(Number(value)) || 0),
    ...take(texts, readText),
    ...take(amounts, (value) => Number(value) || 0),
    ...take(maps, (value) => (isRecord(value) ? value : {})),
    ...(channel === undefined ? {} : { isIncomingChannel: channel === 'Y' }),
  };
}
