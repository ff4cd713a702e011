import { z } from 'zod';
import { quoteRow } from './quote.ts';

/** A smart invoice. */
export const invoiceRow = quoteRow.extend({
  categoryId: z.number().int(),
  movedAt: z.string(),
  movedById: z.number().int().exactOptional(),
  previousStageId: z.string().exactOptional(),
});
export type PortalInvoice = z.infer<typeof invoiceRow>;

/** A row of the stage history of invoices. */
export const invoiceMoveRow = z.object({
  id: z.number().int(),
  typeId: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(5)]),
  invoiceId: z.number().int(),
  categoryId: z.number().int(),
  stageId: z.string(),
  semantics: z.enum(['P', 'S', 'F']),
  at: z.string(),
});
export type InvoiceMove = z.infer<typeof invoiceMoveRow>;
