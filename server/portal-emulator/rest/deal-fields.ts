import type { Portal } from '../portal.ts';
import type { PortalDeal } from '../portal-data.ts';
import type { Field } from './field-table.ts';
import { dealFreeFields, toFields } from './free-fields.ts';

const known = new WeakMap<Portal, readonly Field<PortalDeal>[]>();

/** Fields of a deal; what Bitrix24 answers as "field is disabled" is left out. */
export function dealFields(portal: Portal): readonly Field<PortalDeal>[] {
  const cached = known.get(portal);
  if (cached) return cached;
  const fields = [...ownFields(portal), ...derivedFields(portal), ...emptyFields, ...toFields<PortalDeal>(dealFreeFields)];
  known.set(portal, fields);
  return fields;
}

function ownFields(portal: Portal): Field<PortalDeal>[] {
  const { state } = portal;
  return [
    { classic: 'ID', item: 'id', kind: 'integer', type: 'integer', isReadOnly: true, read: (deal) => deal.id },
    { classic: 'TITLE', item: 'title', kind: 'text', type: 'string', read: (deal) => deal.title },
    { classic: 'CATEGORY_ID', item: 'categoryId', kind: 'integer', type: 'crm_category', read: (deal) => deal.categoryId },
    { classic: 'STAGE_ID', item: 'stageId', kind: 'status', type: 'crm_status', read: (deal) => deal.stageId },
    { classic: 'OPPORTUNITY', item: 'opportunity', kind: 'money', type: 'double', read: (deal) => deal.amount },
    { classic: 'CURRENCY_ID', item: 'currencyId', kind: 'status', type: 'crm_currency', read: (deal) => deal.currency },
    { classic: 'COMPANY_ID', item: 'companyId', kind: 'integer', type: 'crm_company', absent: '0', read: (deal) => deal.companyId },
    { classic: 'LEAD_ID', item: 'leadId', kind: 'integer', type: 'crm_lead', isReadOnly: true, read: (deal) => deal.leadId },
    { classic: 'ASSIGNED_BY_ID', item: 'assignedById', kind: 'integer', type: 'user', read: (deal) => deal.responsibleId },
    { classic: 'CREATED_BY_ID', item: 'createdBy', kind: 'integer', type: 'user', isReadOnly: true, read: (deal) => deal.createdById },
    {
      classic: 'MODIFY_BY_ID',
      item: 'updatedBy',
      kind: 'integer',
      type: 'user',
      isReadOnly: true,
      read: (deal) => state.modifiedBy.get(deal.id) ?? deal.responsibleId,
    },
    {
      classic: 'MOVED_BY_ID',
      item: 'movedBy',
      kind: 'integer',
      type: 'user',
      isReadOnly: true,
      read: (deal) => state.movedBy.get(deal.id) ?? deal.responsibleId,
    },
    { classic: 'DATE_CREATE', item: 'createdTime', kind: 'instant', type: 'datetime', isReadOnly: true, read: (deal) => deal.createdAt },
    { classic: 'DATE_MODIFY', item: 'updatedTime', kind: 'instant', type: 'datetime', isReadOnly: true, read: (deal) => deal.modifiedAt },
    { classic: 'MOVED_TIME', item: 'movedTime', kind: 'instant', type: 'datetime', isReadOnly: true, read: (deal) => deal.movedAt },
    {
      classic: 'LAST_ACTIVITY_TIME',
      item: 'lastActivityTime',
      kind: 'instant',
      type: 'datetime',
      isReadOnly: true,
      read: (deal) => deal.modifiedAt,
    },
    {
      classic: 'LAST_ACTIVITY_BY',
      item: 'lastActivityBy',
      kind: 'integer',
      type: 'user',
      isReadOnly: true,
      read: (deal) => deal.responsibleId,
    },
    { classic: 'CLOSEDATE', item: 'closedate', kind: 'day', type: 'date', read: (deal) => deal.closeDate },
    {
      classic: 'IS_RETURN_CUSTOMER',
      item: 'isReturnCustomer',
      kind: 'flag',
      type: 'char',
      isReadOnly: true,
      read: (deal) => deal.isRepeat,
    },
  ];
}

function derivedFields(portal: Portal): Field<PortalDeal>[] {
  const { stages, zone } = portal;
  const semanticsOf = (deal: PortalDeal): 'P' | 'S' | 'F' => stages.deal(deal.categoryId, deal.stageId)?.semantics ?? 'P';
  return [
    { classic: 'STAGE_SEMANTIC_ID', item: 'stageSemanticId', kind: 'status', type: 'string', isReadOnly: true, read: semanticsOf },
    { classic: 'CLOSED', item: 'closed', kind: 'flag', type: 'char', read: (deal) => semanticsOf(deal) !== 'P' },
    {
      classic: 'IS_NEW',
      item: 'isNew',
      kind: 'flag',
      type: 'char',
      isReadOnly: true,
      read: (deal) => stages.ofCategory(deal.categoryId)[0]?.statusId === deal.stageId,
    },
    { classic: 'BEGINDATE', item: 'begindate', kind: 'day', type: 'date', read: (deal) => zone.dayOf(Date.parse(deal.createdAt)) },
  ];
}

const emptyFields: readonly Field<PortalDeal>[] = [
  { classic: 'IS_RECURRING', item: 'isRecurring', kind: 'flag', type: 'char', isReadOnly: true, read: () => false },
  { classic: 'IS_REPEATED_APPROACH', item: 'isRepeatedApproach', kind: 'flag', type: 'char', isReadOnly: true, read: () => false },
  {
    classic: 'IS_MANUAL_OPPORTUNITY',
    item: 'isManualOpportunity',
    kind: 'flag',
    type: 'char',
    read: (deal) => deal.isAmountManual ?? true,
  },
  { classic: 'TAX_VALUE', item: 'taxValue', kind: 'money', type: 'double', read: () => '0.00' },
  { classic: 'CONTACT_ID', item: 'contactId', kind: 'integer', type: 'crm_contact', read: () => null },
  { classic: 'QUOTE_ID', item: 'quoteId', kind: 'integer', type: 'crm_quote', isReadOnly: true, read: () => null },
  { classic: 'OPENED', item: 'opened', kind: 'flag', type: 'char', read: () => true },
];
