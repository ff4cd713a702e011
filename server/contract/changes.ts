import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';

export const Topic = z.enum(['facts', 'plans', 'acknowledgements', 'metrics', 'actions', 'reviews', 'intensity', 'sync']);
export type Topic = z.infer<typeof Topic>;

export const Changes = z.object({
  /** Pass it as `after` next time. */
  revision: z.number().int(),
  /** Empty when nothing changed for 25 seconds. */
  topics: z.array(Topic),
  /** The server is about to end: ask again after this time. */
  reconnectAfterMs: z.number().int().optional(),
});
export type Changes = z.infer<typeof Changes>;

export const getChanges = defineEndpoint({
  method: 'GET',
  path: '/api/changes',
  summary: 'Long poll of 25 s: which topics changed after a revision',
  urgency: 'deferrable',
  request: z.object({ after: z.coerce.number().int().min(-1).default(-1) }),
  response: Changes,
});
