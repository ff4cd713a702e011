import { toDecimal } from '#domain/money.ts';
import type { Forecast } from '#domain/forecast/weighted-pipeline.ts';
import type { Forecast as WireForecast } from '#contract/overview.ts';

/** Writes minor units in the portal's currency. */
export type Money = (minor: bigint) => string;

export function createMoney(digits: number): Money {
  return (minor) => toDecimal(minor, digits);
}

export function orNull<T>(value: bigint | null, write: (minor: bigint) => T): T | null {
  return value === null ? null : write(value);
}

export function toWireForecast(forecast: Forecast, money: Money): WireForecast {
  return {
    expected: money(forecast.expected),
    low: money(forecast.low),
    high: money(forecast.high),
    open: money(forecast.open),
    weighted: money(forecast.weighted),
    openDeals: forecast.openDeals,
    adjustment: money(forecast.adjustment),
    categories: {
      commit: money(forecast.categories.commit),
      best: money(forecast.categories.best),
      pipeline: money(forecast.categories.pipeline),
      omitted: money(forecast.categories.omitted),
    },
  };
}
