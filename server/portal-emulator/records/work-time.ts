import { z } from 'zod';

/** A working day of one person as the time clock recorded it. */
export const workTimeRow = z.object({
  id: z.number().int(),
  userId: z.number().int(),
  /** Instants in UTC, RFC 3339; an open day has no end. */
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  breakSeconds: z.number().int(),
  state: z.enum(['OPENED', 'PAUSED', 'CLOSED', 'EXPIRED']),
  isApproved: z.boolean(),
});
