import type { Month } from '../period.ts';
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

/**
 * Season curve of whole calendar years, shrunk towards flat: weight = 1 + Z · (mean ratio − 1), where a ratio is the month's
 * value per working day ÷ that of its year, Z = n / (n + K) over n years, and K = (scatter between years) ÷ (spread between months),
 * at least 1, and 2 while there is one year and the scatter cannot be seen. So Z never exceeds n / (n + 1), and few or
 * restless years stay close to flat. Source: Bühlmann's credibility factor (1967), applied as in Miller and Williams,
 * “Shrinkage estimators of time series seasonal factors”, International Journal of Forecasting 19 (2003).
 */
export function learnSeason(name: string, history: readonly MonthHistory[]): LearnedSeason {
  const years = wholeYears(history);
  const means = Array.from({ length: 12 }, (_, month) => mean(years.map((ratios) => ratios[month] ?? 1)));
  const belief = believe(years, means);
  const weights = means.map((ratio) => 1 + belief * (ratio - 1));
  return { distribution: createDistribution(name, 'months', weights), years: years.length, belief };
}

/** Ratios of the twelve months for each year that is whole and brought something. */
function wholeYears(history: readonly MonthHistory[]): number[][] {
  const byYear = Map.groupBy(history, ({ month }) => month.slice(0, 4));
  return [...byYear.values()].flatMap((months) => {
    const inOrder = Array.from({ length: 12 }, (_, at) => months.find(({ month }) => Number(month.slice(5)) === at + 1));
    const rates = inOrder.map((month) => (month !== undefined && month.workdays > 0 ? Number(month.value) / month.workdays : null));
    const known = rates.filter((rate) => rate !== null);
    const average = mean(known);
    return known.length === 12 && average > 0 ? [known.map((rate) => rate / average)] : [];
  });
}

function believe(years: readonly (readonly number[])[], means: readonly number[]): number {
  const count = years.length;
  if (count === 0) return 0;
  const spread = means.reduce((total, ratio) => total + (ratio - 1) ** 2, 0) / 11;
  if (spread === 0) return 0;
  if (count === 1) return 1 / (1 + 2);
  const squares = years.flatMap((ratios) => ratios.map((ratio, month) => (ratio - (means[month] ?? 1)) ** 2));
  const scatter = squares.reduce((total, square) => total + square, 0) / (11 * (count - 1));
  // The means scatter too: that part of their spread is no season.
  const season = spread - scatter / count;
  return season <= 0 ? 0 : count / (count + Math.max(1, scatter / season));
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 1 : values.reduce((total, value) => total + value, 0) / values.length;
}
