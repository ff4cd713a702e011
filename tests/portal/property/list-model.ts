/**
 * Bitrix24's lists written down a second time, from the documents alone: what a filter lets through and in which order.
 * Nothing here may come from the emulator; it is what the emulator is measured by.
 */
export type Kind = 'number' | 'whole' | 'words' | 'code' | 'flag' | 'moment' | 'day';

/** A column under the name the list calls it by; moments as RFC 3339, days as `2026-11-16`. */
export interface Column<Row> {
  readonly name: string;
  readonly kind: Kind;
  readonly of: (row: Row) => string | number | boolean | null;
}

export interface ListRules<Row> {
  readonly columns: readonly Column<Row>[];
  /** Universal lists know groups and refuse what they do not know; classic ones drop it. */
  readonly isUniversal: boolean;
  readonly timeZone: string;
  /** Signs of the list when it knows only some. */
  readonly signs?: readonly string[];
}

export class Refused extends Error {}

type Test<Row> = (row: Row) => boolean;
const signs = ['!=%', '!%=', '!><', '!=', '!%', '!@', '=%', '%=', '>=', '<=', '><', '=', '!', '>', '<', '@', '%'];

/** The rows that pass, `Refused` when the portal has to answer with an error. */
export function select<Row>(rows: readonly Row[], filter: unknown, rules: ListRules<Row>): Row[] {
  const tests = readGroup(filter ?? {}, rules);
  return rows.filter((row) => tests.length === 0 || tests[0]?.(row) === true);
}

/** No test or one: a group that says nothing is as if it were not there. */
function readGroup<Row>(group: unknown, rules: ListRules<Row>): Test<Row>[] {
  let isAny = false;
  const tests: Test<Row>[] = [];
  for (const [key, value] of Object.entries(group as object)) {
    const isGroup = /^[0-9]+$/.test(key) && typeof value === 'object' && value !== null;
    if (rules.isUniversal && key.toUpperCase() === 'LOGIC') isAny = String(value).toUpperCase() === 'OR';
    else if (rules.isUniversal && isGroup) tests.push(...readGroup(value, rules));
    else tests.push(...readCondition(key, value, rules));
  }
  if (tests.length === 0) return [];
  return [(row) => (isAny ? tests.some((test) => test(row)) : tests.every((test) => test(row)))];
}

function readCondition<Row>(key: string, value: unknown, rules: ListRules<Row>): Test<Row>[] {
  const sign = signs.find((candidate) => key.startsWith(candidate)) ?? '';
  const column = rules.columns.find(({ name }) => name === key.slice(sign.length));
  const values: unknown[] = Array.isArray(value) ? value : [value];
  if (rules.isUniversal) {
    if (!column || values.some((item) => typeof item === 'object' && item !== null)) throw new Refused(key);
  } else if (!column || values.length === 0 || (rules.signs && !rules.signs.includes(sign))) return [];
  if (sign.includes('><') && values.length < 2) return [];
  return [(row) => passes(column.of(row), { column: column.kind, sign, values, timeZone: rules.timeZone })];
}

interface Condition {
  readonly column: Kind;
  readonly sign: string;
  readonly values: readonly unknown[];
  readonly timeZone: string;
}

function passes(stored: string | number | boolean | null, condition: Condition): boolean {
  const { column, sign, values, timeZone } = condition;
  if (sign.includes('%') && column === 'words') {
    const text = String(stored ?? '').toLowerCase();
    const isLike = values.some((value) => looksLike(text, phpText(value).toLowerCase(), sign.includes('=')));
    return sign.startsWith('!') ? !isLike : isLike;
  }
  const have = storedValue(stored, column);
  const wanted = values.map((value) => wantedValue(value, column, timeZone));
  const [low, high] = wanted;
  switch (sign) {
    case '>':
    case '>=':
    case '<':
    case '<=':
      return stands(have, low, sign);
    case '><':
      return stands(have, low, '>=') && stands(have, high, '<=');
    case '!><':
      return stands(have, low, '<') || stands(have, high, '>');
    default: {
      const isEqual = wanted.some((one) => Object.is(one, have) || (have === null && one === 0));
      return sign.startsWith('!') ? !isEqual : isEqual;
    }
  }
}

function stands(have: string | number | null, than: string | number | null | undefined, sign: string): boolean {
  if (have === null || than === null || than === undefined) return false;
  if (sign === '>') return have > than;
  if (sign === '>=') return have >= than;
  return sign === '<' ? have < than : have <= than;
}

function storedValue(stored: string | number | boolean | null, kind: Kind): string | number | null {
  if (stored === null || stored === '') return null;
  if (kind === 'number' || kind === 'whole') return Number(stored);
  if (kind === 'moment') return new Date(String(stored)).getTime();
  return kind === 'flag' ? (stored === true ? 'Y' : 'N') : String(stored);
}

/** An unreadable date is NaN; NaN is above, below and among nothing. */
function wantedValue(value: unknown, kind: Kind, timeZone: string): string | number | null {
  if (kind === 'number' || kind === 'whole') {
    if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0 ? 1 : 0;
    const number = Number.parseFloat(phpText(value)) || 0;
    return (kind === 'whole' ? Math.trunc(number) : number) + 0;
  }
  const text = phpText(value);
  if (text === '') return null;
  if (kind === 'flag') return text === '1' ? 'Y' : text === '0' ? 'N' : text;
  if (kind === 'moment') return readMoment(text, timeZone);
  if (kind !== 'day') return text;
  const moment = readMoment(text, timeZone);
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return text;
  return Number.isNaN(moment) ? Number.NaN : wallClock(moment, timeZone).slice(0, 10);
}

function phpText(value: unknown): string {
  if (value === true) return '1';
  if (value === null || value === undefined || value === false) return '';
  return typeof value === 'object' ? 'Array' : String(value);
}

/** SQL's LIKE letter by letter; plain likeness is "contains". */
function looksLike(text: string, word: string, isPattern: boolean): boolean {
  if (!isPattern) return word === '' ? text === '' : text.split(word).length > 1;
  const letters = [...text];
  let reachable = new Set([0]);
  for (const sign of word) {
    const next = new Set<number>();
    for (const place of reachable) {
      if (sign === '%') for (let end = place; end <= letters.length; end += 1) next.add(end);
      else if (place < letters.length && (sign === '_' || letters[place] === sign)) next.add(place + 1);
    }
    reachable = next;
  }
  return reachable.has(letters.length);
}

const quarterHourMs = 900_000;

/** With an offset the instant it names, without one the time on the wall of the portal's server. */
function readMoment(text: string, timeZone: string): number {
  if (/^\d{4}-\d\d-\d\dT.*(?:Z|[+-]\d\d:\d\d)$/.test(text)) return new Date(text).getTime();
  const [, day, time = '00:00:00'] = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d:\d\d))?$/.exec(text) ?? [];
  if (day === undefined) return Number.NaN;
  const asUtc = new Date(`${day}T${time}Z`).getTime();
  for (let step = -60; step <= 60; step += 1) {
    if (wallClock(asUtc + step * quarterHourMs, timeZone) === `${day} ${time}`) return asUtc + step * quarterHourMs;
  }
  throw new Error(`no ${text} in ${timeZone}`);
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** `2026-11-16 10:42:00` as people in this zone read it. */
function wallClock(epochMs: number, timeZone: string): string {
  const given = { timeZone, dateStyle: 'short', timeStyle: 'medium', hourCycle: 'h23' } as const;
  const clock = clocks.get(timeZone) ?? new Intl.DateTimeFormat('sv-SE', given);
  clocks.set(timeZone, clock);
  return clock.format(epochMs);
}
