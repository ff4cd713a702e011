import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { BitrixId, Instant, PipelineId } from './wire.ts';

/** Which day a won deal counts on: its last entry to a won stage, its last move whatever it was, or its close date. */
export const WonDate = z.enum(['stage-history', 'stage-move', 'close-date']);
export type WonDate = z.infer<typeof WonDate>;

/** Calls as activity: how long they must be by direction, strictly, and the working hours in minutes after midnight. */
export const CallRule = z
  .object({
    secondsOut: z.number().int().min(0).max(3600),
    secondsIn: z.number().int().min(0).max(3600),
    workFrom: z.number().int().min(0).max(1439),
    workTo: z.number().int().min(1).max(1440),
  })
  .refine(({ workFrom, workTo }) => workFrom < workTo, 'the working day ends after it begins');
export type CallRule = z.infer<typeof CallRule>;

/** Minutes of working time within which somebody must have spoken with a new lead. */
export const LeadRule = z.object({ firstTouchMinutes: z.number().int().min(1).max(9999) });
export type LeadRule = z.infer<typeof LeadRule>;

/** What counts as a fact. Null means that all pipelines count, also those to come. */
export const CountingSetting = z.object({
  wonDate: WonDate,
  pipelineIds: z.array(PipelineId).max(1000).nullable(),
  /** In a request these may be left out: then they stay as they are. */
  calls: CallRule.optional(),
  leads: LeadRule.optional(),
});
export type CountingSetting = z.infer<typeof CountingSetting>;

export const Counting = z.object({
  setting: CountingSetting,
  /** What makes the fact of a plan; deals that were won. */
  factBasis: z.literal('deals-won'),
  /** The portal's pipelines of deals in their order. */
  pipelines: z.array(z.object({ id: PipelineId, name: z.string() })),
  /** Null while nobody has changed it. */
  changedAt: Instant.nullable(),
  changedBy: z.object({ userId: BitrixId, name: z.string() }).nullable(),
});
export type Counting = z.infer<typeof Counting>;

export const getCounting = defineEndpoint({
  method: 'GET',
  path: '/api/settings/counting',
  summary: 'What counts as a fact: the day of winning and the pipelines',
  urgency: 'deferrable',
  request: z.object({}),
  response: Counting,
});

export const putCounting = defineEndpoint({
  method: 'PUT',
  path: '/api/settings/counting',
  summary: 'Set what counts as a fact; all numbers are computed anew',
  urgency: 'vital',
  request: CountingSetting,
  response: Counting,
});
