import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { DimensionKey } from './plan-dimensions.ts';
import { Day, Decimal, Instant, Metric, PeriodKey, Scope } from './wire.ts';

/** One difference to the version before: `from` null was added, `to` null was taken out. */
export const LineChange = z.object({
  metric: Metric,
  scope: Scope,
  /** What the line is about; null for the whole. */
  part: z.object({ key: DimensionKey, title: z.string() }).nullable(),
  from: Decimal.nullable(),
  to: Decimal.nullable(),
});
export type LineChange = z.infer<typeof LineChange>;

/** A changed term, weight or limit in codes; texts are as they were written, numbers are basis points. */
export const ConditionChange = z.object({
  kind: z.enum(['vat', 'term', 'weight', 'bands']),
  scope: Scope,
  /** Of a weight. */
  metric: Metric.nullable(),
  from: z.string().nullable(),
  to: z.string().nullable(),
});
export type ConditionChange = z.infer<typeof ConditionChange>;

export const PlanVersions = z.object({
  month: PeriodKey,
  currency: z.string(),
  closed: z.object({ at: Instant, by: z.string() }).nullable(),
  /** The last opening after a closing. */
  reopened: z.object({ at: Instant, by: z.string(), reason: z.string() }).nullable(),
  /** Newest first. */
  versions: z.array(
    z.object({
      version: z.number().int(),
      publishedAt: Instant,
      publishedBy: z.string(),
      reason: z.string(),
      rationale: z.string(),
      /** Of the lines the viewer sees; the first version adds all of its own. */
      changes: z.array(LineChange),
      conditionChanges: z.array(ConditionChange),
      /** Published when the month had begun already. */
      isDuringMonth: z.boolean(),
      /** The first day that is judged by it. */
      effectiveFrom: Day,
      /** It judges days that had passed when it was published. */
      isRetroactive: z.boolean(),
    }),
  ),
});
export type PlanVersions = z.infer<typeof PlanVersions>;

export const listPlanVersions = defineEndpoint({
  method: 'GET',
  path: '/api/plans/:month/versions',
  summary: 'Every published version of a month’s plan with its reason and what it has changed',
  urgency: 'deferrable',
  request: z.object({ month: PeriodKey }),
  response: PlanVersions,
});
