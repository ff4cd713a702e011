import { z } from 'zod';

/** A connection by one connector, with the values its parameters have. */
export const biSourceRow = z.object({
  id: z.number().int(),
  title: z.string(),
  description: z.string(),
  isActive: z.boolean(),
  connectorId: z.number().int(),
  settings: z.record(z.string(), z.string()),
  createdAt: z.string(),
  modifiedAt: z.string(),
  createdById: z.number().int(),
  modifiedById: z.number().int(),
});
export type BiSource = z.infer<typeof biSourceRow>;
