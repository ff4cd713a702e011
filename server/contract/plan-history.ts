import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { SavedCalculation } from './plan-calculation.ts';
import { Decimal, Instant, Month, Scope } from './wire.ts';

/** What a plan is proposed from: won deals month by month, as they count today. */
export const PlanHistory = z.object({
  month: Month,
  currency: z.string(),
  factsAt: Instant.nullable(),
  /** Working days of the month that is planned. */
  workdays: z.number().int(),
  /** Months before it that facts are known of, oldest first. */
  months: z.array(
    z.object({
      month: Month,
      workdays: z.number().int(),
      /** Working days that have ended; fewer than all while the month lasts. */
      workdaysPassed: z.number().int(),
    }),
  ),
  /** A sum for each of the months, of those whom the viewer may see; the company is summed by itself, with everybody's facts. */
  won: z.array(z.object({ scope: Scope, sums: z.array(Decimal) })),
  /** How plans of the month were calculated so far. */
  calculations: z.array(SavedCalculation),
});
export type PlanHistory = z.infer<typeof PlanHistory>;

export const getPlanHistory = defineEndpoint({
  method: 'GET',
  path: '/api/plans/:month/history',
  summary: 'Won deals of up to three years before a month, to propose its plan from',
  urgency: 'deferrable',
  request: z.object({ month: Month }),
  response: PlanHistory,
});
