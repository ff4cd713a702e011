import { daysBetween, daysInMonth, firstDay, lastDay, monthOf, shiftDay, shiftMonth, weekday, type Day } from '../period.ts';

export type PeriodKind = 'day' | 'week' | 'month' | 'quarter' | 'half-year' | 'year' | 'custom';

/** A kind that the calendar itself cuts time into. */
export type CalendarKind = Exclude<PeriodKind, 'custom'>;

/** `2026-12-05`, `2026-W49`, `2026-12`, `2026-Q4`, `2026-H2`, `2026`, `2026-12-05--2026-12-20`; used in addresses and in the store. */
export type PeriodKey = string;

/** What a plan is for; both days belong to it. */
export interface PlanPeriod {
  readonly kind: PeriodKind;
  readonly key: PeriodKey;
  readonly from: Day;
  readonly to: Day;
}

const monthsIn = { month: 1, quarter: 3, 'half-year': 6, year: 12 } as const;

/** Finer first. */
export const calendarKinds: readonly CalendarKind[] = ['day', 'week', 'month', 'quarter', 'half-year', 'year'];

/** Years a plan can be in; outside them a key is a slip of the pen. */
const years = { first: 1900, last: 2199 };

/** Days of the longest custom period: three years. */
const longestCustom = 1096;

const patterns: readonly (readonly [CalendarKind, RegExp])[] = [
  ['day', /^(\d{4})-\d{2}-\d{2}$/],
  ['week', /^(\d{4})-W(\d{2})$/],
  ['month', /^(\d{4})-(\d{2})$/],
  ['quarter', /^(\d{4})-Q(\d)$/],
  ['half-year', /^(\d{4})-H(\d)$/],
  ['year', /^(\d{4})$/],
];

/** The period a key names; undefined for what the calendar does not have, such as `2026-02-30` or `2025-W53`. */
export function parsePlanPeriod(key: string): PlanPeriod | undefined {
  const [from, to, more] = key.split('--');
  if (from !== undefined && to !== undefined) return more === undefined && isDay(from) && isDay(to) ? customPeriod(from, to) : undefined;
  for (const [kind, pattern] of patterns) {
    const match = pattern.exec(key);
    if (match === null) continue;
    const [, year = '', number = '1'] = match;
    const day = kind === 'day' ? key : firstDayOf(kind, Number(year), Number(number));
    // What the calendar does not have comes back under another key.
    const period = isDay(day) ? periodOf(kind, day) : undefined;
    return period?.key === key ? period : undefined;
  }
  return undefined;
}

/** Custom dates, at most three years; undefined when they end before they begin. */
export function customPeriod(from: Day, to: Day): PlanPeriod | undefined {
  const length = daysBetween(from, to) + 1;
  return length >= 1 && length <= longestCustom ? toCustom(from, to) : undefined;
}

/** The period of a kind that a day lies in. */
export function periodOf(kind: CalendarKind, day: Day): PlanPeriod {
  if (kind === 'day') return { kind, key: day, from: day, to: day };
  if (kind === 'week') {
    const from = shiftDay(day, 1 - weekday(day));
    return { kind, key: weekKey(from), from, to: shiftDay(from, 6) };
  }
  const length = monthsIn[kind];
  const number = Math.floor((Number(day.slice(5, 7)) - 1) / length);
  const year = day.slice(0, 4);
  const first = `${year}-${pad(number * length + 1)}`;
  const key = { month: first, quarter: `${year}-Q${number + 1}`, 'half-year': `${year}-H${number + 1}`, year }[kind];
  return { kind, key, from: firstDay(first), to: lastDay(shiftMonth(first, length - 1)) };
}

export function previousPeriod(period: PlanPeriod): PlanPeriod {
  if (period.kind === 'custom') return toCustom(shiftDay(period.from, -lengthOf(period)), shiftDay(period.from, -1));
  return periodOf(period.kind, shiftDay(period.from, -1));
}

export function nextPeriod(period: PlanPeriod): PlanPeriod {
  if (period.kind === 'custom') return toCustom(shiftDay(period.to, 1), shiftDay(period.to, lengthOf(period)));
  return periodOf(period.kind, shiftDay(period.to, 1));
}

/** The period `by` periods of its kind later, or earlier when negative; custom dates move by their own length. */
export function shiftPeriod(period: PlanPeriod, by: number): PlanPeriod {
  let at = period;
  for (let left = Math.abs(by); left > 0; left -= 1) at = by > 0 ? nextPeriod(at) : previousPeriod(at);
  return at;
}

/** The same dates, month or ISO week a year before; 29 February becomes the 28th, week 53 the last week there is. */
export function samePeriodLastYear(period: PlanPeriod): PlanPeriod {
  if (period.kind === 'custom') return toCustom(dayLastYear(period.from), dayLastYear(period.to));
  if (period.kind !== 'week') return periodOf(period.kind, dayLastYear(period.from));
  const [year, week] = [Number(period.key.slice(0, 4)) - 1, Number(period.key.slice(6))];
  return periodOf('week', firstDayOf('week', year, Math.min(week, weeksInYear(year))));
}

/** Calendar days of a period. */
export function lengthOf(period: PlanPeriod): number {
  return daysBetween(period.from, period.to) + 1;
}

function toCustom(from: Day, to: Day): PlanPeriod {
  return { kind: 'custom', key: `${from}--${to}`, from, to };
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const [year, month, day] = [Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8))];
  if (year < years.first || year > years.last || month < 1 || month > 12) return false;
  return day >= 1 && day <= daysInMonth(monthOf(text));
}

function dayLastYear(day: Day): Day {
  const month = shiftMonth(monthOf(day), -12);
  const last = lastDay(month);
  const same = `${month}-${day.slice(8)}`;
  return same > last ? last : same;
}

/** Monday of the ISO week, or the first day of a part of the year; ISO 8601: 4 January is always in week 1. */
function firstDayOf(kind: Exclude<CalendarKind, 'day'>, year: number, number: number): Day {
  const fourth = `${String(year).padStart(4, '0')}-01-04`;
  if (kind === 'week') return shiftDay(fourth, 1 - weekday(fourth) + (number - 1) * 7);
  return firstDay(shiftMonth(monthOf(fourth), (number - 1) * monthsIn[kind]));
}

/** ISO 8601: a week belongs to the year of its Thursday. */
function weekKey(monday: Day): PeriodKey {
  const thursday = shiftDay(monday, 3);
  const year = thursday.slice(0, 4);
  return `${year}-W${pad(Math.floor(daysBetween(`${year}-01-01`, thursday) / 7) + 1)}`;
}

function weeksInYear(year: number): number {
  return Number(periodOf('week', `${String(year).padStart(4, '0')}-12-28`).key.slice(6));
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
