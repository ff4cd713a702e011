import { readAmount } from '../../decimal-amount.ts';
import { isRecord, readParameter } from '../../nested-parameters.ts';
import type { Portal } from '../../portal.ts';
import type { DetailValue } from '../../records/details.ts';
import { classicError, RestError } from '../../rest-error.ts';
import { fieldName, type Field, type FieldKind } from '../field-table.ts';
import type { RestCall } from '../rest-method.ts';
import { readContactData } from './contact-data.ts';
import type { GivenFields } from './crm-entity.ts';
import type { DetailedRow } from './detail-fields.ts';
import { isYes, wrongParameter, type CrmStyle } from './entity-fields.ts';

/** Reads `fields` of an `add` or `update`; unknown and read-only fields are dropped, as Bitrix24 does. */
export function readGivenFields<Row extends DetailedRow>(
  { portal, parameters }: RestCall,
  fields: readonly Field<Row>[],
  style: CrmStyle,
  before: DetailedRow,
): GivenFields {
  const given = readFields(parameters, style);
  const own: Record<string, DetailValue> = {};
  const details: Record<string, DetailValue> = {};
  for (const field of fields) {
    const name = fieldName(field, style);
    if (field.isReadOnly === true || field.place === 'row' || !Object.hasOwn(given, name)) continue;
    if (field.place === 'asked') continue;
    const value = readValue(portal, field, given[name], style);
    (field.isDetail === true ? details : own)[field.classic] = value;
  }
  return { own, details: { ...withContacts(details), ...readContactData(given, before) } };
}

function readFields(parameters: RestCall['parameters'], style: CrmStyle): Readonly<Record<string, unknown>> {
  const fields = readParameter(parameters, 'fields');
  if (isRecord(fields)) return fields;
  if (Array.isArray(fields) && fields.length === 0) return {};
  if (style === 'classic') throw classicError("Parameter 'fields' must be array.");
  if (fields === undefined) throw new RestError('100', 'Could not find value for parameter {fields}');
  throw wrongParameter('fields', fields, 'array');
}

/** CONTACT_ID is the first of CONTACT_IDS and the only one it leaves. */
function withContacts({ CONTACT_ID: first, ...details }: Record<string, DetailValue>): Record<string, DetailValue> {
  if (first === undefined || details['CONTACT_IDS'] !== undefined) return details;
  return { ...details, CONTACT_IDS: Number(first) > 0 ? [Number(first)] : [] };
}

function readValue<Row>(portal: Portal, field: Field<Row>, value: unknown, style: CrmStyle): DetailValue {
  if (field.type === 'crm_currency') return readCurrency(portal, value, style);
  if (field.kind === 'list') return readList(portal, field, value, style);
  const read = readOne(portal, field, field.kind, value);
  if (read === undefined) throw invalidValue(fieldName(field, style), style);
  return read;
}

function readList<Row>(portal: Portal, field: Field<Row>, value: unknown, style: CrmStyle): DetailValue {
  if (value === null || value === '' || value === false) return [];
  if (!Array.isArray(value) && style === 'item') {
    throw new RestError('100', `Expected iterable value for multiple field, but got ${typeof value} instead`);
  }
  const elements = (Array.isArray(value) ? value : [value]).map((element) => {
    const read = readOne(portal, field, field.elementKind ?? 'text', element);
    if (read === undefined) throw invalidValue(fieldName(field, style), style);
    return read;
  });
  return elements.flatMap((element) => (typeof element === 'string' || typeof element === 'number' ? [element] : []));
}

/** undefined is a value the field cannot have. */
function readOne<Row>(
  { zone }: Portal,
  { classic, type }: Field<Row>,
  kind: FieldKind,
  value: unknown,
): Exclude<DetailValue, readonly unknown[]> | undefined {
  const isUser = classic.startsWith('UF_');
  if (type === 'boolean' || kind === 'flag') return isYes(value);
  if (value === null || value === undefined || value === '' || value === false) return kind === 'money' && !isUser ? '0.00' : null;
  if (typeof value === 'object') return undefined;
  const text = String(value);
  switch (kind) {
    case 'integer':
      return Number.isInteger(Number(text)) ? Number(text) : undefined;
    case 'money':
      return isUser ? readDouble(text) : (readAmount(text) ?? undefined);
    case 'day':
      return zone.readDay(text) ?? undefined;
    case 'instant':
      return readInstant(zone.readInstant(text));
    default:
      return text;
  }
}

function readDouble(text: string): string | undefined {
  return Number.isFinite(Number(text)) ? String(Number(text)) : undefined;
}

function readInstant(epochMs: number): string | undefined {
  return Number.isNaN(epochMs) ? undefined : `${new Date(epochMs).toISOString().slice(0, 19)}Z`;
}

function readCurrency(portal: Portal, value: unknown, style: CrmStyle): string {
  const code = String(value ?? '');
  if (code === '') return portal.state.data.baseCurrency;
  if (portal.state.data.currencies.some((currency) => currency.code === code)) return code;
  throw style === 'classic' ? classicError('Invalid value for the "Currency" field') : invalidValue('currencyId', style);
}

function invalidValue(name: string, style: CrmStyle): RestError {
  const text = `Invalid value for field "${name}"`;
  return style === 'classic' ? classicError(text) : new RestError('CRM_FIELD_ERROR_VALUE_NOT_VALID', text);
}
