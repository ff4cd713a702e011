import { readParameter } from '../nested-parameters.ts';
import type { Portal } from '../portal.ts';
import type { PortalStageMove } from '../portal-data.ts';
import type { InvoiceMove } from '../records/invoice.ts';
import { RestError } from '../rest-error.ts';
import { createRowStore, type RowStore } from '../row-store.ts';
import type { LeadMove } from '../state-mutation.ts';
import { requireDirections } from './crm/item-query.ts';
import type { Field } from './field-table.ts';
import { answerList } from './list-method.ts';
import type { RestCall, RestMethods, RestReply } from './rest-method.ts';

export const stageHistoryMethods: RestMethods = {
  'crm.stagehistory.list': { scopes: ['crm'], answer: list },
};

/** Ids and types are numbers here although the names are classic. */
function stageMoveFields<Row extends Omit<PortalStageMove, 'dealId'>>(ownerOf: (move: Row) => number): readonly Field<Row>[] {
  return [
    { classic: 'ID', item: 'id', kind: 'integer', type: 'integer', read: (move) => move.id },
    { classic: 'TYPE_ID', item: 'typeId', kind: 'integer', type: 'integer', read: (move) => move.typeId },
    { classic: 'OWNER_ID', item: 'ownerId', kind: 'integer', type: 'integer', read: ownerOf },
    { classic: 'CREATED_TIME', item: 'createdTime', kind: 'instant', type: 'datetime', read: (move) => move.at },
    { classic: 'CATEGORY_ID', item: 'categoryId', kind: 'integer', type: 'integer', read: (move) => move.categoryId },
    { classic: 'STAGE_SEMANTIC_ID', item: 'stageSemanticId', kind: 'status', type: 'string', read: (move) => move.semantics },
    { classic: 'STAGE_ID', item: 'stageId', kind: 'status', type: 'string', read: (move) => move.stageId },
  ];
}

const dealMoveFields = stageMoveFields<PortalStageMove>((move) => move.dealId);
const invoiceMoveFields = stageMoveFields<InvoiceMove>((move) => move.invoiceId);

const leadMoveFields: readonly Field<LeadMove>[] = [
  { classic: 'ID', item: 'id', kind: 'integer', type: 'integer', read: (move) => move.id },
  { classic: 'TYPE_ID', item: 'typeId', kind: 'integer', type: 'integer', read: (move) => move.typeId },
  { classic: 'OWNER_ID', item: 'ownerId', kind: 'integer', type: 'integer', read: (move) => move.leadId },
  { classic: 'CREATED_TIME', item: 'createdTime', kind: 'instant', type: 'datetime', read: (move) => move.at },
  { classic: 'STATUS_SEMANTIC_ID', item: 'stageSemanticId', kind: 'status', type: 'string', read: (move) => move.semantics },
  { classic: 'STATUS_ID', item: 'statusId', kind: 'status', type: 'string', read: (move) => move.statusId },
];

function list(call: RestCall): RestReply {
  const { state } = call.portal;
  const entityTypeId = Number(readParameter(call.parameters, 'entityTypeId'));
  switch (entityTypeId) {
    case 1:
      return listMoves(call, state.leadMoves, leadMoveFields, { of: (move) => move.leadId, in: state.leads });
    case 2:
      return listMoves(call, state.dealMoves, dealMoveFields, { of: (move) => move.dealId, in: state.deals });
    case 31:
      return listMoves(call, state.records.invoiceMoves, invoiceMoveFields, { of: (move) => move.invoiceId, in: state.invoices });
    // Invoices of the old kind have a history of their own kind, and this portal has none of them.
    case 5:
      return listMoves(call, createRowStore<LeadMove>([]), leadMoveFields, { of: (move) => move.leadId, in: state.leads });
    default:
      throw new RestError('ENTITY_TYPE_NOT_SUPPORTED', `Entity type ${typeNames.get(entityTypeId) ?? entityTypeId} is not supported`);
  }
}

const typeNames: ReadonlyMap<number, string> = new Map([
  [3, 'CONTACT'],
  [4, 'COMPANY'],
  [7, 'QUOTE'],
]);

interface OwnerLink<Row> {
  readonly of: (move: Row) => number;
  readonly in: Owners;
}

function listMoves<Row extends { readonly id: number }>(
  call: RestCall,
  store: RowStore<Row>,
  fields: readonly Field<Row>[],
  owner: OwnerLink<Row>,
): RestReply {
  requireDirections(call, fields, 'history');
  const isVisible = ownerIsVisible(call, owner.in);
  const shared = { style: 'history', unknownKeys: 'refuse' } as const;
  const page = answerList(call, { ...shared, store, fields, isVisible: (move) => isVisible(owner.of(move)) });
  return { ...page, result: { items: page.result } };
}

type Owners = { find(id: number): { readonly responsibleId: number } | undefined };

/** Rows follow the right to read their owner; the history of a deleted owner is gone. */
function ownerIsVisible({ portal, user }: { portal: Portal; user: RestCall['user'] }, owners: Owners): (id: number) => boolean {
  return (id) => {
    const owner = owners.find(id);
    return owner !== undefined && portal.visibility.isVisible(user, owner.responsibleId);
  };
}
