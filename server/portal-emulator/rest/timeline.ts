import { isRecord } from '../nested-parameters.ts';
import { portalNow, type Portal } from '../portal.ts';
import type { PortalUser } from '../portal-data.ts';
import { RestError } from '../rest-error.ts';
import type { TimelineComment } from '../state-mutation.ts';
import { getOwner, type OwnerTypeId } from './owner-record.ts';
import { readId } from './read-id.ts';
import type { RestCall, RestMethods, RestReply } from './rest-method.ts';

export const timelineMethods: RestMethods = {
  'crm.timeline.comment.add': { scopes: ['crm'], answer: add },
  'crm.timeline.comment.get': { scopes: ['crm'], answer: get },
};

const typeIds: ReadonlyMap<string, OwnerTypeId> = new Map([
  ['lead', 1],
  ['deal', 2],
  ['contact', 3],
  ['company', 4],
]);

/** `fields` is taken in lower case only, unlike anywhere else. */
function add({ portal, user, parameters }: RestCall): RestReply {
  const fields = parameters['fields'];
  if (!isRecord(fields)) throw new RestError('100', 'Could not find value for parameter {fields}');
  const entityType = String(fields['ENTITY_TYPE'] ?? '').toLowerCase();
  const entityId = Number(fields['ENTITY_ID']);
  requireOwner(portal, user, entityType, entityId);
  const text = String(fields['COMMENT'] ?? '').trim();
  if (text === '') throw new RestError('INVALID_ARG_VALUE', 'Empty comment message');
  const id = portal.state.comments.nextId();
  portal.state.record({ kind: 'commented', comment: { id, entityType, entityId, at: portalNow(portal), authorId: user.id, text } });
  portal.sender.send('ONCRMTIMELINECOMMENTADD', { ID: id }, user.id);
  return { result: id };
}

function get({ portal, user, parameters }: RestCall): RestReply {
  const comment = portal.state.comments.find(readId(parameters));
  if (!comment) throw new RestError('NOT_FOUND', 'Not found.');
  requireOwner(portal, user, comment.entityType, comment.entityId);
  return { result: writeComment(portal, comment) };
}

function requireOwner(portal: Portal, user: PortalUser, entityType: string, entityId: number): void {
  const typeId = typeIds.get(entityType);
  const owner = typeId === undefined ? 'absent' : getOwner(portal, user, typeId, entityId);
  if (owner === 'absent') throw new RestError('OWNER_NOT_FOUND', 'Owner was not found');
  if (owner === 'hidden') throw new RestError('ACCESS_DENIED', 'Access denied');
}

function writeComment(portal: Portal, comment: TimelineComment): Record<string, unknown> {
  return {
    ID: String(comment.id),
    ENTITY_ID: String(comment.entityId),
    ENTITY_TYPE: comment.entityType,
    CREATED: portal.zone.writeInstant(comment.at),
    COMMENT: comment.text,
    AUTHOR_ID: String(comment.authorId),
    FILES: [],
  };
}
