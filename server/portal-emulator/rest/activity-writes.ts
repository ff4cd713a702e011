import { addActivity, changeActivity, removeActivity, seesActivity, type ActivityDraft } from '../activity-changes.ts';
import { isRecord, readParameter } from '../nested-parameters.ts';
import { portalNow, type Portal } from '../portal.ts';
import type { PortalActivity } from '../portal-data.ts';
import { classicError, RestError } from '../rest-error.ts';
import { getOwner, readOwnerType, type OwnerTypeId } from './owner-record.ts';
import { readId } from './read-id.ts';
import type { RestCall, RestReply } from './rest-method.ts';

type Fields = Readonly<Record<string, unknown>>;

const providers = { 1: 'CRM_MEETING', 2: 'CRM_CALL', 4: 'CRM_EMAIL', 6: '' } as const;

/** `crm.activity.add`: what the deprecated method asks for is checked in the order of its page. */
export function add(call: RestCall): RestReply {
  const { portal, user } = call;
  const fields = readFields(call);
  const typeId = readType(fields['TYPE_ID']);
  const providerId = readText(fields['PROVIDER_ID']) || providers[typeId];
  if (providerId === '') throw classicError('The custom activity without provider is not supported in current context');
  const subject = readText(fields['SUBJECT']);
  if (subject === '') throw classicError('The field SUBJECT is not defined or empty');
  const responsibleId = readResponsible(portal, fields['RESPONSIBLE_ID']);
  if (typeId !== 6) requireCommunication(typeId, fields['COMMUNICATIONS']);
  const startAt = readInstant(portal, fields['START_TIME'], 'START_TIME') ?? portalNow(portal);
  const endAt = readInstant(portal, fields['END_TIME'], 'END_TIME');
  return {
    result: addActivity(portal, user, {
      ...readOwner(call, fields),
      typeId,
      providerId,
      responsibleId,
      subject,
      startAt,
      ...(endAt === null ? {} : { endAt }),
      // The deadline is never set by itself: it is the start of calls and meetings and the end of the rest.
      deadline: typeId === 6 ? endAt : startAt,
      direction: readDirection(fields['DIRECTION'], typeId),
      isCompleted: fields['COMPLETED'] === 'Y',
      description: readText(fields['DESCRIPTION']),
      ...(readText(fields['ORIGIN_ID']) === '' ? {} : { originId: readText(fields['ORIGIN_ID']) }),
    }),
  };
}

/** `crm.activity.update`: absent fields stay as they are. */
export function update(call: RestCall): RestReply {
  const { portal, user } = call;
  const before = getActivity(call);
  const fields = readFields(call);
  const has = (name: string): boolean => fields[name] !== undefined;
  const startAt = readInstant(portal, fields['START_TIME'], 'START_TIME');
  const endAt = readInstant(portal, fields['END_TIME'], 'END_TIME');
  const deadline = before.typeId === 6 ? endAt : startAt;
  if (has('SUBJECT') && readText(fields['SUBJECT']) === '') throw classicError('The field SUBJECT is not defined or empty');
  const change: Partial<ActivityDraft> = {
    ...(has('SUBJECT') ? { subject: readText(fields['SUBJECT']) } : {}),
    ...(has('DESCRIPTION') ? { description: readText(fields['DESCRIPTION']) } : {}),
    ...(has('COMPLETED') ? { isCompleted: fields['COMPLETED'] === 'Y' } : {}),
    ...(has('RESPONSIBLE_ID') ? { responsibleId: readResponsible(portal, fields['RESPONSIBLE_ID']) } : {}),
    ...(has('DIRECTION') ? { direction: readDirection(fields['DIRECTION'], before.typeId) } : {}),
    ...(has('OWNER_ID') ? readOwner(call, { OWNER_TYPE_ID: before.ownerTypeId, ...fields }) : {}),
    ...(startAt === null ? {} : { startAt }),
    ...(endAt === null ? {} : { endAt }),
    ...(deadline === null ? {} : { deadline }),
  };
  changeActivity(portal, user, before, change);
  return { result: true };
}

export function remove(call: RestCall): RestReply {
  removeActivity(call.portal, call.user, getActivity(call));
  return { result: true };
}

