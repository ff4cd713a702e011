import { isRecord, readParameter } from '../../nested-parameters.ts';
import type { PortalZone } from '../../portal-zone.ts';
import { RestError } from '../../rest-error.ts';
import { fieldName, type Field, type WireStyle } from '../field-table.ts';
import type { RestCall } from '../rest-method.ts';

/** Refuses what newer lists refuse: directions that are none and values that a field cannot have. */
export function requireReadableQuery<Row>({ parameters, portal }: RestCall, fields: readonly Field<Row>[], style: WireStyle): void {
  const order = readParameter(parameters, 'order');
  for (const [name, direction] of isRecord(order) ? Object.entries(order) : []) {
    if (fields.some((field) => fieldName(field, style) === name) && !/^(asc|desc)$/i.test(String(direction))) {
      const text = `Invalid order: allowed sort directions are \`ASC, DESC\`. But got '${String(direction)}' for field '${name}'`;
      throw new RestError('INVALID_ARG_VALUE', text);
    }
  }
  requireValues(readParameter(parameters, 'filter'), fields, style, portal.zone);
}

function requireValues<Row>(filter: unknown, fields: readonly Field<Row>[], style: WireStyle, zone: PortalZone): void {
  if (!isRecord(filter) && !Array.isArray(filter)) return;
  for (const [key, value] of Object.entries(filter)) {
    if (/^\d+$/.test(key)) {
      requireValues(value, fields, style, zone);
      continue;
    }
    const name = key.replace(/^[!=<>@%?]+/, '');
    const field = fields.find((candidate) => fieldName(candidate, style) === name);
    if (field && !isReadable(field.elementKind ?? field.kind, value, zone)) {
      throw new RestError('INVALID_ARG_VALUE', `Invalid filter: field '${name}' has invalid value`);
    }
  }
}

function isReadable(kind: Field<unknown>['kind'], value: unknown, zone: PortalZone): boolean {
  if (Array.isArray(value)) return value.every((element) => isReadable(kind, element, zone));
  if (isRecord(value)) return false;
  if (value === null || value === '' || typeof value === 'boolean') return true;
  if (kind === 'integer' || kind === 'money') return Number.isFinite(Number(value));
  if (kind === 'instant') return !Number.isNaN(zone.readInstant(String(value)));
  return kind !== 'day' || zone.readDay(String(value)) !== null;
}
