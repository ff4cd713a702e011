import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { ActivityPeriod } from './intensity.ts';
import { Day, Scope } from './wire.ts';

const CallBacks = z.object({
  missed: z.number().int(),
  /** Nobody knows who has called. */
  unknown: z.number().int(),
  calledBack: z.number().int(),
  waiting: z.number().int(),
  /** Working minutes until the next conversation with the client. */
  medianMinutes: z.number().nullable(),
});

export const ProvenanceRow = z.object({
  kind: z.enum(['company', 'department', 'person']),
  scope: Scope,
  name: z.string(),
  /** Of telephony: conversations that count, with how many clients, further ones with the same client, and without a card. */
  calls: z.object({ counted: z.number().int(), clients: z.number().int(), repeats: z.number().int(), withoutClient: z.number().int() }),
  backs: CallBacks,
  meetings: z.object({ held: z.number().int(), withoutResult: z.number().int(), leftOpen: z.number().int() }),
  /** What the portal has written down by itself, and what people have entered. */
  origin: z.object({ byItself: z.number().int(), byHand: z.number().int() }),
});
export type ProvenanceRow = z.infer<typeof ProvenanceRow>;

export const Provenance = z.object({
  scope: Scope,
  from: Day,
  to: Day,
  judged: z.array(Day),
  rows: z.array(ProvenanceRow),
  /** A client of two people is one here. */
  total: ProvenanceRow,
});
export type Provenance = z.infer<typeof Provenance>;

export const getProvenance = defineEndpoint({
  method: 'GET',
  path: '/api/intensity/provenance',
  summary:
    'What stands behind the numbers of activity: clients, repeats, missed calls and the time until somebody called back, meetings without a result, what was entered by hand',
  urgency: 'deferrable',
  request: z.object({ period: ActivityPeriod.default('month'), day: Day.optional(), scope: Scope.optional() }),
  response: Provenance,
});
