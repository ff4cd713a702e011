import type { InstantIndex } from '../instant-index.ts';
import type { RowStore } from '../row-store.ts';
import type { Field } from './field-table.ts';
import type { Bounds, Span } from './filter-bounds.ts';

/** Rows by id of which those from `from` up to `to` may pass. */
export interface RowSpan<Row> {
  readonly rows: readonly Row[];
  readonly from: number;
  readonly to: number;
}

/** Instants that are columns of their row, so that an index over them stays true; those that sync by time asks for. */
const indexedInstants = new Set([
  'CALL_START_DATE',
  'CREATED_TIME',
  'DATE_CREATE',
  'DATE_MODIFY',
  'LAST_UPDATED',
  'START_TIME',
  'UPDATED_TIME',
]);

/** The fewest rows among which all that pass are; `wanted` is how many the reader will take. */
export function findCandidates<Row extends { readonly id: number }>(
  store: RowStore<Row>,
  bounds: Bounds<Row>,
  wanted: number,
): RowSpan<Row> {
  const { ids, only } = bounds;
  if (only !== null)
    return pick(
      store,
      only.filter((id) => id >= ids.from && id <= ids.to),
    );
  const from = ids.from === -Infinity ? 0 : store.positionOf(ids.from);
  const to = ids.to === Infinity ? store.rows.length : store.positionOf(ids.to + 1);
  const recent = findByInstant(store, bounds);
  if (recent !== null && isWorthSorting(recent.to - recent.from, { length: to - from, wanted })) {
    const found = Array.from({ length: recent.to - recent.from }, (_, step) => recent.index.idAt(recent.from + step));
    return pick(
      store,
      found.filter((id) => id >= ids.from && id <= ids.to).sort((left, right) => left - right),
    );
  }
  return { rows: store.rows, from, to };
}

/** The index that sorts by this field, with the part of it that the bounds leave; null when there is none. */
export function findIndex<Row extends { readonly id: number }>(
  store: RowStore<Row>,
  field: Field<Row> | undefined,
  bounds: Bounds<Row>,
): IndexSpan<Row> | null {
  if (!field || field.kind !== 'instant' || !indexedInstants.has(field.classic)) return null;
  const index = store.instantIndex(field.classic, field.read);
  const span: Span = bounds.instants.get(field) ?? { from: -Infinity, to: Infinity };
  const from = span.from === -Infinity ? 0 : index.positionOf(span.from);
  return { index, from, to: Math.max(from, span.to === Infinity ? index.size : index.positionOf(span.to + 1)) };
}

export interface IndexSpan<Row> {
  readonly index: InstantIndex<Row>;
  readonly from: number;
  readonly to: number;
}

function findByInstant<Row extends { readonly id: number }>(store: RowStore<Row>, bounds: Bounds<Row>): IndexSpan<Row> | null {
  const spans = [...bounds.instants.keys()].flatMap((field) => findIndex(store, field, bounds) ?? []);
  return spans.reduce<IndexSpan<Row> | null>(
    (best, span) => (best === null || span.to - span.from < best.to - best.from ? span : best),
    null,
  );
}

/** Reading by id meets a row that passes once in so many; sorting what the index gives is dearer per row. */
function isWorthSorting(found: number, scan: { length: number; wanted: number }): boolean {
  return found * 4 < Math.min(scan.length, (scan.wanted * scan.length) / Math.max(1, found));
}

function pick<Row extends { readonly id: number }>(store: RowStore<Row>, ids: readonly number[]): RowSpan<Row> {
  const rows = ids.flatMap((id) => store.find(id) ?? []);
  return { rows, from: 0, to: rows.length };
}
