import type { PortalZone } from '../portal-zone.ts';
import type { Field } from './field-table.ts';
import { readInput, readNumber } from './filter-values.ts';

/** Values from the lowest to the highest that can pass, both included. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** What a filter leaves of a list, so that not every row need be read. */
export interface Bounds<Row> {
  readonly ids: Span;
  /** The only ids that can pass, when the filter names them. */
  readonly only: readonly number[] | null;
  readonly instants: ReadonlyMap<Field<Row>, Span>;
}

const everything: Span = { from: -Infinity, to: Infinity };

export function noBounds<Row>(): Bounds<Row> {
  return { ids: everything, only: null, instants: new Map() };
}

/** Bounds of conditions that hold together. */
export function joinBounds<Row>(parts: readonly Bounds<Row>[]): Bounds<Row> {
  const instants = new Map<Field<Row>, Span>();
  for (const part of parts) {
    for (const [field, span] of part.instants) instants.set(field, overlap(instants.get(field) ?? everything, span));
  }
  const lists = parts.flatMap(({ only }) => (only === null ? [] : [only]));
  const shortest = lists.reduce<readonly number[] | null>((best, list) => (best === null || list.length < best.length ? list : best), null);
  return { ids: parts.reduce((span, part) => overlap(span, part.ids), everything), only: shortest, instants };
}

export function boundsOf<Row>(field: Field<Row>, operator: string, value: unknown, zone: PortalZone): Bounds<Row> {
  if (field.classic === 'ID') return boundIds(operator, value);
  if (field.kind !== 'instant') return noBounds();
  const span = toSpan(
    operator,
    (Array.isArray(value) ? value : [value]).map((input) => Number(readInput(field, input, zone) ?? Number.NaN)),
  );
  return span ? { ...noBounds(), instants: new Map([[field, span]]) } : noBounds();
}

function boundIds<Row>(operator: string, value: unknown): Bounds<Row> {
  const ids = (Array.isArray(value) ? value : [value]).map((input) => Math.trunc(readNumber(input)));
  const isAmong = operator === '' || operator === '=' || operator === '@';
  const only = isAmong ? [...new Set(ids)].sort((left, right) => left - right) : null;
  return { ...noBounds(), ids: toSpan(operator, ids) ?? everything, only };
}

function toSpan(operator: string, numbers: readonly number[]): Span | null {
  const [first] = numbers;
  if (first === undefined || numbers.some((number) => Number.isNaN(number))) return null;
  switch (operator) {
    case '>':
    case '>=':
      return { from: first, to: Infinity };
    case '<':
    case '<=':
      return { from: -Infinity, to: first };
    case '><':
      return numbers.length < 2 ? null : { from: first, to: numbers[1] ?? first };
    case '':
    case '=':
    case '@':
      return { from: Math.min(...numbers), to: Math.max(...numbers) };
    default:
      return null;
  }
}

function overlap(left: Span, right: Span): Span {
  return { from: Math.max(left.from, right.from), to: Math.min(left.to, right.to) };
}
