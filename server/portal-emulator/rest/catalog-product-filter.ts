import { isRecord } from '../nested-parameters.ts';
import type { CatalogProduct } from '../records/catalog.ts';
import { valuesOf } from './catalog-fields.ts';

type Test = (row: CatalogProduct) => boolean;

const propertyKey = /^(!=|!|>=|>|<=|<|=|@)?property(\d+)$/;

/** Parts a filter into conditions on `propertyN` and all the rest. */
export function splitProductFilter(filter: Readonly<Record<string, unknown>>): { own: Record<string, unknown>; accepts: Test } {
  const own: Record<string, unknown> = {};
  const tests: Test[] = [];
  for (const [key, value] of Object.entries(filter)) {
    const [, operator = '', id = ''] = propertyKey.exec(key) ?? [];
    if (id === '') own[key] = value;
    else tests.push(compileProperty(Number(id), operator, value));
  }
  return { own, accepts: (row) => tests.every((test) => test(row)) };
}

/** One of a property's values is enough; bounds may come inside of `value`. */
function compileProperty(propertyId: number, operator: string, given: unknown): Test {
  const wanted = (Array.isArray(given) ? given : [isRecord(given) ? given['value'] : given]).map(String);
  const read = (row: CatalogProduct): string[] => valuesOf(row, propertyId).map(({ value }) => value);
  const [bound = ''] = wanted;
  switch (operator) {
    case '':
    case '=':
    case '@':
      return (row) => read(row).some((value) => wanted.includes(value));
    case '!':
    case '!=':
      return (row) => !read(row).some((value) => wanted.includes(value));
    default:
      return (row) => read(row).some((value) => isWithin(compare(value, bound), operator));
  }
}

function isWithin(order: number, operator: string): boolean {
  return operator.endsWith('=') && order === 0 ? true : operator.startsWith('>') ? order > 0 : order < 0;
}

/** Numbers as numbers, dates as instants, the rest as text; what cannot be compared is NaN and passes no bound. */
function compare(left: string, right: string): number {
  const numbers = [Number(left), Number(right)] as const;
  if (numbers.every(Number.isFinite)) return numbers[0] - numbers[1];
  const instants = [Date.parse(left), Date.parse(right)] as const;
  if (instants.every(Number.isFinite)) return instants[0] - instants[1];
  return left < right ? -1 : left > right ? 1 : 0;
}
