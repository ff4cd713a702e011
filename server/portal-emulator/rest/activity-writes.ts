import { addActivity, changeActivity, removeActivity, seesActivity, type ActivityDraft } from '../activity-changes.ts';
import { portalNow } from '../portal.ts';
import type { PortalActivity } from '../portal-data.ts';
import { classicError } from '../rest-error.ts';
import { keepFilled, readCommunications, readFileNames } from './activity-attachments.ts';
import {
  readCompletion,
  readDetails,
  readDirection,
  readFields,
  readInstant,
  readOwner,
  readResponsible,
  readText,
  readType,
} from './read-activity.ts';
import { readId } from './read-id.ts';
import type { RestCall, RestReply } from './rest-method.ts';

const providers = { 1: 'CRM_MEETING', 2: 'CRM_CALL', 4: 'CRM_EMAIL', 6: '' } as const;

/** `crm.activity.add`: what the deprecated method asks for is checked in the order of its page. */
export function add(call: RestCall): RestReply {
  const { portal, user } = call;
  const fields = readFields(call);
  const typeId = readType(fields['TYPE_ID']);
  const providerId = readText(fields['PROVIDER_ID']) || providers[typeId];
  if (providerId === '') throw classicError('The custom activity without provider is not supported in current context');
  requireContext(call, providerId, 'add');
  const subject = readText(fields['SUBJECT']);
  if (subject === '') throw classicError('The field SUBJECT is not defined or empty');
  const responsibleId = readResponsible(portal, fields['RESPONSIBLE_ID']);
  const communications = readCommunications(typeId, fields['COMMUNICATIONS']);
  const startAt = readInstant(portal, fields['START_TIME'], 'START_TIME') ?? portalNow(portal);
  const endAt = readInstant(portal, fields['END_TIME'], 'END_TIME');
  const completion = readCompletion(fields);
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
      isCompleted: completion?.isCompleted === true,
      description: readText(fields['DESCRIPTION']),
      ...(readText(fields['ORIGIN_ID']) === '' ? {} : { originId: readText(fields['ORIGIN_ID']) }),
      ...keepFilled({
        ...readDetails(fields),
        communications,
        files: readFileNames(fields['FILES']),
        isAutoCompleted: completion?.isAutoCompleted === true ? true : undefined,
      }),
    }),
  };
}

/** `crm.activity.update`: absent fields stay as they are. */
export function update(call: RestCall): RestReply {
  const { portal, user } = call;
  const before = getActivity(call);
  requireContext(call, before.providerId, 'update');
  const fields = readFields(call);
  const has = (name: string): boolean => fields[name] !== undefined;
  const startAt = readInstant(portal, fields['START_TIME'], 'START_TIME');
  const endAt = readInstant(portal, fields['END_TIME'], 'END_TIME');
  const deadline = before.typeId === 6 ? endAt : startAt;
  const completion = readCompletion(fields);
  if (has('SUBJECT') && readText(fields['SUBJECT']) === '') throw classicError('The field SUBJECT is not defined or empty');
  const change: Partial<ActivityDraft> = {
    ...(has('SUBJECT') ? { subject: readText(fields['SUBJECT']) } : {}),
    ...(has('DESCRIPTION') ? { description: readText(fields['DESCRIPTION']) } : {}),
    ...(completion ? { isCompleted: completion.isCompleted } : {}),
    ...(has('RESPONSIBLE_ID') ? { responsibleId: readResponsible(portal, fields['RESPONSIBLE_ID']) } : {}),
    ...(has('DIRECTION') ? { direction: readDirection(fields['DIRECTION'], before.typeId) } : {}),
    ...(has('OWNER_ID') ? readOwner(call, { ...fields, OWNER_TYPE_ID: before.ownerTypeId }) : {}),
    ...(has('ORIGIN_ID') ? { originId: readText(fields['ORIGIN_ID']) } : {}),
    ...(startAt === null ? {} : { startAt }),
    ...(endAt === null ? {} : { endAt }),
    ...(deadline === null ? {} : { deadline }),
    ...keepFilled({
      ...before.details,
      ...readDetails(fields),
      ...(has('COMMUNICATIONS') ? { communications: readCommunications(before.typeId, fields['COMMUNICATIONS']) } : {}),
      ...(has('FILES') ? { files: readFileNames(fields['FILES']) } : {}),
      ...(completion ? { isAutoCompleted: completion.isAutoCompleted } : {}),
    }),
  };
  changeActivity(portal, user, before, change);
  return { result: true };
}

export function remove(call: RestCall): RestReply {
  const activity = getActivity(call);
  requireContext(call, activity.providerId, 'delete');
  removeActivity(call.portal, call.user, activity);
  return { result: true };
}

export function getActivity({ portal, user, parameters }: RestCall): PortalActivity {
  const activity = portal.state.activities.find(readId(parameters));
  if (!activity) throw classicError('Activity is not found');
  if (!seesActivity(portal, user, activity)) throw classicError('Access denied');
  return activity;
}

/** Activities of applications belong to an application's token; configurable ones to methods of their own. */
function requireContext({ caller }: RestCall, providerId: string, deed: 'add' | 'update' | 'delete'): void {
  if (deed !== 'delete' && providerId === 'CONFIGURABLE_REST_APP') {
    throw classicError(`Use crm.activity.configurable.${deed} for this activity provider`);
  }
  if (providerId === 'REST_APP' && caller === 'webhook') throw classicError('Application context required');
}
