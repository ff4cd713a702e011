import type { PortalLead } from '../../portal-data.ts';
import type { Portal } from '../../portal.ts';
import type { Field } from '../field-table.ts';
import { addressFields } from './address-fields.ts';
import { contactDataFields } from './contact-data.ts';
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
  observers,
  opened,
  originFields,
  texts,
  utmFields,
  webformId,
} from './detail-fields.ts';
import { companyField, idField, manualAmountField, moneyFields, statedAuditFields, titleField, userField } from './row-fields.ts';

export const leadFields = perPortal((portal): readonly Field<PortalLead>[] => [
  idField,
  titleField,
  {
    classic: 'STATUS_ID',
    item: 'stageId',
    kind: 'status',
    type: 'crm_status',
    about: { statusType: 'STATUS' },
    read: (lead) => lead.statusId,
  },
  ...derivedFields(portal),
  ...moneyFields,
  manualAmountField,
  companyField('0'),
  ...statedAuditFields<PortalLead>({
    createdBy: (lead) => Number(lead.details?.['CREATED_BY_ID'] ?? lead.responsibleId),
    modifiedBy: (lead) => Number(lead.details?.['MODIFY_BY_ID'] ?? lead.responsibleId),
  }),
  userField('MOVED_BY_ID', 'movedBy', (lead) => Number(lead.details?.['MOVED_BY_ID'] ?? lead.responsibleId)),
  { classic: 'MOVED_TIME', item: 'movedTime', kind: 'instant', type: 'datetime', isReadOnly: true, read: (lead) => lead.movedAt },
  ...detailFields,
  ...contactDataFields,
]);

function derivedFields({ stages }: Portal): Field<PortalLead>[] {
  const semanticsOf = (lead: PortalLead): 'P' | 'S' | 'F' => stages.lead(lead.statusId)?.semantics ?? 'P';
  return [
    { classic: 'STATUS_SEMANTIC_ID', item: 'stageSemanticId', kind: 'status', type: 'string', isReadOnly: true, read: semanticsOf },
    {
      classic: 'DATE_CLOSED',
      item: 'dateClosed',
      kind: 'instant',
      type: 'datetime',
      isReadOnly: true,
      absent: '',
      read: (lead) => (semanticsOf(lead) === 'P' ? null : lead.movedAt),
    },
  ];
}

const detailFields: readonly Field<PortalLead>[] = [
  dictionary('HONORIFIC', 'HONORIFIC'),
  ...texts('NAME', 'SECOND_NAME', 'LAST_NAME', 'COMPANY_TITLE', 'SOURCE_DESCRIPTION', 'STATUS_DESCRIPTION', 'POST'),
  detail('day', 'BIRTHDATE', { absent: '' }),
  firstLinkedId('CONTACT_ID', 'CONTACT_IDS', 'crm_contact', null),
  contactIds,
  itemContactIds,
  detail('flag', 'IS_RETURN_CUSTOMER', { isReadOnly: true, fallback: false }),
  dictionary('SOURCE_ID', 'SOURCE'),
  comments,
  opened,
  ...originFields,
  ...addressFields('ADDRESS'),
  ...utmFields,
  observers,
  webformId,
  detail('text', 'SEARCH_CONTENT', { only: 'item' }),
  ...disabled('dateCreateShort', 'dateModifyShort', 'isConvert', 'productId', 'shortName', 'address', 'login'),
  ...disabled('skype', 'icq'),
  fixedNumber('entityTypeId', 1),
];
