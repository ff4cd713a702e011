import { readParameter } from '../nested-parameters.ts';
import type { Portal } from '../portal.ts';
import type { PortalStageMove } from '../portal-data.ts';
import { RestError } from '../rest-error.ts';
import type { LeadMove } from '../state-mutation.ts';
import type { Field } from './field-table.ts';
import { answerList } from './list-method.ts';
import type { RestCall, RestMethods, RestReply } from './rest-method.ts';

export const stageHistoryMethods: RestMethods = {
  'crm.stagehistory.list': { scopes: ['crm'], answer: list },
};

/** Ids and types are numbers here although the names are classic. */
const dealMoveFields: readonly Field<PortalStageMove>[] = [
  { classic: 'ID', item: 'id', kind: 'integer', type: 'integer', read: (move) => move.id },
  { classic: 'TYPE_ID', item: 'typeId', kind: 'integer', type: 'integer', read: (move) => move.typeId },
  { classic: 'OWNER_ID', item: 'ownerId', kind: 'integer', type: 'integer', read: (move) => move.dealId },
  { classic: 'CREATED_TIME', item: 'createdTime', kind: 'instant', type: 'datetime', read: (move) => move.at },
  { classic: 'CATEGORY_ID', item: 'categoryId', kind: 'integer', type: 'integer', read: (move) => move.categoryId },
  { classic: 'STAGE_SEMANTIC_ID', item: 'stageSemanticId', kind: 'status', type: 'string', read: (move) => move.semantics },
  { classic: 'STAGE_ID', item: 'stageId', kind: 'status', type: 'string', read: (move) => move.stageId },
];

const leadMoveFields: readonly Field<LeadMove>[] = [
  { classic: 'ID', item: 'id', kind: 'integer', type: 'integer', read: (move) => move.id },
  { classic: 'TYPE_ID', item: 'typeId', kind: 'integer', type: 'integer', read: (move) => move.typeId },
  { classic: 'OWNER_ID', item: 'ownerId', kind: 'integer', type: 'integer', read: (move) => move.leadId },
  { classic: 'CREATED_TIME', item: 'createdTime', kind: 'instant', type: 'datetime', read: (move) => move.at },
  { classic: 'STATUS_SEMANTIC_ID', item: 'stageSemanticId', kind: 'status', type: 'string', read: (move) => move.semantics },
  { classic: 'STATUS_ID', item: 'statusId', kind: 'status', type: 'string', read: (move) => move.statusId },
];

function list(call: RestCall): RestReply {
  const { portal, parameters } = call;
  const entityTypeId = Number(readParameter(parameters, 'entityTypeId'));
  const shared = { style: 'history', unknownKeys: 'refuse' } as const;
  const page = ((): RestReply => {
    if (entityTypeId === 2) {
      const isVisible = ownerIsVisible(call, portal.state.deals);
      return answerList(call, {
        ...shared,
        store: portal.state.dealMoves,
        fields: dealMoveFields,
        isVisible: (move) => isVisible(move.dealId),
      });
    }
    if (entityTypeId === 1) {
      const isVisible = ownerIsVisible(call, portal.state.leads);
      return answerList(call, {
        ...shared,
        store: portal.state.leadMoves,
        fields: leadMoveFields,
        isVisible: (move) => isVisible(move.leadId),
      });
    }
    throw new RestError('ENTITY_TYPE_NOT_SUPPORTED', `Entity type ${entityTypeId} is not supported`);
  })();
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
