import { addDeal, changeDeal, getVisibleDeal, removeDeal, type DealChange } from '../deal-changes.ts';
import { dealFields } from './deal-fields.ts';
import { describeFields, writeRow } from './field-table.ts';
import { answerList } from './list-method.ts';
import { readDealChange } from './read-change.ts';
import { readId } from './read-id.ts';
import type { RestCall, RestMethods, RestReply } from './rest-method.ts';

/** Classic deal methods: strings everywhere, filter keys that are not known are dropped without a word. */
export const dealMethods: RestMethods = {
  'crm.deal.fields': { scopes: ['crm'], answer: ({ portal }) => ({ result: describeFields(dealFields(portal), 'classic') }) },
  'crm.deal.list': { scopes: ['crm'], answer: list },
  'crm.deal.get': { scopes: ['crm'], answer: get },
  'crm.deal.update': { scopes: ['crm'], answer: update },
  'crm.deal.add': { scopes: ['crm'], answer: add },
  'crm.deal.delete': { scopes: ['crm'], answer: remove },
};

function list(call: RestCall): RestReply {
  const { portal, user } = call;
  return answerList(call, {
    store: portal.state.deals,
    fields: dealFields(portal),
    style: 'classic',
    unknownKeys: 'drop',
    isVisible: (deal) => portal.visibility.isVisible(user, deal.responsibleId),
  });
}

function get({ portal, user, parameters }: RestCall): RestReply {
  const deal = getVisibleDeal(portal, user, readId(parameters));
  return { result: writeRow(dealFields(portal), deal, 'classic', portal.zone) };
}

/** The pipeline cannot be changed by the classic update. */
function update({ portal, user, parameters }: RestCall): RestReply {
  const change = readDealChange(parameters, 'classic', portal.zone);
  changeDeal(portal, user, readId(parameters), withoutCategory(change));
  return { result: true };
}

function add({ portal, user, parameters }: RestCall): RestReply {
  return { result: addDeal(portal, user, readDealChange(parameters, 'classic', portal.zone)) };
}

function remove({ portal, user, parameters }: RestCall): RestReply {
  removeDeal(portal, user, readId(parameters));
  return { result: true };
}

function withoutCategory({ categoryId: _ignored, ...change }: DealChange): DealChange {
  return change;
}
