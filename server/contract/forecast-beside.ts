import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { Decimal, Month, Scope } from './wire.ts';

const PastMonth = z.object({ month: Month, fact: Decimal });

export const ForecastBeside = z.object({
  month: Month,
  scope: Scope,
  currency: z.string(),
  /** Mean of whole months before, at most three, and which they are; null where nothing was won in them. */
  trailing: z.object({ value: Decimal, months: z.array(PastMonth) }).nullable(),
  /** The same month a year ago; null where nothing was won in it. */
  lastYear: PastMonth.nullable(),
});
export type ForecastBeside = z.infer<typeof ForecastBeside>;

export const getForecastBeside = defineEndpoint({
  method: 'GET',
  path: '/api/forecast/beside',
  summary:
    'What a month would bring if it were like the months before, or like the same month a year ago: beside the forecast, never in it',
  urgency: 'deferrable',
  request: z.object({ month: Month, scope: Scope }),
  response: ForecastBeside,
});
