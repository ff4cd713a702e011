import type { PortalContact } from '../../records/contact.ts';
import type { Field } from '../field-table.ts';
import { contactDataFields } from './contact-data.ts';
import {
  comments,
  detail,
  dictionary,
  disabled,
  fixedNumber,
  linkedIds,
  observers,
  opened,
  originFields,
  texts,
  utmFields,
  webformId,
} from './detail-fields.ts';
import { statedAuditFields, companyField, idField } from './row-fields.ts';

export const contactFields: readonly Field<PortalContact>[] = [
  idField,
  { classic: 'NAME', item: 'name', kind: 'text', type: 'string', read: (contact) => contact.name },
  { classic: 'LAST_NAME', item: 'lastName', kind: 'text', type: 'string', read: (contact) => contact.lastName },
  companyField('0'),
  ...statedAuditFields<PortalContact>({
    createdBy: (contact) => contact.createdById ?? contact.responsibleId,
    modifiedBy: (contact) => contact.modifiedById ?? contact.responsibleId,
  }),
  ...texts('SECOND_NAME', 'POST', 'SOURCE_DESCRIPTION'),
  detail('text', 'PHOTO', { type: 'file' }),
  dictionary('HONORIFIC', 'HONORIFIC'),
  dictionary('TYPE_ID', 'CONTACT_TYPE'),
  dictionary('SOURCE_ID', 'SOURCE'),
  detail('day', 'BIRTHDATE'),
  comments,
  opened,
  detail('flag', 'EXPORT', { fallback: true }),
  detail('integer', 'LEAD_ID', { type: 'crm_lead' }),
  ...originFields,
  ...texts('ORIGIN_VERSION'),
  detail('integer', 'CATEGORY_ID', { only: 'item', type: 'crm_category', fallback: 0 }),
  {
    ...linkedIds('COMPANY_IDS', 'crm_company', { only: 'item' }),
    read: companyIdsOf,
    elements: companyIdsOf,
  },
  ...utmFields,
  observers,
  webformId,
  detail('text', 'SEARCH_CONTENT', { only: 'item' }),
  ...contactDataFields,
  ...disabled('shortName', 'address', 'login'),
  fixedNumber('entityTypeId', 3),
];

/** The main company comes first. */
function companyIdsOf({ companyId, details }: PortalContact): number[] {
  const others = details?.['COMPANY_IDS'];
  const ids = Array.isArray(others) ? others.filter((id) => typeof id === 'number') : [];
  return [...new Set([...(companyId === null ? [] : [companyId]), ...ids])];
}
