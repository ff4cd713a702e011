import type { PortalZone } from '../portal-zone.ts';
import type { Field } from './field-table.ts';

/** What fields and filters are compared by: numbers, instants as epoch milliseconds, days and texts as they are. */
export type Comparable = string | number;

/** The value of a row ready to compare; null is "nothing". */
export function comparableOf<Row>(field: Field<Row>): (row: Row) => Comparable | null {
  const convert = converterOf(field);
  return (row) => {
    const value = field.read(row);
    return value === null || value === '' ? null : convert(value);
  };
}

/** Chosen once for a filter: it runs for every row. */
function converterOf<Row>(field: Field<Row>): (value: unknown) => Comparable {
  if (field.kind === 'instant') return (value) => Date.parse(String(value));
  if (isNumeric(field)) return Number;
  if (field.kind === 'flag') return (value) => (value === true ? 'Y' : 'N');
  return String;
}

export function isNumeric<Row>({ kind }: Field<Row>): boolean {
  return kind === 'integer' || kind === 'money';
}

/** A value of a filter as the field compares; an instant or a day that cannot be read is NaN, which nothing equals or exceeds. */
export function readInput<Row>(field: Field<Row>, input: unknown, zone: PortalZone): Comparable | null {
  if (field.kind === 'integer') return Math.trunc(readNumber(input));
  if (field.kind === 'money') return readNumber(input);
  const text = writeText(input);
  if (text === '') return null;
  switch (field.kind) {
    case 'instant':
      return zone.readInstant(text);
    case 'day':
      return zone.readDay(text) ?? Number.NaN;
    case 'flag':
      return { '1': 'Y', '0': 'N' }[text] ?? text;
    default:
      return text;
  }
}

const leadingNumber = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?/i;

/** PHP's reading of numbers: what a text begins with, 0 when that is none, 1 for a list that is not empty. */
export function readNumber(input: unknown): number {
  if (typeof input === 'object' && input !== null) return Object.keys(input).length > 0 ? 1 : 0;
  const number = Number(leadingNumber.exec(writeText(input))?.[0] ?? 0);
  return Number.isFinite(number) ? number : 0;
}

/** PHP's writing of values as text. */
function writeText(input: unknown): string {
  if (input === null || input === undefined || input === false) return '';
  if (input === true) return '1';
  return typeof input === 'object' ? 'Array' : String(input);
}

/** Words of a likeness, in the letter case it ignores. */
export function readWord(input: unknown): string {
  return writeText(input).toLowerCase();
}
