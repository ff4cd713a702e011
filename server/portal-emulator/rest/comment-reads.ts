import { isRecord, readParameter } from '../nested-parameters.ts';
import type { Portal } from '../portal.ts';
import type { PortalUser } from '../portal-data.ts';
import { classicError } from '../rest-error.ts';
import { createRowStore } from '../row-store.ts';
import type { TimelineComment } from '../state-mutation.ts';
import { selectFields, writeRow, type Field } from './field-table.ts';
import { noBounds } from './filter-bounds.ts';
import { listRows, parseOrder, parseStart } from './list-rows.ts';
import { getOwner, ownerTypeOfName } from './owner-record.ts';
import { readId } from './read-id.ts';
import type { RestCall, RestReply } from './rest-method.ts';

const id: Field<TimelineComment> = { classic: 'ID', item: 'id', kind: 'integer', type: 'integer', read: (comment) => comment.id };
const created: Field<TimelineComment> = {
  classic: 'CREATED',
  item: 'created',
  kind: 'instant',
  type: 'datetime',
  read: (comment) => comment.at,
};
const author: Field<TimelineComment> = {
  classic: 'AUTHOR_ID',
  item: 'authorId',
  kind: 'integer',
  type: 'user',
  read: (comment) => comment.authorId,
};
const sortable = [id, created, author];

const fields: readonly Field<TimelineComment>[] = [
  id,
  { classic: 'ENTITY_ID', item: 'entityId', kind: 'integer', type: 'integer', read: (comment) => comment.entityId },
  { classic: 'ENTITY_TYPE', item: 'entityType', kind: 'text', type: 'string', read: (comment) => comment.entityType },
  created,
  { classic: 'COMMENT', item: 'comment', kind: 'text', type: 'string', read: (comment) => comment.text },
  author,
  // No files are an empty object here, not the usual empty list.
  { classic: 'FILES', item: 'files', kind: 'list', type: 'attached_diskfile', read: () => ({}) },
];

/** `crm.timeline.comment.get` answers its refusals in the classic way, the methods beside it do not. */
export function getComment({ portal, user, parameters }: RestCall): RestReply {
  const comment = portal.state.comments.find(readId(parameters));
  if (!comment) throw classicError('Not found.');
  if (readAccess(portal, user, comment.entityType, comment.entityId) === 'hidden') throw classicError('Access denied.');
  return { result: writeRow(fields, comment, 'classic', portal.zone) };
}

/** `crm.timeline.comment.list`: comments of one record, which the filter has to name. */
export function listComments({ portal, user, parameters }: RestCall): RestReply {
  const filter = readParameter(parameters, 'filter');
  if (!isRecord(filter)) throw classicError('Access denied.');
  const entityType = String(filter['ENTITY_TYPE'] ?? '').toLowerCase();
  const entityId = Number(filter['ENTITY_ID']);
  if (readAccess(portal, user, entityType, entityId) === 'hidden') throw classicError('Access denied.');
  const comments = portal.state.comments.rows.filter((one) => one.entityType === entityType && one.entityId === entityId);
  const page = listRows({
    store: createRowStore(comments),
    filter: { accepts: () => true, bounds: noBounds() },
    isVisible: () => true,
    order: parseOrder(readParameter(parameters, 'order'), sortable, 'classic', 'drop'),
    start: parseStart(readParameter(parameters, 'start')),
  });
  const selected = selectFields(fields, readParameter(parameters, 'select'), 'classic');
  const result = page.rows.map((comment) => writeRow(selected, comment, 'classic', portal.zone));
  return { result, total: page.total, ...(page.next === undefined ? {} : { next: page.next }) };
}

/** A kind of record the portal does not know can be read by nobody. */
function readAccess(portal: Portal, user: PortalUser, entityType: string, entityId: number): ReturnType<typeof getOwner> {
  const typeId = ownerTypeOfName(entityType);
  return typeId === undefined ? 'hidden' : getOwner(portal, user, typeId, entityId);
}
