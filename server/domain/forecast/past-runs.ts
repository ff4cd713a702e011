import type { DealHistory } from './deal-history.ts';
import { fitModel, type ForecastModel } from './forecast-model.ts';
import type { FittedWindow } from './honesty.ts';
import { openRows } from './landmark-rows.ts';
import { type Draws, type Range, rangeOf, simulateWindow } from './simulate-window.ts';
import { expectedOf, type ForecastSpan, forecastWindow, independentVariance, type WindowForecast, wonSoFarOf } from './window-forecast.ts';

/** A forecast of a window that is over by now, made from what was known at its cutoff, and what the window brought. */
export interface PastRun {
  readonly cutoff: number;
  /** End of the window: only then it can teach anything. */
  readonly to: number;
  /** Expected revenue from the cutoff to the end, and what came. */
  readonly expected: number;
  readonly actual: number;
  readonly variance: number;
  readonly range: Range;
}

const leastShock = 0.05;
const greatestShock = 0.5;
const priorShock = 0.15;
const priorShockRuns = 4;
const priorGuardRuns = 10;
const greatestGuard = 2.5;
const coverage = 0.8;

/** Common shock: cv² = clip((Σe² − ΣVar₀) ÷ Σf², 0.05², 0.5²) over past runs, then (n·cv + 4·0.15) ÷ (n + 4). */
export function shockOf(runs: readonly PastRun[]): number {
  const squares = runs.reduce((total, { expected }) => total + expected ** 2, 0);
  if (squares === 0) return priorShock;
  const surplus = runs.reduce((total, { expected, actual, variance }) => total + (actual - expected) ** 2 - variance, 0);
  const own = Math.sqrt(Math.min(greatestShock ** 2, Math.max(leastShock ** 2, surplus / squares)));
  return (runs.length * own + priorShockRuns * priorShock) / (runs.length + priorShockRuns);
}

/**
 * How much wider the range has to be: the 80 % conformal quantile q of max((y − P50) ÷ (P90 − P50), (P50 − y) ÷ (P50 − P10)) over past
 * runs, then clip((n·q + 10) ÷ (n + 10), 1, 2.5).
 */
export function guardOf(runs: readonly PastRun[]): number {
  const scores = runs.map(scoreOf).sort((a, b) => a - b);
  const n = scores.length;
  if (n === 0) return 1;
  const place = Math.min(n, Math.ceil((n + 1) * coverage));
  return Math.min(greatestGuard, Math.max(1, (n * (scores[place - 1] ?? 1) + priorGuardRuns) / (n + priorGuardRuns)));
}

function scoreOf({ actual, range }: PastRun): number {
  const off = actual - range.p50;
  const width = off >= 0 ? range.p90 - range.p50 : range.p50 - range.p10;
  if (off === 0) return 0;
  return width > 0 ? Math.min(10, Math.abs(off) / width) : 10;
}

/** How far off past forecasts were: shares of what came after their cutoffs. */
export interface PastAccuracy {
  readonly runs: number;
  /** Σ|forecast − actual| ÷ Σ actual. */
  readonly wape: number;
  /** Σ(forecast − actual) ÷ Σ actual; above zero they promised too much. */
  readonly bias: number;
}

/** Fewer runs than this say nothing. */
const leastRuns = 3;

export function accuracyOf(runs: readonly PastRun[]): PastAccuracy | null {
  const actual = runs.reduce((total, run) => total + run.actual, 0);
  if (runs.length < leastRuns || actual <= 0) return null;
  const errors = runs.map((run) => run.expected - run.actual);
  return {
    runs: runs.length,
    wape: errors.reduce((total, error) => total + Math.abs(error), 0) / actual,
    bias: errors.reduce((total, error) => total + error, 0) / actual,
  };
}

/** Range of a window with the guard, base currency; never below what is already won. */
export function guardedRange(range: Range, { wonSoFar, guard }: { readonly wonSoFar: number; readonly guard: number }): Range {
  return {
    p10: wonSoFar + Math.max(0, range.p50 - guard * (range.p50 - range.p10)),
    p50: wonSoFar + range.p50,
    p90: wonSoFar + range.p50 + guard * (range.p90 - range.p50),
  };
}

export interface FullForecast {
  readonly model: ForecastModel;
  readonly window: WindowForecast;
  readonly draws: Draws;
  readonly shock: number;
  readonly guard: number;
}

export interface ForecastOrder extends ForecastSpan {
  readonly cutoff: number;
  readonly seed: number;
  /** Fewer rows and draws than of a forecast that people see, for many runs in a row. */
  readonly rowLimit?: number;
  readonly draws?: number;
}

/** The whole way from history to range; `past` are runs of windows that were over at the cutoff. */
export function runForecast(history: DealHistory, order: ForecastOrder, past: readonly PastRun[]): FullForecast {
  const model = fitModel(history, order.cutoff, order.rowLimit);
  const standing = { at: order.cutoff, open: openRows(history, order.cutoff), wonSoFar: wonSoFarOf(history, order.cutoff, order) };
  const window = forecastWindow(model, standing, { from: order.from, to: order.to });
  const taught = past.filter(({ to }) => to <= order.cutoff);
  const shock = shockOf(taught);
  return {
    model,
    window,
    draws: simulateWindow(window, { seed: order.seed, shock, ...(order.draws === undefined ? {} : { draws: order.draws }) }),
    shock,
    guard: guardOf(taught),
  };
}

/** What a forecast would have been worth; its window is over by the moment of asking, or the run would look ahead. */
export function toPastRun(history: DealHistory, { window, draws }: FullForecast, asked: number): PastRun {
  if (window.to > asked) throw new RangeError('A window that is not over teaches nothing');
  const known = wonInside(history, { from: Math.max(window.from, window.at), to: window.to }, window.at);
  const wonSoFar = window.wonSoFar.reduce((total, own) => total + own, 0);
  return {
    cutoff: window.at,
    to: window.to,
    expected: expectedOf(window) - wonSoFar,
    actual: known,
    variance: independentVariance(window),
    range: rangeOf(draws),
  };
}

/** Runs the model backwards over windows of the past, the earliest first, each taught by those before it. */
export function runPast(
  history: DealHistory,
  orders: readonly ForecastOrder[],
  asked: number,
): { readonly runs: PastRun[]; /** In the same order, with the model each was made by. */ readonly windows: FittedWindow[] } {
  const runs: PastRun[] = [];
  const windows: FittedWindow[] = [];
  for (const order of orders.filter(({ to }) => to <= asked).sort((a, b) => a.cutoff - b.cutoff)) {
    const full = runForecast(history, order, runs);
    runs.push(toPastRun(history, full, asked));
    windows.push({ from: order.from, to: order.to, model: full.model });
  }
  return { runs, windows };
}

/** Revenue of a span that came after a cutoff. */
function wonInside(history: DealHistory, { from, to }: ForecastSpan, after: number): number {
  let total = 0;
  for (let deal = 0; deal < history.count; deal += 1) {
    const end = history.closed[deal] ?? NaN;
    const amount = history.finalAmount[deal] ?? NaN;
    if (history.outcome[deal] === 1 && end > after && end >= from && end < to && !Number.isNaN(amount)) total += amount;
  }
  return total;
}
