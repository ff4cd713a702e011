import { isRecord, readParameter } from '../../nested-parameters.ts';
import { classicError, RestError } from '../../rest-error.ts';
import { fieldName, type Field } from '../field-table.ts';
import type { RestCall } from '../rest-method.ts';
import type { CrmEntity } from './crm-entity.ts';
import type { DetailedRow } from './detail-fields.ts';
import { userFieldTable } from './user-fields.ts';

export type CrmStyle = 'classic' | 'item';

/** Every field a call may meet, user fields under the names it asks for. */
export function fieldsFor<Row extends DetailedRow>(call: RestCall, entity: CrmEntity<Row>, style: CrmStyle): readonly Field<Row>[] {
  const system = entity.fields(call.portal).filter((field) => field.only === undefined || field.only === style);
  const isTaken = (name: string): boolean => system.some((field) => field.item === name);
  const keepsNames = style === 'classic' || isYes(readParameter(call.parameters, 'useOriginalUfNames'));
  return [...system, ...userFieldTable(call.portal, entity.userFieldEntity, keepsNames, isTaken)];
}

/** Fields of a whole record. */
export function wholeRow<Row>(fields: readonly Field<Row>[]): readonly Field<Row>[] {
  return fields.filter((field) => field.place !== 'description');
}

/** `*` leaves the user fields out in classic methods, `UF_*` takes them; no selection is everything. */
export function selectedFields<Row>(fields: readonly Field<Row>[], select: unknown, style: CrmStyle): readonly Field<Row>[] {
  const given = Array.isArray(select) ? select : isRecord(select) ? Object.values(select) : typeof select === 'string' ? [select] : [];
  const wanted = new Set(given.map(String));
  const isAll = wanted.size === 0 || wanted.has('*');
  const isUser = (field: Field<Row>): boolean => field.classic.startsWith('UF_');
  return fields.filter((field) => {
    if (field.place === 'description') return false;
    if (field.place === 'asked') return wanted.has(fieldName(field, style));
    if (field.place === 'row') return isAll;
    if (isUser(field) && style === 'classic') return wanted.size === 0 || wanted.has('UF_*') || wanted.has(field.classic);
    return isAll || field.classic === 'ID' || wanted.has(fieldName(field, style));
  });
}

/** What a filter and an order may name. */
export function comparableFields<Row>(fields: readonly Field<Row>[]): readonly Field<Row>[] {
  return fields.filter((field) => field.place !== 'row' && field.place !== 'description');
}

/** What `crm.*.fields` describes. */
export function describedFields<Row>(fields: readonly Field<Row>[]): readonly Field<Row>[] {
  return fields.filter((field) => field.place !== 'row');
}

/** A list method takes objects for its filter and its order; the empty list of PHP is an empty object. */
export function requireObjects({ parameters }: RestCall, style: CrmStyle): void {
  for (const name of ['order', 'filter']) {
    const value = readParameter(parameters, name);
    if (value === undefined || value === null || value === '' || isRecord(value) || Array.isArray(value)) continue;
    if (style === 'classic') throw classicError(`Parameter '${name}' must be array.`);
    throw wrongParameter(name, value, 'array');
  }
}

export function wrongParameter(name: string, value: unknown, type: string): RestError {
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return new RestError('100', `Invalid value {${text}} to match with parameter {${name}}. Should be value of type ${type}.`);
}

export function isYes(value: unknown): boolean {
  return value === true || value === 1 || value === '1' || value === 'Y' || value === 'true';
}
