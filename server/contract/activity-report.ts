import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { ActivityPeriod } from './intensity.ts';
import { ActivityCode } from './norms.ts';
import { Day, Scope } from './wire.ts';

const Finding = z.object({
  metric: ActivityCode,
  /** Of the portal's own metric. */
  metricName: z.string().nullable(),
  fact: z.number(),
  against: z.enum(['norm', 'usual', 'peers']),
  expected: z.number(),
  share: z.number(),
});
export type Finding = z.infer<typeof Finding>;

export const ReportRow = z.object({
  kind: z.enum(['company', 'department', 'person']),
  scope: Scope,
  name: z.string(),
  /** The furthest first. */
  strengths: z.array(Finding),
  gaps: z.array(Finding),
});
export type ReportRow = z.infer<typeof ReportRow>;

export const ActivityReport = z.object({
  scope: Scope,
  period: ActivityPeriod,
  from: Day,
  to: Day,
  judged: z.array(Day),
  /** Departments with their people behind them; nobody who has neither a strength nor a gap. */
  rows: z.array(ReportRow),
  /** What helps in this scope: judged decisions of the last half year by their kind. */
  works: z.array(z.object({ kind: z.string(), helped: z.number().int(), notHelped: z.number().int() })),
  /** Words about people of the scope in the period that nobody has decided anything about. */
  undecided: z.number().int(),
});
export type ActivityReport = z.infer<typeof ActivityReport>;

export const getActivityReport = defineEndpoint({
  method: 'GET',
  path: '/api/intensity/report',
  summary: 'Strengths and gaps of people and departments against the norm, their own past and the median of the others; what works',
  urgency: 'deferrable',
  request: z.object({ period: ActivityPeriod.default('week'), day: Day.optional(), scope: Scope.optional() }),
  response: ActivityReport,
});
