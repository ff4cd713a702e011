/** Ids of rows in the order of one of their instants, rows of one instant by id; kept up to date row by row. */
export interface InstantIndex<Row> {
  readonly size: number;
  /** First position whose instant is at least this. */
  positionOf(epochMs: number): number;
  idAt(position: number): number;
  timeAt(position: number): number;
  add(row: Row): void;
  remove(row: Row): void;
}

type Rows<Row> = readonly Row[];

/** The rows come in the order of their ids; what has no instant stands before all others. */
export function createInstantIndex<Row extends { readonly id: number }>(rows: Rows<Row>, read: (row: Row) => unknown): InstantIndex<Row> {
  const timeOf = (row: Row): number => toTime(read(row));
  const { times, ids } = sortByTime(rows, timeOf);

  const placeOf = (time: number, id: number): number => {
    let low = 0;
    let high = times.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const at = times[middle] ?? Infinity;
      if (at < time || (at === time && (ids[middle] ?? Infinity) < id)) low = middle + 1;
      else high = middle;
    }
    return low;
  };

  return {
    get size() {
      return times.length;
    },
    positionOf: (epochMs) => placeOf(epochMs, -Infinity),
    idAt: (position) => ids[position] ?? Number.NaN,
    timeAt: (position) => times[position] ?? Number.NaN,
    add(row) {
      const time = timeOf(row);
      const place = placeOf(time, row.id);
      times.splice(place, 0, time);
      ids.splice(place, 0, row.id);
    },
    remove(row) {
      const place = placeOf(timeOf(row), row.id);
      if (ids[place] !== row.id) return;
      times.splice(place, 1);
      ids.splice(place, 1);
    },
  };
}

function toTime(value: unknown): number {
  const time = value === null || value === '' ? Number.NaN : Date.parse(String(value));
  return Number.isNaN(time) ? -Infinity : time;
}

function sortByTime<Row extends { readonly id: number }>(
  rows: Rows<Row>,
  timeOf: (row: Row) => number,
): { times: number[]; ids: number[] } {
  const given = new Float64Array(rows.length);
  for (const [position, row] of rows.entries()) given[position] = timeOf(row);
  const order = orderOf(given);
  const times: number[] = [];
  const ids: number[] = [];
  for (const position of order) {
    times.push(given[position] ?? 0);
    ids.push(rows[position]?.id ?? 0);
  }
  return { times, ids };
}

const places = 2 ** 21;
const longestSpan = 2 ** 32;

/** Whole seconds and the place of a row fit into one number, and numbers sort ten times faster than by a comparison. */
function orderOf(times: Float64Array): Iterable<number> {
  const first = times.reduce((least, time) => Math.min(least, time), Infinity);
  const packed = times.map((time, position) => ((time - first) / 1000) * places + position);
  const fits = times.length < places && times.every((time) => (time - first) % 1000 === 0 && (time - first) / 1000 < longestSpan);
  if (fits) return packed.sort().map((value) => value % places);
  return [...times.keys()].sort((left, right) => (times[left] ?? 0) - (times[right] ?? 0) || left - right);
}
