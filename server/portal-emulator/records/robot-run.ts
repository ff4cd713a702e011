import { z } from 'zod';

/** A process that has asked the application for something and waits for its answer. */
export const robotRunRow = z.object({
  id: z.number().int(),
  /** EVENT_TOKEN */
  token: z.string(),
  robotCode: z.string(),
  /** `DEAL_1` */
  documentId: z.string(),
  isWaiting: z.boolean(),
  /** What the application has answered. */
  values: z.record(z.string(), z.unknown()),
  log: z.string(),
});
