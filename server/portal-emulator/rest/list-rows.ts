import { isRecord } from '../nested-parameters.ts';
import { RestError } from '../rest-error.ts';
import type { RowStore } from '../row-store.ts';
import { fieldName, type Field, type WireStyle } from './field-table.ts';
import type { Filter } from './filter.ts';

export const pageSize = 50;

export interface ListQuery<Row extends { readonly id: number }> {
  readonly store: RowStore<Row>;
  readonly filter: Filter<Row>;
  readonly isVisible: (row: Row) => boolean;
  readonly order: readonly OrderKey<Row>[];
  /** Below zero: no count, the first page only. */
  readonly start: number;
}

export interface OrderKey<Row> {
  readonly field: Field<Row>;
  readonly isDescending: boolean;
}

export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly total: number;
  readonly next?: number;
}

export function listRows<Row extends { readonly id: number }>(query: ListQuery<Row>): Page<Row> {
  const [key] = query.order;
  const isById = query.order.length <= 1 && (key === undefined || key.field.classic === 'ID');
  const isDescending = key?.isDescending === true;
  if (isById && query.start < 0) return { rows: scan(query, isDescending, pageSize), total: 0 };
  const matched = isById ? scan(query, isDescending, Infinity) : sortRows(scan(query, false, Infinity), query.order);
  if (query.start < 0) return { rows: matched.slice(0, pageSize), total: 0 };
  const end = query.start + pageSize;
  const page = { rows: matched.slice(query.start, end), total: matched.length };
  return end < matched.length ? { ...page, next: end } : page;
}

/** Reads from the bounds of the id onwards and stops as soon as there is enough. */
function scan<Row extends { readonly id: number }>(query: ListQuery<Row>, isDescending: boolean, limit: number): Row[] {
  const { store, filter, isVisible } = query;
  const from = filter.ids.from === -Infinity ? 0 : store.positionOf(filter.ids.from);
  const to = filter.ids.to === Infinity ? store.rows.length : store.positionOf(filter.ids.to + 1);
  const found: Row[] = [];
  for (let step = 0; step < to - from && found.length < limit; step += 1) {
    const row = store.rows[isDescending ? to - 1 - step : from + step];
    if (row && filter.accepts(row) && isVisible(row)) found.push(row);
  }
  return found;
}

export function sortRows<Row extends { readonly id: number }>(rows: readonly Row[], order: readonly OrderKey<Row>[]): Row[] {
  const keyed = rows.map((row) => ({ row, keys: order.map(({ field }) => sortKey(field, row)) }));
  const signs = order.map(({ isDescending }) => (isDescending ? -1 : 1));
  keyed.sort((left, right) => {
    for (let index = 0; index < signs.length; index += 1) {
      const a = left.keys[index] ?? '';
      const b = right.keys[index] ?? '';
      if (a !== b) return (a < b ? -1 : 1) * (signs[index] ?? 1);
    }
    return left.row.id - right.row.id;
  });
  return keyed.map(({ row }) => row);
}

function sortKey<Row>(field: Field<Row>, row: Row): string | number {
  const value = field.read(row);
  if (field.kind === 'instant') return value === null ? 0 : Date.parse(String(value));
  if (field.kind === 'integer' || field.kind === 'money') return Number(value ?? 0);
  return String(value ?? '');
}

export function parseOrder<Row>(
  raw: unknown,
  fields: readonly Field<Row>[],
  style: WireStyle,
  unknownKeys: 'drop' | 'refuse',
): readonly OrderKey<Row>[] {
  if (!isRecord(raw)) return [];
  return Object.entries(raw).flatMap(([name, direction]) => {
    const field = fields.find((candidate) => fieldName(candidate, style) === name);
    if (field) return [{ field, isDescending: String(direction).toUpperCase() === 'DESC' }];
    if (unknownKeys === 'drop') return [];
    throw new RestError('INVALID_ARG_VALUE', `Invalid order: field '${name}' is not allowed in order`);
  });
}

/** `start` may come as a number or as text; what cannot be read is the first page. */
export function parseStart(raw: unknown): number {
  const start = Number(raw ?? 0);
  return Number.isInteger(start) ? start : 0;
}
