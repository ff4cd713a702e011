import { isRecord, type Parameters, readParameter } from '../nested-parameters.ts';
import type { Field, WireStyle } from './field-table.ts';

/** Values of fields that the CRM keeps for people and draws no conclusions from, by their classic names. */
export type FreeValues = Readonly<Record<string, string | null>>;

interface FreeField {
  readonly classic: string;
  readonly item: string;
  readonly kind: 'text' | 'status' | 'integer';
  readonly type: string;
  /** What is there before anybody fills it in. */
  readonly empty: string | null;
}

interface FreeRow {
  readonly free?: FreeValues;
}

const text = (classic: string, item: string, empty: string | null = null): FreeField => ({
  classic,
  item,
  kind: 'text',
  type: 'string',
  empty,
});
const choice = (classic: string, item: string, empty: string | null = null): FreeField => ({
  classic,
  item,
  kind: 'status',
  type: 'crm_status',
  empty,
});

const tracing = [
  text('ORIGINATOR_ID', 'originatorId'),
  text('ORIGIN_ID', 'originId'),
  text('UTM_SOURCE', 'utmSource'),
  text('UTM_MEDIUM', 'utmMedium'),
  text('UTM_CAMPAIGN', 'utmCampaign'),
  text('UTM_CONTENT', 'utmContent'),
  text('UTM_TERM', 'utmTerm'),
];
const source = [choice('SOURCE_ID', 'sourceId'), text('SOURCE_DESCRIPTION', 'sourceDescription')];
const addressParts = ['', '_2', '_CITY', '_POSTAL_CODE', '_REGION', '_PROVINCE', '_COUNTRY', '_COUNTRY_CODE', '_LOC_ADDR_ID'];
const address = (prefix: string): FreeField[] =>
  addressParts.map((part) => text(`${prefix}ADDRESS${part}`, toCamel(`${prefix}ADDRESS${part}`)));

export const dealFreeFields: readonly FreeField[] = [
  choice('TYPE_ID', 'typeId', 'SALE'),
  { classic: 'PROBABILITY', item: 'probability', kind: 'integer', type: 'integer', empty: null },
  text('COMMENTS', 'comments'),
  text('ADDITIONAL_INFO', 'additionalInfo'),
  text('LOCATION_ID', 'locationId'),
  ...source,
  ...tracing,
];

export const leadFreeFields: readonly FreeField[] = [
  choice('HONORIFIC', 'honorific'),
  text('NAME', 'name'),
  text('SECOND_NAME', 'secondName'),
  text('LAST_NAME', 'lastName'),
  text('COMPANY_TITLE', 'companyTitle'),
  text('BIRTHDATE', 'birthdate', ''),
  text('STATUS_DESCRIPTION', 'statusDescription'),
  text('POST', 'post'),
  text('COMMENTS', 'comments'),
  ...source,
  ...address(''),
  ...tracing,
];

export const companyFreeFields: readonly FreeField[] = [
  choice('COMPANY_TYPE', 'typeId', 'CUSTOMER'),
  text('LOGO', 'logo'),
  text('BANKING_DETAILS', 'bankingDetails'),
  choice('INDUSTRY', 'industry'),
  text('REVENUE', 'revenue', '0'),
  choice('EMPLOYEES', 'employees'),
  text('COMMENTS', 'comments', ''),
  text('ORIGIN_VERSION', 'originVersion'),
  ...address(''),
  text('ADDRESS_LEGAL', 'addressLegal'),
  ...address('REG_'),
  ...tracing,
];

export function toFields<Row extends FreeRow>(free: readonly FreeField[]): Field<Row>[] {
  return free.map(({ empty, ...field }) => ({
    ...field,
    read: (row) => {
      const value = row.free?.[field.classic];
      return value === undefined ? empty : value;
    },
  }));
}

/** What an `add` or `update` says of these fields; a value is kept as its text. */
export function readFreeValues(parameters: Parameters, free: readonly FreeField[], style: WireStyle): FreeValues {
  const fields = readParameter(parameters, 'fields');
  if (!isRecord(fields)) return {};
  return Object.fromEntries(
    free.flatMap(({ classic, item }) => {
      const given = fields[style === 'item' ? item : classic];
      return given === undefined ? [] : [[classic, given === null || typeof given === 'object' ? null : String(given)] as const];
    }),
  );
}

function toCamel(classic: string): string {
  return classic.toLowerCase().replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}
