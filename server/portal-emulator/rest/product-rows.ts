import { isRecord, readParameter } from '../nested-parameters.ts';
import { removeRow, replaceRows, saveRow } from '../product-row-changes.ts';
import { findRowOwner, parseOwnerType, seesOwner, type RowOwner } from '../product-row-owner.ts';
import type { ProductRow } from '../records/product-row.ts';
import { RestError } from '../rest-error.ts';
import { changeableRowFields, describeProductRow } from './describe-product-row.ts';
import { writeRow } from './field-table.ts';
import { getGiven, getGivenId, getGivenObject } from './given-parameter.ts';
import { answerList } from './list-method.ts';
import { productRowFields } from './product-row-fields.ts';
import { readProductRow } from './read-product-row.ts';
import type { RestCall, RestMethods, RestReply } from './rest-method.ts';

/** Rows of goods of leads, deals, quotes and smart invoices. */
export const productRowMethods: RestMethods = {
  'crm.item.productrow.list': { scopes: ['crm'], answer: list },
  'crm.item.productrow.get': { scopes: ['crm'], answer: (call) => ({ result: { productRow: write(call, getRow(call).row, true) } }) },
  'crm.item.productrow.add': { scopes: ['crm'], answer: add },
  'crm.item.productrow.update': { scopes: ['crm'], answer: update },
  'crm.item.productrow.delete': { scopes: ['crm'], answer: remove },
  'crm.item.productrow.set': { scopes: ['crm'], answer: set },
  'crm.item.productrow.fields': { scopes: ['crm'], answer: () => ({ result: { fields: describeProductRow() } }) },
};

/** These methods refuse with 400 where the rest of `crm.item.*` does with 403. */
function refused(): RestError {
  return new RestError('ACCESS_DENIED', 'Access denied', 400);
}

function list(call: RestCall): RestReply {
  const { portal, user } = call;
  const filter = readParameter(call.parameters, 'filter');
  if (!isRecord(filter)) throw new RestError('100', 'Could not find value for parameter {filter}');
  const [type, ids] = [parseOwnerType(filter['=ownerType']), [filter['=ownerId']].flat()];
  if (type === undefined || ids.length === 0 || ids.some((id) => !Number.isInteger(Number(id ?? Number.NaN)))) {
    throw new RestError('INVALID_ARG_VALUE', 'Filter must have the keys =ownerType and =ownerId');
  }
  for (const id of ids) {
    const owner = findRowOwner(portal, type, Number(id));
    if (!owner || !seesOwner(portal, user, owner)) throw refused();
  }
  const page = answerList(call, {
    store: portal.state.records.productRows,
    fields: productRowFields(portal),
    style: 'item',
    unknownKeys: 'refuse',
    isVisible: () => true,
  });
  return { ...page, result: { productRows: page.result } };
}

function add(call: RestCall): RestReply {
  const { portal, user } = call;
  const given = getGivenObject(call.parameters, 'fields');
  const owner = getOwner(call, given['ownerType'], given['ownerId']);
  return { result: { productRow: write(call, saveRow(portal, user, owner, readProductRow(portal, given, null)), false) } };
}

function update(call: RestCall): RestReply {
  const { portal, user } = call;
  const { row, owner } = getRow(call);
  const given = getGivenObject(call.parameters, 'fields');
  const locked = Object.keys(given).find((name) => !changeableRowFields.has(name));
  if (locked !== undefined) throw new RestError('INVALID_ARG_VALUE', `Field '${locked}' is not available for update`);
  return { result: { productRow: write(call, saveRow(portal, user, owner, readProductRow(portal, given, row)), false) } };
}

function remove(call: RestCall): RestReply {
  const { row, owner } = getRow(call);
  removeRow(call.portal, call.user, owner, row);
  return { result: null };
}

function set(call: RestCall): RestReply {
  const { portal, user, parameters } = call;
  const owner = getOwner(call, getGiven(parameters, 'ownerType'), getGiven(parameters, 'ownerId'));
  const given = getGiven(parameters, 'productRows');
  if (!Array.isArray(given) || !given.every(isRecord)) {
    throw new RestError('100', 'Invalid value to match with parameter {productRows}. Should be value of type array');
  }
  const drafts = given.map((row) => {
    const id = Number(row['id']);
    return { ...readProductRow(portal, row, null), ...(Number.isInteger(id) ? { id } : {}) };
  });
  return { result: { productRows: replaceRows(portal, user, owner, drafts).map((row) => write(call, row, false)) } };
}

function getOwner({ portal, user }: RestCall, ownerType: unknown, ownerId: unknown): RowOwner {
  const type = parseOwnerType(ownerType);
  if (!type) throw new RestError('ENTITY_TYPE_NOT_SUPPORTED', 'Working with this type of objects is not supported');
  const owner = findRowOwner(portal, type, Number(ownerId));
  if (!owner) throw new RestError('OWNER_NOT_FOUND', 'Owner was not found');
  if (!seesOwner(portal, user, owner)) throw refused();
  return owner;
}

function getRow({ portal, user, parameters }: RestCall): { readonly row: ProductRow; readonly owner: RowOwner } {
  const row = portal.state.records.productRows.find(getGivenId(parameters, 'id'));
  const owner = row && findRowOwner(portal, row.ownerType, row.ownerId);
  if (!owner) throw new RestError('NOT_FOUND', 'Item not found');
  if (!seesOwner(portal, user, owner)) throw refused();
  return { row, owner };
}

/** The warehouse comes along only where rows are read. */
function write({ portal }: RestCall, row: ProductRow, hasStore: boolean): Record<string, unknown> {
  const fields = productRowFields(portal).filter((field) => hasStore || field.item !== 'storeId');
  return writeRow(fields, row, 'item', portal.zone);
}
