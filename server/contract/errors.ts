import { z } from 'zod';

/** Every way a call can fail; each has a status in `http/error-reply.ts` and a text in every language. */
export const ErrorCode = z.enum([
  'bad-request',
  'session-expired',
  'forbidden',
  'not-found',
  'conflict',
  'plan-closed',
  'ledger-halted',
  'pin-refused',
  'pin-locked',
  'too-large',
  'file-refused',
  'too-many-requests',
  'portal-unknown',
  'portal-unavailable',
  'portal-refused',
  'not-installed',
  'unavailable',
  'internal',
]);
export type ErrorCode = z.infer<typeof ErrorCode>;

/** Why a file was refused; each has words in every language of the client. */
export const FileFault = z.enum([
  'too-large',
  'not-a-workbook',
  'protected',
  'damaged',
  'suspicious',
  'unpacks-too-large',
  'forbidden-markup',
  'too-much-content',
  'too-heavy',
  'not-ours',
  'newer-format',
  'too-many-changes',
]);
export type FileFault = z.infer<typeof FileFault>;

export const ErrorReply = z.object({
  error: z.object({ code: ErrorCode, message: z.string(), requestId: z.string(), fault: FileFault.optional() }),
});
export type ErrorReply = z.infer<typeof ErrorReply>;
