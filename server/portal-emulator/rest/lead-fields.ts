import type { Portal } from '../portal.ts';
import type { PortalLead } from '../portal-data.ts';
import type { Field } from './field-table.ts';
import { leadFreeFields, toFields } from './free-fields.ts';

const known = new WeakMap<Portal, readonly Field<PortalLead>[]>();

export function leadFields(portal: Portal): readonly Field<PortalLead>[] {
  const cached = known.get(portal);
  if (cached) return cached;
  const fields = buildLeadFields(portal);
  known.set(portal, fields);
  return fields;
}

function buildLeadFields({ stages }: Portal): Field<PortalLead>[] {
  const semanticsOf = (lead: PortalLead): 'P' | 'S' | 'F' => stages.lead(lead.statusId)?.semantics ?? 'P';
  return [
    { classic: 'ID', item: 'id', kind: 'integer', type: 'integer', isReadOnly: true, read: (lead) => lead.id },
    { classic: 'TITLE', item: 'title', kind: 'text', type: 'string', read: (lead) => lead.title },
    { classic: 'STATUS_ID', item: 'stageId', kind: 'status', type: 'crm_status', read: (lead) => lead.statusId },
    { classic: 'STATUS_SEMANTIC_ID', item: 'stageSemanticId', kind: 'status', type: 'string', isReadOnly: true, read: semanticsOf },
    { classic: 'OPPORTUNITY', item: 'opportunity', kind: 'money', type: 'double', read: (lead) => lead.amount },
    { classic: 'CURRENCY_ID', item: 'currencyId', kind: 'status', type: 'crm_currency', read: (lead) => lead.currency },
    {
      classic: 'IS_MANUAL_OPPORTUNITY',
      item: 'isManualOpportunity',
      kind: 'flag',
      type: 'char',
      read: (lead) => lead.isAmountManual ?? true,
    },
    { classic: 'COMPANY_ID', item: 'companyId', kind: 'integer', type: 'crm_company', absent: '0', read: (lead) => lead.companyId },
    { classic: 'ASSIGNED_BY_ID', item: 'assignedById', kind: 'integer', type: 'user', read: (lead) => lead.responsibleId },
    { classic: 'CREATED_BY_ID', item: 'createdBy', kind: 'integer', type: 'user', isReadOnly: true, read: (lead) => lead.responsibleId },
    { classic: 'DATE_CREATE', item: 'createdTime', kind: 'instant', type: 'datetime', isReadOnly: true, read: (lead) => lead.createdAt },
    { classic: 'DATE_MODIFY', item: 'updatedTime', kind: 'instant', type: 'datetime', isReadOnly: true, read: (lead) => lead.modifiedAt },
    { classic: 'MOVED_TIME', item: 'movedTime', kind: 'instant', type: 'datetime', isReadOnly: true, read: (lead) => lead.movedAt },
    {
      classic: 'DATE_CLOSED',
      item: 'dateClosed',
      kind: 'instant',
      type: 'datetime',
      isReadOnly: true,
      absent: '',
      read: (lead) => (semanticsOf(lead) === 'P' ? null : lead.movedAt),
    },
    { classic: 'IS_RETURN_CUSTOMER', item: 'isReturnCustomer', kind: 'flag', type: 'char', isReadOnly: true, read: () => false },
    { classic: 'OPENED', item: 'opened', kind: 'flag', type: 'char', read: () => true },
    ...touchFields,
    ...toFields<PortalLead>(leadFreeFields),
  ];
}

/** Who did something last, and how the client can be reached: the portal keeps no phones and mails of leads. */
const touchFields: readonly Field<PortalLead>[] = [
  { classic: 'CONTACT_ID', item: 'contactId', kind: 'integer', type: 'crm_contact', read: () => null },
  { classic: 'HAS_PHONE', item: 'hasPhone', kind: 'flag', type: 'char', isReadOnly: true, read: () => false },
  { classic: 'HAS_EMAIL', item: 'hasEmail', kind: 'flag', type: 'char', isReadOnly: true, read: () => false },
  { classic: 'HAS_IMOL', item: 'hasImol', kind: 'flag', type: 'char', isReadOnly: true, read: () => false },
  { classic: 'MODIFY_BY_ID', item: 'updatedBy', kind: 'integer', type: 'user', isReadOnly: true, read: (lead) => lead.responsibleId },
  { classic: 'MOVED_BY_ID', item: 'movedBy', kind: 'integer', type: 'user', isReadOnly: true, read: (lead) => lead.responsibleId },
  {
    classic: 'LAST_ACTIVITY_BY',
    item: 'lastActivityBy',
    kind: 'integer',
    type: 'user',
    isReadOnly: true,
    read: (lead) => lead.responsibleId,
  },
  {
    classic: 'LAST_ACTIVITY_TIME',
    item: 'lastActivityTime',
    kind: 'instant',
    type: 'datetime',
    isReadOnly: true,
    read: (lead) => lead.modifiedAt,
  },
];
