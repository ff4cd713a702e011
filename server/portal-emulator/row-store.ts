/** Rows kept in the order of their ids, so that reading on from an id is a binary search. */
export interface RowStore<Row extends { readonly id: number }> {
  readonly rows: readonly Row[];
  find(id: number): Row | undefined;
  /** Adds a row or replaces the one of the same id. */
  put(row: Row): void;
  remove(id: number): void;
  /** First position whose id is at least this. */
  positionOf(id: number): number;
  /** Id for the next new row; ids of removed rows are never given again. */
  nextId(): number;
}

export function createRowStore<Row extends { readonly id: number }>(given: readonly Row[]): RowStore<Row> {
  const rows = [...given].sort((left, right) => left.id - right.id);
  const byId = new Map(rows.map((row) => [row.id, row]));
  let highestId = rows.at(-1)?.id ?? 0;

  const positionOf = (id: number): number => {
    let low = 0;
    let high = rows.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((rows[middle]?.id ?? Infinity) < id) low = middle + 1;
      else high = middle;
    }
    return low;
  };

  return {
    rows,
    find: (id) => byId.get(id),
    put(row) {
      const position = positionOf(row.id);
      rows.splice(position, byId.has(row.id) ? 1 : 0, row);
      byId.set(row.id, row);
      highestId = Math.max(highestId, row.id);
    },
    remove(id) {
      if (byId.delete(id)) rows.splice(positionOf(id), 1);
    },
    positionOf,
    nextId: () => highestId + 1,
  };
}
