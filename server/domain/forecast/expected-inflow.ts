import { hazardAt } from './base-chance.ts';
import type { ForecastModel } from './forecast-model.ts';
import { clockAt, paceOf } from './working-clock.ts';

/** Deals created after one moment and won by another: Σ over days λ · pace · F(τ(until) − τ(day)). */
export function expectedNewWins({ inflow, clock }: ForecastModel, at: number, until: number): number {
  if (inflow.rate === 0 || until <= at) return 0;
  let wins = 0;
  const end = clockAt(clock, until);
  for (let day = at; day < until; day += 1) {
    const length = Math.min(1, until - day);
    const middle = day + length / 2;
    wins +=
      inflow.rate *
      paceOf(inflow.clock, Math.floor(middle)) *
      length *
      (1 - Math.exp(-hazardAt(inflow.hazard, end - clockAt(clock, middle))));
  }
  return wins;
}

/** Deals that are to be created after one moment and before another: Σ over days λ · pace. */
export function expectedCreations({ inflow }: ForecastModel, at: number, until: number): number {
  return until <= at ? 0 : inflow.rate * (clockAt(inflow.clock, until) - clockAt(inflow.clock, at));
}

/** Won deals of the past below which deals of any length stand for those won within the window. */
const fewAmounts = 15;

/** Amounts of won deals that were as short as the window, or all when there are few. */
export function amountsOfNewWins({ inflow }: ForecastModel, days: number): Float64Array {
  const short = inflow.wonDays.findIndex((own) => own > days);
  const count = short < 0 ? inflow.wonDays.length : short;
  return count < fewAmounts ? inflow.wonAmounts : inflow.wonAmounts.subarray(0, count);
}

export function meanOf(values: Float64Array): number {
  return values.length === 0 ? 0 : values.reduce((total, value) => total + value, 0) / values.length;
}
