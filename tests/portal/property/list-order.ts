import { Refused, type Column, type ListRules } from './list-model.ts';

type Key = string | number | null;

/** Rows in the order asked for, by the documents alone; `fallback` is the list's own order, equal rows go by id. */
export function arrange<Row extends { readonly id: number }>(
  rows: readonly Row[],
  order: unknown,
  { columns, isUniversal }: ListRules<Row>,
  fallback?: string,
): Row[] {
  const keys = Object.entries((order ?? {}) as Record<string, unknown>).flatMap(([name, direction]) => {
    const column = columns.find((candidate) => candidate.name === name);
    const word = String(direction).toUpperCase();
    if (isUniversal && (!column || (word !== 'ASC' && word !== 'DESC'))) throw new Refused(name);
    return column ? [{ column, isUp: word === 'ASC' }] : [];
  });
  const own = columns.find(({ name }) => name === fallback);
  const used = keys.length === 0 && own ? [{ column: own, isUp: true }] : keys;
  return [...rows].sort((left, right) => {
    const difference = used
      .map(({ column, isUp }) => (isUp ? 1 : -1) * compareKeys(keyOf(column, left), keyOf(column, right)))
      .find((sign) => sign !== 0);
    return difference ?? left.id - right.id;
  });
}

function keyOf<Row>({ kind, of }: Column<Row>, row: Row): Key {
  const value = of(row);
  if (value === null || value === '') return null;
  if (kind === 'moment') return new Date(String(value)).getTime();
  if (kind === 'flag') return value === true ? 1 : 0;
  return kind === 'number' || kind === 'whole' ? Number(value) : String(value);
}

/** Nothing comes first. */
function compareKeys(left: Key, right: Key): number {
  if (left === right) return 0;
  if (left === null || right === null) return left === null ? -1 : 1;
  return left < right ? -1 : 1;
}
