import { z } from 'zod';
import type { Attribution as AnyAttribution, MissingReason } from '#domain/planning/countable-metrics.ts';
import type { Unit as MetricUnit } from '#domain/planning/metric.ts';
import { defineEndpoint } from './endpoint.ts';
import { DimensionKey } from './plan-dimensions.ts';
import { BitrixId, Day, Decimal, Instant, Metric, PeriodKey, Scope } from './wire.ts';

const Unit = z.enum(['money', 'count', 'quantity', 'percent'] satisfies MetricUnit[]);

/** Whose facts are: of whoever is responsible for the deal, or in charge of the client; metrics without clients know the first only. */
export const Attribution = z.enum(['responsible', 'client-owner'] satisfies AnyAttribution[]);
export type Attribution = z.infer<typeof Attribution>;

const about = {
  metric: Metric,
  /** How values are written: money with the digits of the currency, quantity with three, percent with two, counts whole. */
  unit: Unit,
  currency: z.string(),
  /** `refused`: the portal does not let us read what the metric is made of; `missing` says why there is nothing to read. */
  state: z.enum(['counted', 'refused', 'without-facts']),
  missing: z.enum(['not-set'] satisfies MissingReason[]).nullable(),
  /** How fresh the facts are; null where there are none. */
  factsAt: Instant.nullable(),
  attribution: Attribution,
};

export const MetricFacts = z.object({
  ...about,
  months: z.array(PeriodKey),
  facts: z.array(
    z.object({
      scope: Scope,
      /** One for each month: null of a month to come, of a ratio of nothing, and where nothing is counted. */
      values: z.array(Decimal.nullable()),
      /** Of all months that have begun; of a state the last of them, of a ratio the totals divided. */
      total: Decimal.nullable(),
    }),
  ),
});
export type MetricFacts = z.infer<typeof MetricFacts>;

export const getMetricFacts = defineEndpoint({
  method: 'GET',
  path: '/api/metric-facts',
  summary: 'Facts of a metric month by month, for everybody whom the viewer may see',
  urgency: 'deferrable',
  request: z.object({
    metric: Metric,
    from: PeriodKey,
    months: z.coerce.number().int().min(1).max(36).default(1),
    attribution: Attribution.default('responsible'),
  }),
  response: MetricFacts,
});

/** One of the things that a number is made of. */
export const MetricThing = z.object({
  kind: z.enum([
    'deal',
    'product-row',
    'client',
    'payment',
    'return',
    'invoice',
    'quote',
    'call',
    'call-activity',
    'lead',
    'contact',
    'task',
    'activity',
  ]),
  id: BitrixId,
  /** Those of the scope whose it is; of the company also those whom the structure does not know, and nobody. */
  userIds: z.array(BitrixId),
  day: Day,
  dealId: BitrixId.nullable(),
  /** Null where it cannot be told: a currency without a rate, goods without a purchase price. It counts as nothing. */
  value: Decimal.nullable(),
});
export type MetricThing = z.infer<typeof MetricThing>;

export const MetricFactList = z.object({
  ...about,
  month: PeriodKey,
  scope: Scope,
  name: z.string(),
  /** The number itself. */
  sum: Decimal.nullable(),
  total: z.number().int(),
  /** Things whose value cannot be told. */
  withoutValue: z.number().int(),
  offset: z.number().int(),
  /** Items sum to `sum` exactly, over all pages; a ratio has none of its own. */
  items: z.array(MetricThing),
  /** The two metrics that a ratio divides, with the sums of their lists; none for all other metrics. */
  parts: z.array(z.object({ metric: Metric, unit: Unit, sum: Decimal, total: z.number().int(), withoutValue: z.number().int() })),
});
export type MetricFactList = z.infer<typeof MetricFactList>;

export const listMetricFacts = defineEndpoint({
  method: 'GET',
  path: '/api/metric-facts/list',
  summary: 'The things that a fact of a metric is made of',
  urgency: 'deferrable',
  request: z.object({
    metric: Metric,
    month: PeriodKey,
    scope: Scope,
    /** Only things about these values; everything when absent. */
    about: DimensionKey.optional(),
    attribution: Attribution.default('responsible'),
    offset: z.coerce.number().int().min(0).default(0),
    limit: z.coerce.number().int().min(1).max(500).default(200),
  }),
  response: MetricFactList,
});
