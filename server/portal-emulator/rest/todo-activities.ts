import { addActivity, changeActivity, type ActivityDraft } from '../activity-changes.ts';
import { ownersOf } from '../activity-owners.ts';
import { isRecord, readParameter } from '../nested-parameters.ts';
import type { PortalActivity } from '../portal-data.ts';
import { RestError } from '../rest-error.ts';
import { keepFilled } from './activity-attachments.ts';
import { getOwner, readOwnerType, type OwnerTypeId } from './owner-record.ts';
import { readText } from './read-activity.ts';
import { requireParameters } from './require-parameters.ts';
import type { RestCall, RestMethods, RestReply } from './rest-method.ts';

/** Universal activities: their start and their end are the deadline. */
export const todoMethods: RestMethods = {
  'crm.activity.todo.add': { scopes: ['crm'], answer: add },
  'crm.activity.todo.update': { scopes: ['crm'], answer: update },
  'crm.activity.todo.updatedeadline': { scopes: ['crm'], answer: updateDeadline },
};

function add(call: RestCall): RestReply {
  requireParameters(call.parameters, ['ownerTypeId', 'ownerId', 'deadline']);
  const owner = readOwner(call);
  const draft = readDraft(call, {});
  const at = readDeadline(call, 'deadline');
  return {
    result: {
      id: addActivity(call.portal, call.user, {
        typeId: 6,
        providerId: 'CRM_TODO',
        ...owner,
        responsibleId: call.user.id,
        direction: 0,
        isCompleted: false,
        subject: '',
        description: '',
        startAt: at,
        endAt: at,
        deadline: at,
        ...draft,
      }),
    },
  };
}

function update(call: RestCall): RestReply {
  requireParameters(call.parameters, ['id', 'ownerTypeId', 'ownerId', 'deadline']);
  const before = getOpenTodo(call);
  const at = readDeadline(call, 'deadline');
  changeActivity(call.portal, call.user, before, { startAt: at, endAt: at, deadline: at, ...readDraft(call, before) });
  return { result: { id: before.id } };
}

function updateDeadline(call: RestCall): RestReply {
  requireParameters(call.parameters, ['id', 'ownerTypeId', 'ownerId', 'value']);
  const before = getOpenTodo(call);
  const at = readDeadline(call, 'value');
  changeActivity(call.portal, call.user, before, { startAt: at, endAt: at, deadline: at });
  return { result: { id: before.id } };
}

function readOwner({ portal, user, parameters }: RestCall): { ownerTypeId: OwnerTypeId; ownerId: number } {
  const ownerTypeId = readOwnerType(readParameter(parameters, 'ownerTypeId'));
  const ownerId = Number(readParameter(parameters, 'ownerId'));
  const owner = ownerTypeId === null ? 'absent' : getOwner(portal, user, ownerTypeId, ownerId);
  if (ownerTypeId === null || owner === 'absent') throw new RestError('OWNER_NOT_FOUND', 'Owner was not found');
  if (owner === 'hidden') throw new RestError('ACCESS_DENIED', 'Access denied');
  return { ownerTypeId, ownerId };
}

/** The universal activity of this id under this owner, as long as it may be changed. */
function getOpenTodo(call: RestCall): PortalActivity {
  const { ownerTypeId, ownerId } = readOwner(call);
  const activity = call.portal.state.activities.find(Number(readParameter(call.parameters, 'id')));
  const isOfOwner = activity && ownersOf(activity).some((owner) => owner.ownerTypeId === ownerTypeId && owner.ownerId === ownerId);
  if (!isOfOwner || activity.providerId !== 'CRM_TODO') throw new RestError('NOT_FOUND', 'Not found.');
  if (activity.isCompleted) throw new RestError('CAN_NOT_UPDATE_COMPLETED_TODO', 'Cannot update completed todo');
  return activity;
}

function readDeadline({ portal, parameters }: RestCall, name: string): string {
  const at = portal.zone.readInstant(String(readParameter(parameters, name)));
  if (Number.isNaN(at)) throw new RestError('WRONG_DATETIME_FORMAT', 'Wrong date/time format');
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

/** What was given beside the deadline. */
function readDraft({ portal, parameters }: RestCall, before: Partial<PortalActivity>): Partial<ActivityDraft> {
  const given = (name: string): unknown => readParameter(parameters, name);
  const offsets = given('pingOffsets');
  const minutes = Array.isArray(offsets) ? offsets : isRecord(offsets) ? Object.values(offsets) : undefined;
  const color = given('colorId');
  const parentActivityId = Number(given('parentActivityId') ?? 0);
  if (portal.state.activities.find(parentActivityId)?.isCompleted === true) {
    throw new RestError('ERROR_PARENT_ACTIVITY_RESTRICT', 'Cannot plan an activity for a completed one');
  }
  return {
    ...(given('title') === undefined ? {} : { subject: readText(given('title')) }),
    ...(given('description') === undefined ? {} : { description: readText(given('description')) }),
    ...readResponsible({ portal, value: given('responsibleId') }),
    ...keepFilled({
      ...before.details,
      ...(color === undefined ? {} : { colorId: readText(color) }),
      ...(minutes === undefined ? {} : { pingOffsets: minutes.map((one) => Math.trunc(Number(one)) || 0) }),
      ...(parentActivityId > 0 ? { parentActivityId } : {}),
    }),
  };
}

/** A responsible person the portal does not know is not set; the page names no refusal. */
function readResponsible({ portal, value }: { portal: RestCall['portal']; value: unknown }): { responsibleId?: number } {
  const id = Number(value);
  return portal.state.users.has(id) ? { responsibleId: id } : {};
}
