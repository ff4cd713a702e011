import type { z } from 'zod';
import { documented } from './documented.ts';
import { fieldDescription } from './field-description.ts';

/** What `crm.*.fields` answers for exactly these fields. */
export function describedAs(names: string): z.ZodObject {
  return documented(Object.fromEntries(names.split(' ').map((name) => [name, fieldDescription])));
}
