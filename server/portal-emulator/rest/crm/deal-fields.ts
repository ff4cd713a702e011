import type { PortalDeal } from '../../portal-data.ts';
import type { Portal } from '../../portal.ts';
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
  observers,
  opened,
  originFields,
  texts,
  utmFields,
  webformId,
} from './detail-fields.ts';
import { companyField, idField, manualAmountField, moneyFields, statedAuditFields, titleField, userField } from './row-fields.ts';

export const dealFields = perPortal((portal): readonly Field<PortalDeal>[] => [
  idField,
  titleField,
  ...ownFields(portal),
  ...statedAuditFields<PortalDeal>({
    createdBy: (deal) => deal.createdById,
    modifiedBy: (deal) => portal.state.modifiedBy.get(deal.id) ?? deal.responsibleId,
  }),
  ...derivedFields(portal),
  ...detailFields,
]);

function ownFields(portal: Portal): Field<PortalDeal>[] {
  return [
    {
      classic: 'CATEGORY_ID',
      item: 'categoryId',
      kind: 'integer',
      type: 'crm_category',
      about: { isImmutable: true },
      read: (deal) => deal.categoryId,
    },
    {
      classic: 'STAGE_ID',
      item: 'stageId',
      kind: 'status',
      type: 'crm_status',
      about: { statusType: 'DEAL_STAGE' },
      read: (deal) => deal.stageId,
    },
    ...moneyFields,
    manualAmountField,
    companyField('0'),
    {
      classic: 'LEAD_ID',
      item: 'leadId',
      kind: 'integer',
      type: 'crm_lead',
      isReadOnly: true,
      about: { settings: { parentEntityTypeId: 1 } },
      read: (deal) => deal.leadId,
    },
    userField('MOVED_BY_ID', 'movedBy', (deal) => portal.state.movedBy.get(deal.id) ?? deal.responsibleId),
    { classic: 'MOVED_TIME', item: 'movedTime', kind: 'instant', type: 'datetime', isReadOnly: true, read: (deal) => deal.movedAt },
    { classic: 'CLOSEDATE', item: 'closedate', kind: 'day', type: 'date', read: (deal) => deal.closeDate },
    { classic: 'IS_RETURN_CUSTOMER', item: 'isReturnCustomer', kind: 'flag', type: 'char', read: (deal) => deal.isRepeat },
  ];
}

function derivedFields({ stages, zone }: Portal): Field<PortalDeal>[] {
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
    {
      ...detail('day', 'BEGINDATE'),
      read: (deal) => deal.details?.['BEGINDATE'] ?? zone.dayOf(Date.parse(deal.createdAt)),
    },
  ];
}

/** A template of a recurring deal is a row like the others, told by its flag. */
const detailFields: readonly Field<PortalDeal>[] = [
  dictionary('TYPE_ID', 'DEAL_TYPE', { fallback: 'SALE' }),
  detail('flag', 'IS_RECURRING', { fallback: false }),
  detail('flag', 'IS_REPEATED_APPROACH', { fallback: false }),
  detail('integer', 'PROBABILITY'),
  detail('money', 'TAX_VALUE', { fallback: '0.00' }),
  firstLinkedId('CONTACT_ID', 'CONTACT_IDS', 'crm_contact', null),
  contactIds,
  itemContactIds,
  detail('integer', 'QUOTE_ID', { type: 'crm_quote', isReadOnly: true, about: { settings: { parentEntityTypeId: 7 } } }),
  dictionary('SOURCE_ID', 'SOURCE'),
  opened,
  comments,
  ...texts('SOURCE_DESCRIPTION', 'ADDITIONAL_INFO'),
  detail('text', 'LOCATION_ID', { type: 'location' }),
  ...originFields,
  ...utmFields,
  observers,
  webformId,
  detail('instant', 'EVENT_DATE', { only: 'item' }),
  dictionary('EVENT_ID', 'EVENT_TYPE', { only: 'item' }),
  ...['EVENT_DESCRIPTION', 'SEARCH_CONTENT', 'ORDER_STAGE'].map((name) => detail('text', name, { only: 'item' })),
  ...disabled('dateCreateShort', 'dateModifyShort', 'productId', 'begindateShort', 'closedateShort', 'eventDateShort'),
  ...disabled('isWork', 'isWon', 'isLose', 'receivedAmount', 'lostAmount', 'hasProducts'),
  fixedNumber('entityTypeId', 2),
];
