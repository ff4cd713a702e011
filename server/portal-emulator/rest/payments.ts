import { readParameter } from '../nested-parameters.ts';
import { findRowOwner, seesOwner, type RowOwnerType } from '../product-row-owner.ts';
import type { RecordOf } from '../records/collections.ts';
import { RestError } from '../rest-error.ts';
import { writeRow, type Field } from './field-table.ts';
import { parseFilter } from './filter.ts';
import { checkArrays, getGivenId } from './given-parameter.ts';
import { answerList } from './list-method.ts';
import { parseOrder, parseStart, sortRows } from './list-rows.ts';
import { briefPaymentFields, paymentFields } from './payment-fields.ts';
import type { RestCall, RestMethods, RestReply } from './rest-method.ts';

export const paymentMethods: RestMethods = {
  'crm.item.payment.list': { scopes: ['crm'], answer: listOfRecord },
  'sale.payment.list': { scopes: ['sale'], answer: listAll },
  'crm.orderentity.list': { scopes: ['crm'], answer: listBindings },
};

const listParameters = ['select', 'filter', 'order'] as const;
const ownerTypes: ReadonlyMap<number, RowOwnerType> = new Map([
  [1, 'L'],
  [2, 'D'],
  [7, 'Q'],
  [31, 'SI'],
]);

/** All payments of one record at once: there are neither pages nor a count. */
function listOfRecord(call: RestCall): RestReply {
  const { portal, user, parameters } = call;
  const [entityId, entityTypeId] = [getGivenId(parameters, 'entityId'), getGivenId(parameters, 'entityTypeId')];
  checkArrays(parameters, listParameters);
  const type = ownerTypes.get(entityTypeId);
  const owner = type && findRowOwner(portal, type, entityId);
  if (!owner || !seesOwner(portal, user, owner)) throw new RestError('0', 'Access denied');
  const { orderBindings, payments } = portal.state.records;
  const bound = orderBindings.rows.filter((binding) => binding.ownerTypeId === entityTypeId && binding.ownerId === entityId);
  const orders = new Set(bound.map((binding) => binding.orderId));
  const rules = { fields: paymentFields, style: 'item', unknownKeys: 'drop', zone: portal.zone } as const;
  const filter = parseFilter(readParameter(parameters, 'filter'), rules);
  const found = payments.rows.filter((payment) => orders.has(payment.orderId) && filter.accepts(payment));
  const order = parseOrder(readParameter(parameters, 'order'), paymentFields, 'item', 'drop');
  return { result: sortRows(found, order).map((payment) => writeRow(briefPaymentFields, payment, 'item', portal.zone)) };
}

function listAll(call: RestCall): RestReply {
  requireAdmin(call);
  checkArrays(call.parameters, listParameters);
  const page = answerList(call, {
    store: call.portal.state.records.payments,
    fields: paymentFields,
    style: 'item',
    unknownKeys: 'drop',
    isVisible: () => true,
  });
  return { ...page, result: { payments: page.result } };
}

type Binding = RecordOf<'orderBindings'>;

/** A binding has no id of its own on the wire. */
const bindingFields: readonly Field<Binding>[] = [
  { classic: 'ORDER_ID', item: 'orderId', kind: 'integer', type: 'integer', read: (binding) => binding.orderId },
  { classic: 'OWNER_ID', item: 'ownerId', kind: 'integer', type: 'integer', read: (binding) => binding.ownerId },
  { classic: 'OWNER_TYPE_ID', item: 'ownerTypeId', kind: 'integer', type: 'integer', read: (binding) => binding.ownerTypeId },
];

/** By owner unless told; `start: -1` is everything at once. */
function listBindings(call: RestCall): RestReply {
  requireAdmin(call);
  checkArrays(call.parameters, listParameters);
  const byOwner = bindingFields.filter(({ item }) => item === 'ownerId').map((field) => ({ field, isDescending: false }));
  const source = {
    store: call.portal.state.records.orderBindings,
    fields: bindingFields,
    style: 'item',
    unknownKeys: 'drop',
    isVisible: () => true,
    defaultOrder: byOwner,
  } as const;
  if (parseStart(readParameter(call.parameters, 'start')) >= 0) {
    const page = answerList(call, source);
    return { ...page, result: { orderEntity: page.result } };
  }
  const everything: unknown[] = [];
  for (let start: number | undefined = 0; start !== undefined;) {
    const page: RestReply = answerList({ ...call, parameters: { ...call.parameters, start } }, source);
    everything.push(...(page.result as unknown[]));
    start = page.next;
  }
  return { result: { orderEntity: everything }, total: everything.length };
}

/** Managers of the online shop are the administrators here. */
function requireAdmin({ user }: RestCall): void {
  if (!user.isAdmin) throw new RestError('200040300010', 'Access Denied');
}
