import { z } from 'zod';
import type { ChangeKind as DomainKind } from '#domain/forecast/forecast-changes.ts';
import { defineEndpoint } from './endpoint.ts';
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
] satisfies DomainKind[]);
export type ChangeKind = z.infer<typeof ChangeKind>;

/** The steps of the waterfall: those of deals, and what heads have added or taken back. */
export const StepKind = z.enum([...ChangeKind.options, 'adjustment']);
export type StepKind = z.infer<typeof StepKind>;

export const ForecastChanges = z.object({
  month: Month,
  scope: Scope,
  since: Day,
  currency: z.string(),
  /** Before we were watching: stages by the portal's history, the rest as it was first seen. */
  isReconstructed: z.boolean(),
  start: Decimal,
  /** The forecast of the workspace. */
  end: Decimal,
  /** start + Σ change = end, exactly; only what has changed, in the order of the waterfall. */
  steps: z.array(
    z.object({
      kind: StepKind,
      change: Decimal,
      deals: z.number().int(),
      /** Largest first, at most fifty. */
      largest: z.array(z.object({ dealId: BitrixId, userId: BitrixId, amount: Decimal, change: Decimal })),
      /** Of adjustments: whose forecast, and how it stands now with its reason. */
      people: z.array(z.object({ userId: BitrixId, name: z.string(), change: Decimal, reason: z.string() })),
    }),
  ),
});
export type ForecastChanges = z.infer<typeof ForecastChanges>;

export const getForecastChanges = defineEndpoint({
  method: 'GET',
  path: '/api/forecast/changes',
  summary: 'What has moved the forecast of a month since a day began, deal by deal',
  urgency: 'deferrable',
  request: z.object({ month: Month, scope: Scope, since: Day }),
  response: ForecastChanges,
});
