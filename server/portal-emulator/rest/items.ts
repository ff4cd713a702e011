import { readParameter } from '../nested-parameters.ts';
import { RestError } from '../rest-error.ts';
import { companies, contacts, deals, invoices, leads, quotes } from './crm/entities.ts';
import { createItemType, type ItemType } from './crm/item-type.ts';
import type { RestCall, RestMethods } from './rest-method.ts';

const scopes = ['crm'];

/** Universal methods: numbers, camelCase, and filter keys that are not known are refused. */
export const itemMethods: RestMethods = {
  'crm.item.list': { scopes, answer: (call) => readType(call).list(call) },
  'crm.item.get': { scopes, answer: (call) => readType(call).get(call) },
  'crm.item.update': { scopes, answer: (call) => readType(call).update(call) },
  'crm.item.add': { scopes, answer: (call) => readType(call).add(call) },
  'crm.item.delete': { scopes, answer: (call) => readType(call).remove(call) },
  'crm.item.fields': { scopes, answer: (call) => readType(call).describe(call) },
};

const itemTypes: ReadonlyMap<number, ItemType> = new Map([
  [leads.typeId, createItemType(leads)],
  [deals.typeId, createItemType(deals)],
  [contacts.typeId, createItemType(contacts)],
  [companies.typeId, createItemType(companies)],
  [quotes.typeId, createItemType(quotes)],
  [invoices.typeId, createItemType(invoices)],
]);

/** Invoices of the old kind exist, but not here. */
const oldInvoices = 5;

function readType({ parameters }: RestCall): ItemType {
  const given = readParameter(parameters, 'entityTypeId');
  if (given === undefined) throw new RestError('100', 'Could not find value for parameter {entityTypeId}');
  if (Number(given) === oldInvoices) throw new RestError('ENTITY_TYPE_NOT_SUPPORTED', 'Entity type INVOICE is not supported');
  const type = itemTypes.get(Number(given));
  if (!type) throw new RestError('NOT_FOUND', 'SPA not found');
  return type;
}
