import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { Instant, writtenText } from './wire.ts';

/** Name of a user field of deals. */
const Field = z.string().regex(/^UF_CRM_[A-Z0-9][A-Z0-9_]{0,39}$/);

export const OwnDimensions = z.object({
  maySet: z.boolean(),
  /** How many there can be. */
  most: z.number().int(),
  dimensions: z.array(
    z.object({
      field: Field,
      name: z.string(),
      /** `missing`: the portal has no such list or text any more; nothing is counted until all deals were read. */
      state: z.enum(['reading', 'counted', 'missing', 'archived']),
      /** When all deals were read; null until then. */
      readAt: Instant.nullable(),
    }),
  ),
});
export type OwnDimensions = z.infer<typeof OwnDimensions>;

export const getOwnDimensions = defineEndpoint({
  method: 'GET',
  path: '/api/settings/own-dimensions',
  summary: 'Which user fields of deals plans are divided by, and those they were divided by once',
  urgency: 'deferrable',
  request: z.object({}),
  response: OwnDimensions,
});

export const putOwnDimensions = defineEndpoint({
  method: 'PUT',
  path: '/api/settings/own-dimensions',
  summary: 'Divide plans by these user fields of deals; what is not among them is archived',
  urgency: 'vital',
  request: z.object({
    dimensions: z.array(z.object({ field: Field, name: writtenText(40).pipe(z.string().min(1)) })).max(20),
  }),
  response: OwnDimensions,
});
