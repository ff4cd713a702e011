import { z } from 'zod';
import { details } from './details.ts';

export const quoteRow = z.object({
  id: z.number().int(),
  title: z.string(),
  number: z.string(),
  stageId: z.string(),
  /** Decimal string in `currency`. */
  amount: z.string(),
  currency: z.string(),
  dealId: z.number().int().nullable(),
  companyId: z.number().int().nullable(),
  responsibleId: z.number().int(),
  /** Instants in UTC, RFC 3339. */
  createdAt: z.string(),
  modifiedAt: z.string(),
  /** Calendar days. */
  issuedOn: z.string().nullable(),
  dueOn: z.string().nullable(),
  /** The amount does not follow the rows of goods; absent is true. */
  isAmountManual: z.boolean().exactOptional(),
  createdById: z.number().int().exactOptional(),
  modifiedById: z.number().int().exactOptional(),
  details: details.exactOptional(),
});
export type PortalQuote = z.infer<typeof quoteRow>;
