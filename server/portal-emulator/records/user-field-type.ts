import { z } from 'zod';

/** A type of user fields whose value the application draws in a frame, the placement USERFIELD_TYPE. */
export const userFieldTypeRow = z.object({
  id: z.number().int(),
  /** Without the prefix `rest_<application>_`. */
  code: z.string(),
  handler: z.string(),
  title: z.string(),
  description: z.string(),
  /** In pixels; 0 is the height the portal likes. */
  height: z.number().int(),
});
export type UserFieldType = z.infer<typeof userFieldTypeRow>;
