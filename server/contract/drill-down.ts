import { z } from 'zod';
import type { HeldBy } from '#domain/forecast/adjustment.ts';
import { defineEndpoint } from './endpoint.ts';
import { DealCategory } from './deal-judgements.ts';
import { CallSource } from './call-source.ts';
import { BitrixId, Day, Decimal, Instant, Metric, Month, Scope } from './wire.ts';

/** Every number of the workspace names the measure that opens the list behind it. */
export const Measure = z.enum([
  'plan',
  'fact',
  'expected-to-date',
  'deviation',
  'forecast',
  'open',
  'weighted',
  'category-commit',
  'category-best',
  'category-pipeline',
  'category-omitted',
  'remaining',
  'overdue',
  'calls',
  'calls-norm',
  'calls-unknown',
]);
export type Measure = z.infer<typeof Measure>;

const AdjustedAs = z.enum(['this', 'others', 'unnamed'] satisfies HeldBy['as'][]);

export const DealItem = z.object({
  kind: z.literal('deal'),
  dealId: BitrixId,
  userId: BitrixId,
  stageName: z.string(),
  /** Day the deal was won, or its expected close day while open. */
  day: Day.nullable(),
  amount: Decimal,
  /** Win probability used, 0–100; null for a deal already in the fact. */
  percent: z.number().nullable(),
  value: Decimal,
  /** Of an open deal: what it counts as. */
  category: DealCategory.optional(),
  /** Of an open deal: what people have set of it by hand. */
  isByHand: z.object({ category: z.boolean(), chance: z.boolean() }).optional(),
  /** Of an open deal of somebody whose forecast was adjusted: the whole adjustment, and whether it names this deal, others, or none. */
  adjusted: z.object({ value: Decimal, as: AdjustedAs }).optional(),
});

export const DrillDownItem = z.discriminatedUnion('kind', [
  DealItem,
  z.object({
    kind: z.literal('plan-line'),
    metric: Metric,
    scope: Scope,
    name: z.string(),
    version: z.number().int(),
    /** The day the version takes over; null where it holds the whole month. */
    from: Day.nullable(),
    value: Decimal,
  }),
  z.object({
    kind: z.literal('adjustment'),
    scope: Scope,
    name: z.string(),
    reason: z.string(),
    /** Deals that it holds; they stand in the list too. */
    dealIds: z.array(BitrixId),
    value: Decimal,
  }),
  z.object({
    kind: z.literal('plan-day'),
    day: Day,
    scope: Scope,
    name: z.string(),
    /** What the day is judged by, in a month of several versions. */
    version: z.number().int().nullable(),
    value: Decimal,
  }),
  z.object({
    kind: z.literal('call'),
    callId: BitrixId,
    userId: BitrixId,
    startedAt: Instant,
    direction: z.enum(['in', 'out']),
    seconds: z.number().int().nullable(),
    dealId: BitrixId.nullable(),
    value: Decimal,
  }),
]);
export type DrillDownItem = z.infer<typeof DrillDownItem>;

export const DrillDown = z.object({
  month: Month,
  scope: Scope,
  measure: Measure,
  name: z.string(),
  /** How fresh the facts in the list are; null for a list of plans only. */
  asOf: Instant.nullable(),
  unit: z.enum(['money', 'count']),
  callSource: CallSource,
  sum: Decimal,
  /** Items sum to `sum` exactly, over all pages. */
  items: z.array(DrillDownItem),
  total: z.number().int(),
  offset: z.number().int(),
});
export type DrillDown = z.infer<typeof DrillDown>;

export const getDrillDown = defineEndpoint({
  method: 'GET',
  path: '/api/drill-down',
  summary: 'The list that a number of the workspace is made of',
  urgency: 'deferrable',
  request: z.object({
    month: Month,
    scope: Scope,
    measure: Measure,
    offset: z.coerce.number().int().min(0).default(0),
    limit: z.coerce.number().int().min(1).max(500).default(200),
  }),
  response: DrillDown,
});
