import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { BitrixId, Day, Instant, writtenText } from './wire.ts';

const Name = z.object({ userId: BitrixId, name: z.string() });

export const ActingHead = z.object({
  id: z.uuid(),
  departmentId: BitrixId,
  departmentName: z.string(),
  /** Who was the head when it was decided. */
  head: Name.nullable(),
  acting: Name,
  fromDay: Day,
  /** The last day; null until it is ended. */
  toDay: Day.nullable(),
  reason: z.string(),
  createdAt: Instant,
  createdBy: z.string(),
  endedAt: Instant.nullable(),
  endedBy: z.string().nullable(),
  /** `lapsed`: the department has got another head or is gone. */
  state: z.enum(['ahead', 'in-force', 'over', 'ended', 'lapsed']),
  mayEnd: z.boolean(),
});
export type ActingHead = z.infer<typeof ActingHead>;

export const ActingHeads = z.object({
  today: Day,
  /** Those that begin last first. */
  list: z.array(ActingHead),
  /** Departments the viewer may name somebody for. */
  departments: z.array(z.object({ departmentId: BitrixId, name: z.string(), head: Name.nullable() })),
  /** Who may be named. */
  people: z.array(Name),
});
export type ActingHeads = z.infer<typeof ActingHeads>;

export const listActingHeads = defineEndpoint({
  method: 'GET',
  path: '/api/acting-heads',
  summary: 'Who acts for the heads of the viewer’s departments, now, later and before',
  urgency: 'deferrable',
  request: z.object({}),
  response: ActingHeads,
});

const AppointmentRequest = z.object({
  departmentId: BitrixId,
  actingId: BitrixId,
  fromDay: Day,
  toDay: Day.nullable().default(null),
  reason: writtenText(300).default(''),
});
export type Appointment = z.input<typeof AppointmentRequest>;

export const appointActingHead = defineEndpoint({
  method: 'POST',
  path: '/api/acting-heads',
  summary: 'Name who acts for the head of a department, from a day to a day or until it is ended',
  urgency: 'vital',
  request: AppointmentRequest,
  response: ActingHeads,
});

export const endActingHead = defineEndpoint({
  method: 'POST',
  path: '/api/acting-heads/:id/end',
  summary: 'End at once what somebody does for a head; the row stays',
  urgency: 'vital',
  request: z.object({ id: z.uuid() }),
  response: ActingHeads,
});
