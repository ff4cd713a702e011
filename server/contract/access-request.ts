import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { BitrixId } from './wire.ts';

/** Whom the question went to; who has asked today already asks nobody again. */
export const AccessRequest = z.object({
  isNew: z.boolean(),
  to: z.array(z.object({ userId: BitrixId, name: z.string() })),
});
export type AccessRequest = z.infer<typeof AccessRequest>;

export const askAccess = defineEndpoint({
  method: 'POST',
  path: '/api/access-requests',
  summary: 'Ask the head and the administrators for access to more numbers, once a day',
  urgency: 'deferrable',
  request: z.object({}),
  response: AccessRequest,
});
