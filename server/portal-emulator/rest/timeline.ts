import { isRecord, readParameter } from '../nested-parameters.ts';
import { portalNow, type Portal } from '../portal.ts';
import type { PortalUser } from '../portal-data.ts';
import { RestError } from '../rest-error.ts';
import type { TimelineComment } from '../state-mutation.ts';
import { getComment, listComments } from './comment-reads.ts';
import { getOwner, ownerTypeOfName } from './owner-record.ts';
import type { RestCall, RestMethods, RestReply } from './rest-method.ts';

export const timelineMethods: RestMethods = {
  'crm.timeline.comment.add': { scopes: ['crm'], answer: add },
  'crm.timeline.comment.get': { scopes: ['crm'], answer: getComment },
  'crm.timeline.comment.list': { scopes: ['crm'], answer: listComments },
  'crm.timeline.comment.update': { scopes: ['crm'], answer: update },
  'crm.timeline.comment.delete': { scopes: ['crm'], answer: remove },
};

function add(call: RestCall): RestReply {
  const { portal, user } = call;
  const fields = readFields(call);
  const entityType = String(fields['ENTITY_TYPE'] ?? '').toLowerCase();
  const entityId = Number(fields['ENTITY_ID']);
  requireOwner(portal, user, entityType, entityId);
  const text = readText(fields);
  const id = portal.state.comments.nextId();
  portal.state.record({ kind: 'commented', comment: { id, entityType, entityId, at: portalNow(portal), authorId: user.id, text } });
  portal.sender.send('ONCRMTIMELINECOMMENTADD', { ID: id }, user.id);
  return { result: id };
}

/** The time of writing stays. */
function update(call: RestCall): RestReply {
  const { portal, user } = call;
  const comment = getOwnedComment(call);
  const fields = readFields(call);
  const change = fields['COMMENT'] === undefined ? {} : { text: readText(fields) };
  portal.state.record({ kind: 'commented', comment: { ...comment, ...change } });
  portal.sender.send('ONCRMTIMELINECOMMENTUPDATE', { ID: comment.id }, user.id);
  return { result: comment.id };
}

function remove(call: RestCall): RestReply {
  const { id } = getOwnedComment(call);
  call.portal.state.record({ kind: 'comment-removed', id });
  call.portal.sender.send('ONCRMTIMELINECOMMENTDELETE', { ID: id }, call.user.id);
  return { result: null };
}

/** `fields` is taken in lower case only, unlike anywhere else. */
function readFields({ parameters }: RestCall): Readonly<Record<string, unknown>> {
  const fields = parameters['fields'];
  if (!isRecord(fields)) throw new RestError('100', 'Could not find value for parameter {fields}');
  return fields;
}

function readText(fields: Readonly<Record<string, unknown>>): string {
  const text = String(fields['COMMENT'] ?? '').trim();
  if (text === '') throw new RestError('INVALID_ARG_VALUE', 'Empty comment message');
  return text;
}

/** The owner may be named beside the comment and then must be its own. */
function getOwnedComment({ portal, user, parameters }: RestCall): TimelineComment {
  const id = readParameter(parameters, 'id');
  if (id === undefined || id === '') throw new RestError('100', 'Could not find value for parameter {id}');
  const comment = portal.state.comments.find(Number(id));
  if (!comment) throw new RestError('NOT_FOUND', 'Not found.');
  const [typeId, ownerId] = [readParameter(parameters, 'ownerTypeId'), readParameter(parameters, 'ownerId')];
  const isOther = Number(typeId) !== ownerTypeOfName(comment.entityType) || Number(ownerId) !== comment.entityId;
  if (typeId !== undefined && ownerId !== undefined && isOther) throw new RestError('OWNER_NOT_FOUND', 'Owner was not found');
  requireOwner(portal, user, comment.entityType, comment.entityId);
  return comment;
}

function requireOwner(portal: Portal, user: PortalUser, entityType: string, entityId: number): void {
  const typeId = ownerTypeOfName(entityType);
  const owner = typeId === undefined ? 'absent' : getOwner(portal, user, typeId, entityId);
  if (owner === 'absent') throw new RestError('OWNER_NOT_FOUND', 'Owner was not found');
  if (owner === 'hidden') throw new RestError('ACCESS_DENIED', 'Access denied');
}
