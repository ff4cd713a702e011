import { z } from 'zod';
import type { ActivityKind, RuleMetric as RuleMetricCode } from '#domain/intensity/metric-rules.ts';
import { defineEndpoint } from './endpoint.ts';
import { BitrixId, Day } from './wire.ts';

/** Metrics that Bitrix24 has no kind of thing for. */
export const RuleMetric = z.enum([
  'meetings',
  'presentations',
  'quotes-sent',
  'contracts',
  'field-visits',
  'field-hours',
] satisfies RuleMetricCode[]);
export type RuleMetric = z.infer<typeof RuleMetric>;

const Kind = z.enum(['meeting', 'call', 'letter', 'todo', 'chat', 'other'] satisfies ActivityKind[]);
const Stages = z.array(z.string().min(1).max(90)).min(1).max(50);

/** What is counted, which of it, and by which of its dates. */
export const MetricRule = z.discriminatedUnion('entity', [
  z.object({ entity: z.literal('activity'), kinds: z.array(Kind).min(1), date: z.enum(['start', 'changed']) }),
  /** Each stage as `pipeline stage`. */
  z.object({ entity: z.literal('deal'), stages: Stages, date: z.literal('entered') }),
  z.object({ entity: z.literal('quote'), stages: Stages, date: z.enum(['created', 'issued']) }),
  z.object({ entity: z.literal('lead'), stages: Stages, date: z.enum(['created', 'moved']) }),
  z.object({ entity: z.literal('task'), about: z.enum(['any', 'deal', 'lead']), date: z.enum(['closed', 'deadline']) }),
]);
export type MetricRule = z.infer<typeof MetricRule>;

const Choice = z.object({ key: z.string(), name: z.string(), group: z.string() });

export const MetricRules = z.object({
  maySet: z.boolean(),
  metrics: z.array(
    z.object({
      metric: RuleMetric,
      /** The portal's own; null counts as usual. */
      rule: MetricRule.nullable(),
      /** How it is counted without a rule of one's own; null is not at all, and `quotes-sent` has a way that no rule tells. */
      usual: MetricRule.nullable(),
    }),
  ),
  /** Stages to choose from. */
  stages: z.object({ deal: z.array(Choice), quote: z.array(Choice), lead: z.array(Choice) }),
});
export type MetricRules = z.infer<typeof MetricRules>;

export const getMetricRules = defineEndpoint({
  method: 'GET',
  path: '/api/settings/metric-rules',
  summary: 'Of what meetings, presentations, sent quotes, contracts, visits and hours in the field are counted',
  urgency: 'deferrable',
  request: z.object({}),
  response: MetricRules,
});

export const putMetricRule = defineEndpoint({
  method: 'PUT',
  path: '/api/settings/metric-rules/:metric',
  summary: 'Set of what a metric is counted; without a rule it is counted as usual',
  urgency: 'vital',
  request: z.object({ metric: RuleMetric, rule: MetricRule.nullable() }),
  response: MetricRules,
});

export const RulePreview = z.object({
  from: Day,
  to: Day,
  /** Things, or their hours. */
  total: z.number(),
  /** Whose they are, most first. */
  people: z.array(z.object({ userId: BitrixId, name: z.string(), value: z.number() })),
  /** Some of them, newest first. */
  items: z.array(
    z.object({ kind: z.string(), id: BitrixId, day: Day, name: z.string(), dealId: BitrixId.nullable(), value: z.number().nullable() }),
  ),
});
export type RulePreview = z.infer<typeof RulePreview>;

export const previewMetricRule = defineEndpoint({
  method: 'POST',
  path: '/api/settings/metric-rules/:metric/preview',
  summary: 'What a rule would count in the last four weeks; nothing is kept',
  urgency: 'deferrable',
  request: z.object({ metric: RuleMetric, rule: MetricRule }),
  response: RulePreview,
});
