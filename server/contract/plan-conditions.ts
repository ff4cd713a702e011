import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { Instant, Metric, PeriodKey, Scope, writtenText } from './wire.ts';

/** Basis points, 10 000 = the whole. */
const BasisPoints = z.number().int().min(0);

const bandCodes = ['not-met', 'almost', 'met', 'exceeded'] as const;
const Band = z.object({ code: z.enum(bandCodes), from: BasisPoints.max(100_000) });

/** What goes with the numbers of a scope: tax, terms, weights of the metrics, and for the company the limits of the evaluation. */
export const PlanConditions = z.object({
  vat: z.enum(['included', 'excluded']).nullable(),
  terms: z.array(writtenText(300).refine((text) => text !== '', 'empty')).max(20),
  /** Shares of the evaluation that make the whole; `cap` is the most a metric can give. */
  weights: z
    .array(z.object({ metric: Metric, weight: BasisPoints.max(10_000), cap: BasisPoints.min(10_000).max(100_000).nullable() }))
    .max(12),
  /** Each band from its share of the plan on; empty where the usual ones hold. */
  bands: z.array(Band).max(bandCodes.length),
});
export type PlanConditions = z.infer<typeof PlanConditions>;

const SavedConditions = z.object({ scope: Scope, conditions: PlanConditions });

export const PlanConditionsState = z.object({
  month: PeriodKey,
  published: z.array(SavedConditions),
  /** Of the viewer's own scopes; null takes the conditions out. */
  draft: z.array(z.object({ scope: Scope, conditions: PlanConditions.nullable(), savedAt: Instant, savedBy: z.string() })),
});
export type PlanConditionsState = z.infer<typeof PlanConditionsState>;

export const getPlanConditions = defineEndpoint({
  method: 'GET',
  path: '/api/plans/:month/conditions',
  summary: 'Terms, tax, weights and limits that go with the plan of a month',
  urgency: 'deferrable',
  request: z.object({ month: PeriodKey }),
  response: PlanConditionsState,
});

export const putPlanConditions = defineEndpoint({
  method: 'PUT',
  path: '/api/plans/:month/conditions',
  summary: 'Draft the conditions of a department or the company; null takes them out, nothing drops the draft',
  urgency: 'vital',
  request: z.object({ month: PeriodKey, scope: Scope, conditions: PlanConditions.nullable().optional() }),
  response: PlanConditionsState,
});
