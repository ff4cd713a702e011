import type { Portal } from '../portal.ts';
import type { PortalCompany } from '../portal-data.ts';
import type { Field } from './field-table.ts';
import { companyFreeFields, toFields } from './free-fields.ts';

const known = new WeakMap<Portal, readonly Field<PortalCompany>[]>();

export function companyFields(portal: Portal): readonly Field<PortalCompany>[] {
  const cached = known.get(portal);
  if (cached) return cached;
  const fields = [...ownFields(portal), ...unknownFields, ...toFields<PortalCompany>(companyFreeFields)];
  known.set(portal, fields);
  return fields;
}

/** Companies that only have a name came with the portal and belong to its first administrator. */
function ownFields({ state }: Portal): Field<PortalCompany>[] {
  const { users, baseCurrency } = state.data;
  const founder = users.find((user) => user.isAdmin) ?? users[0];
  const ownerOf = (company: PortalCompany): number => company.responsibleId ?? founder?.id ?? 1;
  const createdAt = (company: PortalCompany): string => company.createdAt ?? `${founder?.registeredOn ?? '2000-01-01'}T00:00:00Z`;
  const person = (classic: string, item: string): Field<PortalCompany> => ({ classic, item, kind: 'integer', type: 'user', read: ownerOf });
  const instant = (classic: string, item: string): Field<PortalCompany> => ({
    classic,
    item,
    kind: 'instant',
    type: 'datetime',
    isReadOnly: true,
    read: createdAt,
  });
  return [
    { classic: 'ID', item: 'id', kind: 'integer', type: 'integer', isReadOnly: true, read: (company) => company.id },
    { classic: 'TITLE', item: 'title', kind: 'text', type: 'string', read: (company) => company.title },
    { classic: 'CURRENCY_ID', item: 'currencyId', kind: 'status', type: 'crm_currency', read: () => baseCurrency },
    person('ASSIGNED_BY_ID', 'assignedById'),
    person('CREATED_BY_ID', 'createdBy'),
    person('MODIFY_BY_ID', 'updatedBy'),
    person('LAST_ACTIVITY_BY', 'lastActivityBy'),
    instant('DATE_CREATE', 'createdTime'),
    instant('DATE_MODIFY', 'updatedTime'),
    instant('LAST_ACTIVITY_TIME', 'lastActivityTime'),
  ];
}

const flag = (classic: string, item: string, value: boolean): Field<PortalCompany> => ({
  classic,
  item,
  kind: 'flag',
  type: 'char',
  read: () => value,
});

const unknownFields: readonly Field<PortalCompany>[] = [
  { classic: 'LEAD_ID', item: 'leadId', kind: 'integer', type: 'crm_lead', read: () => null },
  { classic: 'LAST_COMMUNICATION_TIME', item: 'lastCommunicationTime', kind: 'text', type: 'string', isReadOnly: true, read: () => null },
  flag('HAS_PHONE', 'hasPhone', false),
  flag('HAS_EMAIL', 'hasEmail', false),
  flag('HAS_IMOL', 'hasImol', false),
  flag('OPENED', 'opened', true),
  flag('IS_MY_COMPANY', 'isMyCompany', false),
];
