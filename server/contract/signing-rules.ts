import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';

const Workdays = z.number().int().min(1).max(30);

/** How plans are signed in a portal. */
export const SigningRules = z.object({
  level: z.enum(['L1', 'L2']),
  isBreakdownRequired: z.boolean(),
  answerWorkdays: Workdays,
  /** Null for no reminders. */
  remindEveryWorkdays: Workdays.nullable(),
  /** Null when the head above is never told. */
  escalateAfterWorkdays: Workdays.nullable(),
  /** Null for no quiz. */
  quizAfterWorkdays: Workdays.nullable().default(5),
  quizPassPercent: z.number().int().min(50).max(100).default(80),
  quizAttempts: z.number().int().min(1).max(10).default(3),
});
export type SigningRules = z.infer<typeof SigningRules>;

export const getSigningRules = defineEndpoint({
  method: 'GET',
  path: '/api/settings/signing',
  summary: 'How plans are signed: by session or by PIN, with or without a breakdown, and when people are reminded',
  urgency: 'deferrable',
  request: z.object({}),
  response: SigningRules,
});

export const putSigningRules = defineEndpoint({
  method: 'PUT',
  path: '/api/settings/signing',
  summary: 'Set how plans are signed',
  urgency: 'vital',
  request: SigningRules,
  response: SigningRules,
});
