import type { Language } from '#contract/wire.ts';
import { parsePlanPeriod, shiftPeriod as shiftPlanPeriod } from '#domain/planning/plan-period.ts';
import { formatDay, formatDayRange, formatMonth, formatMonthSpan, formatToMonth } from './date.ts';

const romans = ['I', 'II', 'III', 'IV'];

/**
 * The period of a plan by its key: «декабрь», «5 декабря», «30 ноя – 6 дек», «IV квартал», «II полугодие», «2026 год»; with the year
 * «IV квартал 2026». Reads alike after «на» and «за» and alone.
 */
export function formatPeriod(key: string, language: Language, options: { year?: boolean; capital?: boolean } = {}): string {
  const period = parsePlanPeriod(key);
  if (period === undefined || period.kind === 'month') return formatMonth(key, language, options);
  const { kind, from, to } = period;
  const year = to.slice(0, 4);
  const withYear = (text: string): string => (options.year === true ? `${text} ${year}` : text);
  if (kind === 'year') return language === 'ru' ? `${year} год` : year;
  if (kind === 'day') return formatDay(from, language, options.year === true ? 'full' : 'text');
  if (kind === 'week' || kind === 'custom') return withYear(formatDayRange(from, to, language));
  const number = Number(key.slice(-1));
  if (language === 'en') return withYear(`${kind === 'quarter' ? 'Q' : 'H'}${number}`);
  return withYear(`${romans[number - 1] ?? ''} ${kind === 'quarter' ? 'квартал' : 'полугодие'}`);
}

/** Periods of one kind in a row: «Дек 2026 – мар 2027», «III квартал – IV квартал 2026», «30 ноя – 27 дек 2026». */
export function formatPeriodSpan(from: string, until: string, language: Language): string {
  const [first, last] = [parsePlanPeriod(from), parsePlanPeriod(until)];
  if (first === undefined || last === undefined || first.kind === 'month') return formatMonthSpan(from, until, language);
  if (from === until) return formatPeriod(from, language, { year: true });
  if (first.kind === 'day' || first.kind === 'week') return `${formatDayRange(first.from, last.to, language)} ${last.to.slice(0, 4)}`;
  const isOneYear = first.from.slice(0, 4) === last.to.slice(0, 4);
  return `${formatPeriod(from, language, { year: !isOneYear })} – ${formatPeriod(until, language, { year: true })}`;
}

/** «к ноябрю», to compare with it; other kinds of periods are long to name. */
export function formatToPeriod(key: string, language: Language): string {
  if (parsePlanPeriod(key)?.kind === 'month') return formatToMonth(key, language);
  return language === 'ru' ? 'к прошлому сроку' : 'to the one before';
}

/** A key that names a calendar month. */
export function isMonth(key: string): boolean {
  return /^\d{4}-\d{2}$/.test(key);
}

/** The key of the period `by` periods of its kind later, or earlier when negative. */
export function shiftPeriod(key: string, by: number): string {
  const period = parsePlanPeriod(key);
  return period === undefined ? key : shiftPlanPeriod(period, by).key;
}
