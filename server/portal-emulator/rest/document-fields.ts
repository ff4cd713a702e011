import type { PortalInvoice, PortalQuote } from '../portal-data.ts';
import type { Field } from './field-table.ts';

type Document = PortalQuote | PortalInvoice;

function sharedFields<Row extends Document>(): Field<Row>[] {
  return [
    { classic: 'ID', item: 'id', kind: 'integer', type: 'integer', isReadOnly: true, read: (row) => row.id },
    { classic: 'TITLE', item: 'title', kind: 'text', type: 'string', read: (row) => row.title },
    { classic: 'STAGE_ID', item: 'stageId', kind: 'status', type: 'crm_status', read: (row) => row.stageId },
    { classic: 'OPPORTUNITY', item: 'opportunity', kind: 'money', type: 'double', read: (row) => row.amount },
    { classic: 'CURRENCY_ID', item: 'currencyId', kind: 'status', type: 'crm_currency', read: (row) => row.currency },
    { classic: 'COMPANY_ID', item: 'companyId', kind: 'integer', type: 'crm_company', read: (row) => row.companyId },
    { classic: 'ASSIGNED_BY_ID', item: 'assignedById', kind: 'integer', type: 'user', read: (row) => row.responsibleId },
    { classic: 'CREATED_TIME', item: 'createdTime', kind: 'instant', type: 'datetime', isReadOnly: true, read: (row) => row.createdAt },
    { classic: 'UPDATED_TIME', item: 'updatedTime', kind: 'instant', type: 'datetime', isReadOnly: true, read: (row) => row.modifiedAt },
    { classic: 'BEGINDATE', item: 'begindate', kind: 'day', type: 'date', read: (row) => row.issuedOn },
    { classic: 'CLOSEDATE', item: 'closedate', kind: 'day', type: 'date', read: (row) => row.dueOn },
  ];
}

/** A quote tells neither when it moved nor what its stage means. */
export const quoteFields: readonly Field<PortalQuote>[] = [
  ...sharedFields<PortalQuote>(),
  { classic: 'DEAL_ID', item: 'dealId', kind: 'integer', type: 'crm_deal', read: (quote) => quote.dealId },
  { classic: 'QUOTE_NUMBER', item: 'quoteNumber', kind: 'text', type: 'string', read: (quote) => quote.number },
];

/** The deal of a smart invoice is its parent of type 2. */
export const invoiceFields: readonly Field<PortalInvoice>[] = [
  ...sharedFields<PortalInvoice>(),
  { classic: 'CATEGORY_ID', item: 'categoryId', kind: 'integer', type: 'crm_category', read: (invoice) => invoice.categoryId },
  { classic: 'PARENT_ID_2', item: 'parentId2', kind: 'integer', type: 'crm_entity', read: (invoice) => invoice.dealId },
  { classic: 'ACCOUNT_NUMBER', item: 'accountNumber', kind: 'text', type: 'string', read: (invoice) => invoice.number },
  { classic: 'MOVED_TIME', item: 'movedTime', kind: 'instant', type: 'datetime', isReadOnly: true, read: (invoice) => invoice.movedAt },
];
