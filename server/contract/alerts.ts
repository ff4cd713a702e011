import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { ActivityCode } from './norms.ts';
import { BitrixId, Day, Instant, writtenText } from './wire.ts';

export const AlertRules = z.object({
  byNorm: z.boolean().default(true),
  byPast: z.boolean().default(true),
  bySilence: z.boolean().default(true),
  normPercent: z.number().min(1).max(100),
  days: z.number().int().min(2).max(10),
  frequency: z.number().int().min(1).max(10),
  mads: z.number().min(0).max(6),
  deviations: z.number().min(0.5).max(5),
  silentDays: z.number().int().min(1).max(10),
  silentBy: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
    .nullable(),
  cooldownDays: z.number().int().min(1).max(60),
  fewestDays: z.number().int().min(10).max(60),
  tellsHead: z.boolean().default(true),
  tellsPerson: z.boolean().default(true),
});
export type AlertRules = z.infer<typeof AlertRules>;

const ActionKind = z.enum(['task', 'talk', 'team-talk']);

export const AlertAction = z.object({
  actionId: z.uuid(),
  kind: z.string(),
  words: z.string(),
  ownerName: z.string(),
  deadline: Day.nullable(),
  checkOn: Day.nullable(),
  decidedAt: Instant,
  decidedBy: z.string(),
  /** Null until the day of the check has come. */
  effectiveness: z.enum(['helped', 'not-helped', 'unclear']).nullable(),
  levelBefore: z.number().nullable(),
  levelAtCheck: z.number().nullable(),
  taskId: BitrixId.nullable(),
});
export type AlertAction = z.infer<typeof AlertAction>;

export const ActivityAlert = z.object({
  alertId: z.uuid(),
  userId: BitrixId,
  name: z.string(),
  metric: ActivityCode,
  /** Of the portal's own metric. */
  metricName: z.string().nullable(),
  kind: z.enum(['silent', 'silent-today', 'below-past', 'below-norm']),
  day: Day,
  days: z.array(Day),
  fact: z.number(),
  expected: z.number(),
  /** The viewer may decide what is done about it. */
  mayAnswer: z.boolean(),
  actions: z.array(AlertAction),
});
export type ActivityAlert = z.infer<typeof ActivityAlert>;

export const Alerts = z.object({
  today: Day,
  /** Proposed for a new decision. */
  proposed: z.object({ deadline: Day, checkOn: Day }),
  mayCheck: z.boolean(),
  maySetRules: z.boolean(),
  rules: AlertRules,
  alerts: z.array(ActivityAlert),
  /** What helps: judged decisions of the last half year by their kind. */
  effects: z.array(z.object({ kind: z.string(), helped: z.number().int(), notHelped: z.number().int(), unclear: z.number().int() })),
});
export type Alerts = z.infer<typeof Alerts>;

export const listAlerts = defineEndpoint({
  method: 'GET',
  path: '/api/alerts',
  summary: 'What was worth a word about the activity of people whom the viewer sees, and what was done about it',
  urgency: 'deferrable',
  request: z.object({}),
  response: Alerts,
});

export const answerAlert = defineEndpoint({
  method: 'POST',
  path: '/api/alerts/:alertId/actions',
  summary: 'Decide what is done about an alert: a talk, a talk with the team or a task in the portal, with a day of the check',
  urgency: 'vital',
  request: z.object({
    alertId: z.uuid(),
    kind: ActionKind,
    words: writtenText(500).default(''),
    deadline: Day,
    checkOn: Day,
  }),
  response: Alerts,
});

export const checkAlerts = defineEndpoint({
  method: 'POST',
  path: '/api/alerts/check',
  summary: 'Look at everybody now instead of at the next hour',
  urgency: 'deferrable',
  request: z.object({}),
  response: Alerts,
});
