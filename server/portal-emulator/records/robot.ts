import { z } from 'zod';

const words = z.union([z.string(), z.record(z.string(), z.unknown())]);

/** An automation rule of the application. */
export const robotRow = z.object({
  id: z.number().int(),
  code: z.string(),
  handler: z.string(),
  /** Person whose token goes with the data; 0 is nobody's. */
  authUserId: z.number().int(),
  /** Whether the process waits for `bizproc.event.send`. */
  usesSubscription: z.boolean(),
  name: words,
  description: words,
  properties: z.record(z.string(), z.unknown()),
  returnProperties: z.record(z.string(), z.unknown()),
  documentType: z.array(z.string()),
  filter: z.record(z.string(), z.unknown()),
  usesPlacement: z.boolean(),
  placementHandler: z.string(),
});
export type Robot = z.infer<typeof robotRow>;
