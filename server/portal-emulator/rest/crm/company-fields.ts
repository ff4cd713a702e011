import type { PortalCompany } from '../../portal-data.ts';
import { portalFirstAdmin, portalFirstDay } from '../../portal-first-day.ts';
import type { Field } from '../field-table.ts';
import { addressFields } from './address-fields.ts';
import { contactDataFields } from './contact-data.ts';
import { perPortal } from './crm-entity.ts';
import {
  comments,
  detail,
  dictionary,
  disabled,
  fixedNumber,
  itemContactIds,
  observers,
  opened,
  originFields,
  texts,
  utmFields,
  webformId,
  type DetailedRow,
} from './detail-fields.ts';
import { auditFields, idField, titleField } from './row-fields.ts';

export const companyFields = perPortal(({ state }): readonly Field<PortalCompany>[] => {
  const day = portalFirstDay(state.data);
  const admin = portalFirstAdmin(state.data);
  const currency: Field<DetailedRow> = detail('status', 'CURRENCY_ID', { type: 'crm_currency', fallback: state.data.baseCurrency });
  const responsible = (company: PortalCompany): number => company.responsibleId ?? admin;
  const createdAt = (company: PortalCompany): string => company.createdAt ?? day;
  return [
    idField,
    titleField,
    currency,
    ...auditFields<PortalCompany>({
      responsible,
      createdBy: (company) => company.createdById ?? responsible(company),
      modifiedBy: (company) => company.modifiedById ?? responsible(company),
      createdAt,
      modifiedAt: (company) => company.modifiedAt ?? createdAt(company),
    }),
    ...detailFields,
    ...contactDataFields,
  ];
});

const detailFields: readonly Field<DetailedRow>[] = [
  dictionary('COMPANY_TYPE', 'COMPANY_TYPE', { item: 'typeId', fallback: 'CUSTOMER' }),
  detail('text', 'LOGO', { type: 'file' }),
  detail('integer', 'LEAD_ID', { type: 'crm_lead', isReadOnly: true }),
  ...texts('BANKING_DETAILS'),
  dictionary('INDUSTRY', 'INDUSTRY'),
  detail('money', 'REVENUE', { fallback: '0' }),
  dictionary('EMPLOYEES', 'EMPLOYEES'),
  comments,
  opened,
  detail('flag', 'IS_MY_COMPANY', { fallback: false }),
  ...originFields,
  ...texts('ORIGIN_VERSION'),
  ...addressFields('ADDRESS'),
  detail('text', 'ADDRESS_LEGAL'),
  ...addressFields('REG_ADDRESS'),
  ...utmFields,
  detail('instant', 'LAST_COMMUNICATION_TIME', { only: 'classic', isReadOnly: true, type: 'string' }),
  detail('integer', 'CATEGORY_ID', { only: 'item', type: 'crm_category', fallback: 0 }),
  itemContactIds,
  observers,
  webformId,
  detail('text', 'SEARCH_CONTENT', { only: 'item' }),
  ...disabled('address', 'ufLogo', 'ufStamp', 'ufDirectorSign', 'ufAccountantSign'),
  fixedNumber('entityTypeId', 4),
];
