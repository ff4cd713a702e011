import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { BitrixId, Decimal, Instant, Month, Scope } from './wire.ts';

const Person = { userId: BitrixId, name: z.string() };

export const AttentionItem = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('no-calls'), ...Person, workdays: z.number().int() }),
  /** Behind without a decision for so many working days; null where that cannot be told. */
  z.object({ kind: z.literal('behind'), ...Person, deviation: Decimal, workdays: z.number().int().nullable() }),
  /** An open deal whose close date was put off again and again. */
  z.object({ kind: z.literal('pushed'), ...Person, dealId: BitrixId, pushes: z.number().int(), amount: Decimal }),
  /** People whose activity fell, by alerts that nobody has answered. */
  z.object({ kind: z.literal('activity'), people: z.array(z.object(Person)) }),
  z.object({ kind: z.literal('objection'), ...Person, text: z.string(), month: Month }),
  z.object({ kind: z.literal('refusal'), ...Person, text: z.string(), month: Month }),
  z.object({ kind: z.literal('question'), ...Person, month: Month }),
  z.object({
    kind: z.literal('unsigned'),
    month: Month,
    waiting: z.array(z.object({ ...Person, version: z.number().int(), days: z.number().int() })),
    total: z.number().int(),
  }),
  z.object({ kind: z.literal('overdue'), deals: z.number().int(), sum: Decimal }),
  /** A decision whose deadline has passed. */
  z.object({ kind: z.literal('late-decision'), ...Person, actionId: z.uuid(), words: z.string(), days: z.number().int() }),
]);
export type AttentionItem = z.infer<typeof AttentionItem>;

export const Signing = z.object({
  month: Month,
  signed: z.number().int(),
  withObjections: z.number().int(),
  refused: z.number().int(),
  /** Acquainted by a paper act, without a signature. */
  onPaper: z.number().int(),
  waiting: z.number().int(),
});
export type Signing = z.infer<typeof Signing>;

/** The review that lies ahead or goes on. */
export const NextReview = z.object({
  reviewId: z.uuid(),
  plannedAt: Instant,
  state: z.enum(['planned', 'running']),
  /** What the agenda holds by now. */
  items: z.number().int(),
  /** Of those who have something to prepare. */
  prepared: z.number().int(),
  people: z.number().int(),
});
export type NextReview = z.infer<typeof NextReview>;

export const Attention = z.object({
  /** At most seven. */
  items: z.array(AttentionItem),
  signing: Signing.nullable(),
  review: NextReview.nullable(),
});
export type Attention = z.infer<typeof Attention>;

export const getAttention = defineEndpoint({
  method: 'GET',
  path: '/api/attention',
  summary: 'What needs a word from the head: people, deals, signatures and decisions of a scope, and the next review',
  urgency: 'deferrable',
  request: z.object({ month: Month, scope: Scope.optional() }),
  response: Attention,
});
