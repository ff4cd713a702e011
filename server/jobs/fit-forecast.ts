import { createHash } from 'node:crypto';
import type { Changes, DealHistory } from '#domain/forecast/deal-history.ts';
import { fitModel } from '#domain/forecast/forecast-model.ts';
import { runHonesty } from '#domain/forecast/honesty.ts';
import { type ForecastOrder, accuracyOf, guardOf, runPast, shockOf } from '#domain/forecast/past-runs.ts';
import { forecastFormat, writeForecast } from '#domain/forecast/stored-forecast.ts';
import { daysBetween, daysInMonth, firstDay, monthOf, shiftDay, shiftMonth } from '#domain/period.ts';

export interface FitTask {
  readonly history: DealHistory;
  readonly ownerIds: readonly string[];
  readonly stageKeys: readonly string[];
  /** Days since 1970 on the company's wall clock. */
  readonly cutoff: number;
}

export interface FitAnswer {
  readonly inputsHash: string;
  readonly seed: number;
  /** Written as JSON. */
  readonly model: string;
}

/** Months of the past that the model is run backwards over, from their middle, and how much of a full run each is. */
const pastMonths = 6;
const pastRun = { rowLimit: 40_000, draws: 500 };
/** Days of history a month of the past needs before it, to be worth a run. */
const leastHistoryDays = 60;

/** Fits the model and learns from its own past how sure it may be. */
export function fitForecast({ history, ownerIds, stageKeys, cutoff }: FitTask): FitAnswer {
  // A seed of the day: numbers change with what is known and not by themselves.
  const seed = Math.floor(cutoff);
  const { runs: past, windows } = runPast(history, listPastMonths(history, cutoff, seed), cutoff);
  const model = fitModel(history, cutoff);
  const forecast = {
    format: forecastFormat,
    model,
    ownerIds,
    stageKeys,
    seed,
    shock: shockOf(past),
    guard: guardOf(past),
    accuracy: accuracyOf(past),
    honesty: runHonesty(history, windows),
  };
  return { inputsHash: digestOf(history), seed, model: writeForecast(forecast) };
}

function listPastMonths(history: DealHistory, cutoff: number, seed: number): ForecastOrder[] {
  const earliest = history.created.reduce((first, created) => Math.min(first, created), Infinity);
  const month = monthOf(shiftDay('1970-01-01', Math.floor(cutoff)));
  return Array.from({ length: pastMonths }, (_, index) => shiftMonth(month, index - pastMonths))
    .map((past) => {
      const from = daysBetween('1970-01-01', firstDay(past));
      return { from, to: from + daysInMonth(past), cutoff: from + Math.round(daysInMonth(past) / 2), seed, ...pastRun };
    })
    .filter((order) => order.cutoff - leastHistoryDays >= earliest);
}

function digestOf(history: DealHistory): string {
  const hash = createHash('sha256');
  const columns = (changes: Changes): ArrayBufferView[] => [changes.start, changes.at, changes.value];
  const { created, closed, outcome, finalAmount, category, owner, stage, amount, closeDate, activity } = history;
  for (const column of [created, closed, outcome, finalAmount, category]) hash.update(column);
  for (const column of [owner, stage, amount, closeDate, activity].flatMap(columns)) hash.update(column as Float64Array);
  return hash.update(JSON.stringify(history.stages)).digest('hex');
}
