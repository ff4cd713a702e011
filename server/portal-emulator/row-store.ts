import { createInstantIndex, type InstantIndex } from './instant-index.ts';

/** Rows kept in the order of their ids, so that reading on from an id is a binary search. */
export interface RowStore<Row extends { readonly id: number }> {
  readonly rows: readonly Row[];
  /** Counts changes, so that what was computed from the rows knows when it is stale. */
  readonly revision: number;
  find(id: number): Row | undefined;
  /** Adds a row or replaces the one of the same id. */
  put(row: Row): void;
  remove(id: number): void;
  /** First position whose id is at least this. */
  positionOf(id: number): number;
  /** Id for the next new row; ids of removed rows are never given again. */
  nextId(): number;
  /** The rows by an instant that depends on nothing but the row; built when it is first asked for. */
  instantIndex(name: string, read: (row: Row) => unknown): InstantIndex<Row>;
}

export function createRowStore<Row extends { readonly id: number }>(given: readonly Row[]): RowStore<Row> {
  const rows = [...given].sort((left, right) => left.id - right.id);
  const indexes = new Map<string, InstantIndex<Row>>();
  let highestId = rows.at(-1)?.id ?? 0;
  let revision = 0;

  /** Ids without gaps are found at once, without a map that takes as much memory as the rows' links. */
  const positionOf = (id: number): number => {
    const guess = id - (rows[0]?.id ?? 0);
    if (rows[guess]?.id === id) return guess;
    let low = 0;
    let high = rows.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((rows[middle]?.id ?? Infinity) < id) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const find = (id: number): Row | undefined => {
    const row = rows[positionOf(id)];
    return row?.id === id ? row : undefined;
  };

  return {
    rows,
    get revision() {
      return revision;
    },
    find,
    put(row) {
      const position = positionOf(row.id);
      const before = rows[position];
      const isNew = before?.id !== row.id;
      rows.splice(position, isNew ? 0 : 1, row);
      for (const index of indexes.values()) {
        if (before && !isNew) index.remove(before);
        index.add(row);
      }
      highestId = Math.max(highestId, row.id);
      revision += 1;
    },
    remove(id) {
      const row = find(id);
      if (!row) return;
      for (const index of indexes.values()) index.remove(row);
      rows.splice(positionOf(id), 1);
      revision += 1;
    },
    positionOf,
    nextId: () => highestId + 1,
    instantIndex(name, read) {
      const known = indexes.get(name) ?? createInstantIndex(rows, read);
      indexes.set(name, known);
      return known;
    },
  };
}
