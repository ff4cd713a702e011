import { z } from 'zod';
import { details } from './details.ts';

export const contactRow = z.object({
  id: z.number().int(),
  name: z.string(),
  lastName: z.string(),
  companyId: z.number().int().nullable(),
  responsibleId: z.number().int(),
  /** Instants in UTC, RFC 3339. */
  createdAt: z.string(),
  modifiedAt: z.string(),
  createdById: z.number().int().exactOptional(),
  modifiedById: z.number().int().exactOptional(),
  details: details.exactOptional(),
});
export type PortalContact = z.infer<typeof contactRow>;
