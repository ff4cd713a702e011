import { z } from 'zod';
import { CallRule } from './counting.ts';
import { defineEndpoint } from './endpoint.ts';
import { ActivityCode } from './norms.ts';
import { CallSource } from './call-source.ts';
import { BitrixId, Day, Instant, Scope } from './wire.ts';

export const ActivityPeriod = z.enum(['day', 'week', 'month']);
export type ActivityPeriod = z.infer<typeof ActivityPeriod>;

export const ActivityCell = z.object({
  metric: ActivityCode,
  fact: z.number(),
  /** Of the judged days; null where nobody has one. */
  norm: z.number().nullable(),
  /** Median of the same weekdays of four weeks, over the judged days; null without enough past. */
  usual: z.number().nullable(),
});
export type ActivityCell = z.infer<typeof ActivityCell>;

/** How a score comes about: Σ weight × min(share, cap) / Σ weight. */
const ScorePart = z.object({
  metric: ActivityCode,
  weight: z.number(),
  share: z.number(),
  cap: z.number().nullable(),
  isCapped: z.boolean(),
  points: z.number(),
});

export const ActivityRow = z.object({
  kind: z.enum(['company', 'department', 'person']),
  scope: Scope,
  name: z.string(),
  profileId: z.string().nullable(),
  /** Working days of the person among the judged ones. */
  workedDays: z.number().int(),
  cells: z.array(ActivityCell),
  score: z.object({ points: z.number(), parts: z.array(ScorePart) }).nullable(),
  calls: z.object({
    /** Counted in both directions. */
    counted: z.number().int(),
    talkSeconds: z.number().int(),
    missed: z.number().int(),
    calledBack: z.number().int(),
    /** Of the counted ones, those outside working hours or on a day off. */
    late: z.number().int(),
    /** Call activities that no telephony has written down. */
    byHand: z.number().int(),
  }),
});
export type ActivityRow = z.infer<typeof ActivityRow>;

export const Intensity = z.object({
  scope: Scope,
  period: ActivityPeriod,
  today: Day,
  from: Day,
  to: Day,
  /** Days that facts, norms and the past are of: finished ones, or the asked day itself. */
  judged: z.array(Day),
  now: Instant,
  callsAt: Instant.nullable(),
  callRule: CallRule,
  callSource: CallSource,
  /** Columns: what anybody in view is measured by or has done; `name` only of the portal's own. */
  metrics: z.array(z.object({ metric: ActivityCode, name: z.string().nullable() })),
  rows: z.array(ActivityRow),
  total: ActivityRow,
  scopes: z.array(z.object({ scope: Scope, name: z.string(), depth: z.number().int() })),
});
export type Intensity = z.infer<typeof Intensity>;

export const getIntensity = defineEndpoint({
  method: 'GET',
  path: '/api/intensity',
  summary: 'Who did how much in a day, week or month: against the norm and against their own past',
  urgency: 'deferrable',
  request: z.object({ period: ActivityPeriod.default('month'), day: Day.optional(), scope: Scope.optional() }),
  response: Intensity,
});

/** What a number of the page is made of; beside metrics what is told of them and never judged. */
const ActivityListMetric = z.union([
  ActivityCode,
  z.enum(['calls-late', 'calls-missed', 'calls-by-hand', 'calls-back']),
  z.enum(['clients-unique', 'calls-repeat', 'calls-no-client', 'missed-back', 'missed-waiting', 'missed-unknown']),
  z.enum(['meetings-held', 'meetings-no-result', 'meetings-open', 'by-hand']),
]);

export const ActivityThing = z.object({
  kind: z.enum([
    'call',
    'call-activity',
    'meeting',
    'todo',
    'activity',
    'deal',
    'payment',
    'invoice',
    'quote',
    'lead',
    'contact',
    'task',
    'work-record',
    'value',
    'norm-day',
    'usual-day',
  ]),
  id: z.string(),
  userId: BitrixId,
  day: Day,
  at: Instant.nullable(),
  seconds: z.number().nullable(),
  direction: z.enum(['in', 'out']).nullable(),
  dealId: BitrixId.nullable(),
  value: z.number(),
  /** The card a call or a meeting is tied to: 1 lead, 2 deal, 3 contact, 4 company. */
  client: z.object({ kind: z.number().int(), id: BitrixId }).nullable().optional(),
  /** Conversations with the client, or working minutes until the client was called back. */
  times: z.number().int().optional(),
  backMinutes: z.number().nullable().optional(),
});
export type ActivityThing = z.infer<typeof ActivityThing>;

export const ActivityList = z.object({
  metric: z.string(),
  measure: z.enum(['fact', 'norm', 'usual']),
  scope: Scope,
  name: z.string(),
  sum: z.number(),
  total: z.number().int(),
  offset: z.number().int(),
  items: z.array(ActivityThing),
  /** Whose things are listed. */
  people: z.array(z.object({ userId: BitrixId, name: z.string() })),
});
export type ActivityList = z.infer<typeof ActivityList>;

export const listActivity = defineEndpoint({
  method: 'GET',
  path: '/api/intensity/list',
  summary: 'What a number of activity is made of: calls, records, entered numbers, or the norms of the days',
  urgency: 'deferrable',
  request: z.object({
    metric: ActivityListMetric,
    measure: z.enum(['fact', 'norm', 'usual']).default('fact'),
    period: ActivityPeriod,
    day: Day,
    scope: Scope,
    offset: z.coerce.number().int().min(0).default(0),
    limit: z.coerce.number().int().min(1).max(500).default(100),
  }),
  response: ActivityList,
});
