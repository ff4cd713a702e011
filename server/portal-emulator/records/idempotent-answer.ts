import { z } from 'zod';

/** What a writing call of REST 3.0 answered under its `Idempotency-Key`. */
export const idempotentAnswerRow = z.object({
  id: z.number().int(),
  /** Caller, person, method and the key itself. */
  key: z.string(),
  /** SHA-256 of the parameters. */
  request: z.string(),
  /** JSON text of the answer. */
  answer: z.string(),
  atMs: z.number().int(),
});
