import { z } from 'zod';
import { documented } from './documented.ts';

/** One field as `crm.*.fields` describes it. */
export const fieldDescription = documented({
  type: z.string(),
  isRequired: z.boolean(),
  isReadOnly: z.boolean(),
  isImmutable: z.boolean(),
  isMultiple: z.boolean(),
  isDynamic: z.boolean(),
  title: z.string(),
  /** Only the universal method names the classic field. */
  upperName: z.string().optional(),
  statusType: z.string().optional(),
  isDeprecated: z.literal(true).optional(),
  settings: z.object({ parentEntityTypeId: z.number() }).optional(),
});
