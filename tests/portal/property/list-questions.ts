import fc from 'fast-check';
import type { AnyCase } from './list-cases.ts';
import type { Kind } from './list-model.ts';
import { amounts, days, moments, stages, titles } from './random-portal.ts';

export interface Question {
  readonly filter?: unknown;
  readonly order?: Record<string, string>;
  readonly start?: unknown;
}

const signs = ['', '=', '!=', '!', '>', '>=', '<', '<=', '@', '!@', '%', '=%', '%=', '!%', '!=%', '!%=', '><', '!><'];

/** Whatever a client may ask a list: right, misspelt and of wrong types. */
export function questions(list: AnyCase): fc.Arbitrary<Question> {
  return fc.record(
    { filter: fc.oneof({ weight: 8, arbitrary: groups(list) }, fc.constantFrom(null, '', [])), order: orders(list), start: starts },
    { requiredKeys: [] },
  );
}

const starts = fc.constantFrom<unknown>(-1, '-1', 0, 50, '50', 100, 7, 'later', null, 1_000_000);

/** Groups stand in groups under numbers, with a logic beside them or none. */
export function groups(list: AnyCase): fc.Arbitrary<Record<string, unknown>> {
  const logic = fc.option(fc.constantFrom('OR', 'AND', 'or', 'neither'), { nil: undefined });
  const join = (nested: fc.Arbitrary<Record<string, unknown>>): fc.Arbitrary<Record<string, unknown>> =>
    fc
      .tuple(conditions(list), logic, fc.array(nested, { maxLength: 2 }))
      .map(([own, word, inner]) => ({ ...own, ...(word === undefined ? {} : { logic: word }), ...inner }));
  const group = join(join(conditions(list)));
  return list.isUniversal ? fc.oneof(group, conditions(list)) : fc.oneof({ weight: 4, arbitrary: conditions(list) }, group);
}

function conditions(list: AnyCase): fc.Arbitrary<Record<string, unknown>> {
  return fc.array(condition(list), { maxLength: 3 }).map((entries) => Object.fromEntries(entries));
}

function condition(list: AnyCase): fc.Arbitrary<readonly [string, unknown]> {
  const known = fc
    .tuple(fc.constantFrom(...signs), fc.constantFrom(...list.columns))
    .chain(([sign, column]) => fc.tuple(fc.constant(`${sign}${column.name}`), values(column.kind)));
  const unknown = fc.tuple(
    fc.constantFrom('>=NO_SUCH_FIELD', 'stage_id', '', '=', '%no', '>>ID', '7'),
    fc.constantFrom<unknown>(1, 'WON', null),
  );
  return fc.oneof({ weight: 40, arbitrary: known }, { weight: 1, arbitrary: unknown });
}

function values(kind: Kind): fc.Arbitrary<unknown> {
  const right = valueOf[kind];
  return fc.oneof(
    { weight: 12, arbitrary: right },
    { weight: 5, arbitrary: fc.array(right, { maxLength: 3 }) },
    { weight: 2, arbitrary: fc.constantFrom<unknown>(null, '', true, false, 0, '0', 1, -1, '12 pieces', 'Y', 'N', 'whatever', '1e2') },
    { weight: 1, arbitrary: fc.constantFrom<unknown>([[1]], [{ ID: '5' }], [], [null, '']) },
  );
}

/** The same instant as different clients write it, or the time on the server's wall. */
const moment = fc.oneof(
  fc.constantFrom(...moments),
  fc.tuple(fc.constantFrom(...moments), fc.constantFrom(180, -330, 0, 345)).map(([instant, minutes]) => withOffset(instant, minutes)),
  fc.tuple(fc.constantFrom(...days), fc.constantFrom('', ' 12:00:00', 'T23:59:59')).map(([day, time]) => day + time),
  fc.constantFrom('yesterday', '16.11.2026'),
);

function withOffset(instant: string, minutes: number): string {
  const local = new Date(new Date(instant).getTime() + minutes * 60_000).toISOString().slice(0, 19);
  const size = Math.abs(minutes);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${local}${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

/** Titles as they are, cut anywhere, with signs of likeness put into them, in the other case. */
const words = fc.oneof(
  fc.constantFrom(...titles, '+7900', '79%'),
  fc
    .tuple(fc.constantFrom(...titles), fc.nat(6), fc.nat(6), fc.constantFrom('', '%', '_', '!', '\\'), fc.boolean())
    .map(([title, from, length, sign, isUpper]) => {
      const part = [...title].slice(from, from + length).join('');
      const word = from % 2 === 0 ? `${sign}${part}` : `${part}${sign}`;
      return isUpper ? word.toUpperCase() : word;
    }),
);

const valueOf: Readonly<Record<Kind, fc.Arbitrary<unknown>>> = {
  whole: fc.oneof(fc.integer({ min: -1, max: 160 }), fc.integer({ min: 0, max: 60 }).map(String), fc.constantFrom(2.7, '3.9')),
  number: fc.oneof(fc.constantFrom(...amounts), fc.constantFrom(0, 100, 100.5, -5, '100')),
  words,
  code: fc.oneof(fc.constantFrom(...stages, 'P', 'S', 'F', 'RUB', '200', '304', 'DRAFT', 'JUNK'), words),
  flag: fc.constantFrom<unknown>('Y', 'N', 1, 0, '1', '0', true, false),
  moment,
  day: fc.oneof(fc.constantFrom(...days), moment),
};

export function orders(list: AnyCase): fc.Arbitrary<Record<string, string>> {
  const direction = fc.oneof({ weight: 20, arbitrary: fc.constantFrom('ASC', 'DESC', 'asc', 'desc') }, fc.constantFrom('', 'sideways'));
  const name = fc.oneof(
    { weight: 30, arbitrary: fc.constantFrom(...list.columns.map((column) => column.name)) },
    fc.constant('NO_SUCH_FIELD'),
  );
  const most = list.method === 'voximplant.statistic.get' ? 1 : 3;
  return fc.array(fc.tuple(name, direction), { maxLength: most }).map((entries) => Object.fromEntries(entries));
}
