import { openRows } from '#domain/forecast/landmark-rows.ts';
import { type FullForecast, guardedRange, type PastRun, runForecast, toPastRun } from '#domain/forecast/past-runs.ts';
import { mixBits } from '#domain/forecast/random.ts';
import { type Range, rangeOf } from '#domain/forecast/simulate-window.ts';
import { expectedOf } from '#domain/forecast/window-forecast.ts';
import { outcome } from '#domain/forecast/deal-history.ts';
import { askBaselines, type BaselineName } from './baselines.ts';
import type { Period, Periods } from './periods.ts';
import { revenueBy, total } from './portal-sums.ts';
import type { TidyPortal } from './read-tidy.ts';

export type MethodName = 'model' | BaselineName;

/** All forecasts of one period at one cutoff beside what happened. */
export interface Run {
  readonly portal: string;
  readonly index: number;
  readonly share: number;
  readonly cutoff: number;
  readonly actual: Float64Array;
  /** Revenue that was still to come at the cutoff. */
  readonly remaining: number;
  /** By owner; the model's deals of unknown owners stand behind the last one. */
  readonly forecasts: Readonly<Record<MethodName, Float64Array | null>>;
  readonly range: Range;
  /** Totals of the simulated ways, sorted. */
  readonly draws: Float64Array;
  /** Chance of each open deal and whether it was won in the period. */
  readonly deals: readonly { readonly chance: number; readonly isWon: boolean }[];
}

export interface RunPlan {
  readonly periods: Periods;
  /** Periods that are forecast, and the first of them that is scored. */
  readonly indexes: readonly number[];
  readonly scoredFrom: number;
  readonly shares: readonly number[];
}

/** Rolling origin: each cutoff sees only what happened by then; earlier periods teach the range of later ones. */
export function runCutoffs({ name, history }: TidyPortal, { periods, indexes, scoredFrom, shares }: RunPlan): Run[] {
  const past: PastRun[] = [];
  const runs: Run[] = [];
  for (const index of indexes) {
    const period = periods.at(index);
    for (const share of shares) {
      const cutoff = periods.pointOf(period, share);
      const full = runForecast(history, { ...period, cutoff, seed: mixBits(cutoff) }, past);
      past.push(toPastRun(history, full, period.to));
      if (index < scoredFrom) continue;
      const baselines = askBaselines({ history, periods, index, share });
      const model = full.window.wonSoFar.map((_, owner) => expectedOf(full.window, owner));
      runs.push({ portal: name, index, share, cutoff, forecasts: { model, ...baselines }, ...measured(history, full, period) });
    }
  }
  return runs;
}

type Measured = Pick<Run, 'actual' | 'remaining' | 'range' | 'draws' | 'deals'>;

function measured(history: TidyPortal['history'], { model, window, draws, guard }: FullForecast, period: Period): Measured {
  const wonSoFar = total(window.wonSoFar);
  const actual = revenueBy(history, period);
  const sums = new Float64Array(draws.count).fill(wonSoFar);
  draws.byOwner.forEach((value, at) => (sums[at % draws.count]! += value));
  const open = openRows(history, model.cutoff);
  return {
    actual,
    remaining: total(actual) - wonSoFar,
    range: guardedRange(rangeOf(draws), { wonSoFar, guard }),
    draws: sums.sort(),
    deals: Array.from(window.deals.chance, (chance, row) => {
      const deal = open.deal[row]!;
      return { chance, isWon: history.outcome[deal] === outcome.won && history.closed[deal]! < period.to };
    }),
  };
}
