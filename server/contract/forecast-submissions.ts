import { z } from 'zod';
import type { SubmissionState as DomainState } from '#domain/forecast/submission.ts';
import { defineEndpoint } from './endpoint.ts';
import { BitrixId, Day, Decimal, Instant, Month, Scope } from './wire.ts';

/** `old` is of an earlier week; `moved` is of this week, and the pipeline is another one since. */
const SubmissionState = z.enum(['missing', 'fresh', 'moved', 'old'] satisfies DomainState[]);

/** A forecast as a number, and what of the open deals stands behind it. */
const Parts = z.object({ fact: Decimal, commit: Decimal, best: Decimal, pipeline: Decimal, expected: Decimal });

export const SubmissionEntry = z.object({
  revision: z.number().int(),
  value: Decimal,
  commit: Decimal,
  best: Decimal,
  pipeline: Decimal,
  comment: z.string(),
  /** What was calculated at that moment. */
  calculated: Parts,
  submittedBy: z.object({ userId: BitrixId, name: z.string() }),
  submittedAt: Instant,
});
export type SubmissionEntry = z.infer<typeof SubmissionEntry>;

export const SubmissionRow = z.object({
  scope: Scope,
  kind: z.enum(['company', 'department', 'person']),
  name: z.string(),
  state: SubmissionState,
  last: SubmissionEntry.nullable(),
  /** What is calculated now. */
  now: Parts,
  /** By how much the calculated forecast is another one since; null without a submission. */
  moved: Decimal.nullable(),
  /** A person submits for themselves, a head for whom they lead. */
  maySubmit: z.boolean(),
});
export type SubmissionRow = z.infer<typeof SubmissionRow>;

export const ForecastSubmissions = z.object({
  month: Month,
  scope: Scope,
  currency: z.string(),
  /** The Monday from which what was said is of this week. */
  weekFrom: Day,
  total: SubmissionRow,
  /** Departments with a head, and persons with a plan or open deals. */
  rows: z.array(SubmissionRow),
  /** How many of the rows have said something this week. */
  submitted: z.number().int(),
});
export type ForecastSubmissions = z.infer<typeof ForecastSubmissions>;

export const getForecastSubmissions = defineEndpoint({
  method: 'GET',
  path: '/api/forecast/submissions',
  summary: 'What people themselves say a month will bring, who has not said it this week, and what has changed since',
  urgency: 'deferrable',
  request: z.object({ month: Month, scope: Scope }),
  response: ForecastSubmissions,
});

export const SubmissionHistory = z.object({ month: Month, scope: Scope, currency: z.string(), history: z.array(SubmissionEntry) });
export type SubmissionHistory = z.infer<typeof SubmissionHistory>;

export const listSubmissionHistory = defineEndpoint({
  method: 'GET',
  path: '/api/forecast/submission',
  summary: 'Everything that was submitted of a scope for a month, the newest first',
  urgency: 'deferrable',
  request: z.object({ month: Month, scope: Scope }),
  response: SubmissionHistory,
});

/** What somebody counts on is never below nothing. */
const Amount = Decimal.refine((value) => !value.startsWith('-'), 'not below zero');

export const submitForecast = defineEndpoint({
  method: 'POST',
  path: '/api/forecast/submission',
  summary: 'Say what a month will bring: for oneself, or for whom one leads; nothing that was said before is lost',
  urgency: 'vital',
  request: z.object({
    month: Month,
    scope: Scope,
    value: Amount,
    commit: Amount,
    best: Amount,
    pipeline: Amount,
    comment: z.string().trim().max(1000).default(''),
    /** Of the entry that was shown; 0 without one. Another one means that somebody was first. */
    baseRevision: z.number().int().min(0),
  }),
  response: SubmissionHistory,
});
