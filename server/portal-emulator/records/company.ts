import { z } from 'zod';
import { details } from './details.ts';

export const companyRow = z.object({
  id: z.number().int(),
  title: z.string(),
  /** A company without a person in charge is seen by everybody. */
  responsibleId: z.number().int().exactOptional(),
  createdById: z.number().int().exactOptional(),
  modifiedById: z.number().int().exactOptional(),
  /** Instants in UTC, RFC 3339; the portal's first day when absent. */
  createdAt: z.string().exactOptional(),
  modifiedAt: z.string().exactOptional(),
  details: details.exactOptional(),
});
export type PortalCompany = z.infer<typeof companyRow>;
