import { z } from 'zod';
import type { RouteStep as DomainStep } from '#domain/forecast/route-need.ts';
import { defineEndpoint } from './endpoint.ts';
import { Day, Decimal, Month, Scope } from './wire.ts';

/** Whose past a number stands on. */
const Source = z.object({ scope: Scope, name: z.string() });

const RouteStep = z.enum(['leads', 'meetings', 'calls'] satisfies DomainStep[]);

export const ForecastRoute = z.object({
  month: Month,
  scope: Scope,
  currency: z.string(),
  /** What the forecast lacks to the plan, zero where it reaches it; null without a plan or when the month is over. */
  uncovered: Decimal.nullable(),
  /** The span of the past that everything below is counted in, both days inclusive. */
  from: Day,
  to: Day,
  averageDeal: z.object({ value: Decimal, wins: z.number().int(), source: Source }).nullable(),
  /** New deals that have to be won; null where too few were won to tell what one brings. */
  deals: z.number().int().nullable(),
  /** What they take by the past; a step without a past is left out. */
  steps: z.array(
    z.object({
      step: RouteStep,
      count: z.number().int(),
      perDeal: z.number(),
      seen: z.number().int(),
      wins: z.number().int(),
      source: Source,
    }),
  ),
  /** Whether a deal that begins now is still won in the month, by department or of the scope itself. */
  cycles: z.array(
    Source.extend({
      /** Median days from creation to winning. */
      days: z.number(),
      deals: z.number().int(),
      /** Null when a deal that begins today comes too late. */
      startBy: Day.nullable(),
    }),
  ),
});
export type ForecastRoute = z.infer<typeof ForecastRoute>;

export const getForecastRoute = defineEndpoint({
  method: 'GET',
  path: '/api/forecast/route',
  summary: 'What is lacking to the plan as new deals, leads, meetings and calls by one’s own past, and whether there is time for them',
  urgency: 'deferrable',
  request: z.object({ month: Month, scope: Scope }),
  response: ForecastRoute,
});
