import { addDeal, changeDeal, getVisibleDeal, removeDeal } from '../deal-changes.ts';
import { addLead, changeLead, getVisibleLead, removeLead } from '../lead-changes.ts';
import { readParameter } from '../nested-parameters.ts';
import type { Portal } from '../portal.ts';
import type { PortalDeal, PortalLead } from '../portal-data.ts';
import { RestError } from '../rest-error.ts';
import type { RowStore } from '../row-store.ts';
import { dealFields } from './deal-fields.ts';
import { itemOnlyFields } from './item-only-fields.ts';
import { invoiceFields, quoteFields } from './document-fields.ts';
import { describeFields, writeRow, type Field } from './field-table.ts';
import { companyFields } from './company-fields.ts';
import { leadFields } from './lead-fields.ts';
import { answerList } from './list-method.ts';
import { readDealChange, readLeadChange } from './read-change.ts';
import { readId } from './read-id.ts';
import type { RestCall, RestMethods, RestReply } from './rest-method.ts';

/** Universal methods: numbers, camelCase, and filter keys that are not known are refused. */
export const itemMethods: RestMethods = {
  'crm.item.list': { scopes: ['crm'], answer: list },
  'crm.item.get': { scopes: ['crm'], answer: (call) => writeItem(call, readId(call.parameters)) },
  'crm.item.update': { scopes: ['crm'], answer: update },
  'crm.item.add': { scopes: ['crm'], answer: add },
  'crm.item.delete': { scopes: ['crm'], answer: remove },
  'crm.item.fields': { scopes: ['crm'], answer: fields },
};

type ItemType = 'lead' | 'deal' | 'company' | 'quote' | 'invoice';
const itemTypes: ReadonlyMap<number, ItemType> = new Map([
  [1, 'lead'],
  [2, 'deal'],
  [4, 'company'],
  [7, 'quote'],
  [31, 'invoice'],
]);

const dealOnly = itemOnlyFields<PortalDeal>(2);
const leadOnly = itemOnlyFields<PortalLead>(1);
const dealItemFields = (portal: Portal): readonly Field<PortalDeal>[] => [...dealFields(portal), ...dealOnly];
const leadItemFields = (portal: Portal): readonly Field<PortalLead>[] => [...leadFields(portal), ...leadOnly];

function readType(call: RestCall): ItemType {
  const type = itemTypes.get(Number(readParameter(call.parameters, 'entityTypeId')));
  if (!type) throw new RestError('NOT_FOUND', 'SPA not found');
  return type;
}

/** The rest of the types is read only here. */
function readChangeableType(call: RestCall): 'lead' | 'deal' {
  const type = readType(call);
  if (type !== 'lead' && type !== 'deal') throw new RestError('ACCESS_DENIED', 'Access denied', 403);
  return type;
}

function getVisible<Row extends { readonly id: number; readonly responsibleId: number }>(
  call: RestCall,
  store: RowStore<Row>,
  id: number,
): Row {
  const row = store.find(id);
  if (!row) throw new RestError('NOT_FOUND', 'Item not found');
  if (!call.portal.visibility.isVisible(call.user, row.responsibleId)) throw new RestError('ACCESS_DENIED', 'Access denied', 403);
  return row;
}

function list(call: RestCall): RestReply {
  const { portal, user } = call;
  const shared = { style: 'item', unknownKeys: 'refuse' } as const;
  const isVisible = (row: { readonly responsibleId: number }): boolean => portal.visibility.isVisible(user, row.responsibleId);
  const page = {
    deal: () => answerList(call, { ...shared, store: portal.state.deals, fields: dealItemFields(portal), isVisible }),
    lead: () => answerList(call, { ...shared, store: portal.state.leads, fields: leadItemFields(portal), isVisible }),
    company: () => answerList(call, { ...shared, store: portal.state.companies, fields: companyFields(portal), isVisible: () => true }),
    quote: () => answerList(call, { ...shared, store: portal.state.quotes, fields: quoteFields, isVisible }),
    invoice: () => answerList(call, { ...shared, store: portal.state.invoices, fields: invoiceFields, isVisible }),
  }[readType(call)]();
  return { ...page, result: { items: page.result } };
}

function writeItem(call: RestCall, id: number): RestReply {
  const { portal, user } = call;
  const item = {
    deal: () =>
      writeRow(
        dealItemFields(portal),
        asItem(() => getVisibleDeal(portal, user, id)),
        'item',
        portal.zone,
      ),
    lead: () =>
      writeRow(
        leadItemFields(portal),
        asItem(() => getVisibleLead(portal, user, id)),
        'item',
        portal.zone,
      ),
    company() {
      const company = portal.state.companies.find(id);
      if (!company) throw new RestError('NOT_FOUND', 'Item not found');
      return writeRow(companyFields(portal), company, 'item', portal.zone);
    },
    quote: () => writeRow(quoteFields, getVisible(call, portal.state.quotes, id), 'item', portal.zone),
    invoice: () => writeRow(invoiceFields, getVisible(call, portal.state.invoices, id), 'item', portal.zone),
  }[readType(call)]();
  return { result: { item } };
}

function update(call: RestCall): RestReply {
  const { portal, user, parameters } = call;
  const id = readId(parameters);
  const type = readChangeableType(call);
  asItem(() => {
    if (type === 'deal') changeDeal(portal, user, id, readDealChange(parameters, 'item', portal.zone));
    else changeLead(portal, user, id, readLeadChange(parameters, 'item'));
  });
  return writeItem(call, id);
}

function add(call: RestCall): RestReply {
  const { portal, user, parameters } = call;
  const type = readChangeableType(call);
  const id = asItem(() =>
    type === 'deal'
      ? addDeal(portal, user, readDealChange(parameters, 'item', portal.zone))
      : addLead(portal, user, readLeadChange(parameters, 'item')),
  );
  return writeItem(call, id);
}

function remove(call: RestCall): RestReply {
  const { portal, user, parameters } = call;
  const type = readChangeableType(call);
  const id = readId(parameters);
  asItem(() => (type === 'deal' ? removeDeal(portal, user, id) : removeLead(portal, user, id)));
  return { result: [] };
}

function fields(call: RestCall): RestReply {
  const described = {
    deal: () => describeFields(dealItemFields(call.portal), 'item'),
    lead: () => describeFields(leadItemFields(call.portal), 'item'),
    company: () => describeFields(companyFields(call.portal), 'item'),
    quote: () => describeFields(quoteFields, 'item'),
    invoice: () => describeFields(invoiceFields, 'item'),
  }[readType(call)]();
  return { result: { fields: described } };
}

/** The universal methods name what classic ones leave without a code. */
function asItem<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof RestError) || error.code !== '') throw error;
    if (error.message === 'Not found') throw new RestError('NOT_FOUND', 'Item not found');
    if (error.message === 'Access denied') throw new RestError('ACCESS_DENIED', 'Access denied', 403);
    throw new RestError('INVALID_ARG_VALUE', error.message);
  }
}
