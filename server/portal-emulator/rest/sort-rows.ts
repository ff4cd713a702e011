import type { Field } from './field-table.ts';

export interface OrderKey<Row> {
  readonly field: Field<Row>;
  readonly isDescending: boolean;
}

interface Identified {
  readonly id: number;
}

/** Rows by their keys; what is equal in all of them by id. */
export function sortRows<Row extends Identified>(rows: readonly Row[], order: readonly OrderKey<Row>[]): Row[] {
  return withKeys(rows, order)
    .sort(createComparison(order))
    .map(({ row }) => row);
}

/** The first rows in this order, without sorting what stands behind them. */
export function createSelection<Row extends Identified>(order: readonly OrderKey<Row>[], count: number): Selection<Row> {
  const compare = createComparison(order);
  const [lead] = order;
  const sign = lead?.isDescending === true ? -1 : 1;
  let kept: Keyed<Row>[] = [];
  let last: Keyed<Row> | undefined;
  const shorten = (): void => {
    kept = kept.sort(compare).slice(0, count);
    last = kept.length === count ? kept.at(-1) : undefined;
  };
  return {
    isTooLate: (row) => last !== undefined && lead !== undefined && compareKeys(sortKey(lead.field, row), last.keys[0]) * sign > 0,
    add(row) {
      kept.push(...withKeys([row], order));
      if (kept.length >= 2 * count + 1000) shorten();
    },
    rows() {
      shorten();
      return kept.map(({ row }) => row);
    },
  };
}

export interface Selection<Row> {
  /** True for rows that cannot be among the first any more. */
  isTooLate(row: Row): boolean;
  add(row: Row): void;
  rows(): Row[];
}

type Key = string | number;

interface Keyed<Row> {
  readonly row: Row;
  readonly keys: readonly Key[];
}

function withKeys<Row>(rows: readonly Row[], order: readonly OrderKey<Row>[]): Keyed<Row>[] {
  return rows.map((row) => ({ row, keys: order.map(({ field }) => sortKey(field, row)) }));
}

function createComparison<Row extends Identified>(order: readonly OrderKey<Row>[]): (left: Keyed<Row>, right: Keyed<Row>) => number {
  const signs = order.map(({ isDescending }) => (isDescending ? -1 : 1));
  return (left, right) => {
    for (const [index, sign] of signs.entries()) {
      const difference = compareKeys(left.keys[index], right.keys[index]);
      if (difference !== 0) return difference * sign;
    }
    return left.row.id - right.row.id;
  };
}

function compareKeys(left: Key | undefined = '', right: Key | undefined = ''): number {
  return left === right ? 0 : left < right ? -1 : 1;
}

/** "Nothing" stands before everything, as in MySQL; texts go by their code units, not by a collation. */
function sortKey<Row>(field: Field<Row>, row: Row): Key {
  const value = field.read(row);
  if (field.kind === 'instant') return value === null || value === '' ? -Infinity : Date.parse(String(value));
  if (field.kind === 'integer' || field.kind === 'money') return value === null || value === '' ? -Infinity : Number(value);
  if (field.kind === 'flag') return value === true ? 'Y' : 'N';
  return String(value ?? '');
}
