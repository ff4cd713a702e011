import { learnMonthParts, learnSeason } from '#domain/planning/learn-season.ts';
import type { PlanPeriod } from '#domain/planning/plan-period.ts';
import type { SeasonCurves } from '#domain/planning/season-curve.ts';
import { firstDay, monthOf, shiftMonth, type Month } from '#domain/period.ts';
import { listWorkdays } from '#domain/workdays.ts';
import { sum } from '#domain/money.ts';
import { listWonDays } from '#store/daily-totals.ts';
import { findFirstWonDay } from '#store/won-months.ts';
import { readFactSource } from './month-facts.ts';
import type { PortalContext } from './portal-context.ts';

export interface LearnedCurves {
  readonly curves: SeasonCurves;
  /** Null where there is no whole month, or year, to learn from. */
  readonly learned: { readonly of: 'months' | 'years'; readonly n: number; readonly belief: number } | null;
}

/** A month is like the months of two years; a longer period has the season of three years. */
const [monthsOfMonth, monthsOfYear] = [24, 36];

/** What the company’s own won deals say of the days of a period: of a month how it falls on its fifths, of longer ones the season. */
export async function learnCurves(context: PortalContext, period: PlanPeriod): Promise<LearnedCurves> {
  const isShort = monthOf(period.from) === monthOf(period.to);
  const months = await readMonths(context, isShort ? monthsOfMonth : monthsOfYear);
  if (isShort) {
    const { distribution, months: n, belief } = learnMonthParts('month', months);
    // A part of a month is no month: its fifths are not the month’s.
    if (n === 0 || period.kind !== 'month') return { curves: {}, learned: null };
    return { curves: { parts: distribution }, learned: { of: 'months', n, belief } };
  }
  const history = months.map(({ month, workdays, won }) => ({
    month,
    workdays: workdays.length,
    value: sum(won.map(({ amount }) => amount)),
  }));
  const { distribution, years, belief } = learnSeason('year', history);
  return years === 0 ? { curves: {}, learned: null } : { curves: { months: distribution }, learned: { of: 'years', n: years, belief } };
}

/** Whole months that have ended, of which everything is known. */
async function readMonths(context: PortalContext, count: number) {
  const { tx, calendar, today } = context;
  const source = await readFactSource(context);
  const span = { from: firstDay(shiftMonth(monthOf(today), -count)), before: firstDay(monthOf(today)) };
  const first = await findFirstWonDay(tx, source, { from: '1900-01-01', before: span.before });
  if (first === undefined) return [];
  const known = first === firstDay(monthOf(first)) ? monthOf(first) : shiftMonth(monthOf(first), 1);
  const won = Map.groupBy(await listWonDays(tx, source, span), ({ day }) => monthOf(day));
  const months: Month[] = Array.from({ length: count }, (_, at) => shiftMonth(monthOf(today), at - count));
  return months
    .filter((month) => month >= known)
    .map((month) => ({ month, workdays: listWorkdays(calendar, month), won: won.get(month) ?? [] }));
}
