import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { AnySpan } from './period-forecast.ts';
import { BitrixId, Decimal, Month, Scope } from './wire.ts';

/** The open deals behind the forecast by history: they and the rest add up to `fromOpen`. */
export const LearnedDeals = z.object({
  month: Month,
  scope: Scope,
  currency: z.string(),
  /** How many there are with a chance. */
  total: z.number().int(),
  fromOpen: Decimal,
  /** The largest by what they are expected to bring. */
  deals: z.array(
    z.object({
      dealId: BitrixId,
      userId: BitrixId,
      stageName: z.string(),
      amount: Decimal,
      /** To be won within the month, 0–1. */
      chance: z.number(),
      expected: Decimal,
    }),
  ),
  /** What those not shown bring, with the rounding of all. */
  rest: Decimal,
});
export type LearnedDeals = z.infer<typeof LearnedDeals>;

export const listLearnedDeals = defineEndpoint({
  method: 'GET',
  path: '/api/forecast/deals',
  summary: 'Open deals with their chances by the past of the portal, the largest first',
  urgency: 'deferrable',
  request: z.object({ month: Month, scope: Scope, ...AnySpan }),
  response: LearnedDeals,
});
