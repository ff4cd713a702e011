import { z } from 'zod';

/** A calendar of a person, a group or the company. */
export const calendarSectionRow = z.object({
  id: z.number().int(),
  type: z.enum(['user', 'group', 'company_calendar']),
  ownerId: z.number().int(),
  name: z.string(),
});
