import type { Field } from '../field-table.ts';

/** Where a row keeps who is in charge of it and when what happened. */
interface Audit<Row> {
  readonly responsible: (row: Row) => number;
  readonly createdBy: (row: Row) => number;
  readonly modifiedBy: (row: Row) => number;
  readonly createdAt: (row: Row) => string;
  readonly modifiedAt: (row: Row) => string;
}

interface StatedRow {
  readonly responsibleId: number;
  readonly createdAt: string;
  readonly modifiedAt: string;
}

interface MoneyRow {
  readonly amount: string;
  readonly currency: string;
}

export const idField: Field<{ readonly id: number }> = {
  classic: 'ID',
  item: 'id',
  kind: 'integer',
  type: 'integer',
  isReadOnly: true,
  read: (row) => row.id,
};

/** Who is in charge and when what happened, under the names every type of records shares. */
export function auditFields<Row>({ responsible, createdBy, modifiedBy, createdAt, modifiedAt }: Audit<Row>): Field<Row>[] {
  const instant = { kind: 'instant', type: 'datetime', isReadOnly: true } as const;
  return [
    { classic: 'ASSIGNED_BY_ID', item: 'assignedById', kind: 'integer', type: 'user', read: responsible },
    userField('CREATED_BY_ID', 'createdBy', createdBy),
    userField('MODIFY_BY_ID', 'updatedBy', modifiedBy),
    { classic: 'DATE_CREATE', item: 'createdTime', ...instant, read: createdAt },
    { classic: 'DATE_MODIFY', item: 'updatedTime', ...instant, read: modifiedAt },
    userField('LAST_ACTIVITY_BY', 'lastActivityBy', responsible),
    { classic: 'LAST_ACTIVITY_TIME', item: 'lastActivityTime', ...instant, read: modifiedAt },
  ];
}

/** The same for rows that name all of it but the people of the last change. */
export function statedAuditFields<Row extends StatedRow>(people: Pick<Audit<Row>, 'createdBy' | 'modifiedBy'>): Field<Row>[] {
  return auditFields<Row>({
    ...people,
    responsible: (row) => row.responsibleId,
    createdAt: (row) => row.createdAt,
    modifiedAt: (row) => row.modifiedAt,
  });
}

export function userField<Row>(classic: string, item: string, read: (row: Row) => number): Field<Row> {
  return { classic, item, kind: 'integer', type: 'user', isReadOnly: true, read };
}

export const moneyFields: readonly Field<MoneyRow>[] = [
  { classic: 'OPPORTUNITY', item: 'opportunity', kind: 'money', type: 'double', read: (row) => row.amount },
  { classic: 'CURRENCY_ID', item: 'currencyId', kind: 'status', type: 'crm_currency', read: (row) => row.currency },
];

/** The amount is somebody's word and does not follow the rows of goods. */
export const manualAmountField: Field<{ readonly isAmountManual?: boolean }> = {
  classic: 'IS_MANUAL_OPPORTUNITY',
  item: 'isManualOpportunity',
  kind: 'flag',
  type: 'char',
  read: (row) => row.isAmountManual ?? true,
};

export const titleField: Field<{ readonly title: string }> = {
  classic: 'TITLE',
  item: 'title',
  kind: 'text',
  type: 'string',
  read: (row) => row.title,
};

export function companyField(absent: string | null): Field<{ readonly companyId: number | null }> {
  return {
    classic: 'COMPANY_ID',
    item: 'companyId',
    kind: 'integer',
    type: 'crm_company',
    about: { settings: { parentEntityTypeId: 4 } },
    ...(absent === null ? {} : { absent }),
    read: (row) => row.companyId,
  };
}
