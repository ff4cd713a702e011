import { z } from 'zod';

/** Every way a call can fail; each has a status in `http/error-reply.ts` and a text in every language. */
export const ErrorCode = z.enum([
  'bad-request',
  'session-expired',
  'forbidden',
  'not-found',
  'conflict',
  'plan-closed',
  'too-large',
  'too-many-requests',
  'portal-unknown',
  'portal-unavailable',
  'portal-refused',
  'not-installed',
  'unavailable',
  'internal',
]);
export type ErrorCode = z.infer<typeof ErrorCode>;

export const ErrorReply = z.object({
  error: z.object({ code: ErrorCode, message: z.string(), requestId: z.string() }),
});
export type ErrorReply = z.infer<typeof ErrorReply>;
