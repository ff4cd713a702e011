import type { PortalZone } from '../portal-zone.ts';
import type { Field } from './field-table.ts';

type Comparable = string | number;
type Test<Row> = (row: Row) => boolean;

/** One condition of a filter as a predicate; the meaning of the signs is Bitrix24's, after SQL. */
export function compileCondition<Row>(field: Field<Row>, operator: string, value: unknown, zone: PortalZone): Test<Row> {
  if (field.elements) return compileElements(field, field.elements, operator, value, zone);
  const read = comparableOf(field);
  const inputs = (Array.isArray(value) ? value : [value]).map((input) => readInput(field, input, zone));
  const first = inputs[0] ?? null;
  switch (operator) {
    case '':
    case '=':
    case '@':
      return isAmong(read, inputs);
    case '!':
    case '!=':
    case '!@':
      return not(isAmong(read, inputs));
    case '>':
      return compare(read, first, (order) => order > 0);
    case '>=':
      return compare(read, first, (order) => order >= 0);
    case '<':
      return compare(read, first, (order) => order < 0);
    case '<=':
      return compare(read, first, (order) => order <= 0);
    case '><':
      return isBetween(read, first, inputs[1] ?? null);
    case '!><':
      return not(isBetween(read, first, inputs[1] ?? null));
    default:
      return resemble(field, read, operator, value);
  }
}

/** A field of several values meets a condition when any of them does, and a negated one when none of them contradicts it. */
function compileElements<Row>(
  field: Field<Row>,
  elements: (row: Row) => readonly (string | number)[],
  operator: string,
  value: unknown,
  zone: PortalZone,
): Test<Row> {
  const { classic, item, type, elementKind: kind = 'text' } = field;
  const test = compileCondition<string | number | null>({ classic, item, type, kind, read: (element) => element }, operator, value, zone);
  const isNegated = operator.startsWith('!');
  return (row) => {
    const found = elements(row);
    if (found.length === 0) return test(null);
    return isNegated ? found.every(test) : found.some(test);
  };
}

function comparableOf<Row>(field: Field<Row>): (row: Row) => Comparable | null {
  return (row) => {
    const value = field.read(row);
    if (value === null || value === '') return null;
    if (field.kind === 'instant') return Date.parse(String(value));
    if (field.kind === 'integer' || field.kind === 'money') return Number(value);
    if (field.kind === 'flag') return value === true ? 'Y' : 'N';
    return String(value);
  };
}

/** An unreadable value becomes NaN, which nothing equals or exceeds. */
function readInput<Row>(field: Field<Row>, input: unknown, zone: PortalZone): Comparable | null {
  if (field.kind === 'flag') return readFlag(input);
  if (input === null || input === undefined || input === '' || input === false) return null;
  switch (field.kind) {
    case 'integer':
    case 'money':
      return Number(input);
    case 'instant':
      return zone.readInstant(String(input));
    case 'day':
      return zone.readDay(String(input)) ?? Number.NaN;
    default:
      return String(input);
  }
}

function readFlag(input: unknown): Comparable {
  return input === true || input === 1 || input === '1' || input === 'Y' ? 'Y' : 'N';
}

/** "Nothing" and the id 0 are the same to Bitrix24. */
function isAmong<Row>(read: (row: Row) => Comparable | null, inputs: readonly (Comparable | null)[]): Test<Row> {
  const wanted = new Set(inputs);
  const acceptsNothing = wanted.has(null) || wanted.has(0);
  return (row) => {
    const value = read(row);
    return value === null ? acceptsNothing : wanted.has(value);
  };
}

function compare<Row>(read: (row: Row) => Comparable | null, input: Comparable | null, isWanted: (order: number) => boolean): Test<Row> {
  if (input === null || Number.isNaN(input)) return () => false;
  return (row) => {
    const value = read(row);
    if (value === null || Number.isNaN(value)) return false;
    return isWanted(value > input ? 1 : value < input ? -1 : 0);
  };
}

function isBetween<Row>(read: (row: Row) => Comparable | null, low: Comparable | null, high: Comparable | null): Test<Row> {
  const isAbove = compare(read, low, (order) => order >= 0);
  const isBelow = compare(read, high, (order) => order <= 0);
  return (row) => isAbove(row) && isBelow(row);
}

/** Likeness: `%` is "contains", `=%` and `%=` take `%` as a wildcard; statuses know equality only. */
function resemble<Row>(field: Field<Row>, read: (row: Row) => Comparable | null, operator: string, value: unknown): Test<Row> {
  const words = (Array.isArray(value) ? value : [value]).map((word) => String(word).toLowerCase());
  const isNegated = operator.startsWith('!');
  const isPattern = operator.includes('=');
  const isLike = (text: string, word: string): boolean => {
    if (field.kind === 'status') return text === word;
    return isPattern ? toPattern(word).test(text) : text.includes(word);
  };
  return (row) => {
    const text = String(read(row) ?? '').toLowerCase();
    return words.some((word) => isLike(text, word)) !== isNegated;
  };
}

function toPattern(word: string): RegExp {
  const escaped = word.split('%').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${escaped.join('.*')}$`, 's');
}

function not<Row>(test: Test<Row>): Test<Row> {
  return (row) => !test(row);
}
