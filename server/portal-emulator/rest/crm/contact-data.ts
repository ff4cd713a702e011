import type { ContactDatum, DetailValue, Details } from '../../records/details.ts';
import { isRecord } from '../../nested-parameters.ts';
import type { Field } from '../field-table.ts';
import { detail, type DetailedRow } from './detail-fields.ts';

/** Phones, mails and messengers of a record: one list, which every style shows in its own way. */
const typeIds = ['PHONE', 'EMAIL', 'WEB', 'IM', 'LINK'] as const;

export const contactDataFields: readonly Field<DetailedRow>[] = [
  ...(['PHONE', 'EMAIL', 'IMOL'] as const).map((name): Field<DetailedRow> => ({
    classic: `HAS_${name}`,
    item: `has${name[0]}${name.slice(1).toLowerCase()}`,
    kind: 'flag',
    type: 'char',
    isReadOnly: true,
    read: (row) => (name === 'IMOL' ? imolOf(row) !== undefined : dataOf(row, name).length > 0),
  })),
  ...typeIds.map((typeId): Field<DetailedRow> => ({
    classic: typeId,
    item: typeId.toLowerCase(),
    only: 'classic',
    place: 'asked',
    kind: 'list',
    type: 'crm_multifield',
    read: (row) => {
      const found = dataOf(row, typeId).map(({ id, valueType, value }) => ({
        ID: String(id),
        VALUE_TYPE: valueType,
        VALUE: value,
        TYPE_ID: typeId,
      }));
      return found.length > 0 ? found : null;
    },
    elements: (row) => dataOf(row, typeId).map(({ value }) => value),
  })),
  ...(['MOBILE', 'WORK', 'MAILING'] as const).map((kind) => alias(`phone${capitalised(kind)}`, 'PHONE', kind)),
  ...(['HOME', 'WORK', 'MAILING'] as const).map((kind) => alias(`email${capitalised(kind)}`, 'EMAIL', kind)),
  { ...alias('imol', 'IM', ''), read: (row) => imolOf(row)?.value ?? '' },
  alias('email', 'EMAIL', ''),
  alias('phone', 'PHONE', ''),
  {
    ...detail('list', 'FM', { only: 'item', place: 'row', type: 'crm_multifield' }),
    read: (row) => allData(row).map(({ id, typeId, valueType, value }) => ({ id, valueType, value, typeId })),
  },
];

/** The first value of its kind. */
function alias(item: string, typeId: string, valueType: string): Field<DetailedRow> {
  return {
    classic: item,
    item,
    only: 'item',
    place: 'row',
    kind: 'text',
    type: 'string',
    read: (row) => dataOf(row, typeId).find((datum) => valueType === '' || datum.valueType === valueType)?.value ?? '',
  };
}

function capitalised(word: string): string {
  return `${word[0]}${word.slice(1).toLowerCase()}`;
}

function allData(row: { readonly details?: Details }): ContactDatum[] {
  const data = row.details?.['FM'];
  return Array.isArray(data) ? data.filter((element) => typeof element === 'object') : [];
}

function dataOf(row: DetailedRow, typeId: string): ContactDatum[] {
  return allData(row).filter((datum) => datum.typeId === typeId);
}

function imolOf(row: DetailedRow): ContactDatum | undefined {
  return dataOf(row, 'IM').find(({ value }) => value.startsWith('imol|'));
}

/**
 * Phones and mails after a change: rows with a known id are replaced, those without one come in addition,
 * an empty value or `DELETE` takes one away. The universal methods take all kinds at once in `fm`.
 */
export function readContactData(
  given: Readonly<Record<string, unknown>>,
  before: DetailedRow,
): { readonly FM?: Extract<DetailValue, readonly unknown[]> } {
  const wanted = [
    ...typeIds.flatMap((typeId) => rowsIn(given[typeId]).map((row) => ({ ...row, TYPE_ID: typeId }))),
    ...rowsIn(given['fm']).map((row) => ({ ID: row['id'], TYPE_ID: row['typeId'], VALUE_TYPE: row['valueType'], VALUE: row['value'] })),
  ];
  if (wanted.length === 0) return {};
  const data = new Map(allData(before).map((datum) => [datum.id, datum]));
  for (const row of wanted as readonly Readonly<Record<string, unknown>>[]) {
    const known = data.get(Number(row['ID']));
    const value = String(row['VALUE'] ?? known?.value ?? '');
    const id = known?.id ?? Math.max(before.id * 1000, ...data.keys()) + 1;
    if (value === '' || row['DELETE'] === 'Y') data.delete(id);
    else data.set(id, { id, typeId: String(row['TYPE_ID']), valueType: String(row['VALUE_TYPE'] ?? known?.valueType ?? 'WORK'), value });
  }
  return { FM: [...data.values()] };
}

function rowsIn(value: unknown): Readonly<Record<string, unknown>>[] {
  const rows = Array.isArray(value) ? value : isRecord(value) ? Object.values(value) : [];
  return rows.filter(isRecord);
}
