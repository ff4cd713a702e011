import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { DimensionKey } from './plan-dimensions.ts';
import { BitrixId, Decimal, Metric, PeriodKey, Scope, writtenText } from './wire.ts';

const Move = z.object({
  scope: Scope,
  /** The part of what is sold; the whole target when absent. */
  key: DimensionKey.optional(),
  /** What is taken, below zero, or added. */
  delta: Decimal,
});

const redistribution = { month: PeriodKey, metric: Metric, moves: z.array(Move).min(2).max(100) };

const Sum = z.object({ name: z.string(), from: Decimal, to: Decimal });

export const Redistribution = z.object({
  /** Before and after of everybody it concerns. */
  changes: z.array(z.object({ scope: Scope, key: z.string(), name: z.string(), from: Decimal, to: Decimal })),
  /** Σ of the people of each department concerned, and of all of them: the last one stays as it was. */
  sums: z.array(Sum),
});
export type Redistribution = z.infer<typeof Redistribution>;

export const previewRedistribution = defineEndpoint({
  method: 'POST',
  path: '/api/plans/:month/redistribution/preview',
  summary: 'What moving a plan between people, clients or goods comes to; nothing is saved',
  urgency: 'vital',
  request: z.object(redistribution),
  response: Redistribution,
});

export const redistributePlan = defineEndpoint({
  method: 'POST',
  path: '/api/plans/:month/redistribution',
  summary: 'Move a plan between people, clients or goods: a revision that the people it concerns sign again',
  urgency: 'vital',
  request: z.object({
    ...redistribution,
    baseVersion: z.number().int().min(1),
    reason: writtenText(1000).refine((reason) => reason !== '', 'a reason is needed'),
  }),
  response: Redistribution.extend({ version: z.number().int(), sentTo: z.array(BitrixId) }),
});
