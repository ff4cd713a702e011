import type { DealHistory } from './deal-history.ts';
import type { ForecastModel } from './forecast-model.ts';
import { openRows } from './landmark-rows.ts';
import { type ForecastSpan, forecastWindow, wonSoFarOf } from './window-forecast.ts';

/** When in a window a forecast was made: as it began, in its middle, a working week before its end. */
export const honestyHorizons = ['start', 'middle', 'end'] as const;
export type HonestyHorizon = (typeof honestyHorizons)[number];

/** Calendar days of five working days. */
const lastDays = 7;

/** What a window of the past was forecast to bring and what it brought, by owner; base currency. */
export interface HonestyRun extends ForecastSpan {
  readonly horizon: HonestyHorizon;
  /** The place behind the last owner is for deals whose owner is not known. */
  readonly forecast: Float64Array;
  readonly actual: Float64Array;
}

/** A window of the past with the model that was fitted in its middle. */
export interface FittedWindow extends ForecastSpan {
  readonly model: ForecastModel;
}

/**
 * Forecasts of windows that are over, by owner and at three moments. The beginning of a window is asked of the fit before it, so that
 * nothing of the window itself is known; windows come in their order.
 */
export function runHonesty(history: DealHistory, windows: readonly FittedWindow[]): HonestyRun[] {
  return windows.flatMap(({ from, to, model }, index) => {
    const before = windows[index - 1]?.model;
    const moments = [
      ...(before === undefined ? [] : [{ horizon: 'start' as const, at: from, model: before }]),
      { horizon: 'middle' as const, at: model.cutoff, model },
      { horizon: 'end' as const, at: to - lastDays, model },
    ];
    const actual = wonSoFarOf(history, to, { from, to });
    return moments.map((moment) => ({ from, to, horizon: moment.horizon, forecast: forecastAt(history, moment, { from, to }), actual }));
  });
}

function forecastAt(history: DealHistory, { at, model }: { at: number; model: ForecastModel }, span: ForecastSpan): Float64Array {
  const standing = { at, open: openRows(history, at), wonSoFar: wonSoFarOf(history, at, span) };
  const { wonSoFar, fromOpen, fromNew } = forecastWindow(model, standing, span);
  return wonSoFar.map((won, place) => won + (fromOpen[place] ?? 0) + (fromNew[place] ?? 0));
}

export interface HonestyMonth extends ForecastSpan {
  readonly forecast: number;
  readonly actual: number;
}

export interface Honesty {
  readonly horizon: HonestyHorizon;
  /** Σ|forecast − actual| ÷ Σ actual over whole windows; null under three of them, or where nothing came. */
  readonly wape: number | null;
  /** Σ(forecast − actual) ÷ Σ actual: above zero it promised too much. */
  readonly bias: number | null;
  /** The windows it is made of, the earliest first. */
  readonly months: readonly HonestyMonth[];
}

const fewestRuns = 3;

/** How far off forecasts of some owners together were, by the moment they were made at (peers.md 5.10). */
export function judgeHonesty(runs: readonly HonestyRun[], owners: readonly number[]): Honesty[] {
  const sumOf = (values: Float64Array): number => owners.reduce((total, owner) => total + (values[owner] ?? 0), 0);
  return honestyHorizons.map((horizon) => {
    const months = runs
      .filter((run) => run.horizon === horizon)
      .map(({ from, to, forecast, actual }) => ({ from, to, forecast: sumOf(forecast), actual: sumOf(actual) }));
    const came = months.reduce((total, { actual }) => total + actual, 0);
    if (months.length < fewestRuns || came <= 0) return { horizon, wape: null, bias: null, months };
    const errors = months.map(({ forecast, actual }) => forecast - actual);
    return {
      horizon,
      wape: errors.reduce((total, error) => total + Math.abs(error), 0) / came,
      bias: errors.reduce((total, error) => total + error, 0) / came,
      months,
    };
  });
}
