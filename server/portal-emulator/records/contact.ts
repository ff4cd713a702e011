import { z } from 'zod';

export const contactRow = z.object({
  id: z.number().int(),
  name: z.string(),
  lastName: z.string(),
  companyId: z.number().int().nullable(),
  responsibleId: z.number().int(),
  /** Instants in UTC, RFC 3339. */
  createdAt: z.string(),
  modifiedAt: z.string(),
});
