import type { ForecastModel } from './forecast-model.ts';
import type { HonestyRun } from './honesty.ts';
import type { PastAccuracy } from './past-runs.ts';

/** A fitted model with what ties its numbers to the portal, as it is kept between the nights. */
export interface StoredForecast {
  /** Another one is of another make and is fitted anew. */
  readonly format: number;
  readonly model: ForecastModel;
  /** Ids of the owners by number, and keys of the stages by number. */
  readonly ownerIds: readonly string[];
  readonly stageKeys: readonly string[];
  readonly seed: number;
  /** Common shock and width of the range, learned from the model's own past. */
  readonly shock: number;
  readonly guard: number;
  /** How it did on months of the past, from their middle on; null while there are too few. */
  readonly accuracy: PastAccuracy | null;
  /** How forecasts of past months did by owner and by the moment they were made at. */
  readonly honesty: readonly HonestyRun[];
}

export const forecastFormat = 4;

/** Writes columns of numbers as marked lists, which JSON can carry. */
export function writeForecast(forecast: StoredForecast): string {
  return JSON.stringify(forecast, (_, value: unknown) =>
    value instanceof Float64Array ? { floats: [...value] } : value instanceof Int32Array ? { integers: [...value] } : value,
  );
}

/** Reads what `writeForecast` wrote and JSON parsed; undefined for another format. */
export function readForecast(stored: unknown): StoredForecast | undefined {
  const restored = restore(stored) as Partial<StoredForecast> | null | undefined;
  return restored?.format === forecastFormat ? (restored as StoredForecast) : undefined;
}

function restore(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if ('floats' in value) return Float64Array.from(value.floats as number[]);
  if ('integers' in value) return Int32Array.from(value.integers as number[]);
  if (Array.isArray(value)) return value.map(restore);
  return Object.fromEntries(Object.entries(value).map(([key, own]) => [key, restore(own)]));
}
