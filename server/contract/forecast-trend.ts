import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { Day, Decimal, Month, Scope } from './wire.ts';

const TrendDay = z.object({
  /** The forecast as it was when this day began. */
  day: Day,
  fact: Decimal,
  weighted: Decimal,
  adjustment: Decimal,
  /** The three together. */
  expected: Decimal,
  /** Amounts of open deals expected in the month by what they counted as; null of days that were kept before categories were. */
  categories: z.object({ commit: Decimal, best: Decimal, pipeline: Decimal }).nullable(),
  /** Before we were watching: stages by the portal's history, amounts and dates as they were first seen. */
  isReconstructed: z.boolean(),
});
export type TrendDay = z.infer<typeof TrendDay>;

export const ForecastTrend = z.object({
  month: Month,
  scope: Scope,
  currency: z.string(),
  plan: Decimal.nullable(),
  days: z.array(TrendDay),
  /** The month before as it was kept, day by day; empty where nobody was watching. */
  previous: z.array(TrendDay),
});
export type ForecastTrend = z.infer<typeof ForecastTrend>;

export const getForecastTrend = defineEndpoint({
  method: 'GET',
  path: '/api/forecast/trend',
  summary: 'How the forecast of a month has moved day by day',
  urgency: 'deferrable',
  request: z.object({ month: Month, scope: Scope }),
  response: ForecastTrend,
});
