import { z } from 'zod';
import type { DimensionCode as AnyDimension } from '#domain/planning/line-dimensions.ts';
import { defineEndpoint } from './endpoint.ts';
import { Decimal, Instant, Metric, Month, PeriodKey, Scope, writtenText } from './wire.ts';

/** What a target can be about beside its owner; `custom.` stands before a user field of deals. */
export const DimensionCode = z.union([
  z.enum(['client', 'product-section', 'product', 'brand', 'pipeline'] satisfies AnyDimension[]),
  z.templateLiteral(['custom.', z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/)]),
]);
export type DimensionCode = z.infer<typeof DimensionCode>;

/** One value for each dimension as `domain/planning/line-dimensions.ts` writes them, `brand=Makita`; clients are `company:12` or `group:Others`. */
export const DimensionKey = z.string().min(3).max(600);
export type DimensionKey = z.infer<typeof DimensionKey>;

export const PlanDimensionLine = z.object({
  scope: Scope,
  key: DimensionKey,
  /** As its author saw it. */
  title: z.string(),
  published: Decimal.nullable(),
  /** What the viewer has drafted; a null value takes the line out. */
  draft: z.object({ value: Decimal.nullable() }).nullable(),
  /** Null where it is not counted: the month has not begun, or the portal does not tell it. */
  fact: Decimal.nullable(),
  /** The same of the month before. */
  before: Decimal.nullable(),
});
export type PlanDimensionLine = z.infer<typeof PlanDimensionLine>;

export const PlanDimensions = z.object({
  month: PeriodKey,
  metric: Metric,
  currency: z.string(),
  factsAt: Instant.nullable(),
  /** By what the metric can be planned; what is not counted has no facts. Own dimensions of the portal have a name. */
  dimensions: z.array(
    z.object({
      code: DimensionCode,
      isCounted: z.boolean(),
      name: z.string().nullable().default(null),
      /** What facts by an own dimension wait for: the reading of all deals, that the portal has the field again, or that it is chosen again. */
      waitsFor: z.enum(['reading', 'field', 'archived']).nullable().default(null),
    }),
  ),
  lines: z.array(PlanDimensionLine),
});
export type PlanDimensions = z.infer<typeof PlanDimensions>;

export const getPlanDimensions = defineEndpoint({
  method: 'GET',
  path: '/api/plans/:month/dimensions',
  summary: 'Targets of a metric by clients, goods, brands and pipelines, with their drafts and facts',
  urgency: 'deferrable',
  request: z.object({ month: PeriodKey, metric: Metric }),
  response: PlanDimensions,
});

export const putPlanDimensions = defineEndpoint({
  method: 'PUT',
  path: '/api/plans/:month/dimensions',
  summary: 'Draft targets by dimensions; null takes a line out of the plan, no value drops its draft',
  urgency: 'vital',
  request: z.object({
    month: PeriodKey,
    metric: Metric,
    lines: z
      .array(z.object({ scope: Scope, key: DimensionKey, title: writtenText(200).default(''), value: Decimal.nullable().optional() }))
      .min(1)
      .max(200),
  }),
  response: PlanDimensions,
});

export const copyPlanDimensions = defineEndpoint({
  method: 'POST',
  path: '/api/plans/:month/dimensions/copy',
  summary: 'Draft the targets by dimensions of another plan of the same kind, up or down by an index',
  urgency: 'vital',
  request: z.object({
    month: PeriodKey,
    /** Whose published targets are copied. */
    from: PeriodKey,
    /** 10 500 copies with ×1,05. */
    index: z.number().int().min(0).max(100_000),
    /** Numbers that add up over time follow the working days of the two periods. */
    isByWorkdays: z.boolean(),
  }),
  /** What has been drafted. */
  response: z.object({ lines: z.array(z.object({ metric: Metric, scope: Scope, key: DimensionKey })) }),
});

export const DimensionValues = z.object({
  /** What the values are sorted by: facts of these months, or of won deals where the metric has none by this dimension. */
  from: Month,
  months: z.number().int(),
  metric: Metric,
  currency: z.string(),
  values: z.array(
    z.object({
      value: z.string(),
      /** Null for a client: its title is for the viewer's own browser to ask for. */
      title: z.string().nullable(),
      /** How far below the top a group of goods stands. */
      depth: z.number().int(),
      sum: Decimal,
    }),
  ),
});
export type DimensionValues = z.infer<typeof DimensionValues>;

export const listDimensionValues = defineEndpoint({
  method: 'GET',
  path: '/api/plans/:month/dimension-values',
  summary: 'What a scope has sold of late by clients, goods, brands or pipelines: what to plan by',
  urgency: 'deferrable',
  request: z.object({ month: PeriodKey, metric: Metric, scope: Scope, dimension: DimensionCode }),
  response: DimensionValues,
});
