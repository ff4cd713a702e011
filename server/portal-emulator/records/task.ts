import { z } from 'zod';

const id = z.number().int();

/** A task of the second generation of REST; instants in UTC, RFC 3339. */
export const taskRow = z.object({
  id,
  title: z.string(),
  description: z.string(),
  /** 2 waits, 3 runs, 4 awaits control, 5 is completed, 6 is deferred. */
  status: z.number().int().min(2).max(6),
  priority: z.number().int().min(0).max(2),
  mark: z.enum(['N', 'P']).nullable(),
  parentId: id.nullable(),
  groupId: id,
  stageId: id,
  createdById: id,
  responsibleId: id,
  accompliceIds: z.array(id),
  auditorIds: z.array(id),
  createdAt: z.string(),
  changedAt: z.string(),
  changedById: id,
  statusChangedAt: z.string(),
  statusChangedById: id.nullable(),
  closedAt: z.string().nullable(),
  /** 0 after any change of status that did not close the task. */
  closedById: id.nullable(),
  activityAt: z.string(),
  startedAt: z.string().nullable(),
  deadline: z.string().nullable(),
  plannedStartAt: z.string().nullable(),
  plannedEndAt: z.string().nullable(),
  guid: z.string(),
  xmlId: z.string().nullable(),
  /** Counts changes, OUTLOOK_VERSION. */
  version: z.number().int(),
  timeEstimateSeconds: z.number().int(),
  isDeadlineOpen: z.boolean(),
  isTimeTracked: z.boolean(),
  isControlled: z.boolean(),
  isInReport: z.boolean(),
  skipsDaysOff: z.boolean(),
  tags: z.array(z.object({ id, title: z.string() })),
  /** `D_12`, `CO_3`, `T88_1` … */
  crmCodes: z.array(z.string()),
  /** Codes of SE_PARAMETER that are on. */
  parameterCodes: z.array(z.number().int()),
  favoriteOf: z.array(id),
  views: z.array(z.object({ userId: id, at: z.string() })),
});

export type TaskRow = z.infer<typeof taskRow>;
