import { isRecord } from '../nested-parameters.ts';
import { RestError } from '../rest-error.ts';
import type { RowStore } from '../row-store.ts';
import { fieldName, type Field, type WireStyle } from './field-table.ts';
import type { Filter } from './filter.ts';
import { findCandidates, findIndex, type IndexSpan } from './row-source.ts';
import { createSelection, sortRows, type OrderKey } from './sort-rows.ts';

export { sortRows, type OrderKey } from './sort-rows.ts';

export const pageSize = 50;

export interface ListQuery<Row extends { readonly id: number }> {
  readonly store: RowStore<Row>;
  readonly filter: Filter<Row>;
  readonly isVisible: (row: Row) => boolean;
  readonly order: readonly OrderKey<Row>[];
  /** Below zero: no count, the first page only. */
  readonly start: number;
  /** Remembers the count of a list that is asked for again. */
  readonly remember?: (count: () => number) => number;
}

export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly total: number;
  readonly next?: number;
}

export function listRows<Row extends { readonly id: number }>(query: ListQuery<Row>): Page<Row> {
  if (query.start < 0) return { rows: readRows(query, 0, pageSize), total: 0 };
  const count = (): number => countRows(query);
  const total = query.remember ? query.remember(count) : count();
  const end = query.start + pageSize;
  const rows = query.start < total ? readRows(query, query.start, end) : [];
  return end < total ? { rows, total, next: end } : { rows, total };
}

function countRows<Row extends { readonly id: number }>({ store, filter, isVisible }: ListQuery<Row>): number {
  const { rows, from, to } = findCandidates(store, filter.bounds, Infinity);
  let count = 0;
  for (let position = from; position < to; position += 1) {
    const row = rows[position];
    if (row && filter.accepts(row) && isVisible(row)) count += 1;
  }
  return count;
}

/** The rows from `start` up to `end` in the order asked for. */
function readRows<Row extends { readonly id: number }>(query: ListQuery<Row>, start: number, end: number): Row[] {
  const { store, filter, order } = query;
  const [key] = order;
  if (key === undefined || key.field.classic === 'ID') return scan(query, key?.isDescending === true, end).slice(start);
  const few = findCandidates(store, filter.bounds, Infinity);
  const index = findIndex(store, key.field, filter.bounds);
  if (index !== null && (few.to - few.from) * 20 > index.to - index.from) return sortRows(walk(query, index, end), order).slice(start, end);
  const selection = createSelection(order, end);
  for (let position = few.from; position < few.to; position += 1) {
    const row = few.rows[position];
    if (row && !selection.isTooLate(row) && filter.accepts(row) && query.isVisible(row)) selection.add(row);
  }
  return selection.rows().slice(start);
}

/** Reads from the bounds of the id onwards and stops as soon as there is enough. */
function scan<Row extends { readonly id: number }>(
  { store, filter, isVisible }: ListQuery<Row>,
  isDescending: boolean,
  limit: number,
): Row[] {
  const { rows, from, to } = findCandidates(store, filter.bounds, limit);
  const found: Row[] = [];
  for (let step = 0; step < to - from && found.length < limit; step += 1) {
    const row = rows[isDescending ? to - 1 - step : from + step];
    if (row && filter.accepts(row) && isVisible(row)) found.push(row);
  }
  return found;
}

/** Reads along an index until there is enough and the last instant is complete. */
function walk<Row extends { readonly id: number }>(query: ListQuery<Row>, { index, from, to }: IndexSpan<Row>, limit: number): Row[] {
  const isDescending = query.order[0]?.isDescending === true;
  const found: Row[] = [];
  let lastTime = Number.NaN;
  for (let step = 0; step < to - from; step += 1) {
    const position = isDescending ? to - 1 - step : from + step;
    const time = index.timeAt(position);
    if (found.length >= limit && time !== lastTime) break;
    const row = query.store.find(index.idAt(position));
    if (row && query.filter.accepts(row) && query.isVisible(row)) {
      found.push(row);
      lastTime = time;
    }
  }
  return found;
}

export function parseOrder<Row>(
  raw: unknown,
  fields: readonly Field<Row>[],
  style: WireStyle,
  unknownKeys: 'drop' | 'refuse',
): readonly OrderKey<Row>[] {
  if (raw === undefined || raw === null || raw === '' || Array.isArray(raw)) return [];
  if (!isRecord(raw)) throw new RestError('', "Parameter 'order' must be array.");
  return Object.entries(raw).flatMap(([name, direction]) => {
    const field = fields.find((candidate) => fieldName(candidate, style) === name);
    const isAscending = String(direction).toUpperCase() === 'ASC';
    const isDescending = String(direction).toUpperCase() === 'DESC';
    // Classic lists take for descending whatever is not ascending.
    if (unknownKeys === 'drop') return field ? [{ field, isDescending: !isAscending }] : [];
    if (!field) throw new RestError('INVALID_ARG_VALUE', `Invalid order: field '${name}' is not allowed in order`);
    if (isAscending || isDescending) return [{ field, isDescending }];
    const given = `allowed sort directions are \`ASC, DESC\`. But got '${String(direction)}' for field '${name}'`;
    throw new RestError('INVALID_ARG_VALUE', `Invalid order: ${given}`);
  });
}

/** `start` may come as a number or as text; what cannot be read is the first page. */
export function parseStart(raw: unknown): number {
  const start = Number(raw ?? 0);
  return Number.isInteger(start) ? start : 0;
}
