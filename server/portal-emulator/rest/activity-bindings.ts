import { bindActivity, seesActivity } from '../activity-changes.ts';
import { ownersOf } from '../activity-owners.ts';
import { readParameter } from '../nested-parameters.ts';
import type { PortalActivity, PortalActivityBinding } from '../portal-data.ts';
import { RestError } from '../rest-error.ts';
import { getOwner, readOwnerType } from './owner-record.ts';
import { requireParameters } from './require-parameters.ts';
import type { RestCall, RestMethods, RestReply } from './rest-method.ts';

export const bindingMethods: RestMethods = {
  'crm.activity.binding.list': { scopes: ['crm'], answer: list },
  'crm.activity.binding.add': { scopes: ['crm'], answer: add },
  'crm.activity.binding.delete': { scopes: ['crm'], answer: remove },
};

const mostBindings = 100;

/** Only what the person may read. */
function list(call: RestCall): RestReply {
  requireParameters(call.parameters, ['activityId']);
  const readable = ownersOf(getActivity(call)).filter(
    ({ ownerTypeId, ownerId }) => getOwner(call.portal, call.user, ownerTypeId, ownerId) === 'visible',
  );
  return { result: readable.map(({ ownerTypeId, ownerId }) => ({ entityTypeId: ownerTypeId, entityId: ownerId })) };
}

function add(call: RestCall): RestReply {
  requireParameters(call.parameters, ['activityId', 'entityTypeId', 'entityId']);
  const activity = getActivity(call);
  const added = readEntity(call);
  const owners = ownersOf(activity);
  if (owners.some((owner) => isSame(owner, added)))
    throw new RestError('ACTIVITY_IS_ALREADY_BOUND', 'Activity is already bound to this item');
  if (owners.length >= mostBindings) throw new RestError('ACCESS_DENIED', 'Access denied');
  bindActivity(call.portal, activity, [...owners, added]);
  return { result: true };
}

/** The place of a deleted main owner is taken by the next one. */
function remove(call: RestCall): RestReply {
  requireParameters(call.parameters, ['activityId', 'entityTypeId', 'entityId']);
  const activity = getActivity(call);
  const removed = readEntity(call);
  const owners = ownersOf(activity);
  const others = owners.filter((owner) => !isSame(owner, removed));
  if (others.length === owners.length) throw new RestError('BINDING_NOT_FOUND', 'Binding was not found');
  if (others.length === 0) throw new RestError('LAST_BINDING_CANNOT_BE_DELETED', 'Last binding cannot be deleted');
  bindActivity(call.portal, activity, others);
  return { result: true };
}

function getActivity({ portal, user, parameters }: RestCall): PortalActivity {
  const activity = portal.state.activities.find(Number(readParameter(parameters, 'activityId')));
  if (!activity) throw new RestError('NOT_FOUND', 'Element not found');
  if (!seesActivity(portal, user, activity)) throw new RestError('ACCESS_DENIED', 'Access denied');
  return activity;
}

function readEntity({ portal, user, parameters }: RestCall): PortalActivityBinding {
  const ownerTypeId = readOwnerType(readParameter(parameters, 'entityTypeId'));
  const ownerId = Number(readParameter(parameters, 'entityId'));
  const owner = ownerTypeId === null ? 'absent' : getOwner(portal, user, ownerTypeId, ownerId);
  if (ownerTypeId === null || owner === 'absent') throw new RestError('OWNER_NOT_FOUND', 'Owner was not found');
  if (owner === 'hidden') throw new RestError('ACCESS_DENIED', 'Access denied');
  return { ownerTypeId, ownerId };
}

function isSame(left: PortalActivityBinding, right: PortalActivityBinding): boolean {
  return left.ownerTypeId === right.ownerTypeId && left.ownerId === right.ownerId;
}
