import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { Day, Decimal, Metric, PeriodKey, Scope } from './wire.ts';

/** Shorter periods that a plan is split into. */
export const PartKind = z.enum(['day', 'week', 'month', 'quarter', 'half-year']);
export type PartKind = z.infer<typeof PartKind>;

/** By each owner's working days alone, or by what the company's own history says of these days too. */
export const PartBasis = z.enum(['workdays', 'season']);
export type PartBasis = z.infer<typeof PartBasis>;

const asked = { month: PeriodKey, metric: Metric, into: PartKind, basis: PartBasis };

export const PlanParts = z.object({
  ...asked,
  currency: z.string(),
  /** In order; those at the ends of the period may be cut, and then are plans for custom dates. */
  parts: z.array(z.object({ month: PeriodKey, from: Day, to: Day, workdays: z.number().int(), isClosed: z.boolean() })),
  /** Of whom the viewer may set the plan; a null value is no part at all, as of somebody who does not work then. */
  rows: z.array(z.object({ scope: Scope, target: Decimal, values: z.array(Decimal.nullable()) })),
  /** Lines that are set already and would be others. */
  replaced: z.number().int(),
  /** What the curve was learned from; null where no season is asked for, or none can be told. */
  season: z.object({ of: z.enum(['months', 'years']), n: z.number().int(), belief: z.number() }).nullable(),
});
export type PlanParts = z.infer<typeof PlanParts>;

export const getPlanParts = defineEndpoint({
  method: 'GET',
  path: '/api/plans/:month/parts',
  summary: 'What a plan comes to in shorter periods, by each owner’s working days and the season; nothing is saved',
  urgency: 'deferrable',
  request: z.object(asked),
  response: PlanParts,
});

export const draftPlanParts = defineEndpoint({
  method: 'POST',
  path: '/api/plans/:month/parts',
  summary: 'Put what a plan comes to in shorter periods into the drafts of their plans',
  urgency: 'vital',
  request: z.object(asked),
  response: z.object({ parts: z.array(PeriodKey), lines: z.number().int() }),
});
