import { isRecord, readParameter } from '../nested-parameters.ts';
import type { PortalZone } from '../portal-zone.ts';
import type { RowStore } from '../row-store.ts';
import { refuseBi } from './bi-refusal.ts';
import type { Field } from './field-table.ts';
import { parseFilter } from './filter.ts';
import { listRows, pageSize, parseOrder } from './list-rows.ts';
import type { RestCall, RestReply } from './rest-method.ts';

interface BiListSource<Row extends { readonly id: number }> {
  readonly store: RowStore<Row>;
  readonly fields: readonly Field<Row>[];
  /** Known names that are passed over without a word. */
  readonly ignored: readonly string[];
}

const keyPattern = /^(?:!@|=%|%=|>=|<=|!=|>|<|=|!|@|%)?(.*)$/;

/** Pages by number and without a count; `select`, `filter` and `order` refuse what they do not know. */
export function listBi<Row extends { readonly id: number }>({ portal, parameters }: RestCall, source: BiListSource<Row>): RestReply {
  const { fields, store } = source;
  const select = readSelect(readParameter(parameters, 'select'), source);
  const filter = readFilter(readParameter(parameters, 'filter'), source);
  const order = readOrder(readParameter(parameters, 'order'), source);
  const page = Math.max(1, Math.trunc(Number(readParameter(parameters, 'page') ?? 1)) || 1);
  const { rows } = listRows({
    store,
    filter: parseFilter(filter, { fields, style: 'item', unknownKeys: 'drop', hasGroups: true, zone: portal.zone }),
    isVisible: () => true,
    order: parseOrder(order, fields, 'item', 'drop'),
    start: (page - 1) * pageSize,
  });
  return { result: rows.map((row) => Object.fromEntries(select.map((field) => [field.item, writeValue(field, row, portal.zone)]))) };
}

/** `2025-03-24 07:25:59` in the portal's zone. */
export function writeBiTime(zone: PortalZone, instant: string): string {
  return zone.writeInstant(instant).slice(0, 19).replace('T', ' ');
}

function writeValue<Row>(field: Field<Row>, row: Row, zone: PortalZone): unknown {
  const value = field.read(row);
  if (field.kind === 'integer') return String(value);
  return field.kind === 'instant' ? writeBiTime(zone, String(value)) : value;
}

function readSelect<Row extends { readonly id: number }>(given: unknown, { fields, ignored }: BiListSource<Row>): readonly Field<Row>[] {
  if (given === undefined || given === null || given === '') return fields;
  if (!Array.isArray(given)) throw refuseBi('VALIDATION_SELECT_TYPE', 'Parameter "select" must be array.');
  const names = given.map(String).filter((name) => !ignored.includes(name));
  for (const name of names) requireKnown(name, fields, 'select');
  return names.length === 0 ? fields : fields.filter((field) => names.includes(field.item));
}

function readFilter<Row extends { readonly id: number }>(given: unknown, source: BiListSource<Row>): Record<string, unknown> {
  if (isEmpty(given)) return {};
  if (!isRecord(given)) throw refuseBi('VALIDATION_FILTER_TYPE', 'Parameter "filter" must be array.');
  checkGroup(given, source);
  return withFlags(given);
}

/** Flags are booleans here, not letters. */
function withFlags(group: Record<string, unknown>): Record<string, unknown> {
  const write = (value: unknown): unknown => {
    if (typeof value === 'boolean') return value ? 'Y' : 'N';
    return isRecord(value) ? withFlags(value) : value;
  };
  return Object.fromEntries(Object.entries(group).map(([key, value]) => [key, write(value)]));
}

function checkGroup<Row extends { readonly id: number }>(group: Record<string, unknown>, source: BiListSource<Row>): void {
  for (const [key, value] of Object.entries(group)) {
    if (key.toLowerCase() === 'logic') {
      if (!['AND', 'OR'].includes(String(value))) {
        throw refuseBi('VALIDATION_INVALID_FILTER_LOGIC', 'Field "logic" must be either "AND" or "OR".');
      }
    } else if (/^\d+$/.test(key) && isRecord(value)) checkGroup(value, source);
    else {
      const name = keyPattern.exec(key)?.[1] ?? key;
      if (!source.ignored.includes(name)) requireKnown(name, source.fields, 'filter');
    }
  }
}

function readOrder<Row extends { readonly id: number }>(given: unknown, { fields }: BiListSource<Row>): Record<string, unknown> {
  if (isEmpty(given)) return {};
  if (!isRecord(given)) throw refuseBi('VALIDATION_ORDER_TYPE', 'Parameter "order" must be array.');
  for (const name of Object.keys(given)) requireKnown(name, fields, 'order');
  return given;
}

function requireKnown<Row>(name: string, fields: readonly Field<Row>[], place: 'select' | 'filter' | 'order'): void {
  if (fields.some((field) => field.item === name)) return;
  throw refuseBi(`VALIDATION_FIELD_NOT_ALLOWED_IN_${place.toUpperCase()}`, `Field "${name}" is not allowed in the "${place}".`);
}

function isEmpty(given: unknown): boolean {
  return given === undefined || given === null || given === '' || (Array.isArray(given) && given.length === 0);
}
