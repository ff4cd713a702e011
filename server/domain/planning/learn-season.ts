import type { Day, Month } from '../period.ts';
import { createDistribution, type Distribution } from './season-curve.ts';

/** What one month of the past brought, in the metric's unit, and how many working days it had. */
export interface MonthHistory {
  readonly month: Month;
  readonly value: bigint;
  readonly workdays: number;
}

export interface LearnedSeason {
  readonly distribution: Distribution;
  /** Whole years the curve was learned from. */
  readonly years: number;
  /** How much of what was seen is believed: 0 is flat, 1 takes it as it was. */
  readonly belief: number;
}

/** A whole month of the past: its working days, and what its days brought in the metric's unit. */
export interface MonthDays {
  readonly workdays: readonly Day[];
  readonly won: readonly { readonly day: Day; readonly amount: bigint }[];
}

export interface LearnedMonth {
  readonly distribution: Distribution;
  /** Whole months the curve was learned from. */
  readonly months: number;
  readonly belief: number;
}

/**
 * Season curve of whole calendar years, shrunk towards flat: weight = 1 + Z · (mean ratio − 1), where a ratio is the month's
 * value per working day ÷ that of its year, Z = n / (n + K) over n years, and K = (scatter between years) ÷ (spread between months),
 * at least 1, and 2 while there is one year and the scatter cannot be seen. So Z never exceeds n / (n + 1), and few or
 * restless years stay close to flat. Source: Bühlmann's credibility factor (1967), applied as in Miller and Williams,
 * “Shrinkage estimators of time series seasonal factors”, International Journal of Forecasting 19 (2003).
 */
export function learnSeason(name: string, history: readonly MonthHistory[]): LearnedSeason {
  const years = wholeYears(history);
  const { weights, belief } = shrink(years, 12);
  return { distribution: createDistribution(name, 'months', weights), years: years.length, belief };
}

/** Stretches of a month that are alike: the end of a month is another thing than its beginning. */
const partsOfMonth = 5;

/**
 * How a month falls on its fifths by working days, shrunk towards flat as the months of the year are. What a day off has brought
 * belongs to the working day before it; a month with fewer working days than parts says nothing.
 */
export function learnMonthParts(name: string, history: readonly MonthDays[]): LearnedMonth {
  const months = history.flatMap(({ workdays, won }) => {
    if (workdays.length < partsOfMonth) return [];
    const partOf = (at: number): number => Math.floor((Math.max(at, 0) * partsOfMonth) / workdays.length);
    const days = Array.from({ length: partsOfMonth }, () => 0);
    const values = [...days];
    for (const at of workdays.keys()) days[partOf(at)] = (days[partOf(at)] ?? 0) + 1;
    for (const { day, amount } of won) {
      const part = partOf(workdays.findLastIndex((workday) => workday <= day));
      values[part] = (values[part] ?? 0) + Number(amount);
    }
    return toRatios(values.map((value, at) => value / (days[at] ?? 1)));
  });
  const { weights, belief } = shrink(months, partsOfMonth);
  return { distribution: createDistribution(name, 'parts', weights), months: months.length, belief };
}

/** Weights of slots from rows of ratios to their mean, as far as the rows are believed. */
function shrink(rows: readonly (readonly number[])[], slots: number): { weights: number[]; belief: number } {
  const means = Array.from({ length: slots }, (_, slot) => mean(rows.map((ratios) => ratios[slot] ?? 1)));
  const belief = believe(rows, means);
  return { weights: means.map((ratio) => 1 + belief * (ratio - 1)), belief };
}

/** Rates to their mean; nothing when they brought nothing. */
function toRatios(rates: readonly number[]): number[][] {
  const average = mean(rates);
  return average > 0 ? [rates.map((rate) => rate / average)] : [];
}

/** Ratios of the twelve months for each year that is whole and brought something. */
function wholeYears(history: readonly MonthHistory[]): number[][] {
  const byYear = Map.groupBy(history, ({ month }) => month.slice(0, 4));
  return [...byYear.values()].flatMap((months) => {
    const inOrder = Array.from({ length: 12 }, (_, at) => months.find(({ month }) => Number(month.slice(5)) === at + 1));
    const rates = inOrder.map((month) => (month !== undefined && month.workdays > 0 ? Number(month.value) / month.workdays : null));
    const known = rates.filter((rate) => rate !== null);
    return known.length === 12 ? toRatios(known) : [];
  });
}

function believe(rows: readonly (readonly number[])[], means: readonly number[]): number {
  const count = rows.length;
  const freedom = means.length - 1;
  if (count === 0) return 0;
  const spread = means.reduce((total, ratio) => total + (ratio - 1) ** 2, 0) / freedom;
  if (spread === 0) return 0;
  if (count === 1) return 1 / (1 + 2);
  const squares = rows.flatMap((ratios) => ratios.map((ratio, slot) => (ratio - (means[slot] ?? 1)) ** 2));
  const scatter = squares.reduce((total, square) => total + square, 0) / (freedom * (count - 1));
  // The means scatter too: that part of their spread is no season.
  const season = spread - scatter / count;
  return season <= 0 ? 0 : count / (count + Math.max(1, scatter / season));
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 1 : values.reduce((total, value) => total + value, 0) / values.length;
}
