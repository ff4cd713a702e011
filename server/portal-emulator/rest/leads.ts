import { addLead, changeLead, getVisibleLead, removeLead } from '../lead-changes.ts';
import { classicError } from '../rest-error.ts';
import { describeFields, writeRow } from './field-table.ts';
import { companyFields } from './company-fields.ts';
import { leadFields } from './lead-fields.ts';
import { answerList } from './list-method.ts';
import { readLeadChange } from './read-change.ts';
import { readId } from './read-id.ts';
import type { RestCall, RestMethods, RestReply } from './rest-method.ts';

export const leadMethods: RestMethods = {
  'crm.lead.fields': { scopes: ['crm'], answer: ({ portal }) => ({ result: describeFields(leadFields(portal), 'classic') }) },
  'crm.lead.list': { scopes: ['crm'], answer: listLeads },
  'crm.lead.get': { scopes: ['crm'], answer: getLead },
  'crm.lead.update': { scopes: ['crm'], answer: updateLead },
  'crm.lead.add': { scopes: ['crm'], answer: add },
  'crm.lead.delete': { scopes: ['crm'], answer: remove },
  'crm.company.list': { scopes: ['crm'], answer: listCompanies },
  'crm.company.get': { scopes: ['crm'], answer: getCompany },
};

function listLeads(call: RestCall): RestReply {
  const { portal, user } = call;
  return answerList(call, {
    store: portal.state.leads,
    fields: leadFields(portal),
    style: 'classic',
    unknownKeys: 'drop',
    isVisible: (lead) => portal.visibility.isVisible(user, lead.responsibleId),
  });
}

function getLead({ portal, user, parameters }: RestCall): RestReply {
  const lead = getVisibleLead(portal, user, readId(parameters));
  return { result: writeRow(leadFields(portal), lead, 'classic', portal.zone) };
}

function updateLead({ portal, user, parameters }: RestCall): RestReply {
  changeLead(portal, user, readId(parameters), readLeadChange(parameters, 'classic'));
  return { result: true };
}

function add({ portal, user, parameters }: RestCall): RestReply {
  return { result: addLead(portal, user, readLeadChange(parameters, 'classic')) };
}

function remove({ portal, user, parameters }: RestCall): RestReply {
  removeLead(portal, user, readId(parameters));
  return { result: true };
}

function listCompanies(call: RestCall): RestReply {
  return answerList(call, {
    store: call.portal.state.companies,
    fields: companyFields(call.portal),
    style: 'classic',
    unknownKeys: 'drop',
    isVisible: () => true,
  });
}

function getCompany({ portal, parameters }: RestCall): RestReply {
  const id = readId(parameters);
  const company = portal.state.companies.find(id);
  if (!company) throw classicError('Not found');
  return { result: writeRow(companyFields(portal), company, 'classic', portal.zone) };
}
