import type { DetailValue, Details } from '../../records/details.ts';
import type { Field, FieldKind } from '../field-table.ts';

export interface DetailedRow {
  readonly id: number;
  readonly details?: Details;
}

type Options = Partial<Pick<Field<DetailedRow>, 'item' | 'only' | 'place' | 'absent' | 'isReadOnly' | 'about' | 'type'>> & {
  /** Value of a row that was never given one. */
  readonly fallback?: string | number | boolean;
};

const types: Readonly<Record<FieldKind, string>> = {
  integer: 'integer',
  text: 'string',
  status: 'crm_status',
  money: 'double',
  flag: 'char',
  instant: 'datetime',
  day: 'date',
  list: 'string',
};

/** A field whose value stands among the details of its row. */
export function detail(kind: FieldKind, classic: string, options: Options = {}): Field<DetailedRow> {
  const { fallback = null, ...rest } = options;
  return {
    classic,
    item: toCamelCase(classic),
    kind,
    type: types[kind],
    isDetail: true,
    read: (row) => row.details?.[classic] ?? fallback,
    ...rest,
  };
}

export function texts(...names: readonly string[]): Field<DetailedRow>[] {
  return names.map((name) => detail('text', name));
}

/** A status of a dictionary. */
export function dictionary(classic: string, statusType: string, options: Options = {}): Field<DetailedRow> {
  return detail('status', classic, { about: { statusType }, ...options });
}

/** Fields the platform names and answers null to, whatever the record holds. */
export function disabled(...items: readonly string[]): Field<DetailedRow>[] {
  return items.map((item) => ({ classic: item, item, kind: 'text', type: 'string', only: 'item', place: 'row', read: () => null }));
}

/** A fixed value of answers, `entityTypeId`. */
export function fixedNumber(item: string, value: number): Field<DetailedRow> {
  return { classic: item, item, kind: 'integer', type: 'integer', only: 'item', place: 'row', read: () => value };
}

/** Ids of several linked records: a list of numbers of the universal methods. */
export function linkedIds(classic: string, type: string, options: Options = {}): Field<DetailedRow> {
  const read = (row: DetailedRow): number[] => numbersIn(row.details?.[classic]);
  return {
    classic,
    item: toCamelCase(classic),
    kind: 'list',
    type,
    isDetail: true,
    read,
    elements: read,
    elementKind: 'integer',
    ...options,
  };
}

/** The first of several linked records, where older methods know only one. */
export function firstLinkedId(classic: string, of: string, type: string, absent: string | null): Field<DetailedRow> {
  return {
    classic,
    item: toCamelCase(classic),
    kind: 'integer',
    type,
    isDetail: true,
    about: { isDeprecated: true },
    ...(absent === null ? {} : { absent }),
    read: (row) => numbersIn(row.details?.[of])[0] ?? null,
  };
}

function numbersIn(value: DetailValue | undefined): number[] {
  return Array.isArray(value) ? value.filter((element) => typeof element === 'number') : [];
}

/** `SOURCE_ID` is `sourceId`. */
function toCamelCase(classic: string): string {
  return classic.toLowerCase().replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

export const utmFields = texts('UTM_SOURCE', 'UTM_MEDIUM', 'UTM_CAMPAIGN', 'UTM_CONTENT', 'UTM_TERM');
export const originFields = texts('ORIGINATOR_ID', 'ORIGIN_ID');
export const opened = detail('flag', 'OPENED', { fallback: true });
export const comments = detail('text', 'COMMENTS');
export const observers = linkedIds('OBSERVERS', 'user', { only: 'item' });
export const contactIds = linkedIds('CONTACT_IDS', 'crm_contact', { place: 'description', only: 'classic' });
export const itemContactIds = linkedIds('CONTACT_IDS', 'crm_contact', { only: 'item' });
export const webformId = detail('integer', 'WEBFORM_ID', { only: 'item' });
