import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { ActivityPeriod } from './intensity.ts';
import { BitrixId, Day, Instant, Scope, writtenText } from './wire.ts';

/**
 * Groups of tasks: by their state, past their deadline, to be looked at, done in the period and late,
 * what people have planned for themselves, and what others have given them.
 */
export const TaskGroup = z.enum([
  'waiting',
  'running',
  'control',
  'deferred',
  'overdue',
  'to-check',
  'done',
  'done-late',
  'planned',
  'planned-done',
  'planned-missed',
  'given',
  'given-done',
  'given-missed',
]);
export type TaskGroup = z.infer<typeof TaskGroup>;

const TaskRow = z.object({
  kind: z.enum(['company', 'department', 'person']),
  scope: Scope,
  name: z.string(),
  counts: z.record(TaskGroup, z.number().int()),
});
export type TaskRow = z.infer<typeof TaskRow>;

export const TaskControl = z.object({
  scope: Scope,
  today: Day,
  from: Day,
  to: Day,
  /** Whether the portal has let us read tasks at all. */
  isRead: z.boolean(),
  rows: z.array(TaskRow),
  total: TaskRow,
});
export type TaskControl = z.infer<typeof TaskControl>;

export const getTaskControl = defineEndpoint({
  method: 'GET',
  path: '/api/tasks/control',
  summary: 'Tasks of people by state: overdue, to be looked at, done in the period, planned by themselves and given by others',
  urgency: 'deferrable',
  request: z.object({ period: ActivityPeriod.default('month'), day: Day.optional(), scope: Scope.optional() }),
  response: TaskControl,
});

export const ControlledTask = z.object({
  /** An activity of a card that was planned stands among what people have planned. */
  kind: z.enum(['task', 'activity']),
  id: BitrixId,
  userId: BitrixId,
  name: z.string(),
  /** Who has given it; null where it is one's own. */
  givenBy: z.string().nullable(),
  state: z.enum(['waiting', 'running', 'control', 'deferred', 'done']),
  deadline: Instant.nullable(),
  closedAt: Instant.nullable(),
  isOverdue: z.boolean(),
  dealId: BitrixId.nullable(),
  /** The day on which somebody looks at it, apart from the deadline. */
  checkOn: Day.nullable(),
  outcome: z.enum(['good', 'rework']).nullable(),
  words: z.string(),
  /** The viewer may set that day and write what was seen. */
  mayCheck: z.boolean(),
});
export type ControlledTask = z.infer<typeof ControlledTask>;

export const TaskList = z.object({
  group: TaskGroup,
  scope: Scope,
  name: z.string(),
  total: z.number().int(),
  offset: z.number().int(),
  items: z.array(ControlledTask),
});
export type TaskList = z.infer<typeof TaskList>;

export const listControlledTasks = defineEndpoint({
  method: 'GET',
  path: '/api/tasks/control/list',
  summary: 'The tasks behind a number',
  urgency: 'deferrable',
  request: z.object({
    group: TaskGroup,
    period: ActivityPeriod,
    day: Day,
    scope: Scope,
    offset: z.coerce.number().int().min(0).default(0),
    limit: z.coerce.number().int().min(1).max(500).default(100),
  }),
  response: TaskList,
});

export const putTaskCheck = defineEndpoint({
  method: 'PUT',
  path: '/api/tasks/:taskId/check',
  summary: 'Set the day on which a task of somebody is looked at, or write what was seen; the deadline stays as it is',
  urgency: 'vital',
  request: z.object({
    taskId: BitrixId,
    /** Null: nobody has to look at it. */
    checkOn: Day.nullable(),
    outcome: z.enum(['good', 'rework']).nullable().default(null),
    words: writtenText(500).default(''),
  }),
  response: z.object({
    taskId: BitrixId,
    checkOn: Day.nullable(),
    outcome: z.enum(['good', 'rework']).nullable(),
    words: z.string(),
  }),
});
