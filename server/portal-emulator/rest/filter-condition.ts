import type { PortalZone } from '../portal-zone.ts';
import type { Field } from './field-table.ts';
import { comparableOf, isNumeric, readInput, readWord, type Comparable } from './filter-values.ts';

type Test<Row> = (row: Row) => boolean;
type Read<Row> = (row: Row) => Comparable | null;

/** One condition of a filter as a predicate, null when it says nothing; the meaning of the signs is Bitrix24's, after SQL. */
export function compileCondition<Row>(field: Field<Row>, operator: string, value: unknown, zone: PortalZone): Test<Row> | null {
  if (field.elements) return compileElements(field, field.elements, operator, value, zone);
  const given = Array.isArray(value) ? value : [value];
  if (isLikeness(operator) && field.kind === 'text') return resemble(comparableOf(field), operator, given.map(readWord));
  const read = comparableOf(field);
  const inputs = given.map((input) => readInput(field, input, zone));
  const first = inputs[0];
  switch (operator) {
    case '>':
      return compare(read, first, (order) => order > 0);
    case '>=':
      return compare(read, first, (order) => order >= 0);
    case '<':
      return compare(read, first, (order) => order < 0);
    case '<=':
      return compare(read, first, (order) => order <= 0);
    case '><':
    case '!><':
      return inputs.length < 2 ? null : between(read, [inputs[0], inputs[1]], operator === '><');
    default:
      return equal(read, inputs, { isNegated: operator.startsWith('!'), zeroIsNothing: isNumeric(field) });
  }
}

/** A field of several values meets a condition when any of them does, and a negated one when none of them contradicts it. */
function compileElements<Row>(
  field: Field<Row>,
  elements: (row: Row) => readonly (string | number)[],
  operator: string,
  value: unknown,
  zone: PortalZone,
): Test<Row> | null {
  const { classic, item, type, elementKind: kind = 'text' } = field;
  const test = compileCondition<string | number | null>({ classic, item, type, kind, read: (element) => element }, operator, value, zone);
  const isNegated = operator.startsWith('!');
  return (
    test &&
    ((row) => {
      const found = elements(row);
      if (found.length === 0) return test(null);
      return isNegated ? found.every(test) : found.some(test);
    })
  );
}

/** Statuses, numbers, flags and dates know no likeness: there it is equality. */
function isLikeness(operator: string): boolean {
  return operator.includes('%') || operator === '?';
}

/** "Nothing" is unlike every value, and the number 0 is the same as nothing. */
function equal<Row>(
  read: Read<Row>,
  inputs: readonly (Comparable | null)[],
  how: { isNegated: boolean; zeroIsNothing: boolean },
): Test<Row> {
  const wanted = new Set(inputs);
  const acceptsNothing = wanted.has(null) || (how.zeroIsNothing && wanted.has(0));
  const [only = null] = inputs;
  const isWanted =
    wanted.size === 1 && !Number.isNaN(only)
      ? (value: Comparable): boolean => value === only
      : (value: Comparable): boolean => wanted.has(value);
  return (row) => {
    const value = read(row);
    return (value === null ? acceptsNothing : isWanted(value)) !== how.isNegated;
  };
}

/** What has no value is neither more nor less than anything. */
function compare<Row>(read: Read<Row>, input: Comparable | null | undefined, isWanted: (order: number) => boolean): Test<Row> {
  if (input === null || input === undefined || Number.isNaN(input)) return () => false;
  return (row) => {
    const value = read(row);
    return value !== null && isWanted(value > input ? 1 : value < input ? -1 : 0);
  };
}

type Bound = Comparable | null | undefined;

function between<Row>(read: Read<Row>, [low, high]: readonly [Bound, Bound], isInside: boolean): Test<Row> {
  const isAbove = compare(read, low, (order) => (isInside ? order >= 0 : order < 0));
  const isBelow = compare(read, high, (order) => (isInside ? order <= 0 : order > 0));
  return (row) => (isInside ? isAbove(row) && isBelow(row) : isAbove(row) || isBelow(row));
}

/** `%` is "contains"; `=%` and `%=` take `%` for any text and, as SQL does, `_` for any letter; an empty word is "nothing". */
function resemble<Row>(read: Read<Row>, operator: string, words: readonly string[]): Test<Row> {
  const isNegated = operator.startsWith('!');
  const tests = words.map((word) => (operator.includes('=') ? likePattern(word) : contains(word)));
  return (row) => {
    const text = String(read(row) ?? '').toLowerCase();
    return tests.some((test) => test(text)) !== isNegated;
  };
}

function contains(word: string): (text: string) => boolean {
  return word === '' ? (text) => text === '' : (text) => text.includes(word);
}

function likePattern(word: string): (text: string) => boolean {
  const signs: Readonly<Record<string, string>> = { '%': '.*', _: '.' };
  const source = [...word].map((letter) => signs[letter] ?? letter.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'));
  const pattern = new RegExp(`^${source.join('')}$`, 'su');
  return (text) => pattern.test(text);
}
