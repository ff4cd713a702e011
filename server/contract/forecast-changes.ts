import { z } from 'zod';
import type { ChangeKind as DomainKind } from '#domain/forecast/forecast-changes.ts';
import { defineEndpoint } from './endpoint.ts';
import { NewDealTerms } from './learned-deals.ts';
import { BitrixId, Day, Decimal, Month, Scope } from './wire.ts';

const ChangeKind = z.enum([
  'new',
  'won',
  'grown',
  'pulled-in',
  'chance-up',
  'owner',
  'shrunk',
  'chance-down',
  'lost',
  'pushed-out',
  'rate',
] satisfies DomainKind[]);
export type ChangeKind = z.infer<typeof ChangeKind>;

/** The steps of the waterfall: those of deals, what deals that do not exist yet are to bring, and what heads have added or taken back. */
export const StepKind = z.enum([...ChangeKind.options, 'expected-new', 'adjustment']);
export type StepKind = z.infer<typeof StepKind>;

/** Which of the two forecasts is explained: by the table of percents, or by the portal's own past. */
const By = z.enum(['table', 'history']);

export const ForecastChanges = z.object({
  month: Month,
  scope: Scope,
  since: Day,
  currency: z.string(),
  /** Before we were watching: stages by the portal's history, the rest as it was first seen. */
  isReconstructed: z.boolean(),
  by: By,
  start: Decimal,
  /** The forecast of the workspace; by history the one from the portal's past with what heads have added. */
  end: Decimal,
  /** Of the end: what heads have added. */
  adjustment: Decimal,
  /** start + Σ change = end, exactly; only what has changed, in the order of the waterfall. */
  steps: z.array(
    z.object({
      kind: StepKind,
      change: Decimal,
      deals: z.number().int(),
      /** Largest first, at most fifty. */
      largest: z.array(z.object({ dealId: BitrixId, userId: BitrixId, amount: Decimal, change: Decimal })),
      /** Of adjustments: whose forecast, and how it stands now with its reason. */
      people: z.array(z.object({ userId: BitrixId, name: z.string(), change: Decimal, reason: z.string(), dealIds: z.array(BitrixId) })),
      /** Of deals that do not exist yet: what they were expected to bring, and are now; null of all other steps. */
      newDeals: z.object({ before: NewDealTerms, now: NewDealTerms }).nullable(),
    }),
  ),
});
export type ForecastChanges = z.infer<typeof ForecastChanges>;

export const getForecastChanges = defineEndpoint({
  method: 'GET',
  path: '/api/forecast/changes',
  summary: 'What has moved the forecast of a month since a day began, deal by deal',
  urgency: 'deferrable',
  request: z.object({ month: Month, scope: Scope, since: Day, by: By.default('table') }),
  response: ForecastChanges,
});
