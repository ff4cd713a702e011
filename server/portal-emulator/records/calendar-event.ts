import { z } from 'zod';

const rule = z.object({
  frequency: z.enum(['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY']),
  interval: z.number().int(),
  count: z.number().int().nullable(),
  /** MO … SU, for weekly events only. */
  weekdays: z.array(z.string()),
  /** Calendar day, the last one. */
  until: z.string().nullable(),
});
export type CalendarRule = z.infer<typeof rule>;

/** One entry of one calendar; an invited person has an entry of the own, whose parent is the host's. */
export const calendarEventRow = z.object({
  id: z.number().int(),
  parentId: z.number().int(),
  type: z.enum(['user', 'group', 'company_calendar']),
  ownerId: z.number().int(),
  sectionId: z.number().int(),
  name: z.string(),
  description: z.string(),
  /** Instants in UTC, RFC 3339; whole days run from midnight to midnight in UTC, the last day excluded. */
  startAt: z.string(),
  endAt: z.string(),
  isAllDay: z.boolean(),
  /** IANA zones; empty for whole days. */
  zoneFrom: z.string(),
  zoneTo: z.string(),
  createdById: z.number().int(),
  createdAt: z.string(),
  modifiedAt: z.string(),
  color: z.string(),
  accessibility: z.enum(['busy', 'absent', 'quest', 'free']),
  importance: z.enum(['high', 'normal', 'low']),
  isPrivate: z.boolean(),
  location: z.string(),
  reminders: z.array(z.object({ type: z.enum(['min', 'hour', 'day']), count: z.number().int() })),
  rule: rule.nullable(),
  /** Absent for what is no meeting. */
  meeting: z
    .object({
      hostId: z.number().int(),
      notify: z.boolean(),
      reinvite: z.boolean(),
      allowInvite: z.boolean(),
      hideGuests: z.boolean(),
      /** H host, Y accepted, N declined, Q not answered yet. */
      status: z.enum(['H', 'Y', 'N', 'Q']),
    })
    .exactOptional(),
  /** `CO_1`, `L_5` … */
  crmLinks: z.array(z.string()),
});
export type CalendarEvent = z.infer<typeof calendarEventRow>;
