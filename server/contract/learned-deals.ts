import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { AnySpan } from './period-forecast.ts';
import { BitrixId, Day, Decimal, Month, PipelineId, Scope } from './wire.ts';

/** What deals that do not exist yet are expected to bring to a scope: pace × days = created, of them `wins`, wins × average ≈ amount. */
export const NewDealTerms = z.object({
  /** Calendar days from the moment to the end of the window. */
  days: z.number(),
  perDay: z.number(),
  created: z.number(),
  /** Of those created, won before the window ends. */
  wins: z.number(),
  /** The part of the company's new deals that is the scope's, 0–1, as deals were created of late and as each person wins them. */
  share: z.number(),
  /** Deals that the company created in the last ninety days; the latest count most. */
  recent: z.number().int(),
  /** Mean amount of won deals, and how many they are. */
  average: Decimal,
  amounts: z.number().int(),
  amount: Decimal,
});
export type NewDealTerms = z.infer<typeof NewDealTerms>;

/** The deals behind the forecast by history: open ones and their rest add up to `fromOpen`, won ones and theirs to `fact`. */
export const LearnedDeals = z.object({
  month: Month,
  scope: Scope,
  currency: z.string(),
  /** How many open deals there are with a chance. */
  total: z.number().int(),
  fromOpen: Decimal,
  /** The same deals by the table of percents and their close dates. */
  weighted: Decimal,
  /** The largest by what they are expected to bring. */
  deals: z.array(
    z.object({
      dealId: BitrixId,
      userId: BitrixId,
      stageName: z.string(),
      amount: Decimal,
      /** To be won within the days asked for, 0–1. */
      chance: z.number(),
      expected: Decimal,
      /** What the table of percents and the close date say of it. */
      weighted: Decimal,
    }),
  ),
  /** What those not shown bring, with the rounding of all. */
  rest: Decimal,
  restWeighted: Decimal,
  /** Won in the days asked for, in the order they were won. */
  won: z.object({
    total: z.number().int(),
    fact: Decimal,
    deals: z.array(z.object({ dealId: BitrixId, userId: BitrixId, day: Day, amount: Decimal })),
    rest: Decimal,
  }),
  /** What stands behind the deals that do not exist yet; null where nothing was learned, and of one pipeline. */
  newDeals: NewDealTerms.nullable(),
});
export type LearnedDeals = z.infer<typeof LearnedDeals>;

export const listLearnedDeals = defineEndpoint({
  method: 'GET',
  path: '/api/forecast/deals',
  summary: 'Open deals with their chances by the past of the portal, the largest first',
  urgency: 'deferrable',
  request: z.object({ month: Month, scope: Scope, /** Only deals of this one. */ pipelineId: PipelineId.optional(), ...AnySpan }),
  response: LearnedDeals,
});
