import { z } from 'zod';
import type { HonestyHorizon as DomainHorizon } from '#domain/forecast/honesty.ts';
import { defineEndpoint } from './endpoint.ts';
import { Decimal, Instant, Month, Scope } from './wire.ts';

/** When in a month the forecast was made: on its first day, in its middle, a working week before its end. */
const HonestyHorizon = z.enum(['start', 'middle', 'end'] satisfies DomainHorizon[]);
export const HonestyRow = z.object({
  scope: Scope,
  kind: z.enum(['company', 'department', 'person']),
  name: z.string(),
  horizons: z.array(
    z.object({
      horizon: HonestyHorizon,
      /** Σ|forecast − fact| ÷ Σ fact over the months; null under three of them, or where nothing was won. */
      wape: z.number().nullable(),
      /** Σ(forecast − fact) ÷ Σ fact: above zero it promised too much. */
      bias: z.number().nullable(),
      /** What it is made of, the earliest first. */
      months: z.array(z.object({ month: Month, forecast: Decimal, fact: Decimal })),
    }),
  ),
});
export type HonestyRow = z.infer<typeof HonestyRow>;

export const ForecastHonesty = z.object({
  scope: Scope,
  currency: z.string(),
  /** Null while nothing was learned. */
  fittedAt: Instant.nullable(),
  total: HonestyRow.nullable(),
  /** Departments, then persons of whom anything was forecast. */
  rows: z.array(HonestyRow),
});
export type ForecastHonesty = z.infer<typeof ForecastHonesty>;

export const getForecastHonesty = defineEndpoint({
  method: 'GET',
  path: '/api/forecast/honesty',
  summary: 'How far off forecasts of past months were, by person and by the moment in the month they were made at',
  urgency: 'deferrable',
  request: z.object({ scope: Scope }),
  response: ForecastHonesty,
});
