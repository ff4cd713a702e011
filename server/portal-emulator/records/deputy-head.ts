import { z } from 'zod';

/** Somebody who stands in for the head of a department. */
export const deputyHeadRow = z.object({
  id: z.number().int(),
  departmentId: z.number().int(),
  userId: z.number().int(),
});
