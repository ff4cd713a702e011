import type { PortalInvoice, PortalQuote } from '../../portal-data.ts';
import type { Portal } from '../../portal.ts';
import { invoiceCategories, invoiceStageEntity } from '../../standard-statuses.ts';
import type { Field } from '../field-table.ts';
import { perPortal } from './crm-entity.ts';
import {
  comments,
  contactIds,
  detail,
  dictionary,
  disabled,
  firstLinkedId,
  fixedNumber,
  itemContactIds,
  linkedIds,
  observers,
  opened,
  texts,
  utmFields,
  webformId,
} from './detail-fields.ts';
import { statedAuditFields, companyField, idField, manualAmountField, moneyFields, titleField, userField } from './row-fields.ts';

type Document = PortalQuote | PortalInvoice;

/** Dates of issue and of payment. */
function sharedFields<Row extends Document>(): Field<Row>[] {
  return [
    idField,
    titleField,
    ...moneyFields,
    companyField(null),
    ...statedAuditFields<Row>({
      createdBy: (row) => row.createdById ?? row.responsibleId,
      modifiedBy: (row) => row.modifiedById ?? row.responsibleId,
    }),
    { classic: 'BEGINDATE', item: 'begindate', kind: 'day', type: 'date', read: (row) => row.issuedOn },
    { classic: 'CLOSEDATE', item: 'closedate', kind: 'day', type: 'date', read: (row) => row.dueOn },
    detail('money', 'TAX_VALUE', { fallback: '0.00' }),
    { ...manualAmountField, only: 'item' },
    detail('integer', 'MYCOMPANY_ID', { type: 'crm_company' }),
    firstLinkedId('CONTACT_ID', 'CONTACT_IDS', 'crm_contact', null),
    contactIds,
    itemContactIds,
    opened,
    comments,
    detail('text', 'LOCATION_ID', { type: 'location' }),
    ...utmFields,
    webformId,
  ];
}

/** A quote tells neither when it moved nor what its stage means. */
export const quoteFields = perPortal(({ stages }: Portal): readonly Field<PortalQuote>[] => [
  ...sharedFields<PortalQuote>(),
  {
    classic: 'STATUS_ID',
    item: 'stageId',
    kind: 'status',
    type: 'crm_status',
    about: { statusType: 'QUOTE_STATUS' },
    read: (quote) => quote.stageId,
  },
  {
    classic: 'CLOSED',
    item: 'closed',
    kind: 'flag',
    type: 'char',
    read: (quote) => (stages.find('QUOTE_STATUS', quote.stageId)?.semantics ?? 'P') !== 'P',
  },
  { classic: 'DEAL_ID', item: 'dealId', kind: 'integer', type: 'crm_deal', read: (quote) => quote.dealId },
  { classic: 'QUOTE_NUMBER', item: 'quoteNumber', kind: 'text', type: 'string', isReadOnly: true, read: (quote) => quote.number },
  detail('text', 'SEARCH_CONTENT', { only: 'item' }),
  detail('integer', 'LEAD_ID', { type: 'crm_lead' }),
  { ...detail('day', 'ACTUAL_DATE'), read: (quote) => quote.details?.['ACTUAL_DATE'] ?? quote.dueOn },
  detail('integer', 'PERSON_TYPE_ID'),
  ...texts('CONTENT', 'TERMS', 'CLIENT_TITLE', 'CLIENT_ADDR', 'CLIENT_CONTACT', 'CLIENT_EMAIL', 'CLIENT_PHONE', 'CLIENT_TP_ID'),
  ...texts('CLIENT_TPA_ID'),
  detail('instant', 'LAST_COMMUNICATION_TIME', { only: 'classic', isReadOnly: true, type: 'string' }),
  ...disabled('dateCreateShort', 'dateModifyShort', 'begindateShort', 'closedateShort', 'hasProducts'),
  ...['COMMENTS_TYPE', 'CONTENT_TYPE', 'TERMS_TYPE', 'STORAGE_TYPE_ID'].map((name) => detail('integer', name, { only: 'item' })),
  linkedIds('STORAGE_ELEMENT_IDS', 'integer', { only: 'item' }),
  fixedNumber('entityTypeId', 7),
]);

/** The deal of a smart invoice is its parent of type 2. */
export const invoiceFields = perPortal(({ state }: Portal): readonly Field<PortalInvoice>[] => {
  const [category = 1] = invoiceCategories(state.data);
  const about = { statusType: invoiceStageEntity(category) };
  return [
    ...sharedFields<PortalInvoice>(),
    { classic: 'STAGE_ID', item: 'stageId', kind: 'status', type: 'crm_status', about, read: (invoice) => invoice.stageId },
    {
      classic: 'PREVIOUS_STAGE_ID',
      item: 'previousStageId',
      kind: 'status',
      type: 'crm_status',
      isReadOnly: true,
      about,
      read: (invoice) => invoice.previousStageId ?? null,
    },
    { classic: 'CATEGORY_ID', item: 'categoryId', kind: 'integer', type: 'crm_category', read: (invoice) => invoice.categoryId },
    {
      classic: 'PARENT_ID_2',
      item: 'parentId2',
      kind: 'integer',
      type: 'crm_entity',
      about: { settings: { parentEntityTypeId: 2 } },
      read: (invoice) => invoice.dealId,
    },
    { classic: 'ACCOUNT_NUMBER', item: 'accountNumber', kind: 'text', type: 'string', read: (invoice) => invoice.number },
    { classic: 'MOVED_TIME', item: 'movedTime', kind: 'instant', type: 'datetime', isReadOnly: true, read: (invoice) => invoice.movedAt },
    userField('MOVED_BY', 'movedBy', (invoice) => invoice.movedById ?? invoice.responsibleId),
    detail('integer', 'PARENT_ID_7', { type: 'crm_entity', about: { settings: { parentEntityTypeId: 7 } } }),
    ...texts('XML_ID', 'SOURCE_DESCRIPTION'),
    dictionary('SOURCE_ID', 'SOURCE'),
    observers,
    fixedNumber('entityTypeId', 31),
  ];
});