/** `crm.activity.todo.add`: a universal activity, its start and its end are the deadline. */
export function addTodo({ portal, user, parameters }: RestCall): RestReply {
  const [ownerTypeId, ownerId, deadline] = ['ownerTypeId', 'ownerId', 'deadline'].map((name) => {
    const value = readParameter(parameters, name);
    if (value === undefined || value === '') throw new RestError('100', `Could not find value for parameter {${name}}`);
    return value;
  });
  const type = readOwnerType(ownerTypeId);
  const id = Number(ownerId);
  const owner = type === null ? null : getOwner(portal, user, type, id);
  if (type === null || owner === 'absent') throw new RestError('OWNER_NOT_FOUND', 'Owner was not found');
  if (owner === 'hidden') throw new RestError('ACCESS_DENIED', 'Access denied');
  const at = portal.zone.readInstant(String(deadline));
  if (Number.isNaN(at)) throw new RestError('WRONG_DATETIME_FORMAT', 'Wrong date/time format');
  const endAt = `${new Date(at).toISOString().slice(0, 19)}Z`;
  const responsible = readParameter(parameters, 'responsibleId');
  return {
    result: {
      id: addActivity(portal, user, {
        typeId: 6,
        providerId: 'CRM_TODO',
        ownerTypeId: type,
        ownerId: id,
        responsibleId: responsible === undefined || responsible === '' ? user.id : readResponsible(portal, responsible),
        direction: 0,
        isCompleted: false,
        subject: readText(readParameter(parameters, 'title')),
        description: readText(readParameter(parameters, 'description')),
        startAt: endAt,
        endAt,
        deadline: endAt,
      }),
    },
  };
}

export function getActivity({ portal, user, parameters }: RestCall): PortalActivity {
  const activity = portal.state.activities.find(readId(parameters));
  if (!activity) throw classicError('Activity is not found');
  if (!seesActivity(portal, user, activity)) throw classicError('Access denied');
  return activity;
}

function readOwner({ portal, user }: RestCall, fields: Fields): { ownerTypeId: OwnerTypeId; ownerId: number } {
  const ownerTypeId = readOwnerType(fields['OWNER_TYPE_ID']);
  const ownerId = Number(fields['OWNER_ID']);
  const owner = ownerTypeId === null ? 'absent' : getOwner(portal, user, ownerTypeId, ownerId);
  if (ownerTypeId === null || owner === 'absent') {
    throw classicError('Could not build binding. Please ensure that owner info and communications are defined correctly');
  }
  if (owner === 'hidden') throw classicError('Access denied');
  return { ownerTypeId, ownerId };
}

function readFields({ parameters }: RestCall): Fields {
  const fields = readParameter(parameters, 'fields');
  if (!isRecord(fields)) throw classicError("Parameter 'fields' must be array.");
  return fields;
}

function readType(value: unknown): PortalActivity['typeId'] {
  const type = ([1, 2, 4, 6] as const).find((known) => known === Number(value));
  if (type === undefined) throw classicError('The field TYPE_ID is not defined or invalid');
  return type;
}

function readResponsible(portal: Portal, value: unknown): number {
  const id = Number(value);
  if (!portal.state.users.has(id)) throw classicError('The field RESPONSIBLE_ID is not defined or invalid');
  return id;
}

/** Calls and letters without a direction go out; meetings have none. */
function readDirection(value: unknown, typeId: PortalActivity['typeId']): PortalActivity['direction'] {
  if (typeId === 1 || typeId === 6) return 0;
  return Number(value) === 1 ? 1 : 2;
}

function requireCommunication(typeId: PortalActivity['typeId'], value: unknown): void {
  const communications = Array.isArray(value) ? value : isRecord(value) ? Object.values(value) : [];
  if (communications.length === 0) throw classicError('The field COMMUNICATIONS is not defined or invalid');
  if (typeId !== 4 && communications.length > 1) throw classicError('The only one communication is allowed for activity of specified type');
}

function readInstant(portal: Portal, value: unknown, name: string): string | null {
  if (value === undefined || value === null || value === '') return null;
  const epochMs = portal.zone.readInstant(String(value));
  if (Number.isNaN(epochMs)) throw classicError(`The field ${name} is not defined or invalid`);
  return `${new Date(epochMs).toISOString().slice(0, 19)}Z`;
}

function readText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}
