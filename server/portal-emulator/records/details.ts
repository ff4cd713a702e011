import { z } from 'zod';

const contactDatum = z.object({
  id: z.number().int(),
  /** PHONE, EMAIL, WEB, IM or LINK. */
  typeId: z.string(),
  /** WORK, MOBILE, HOME … */
  valueType: z.string(),
  value: z.string(),
});
export type ContactDatum = z.infer<typeof contactDatum>;

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/**
 * Fields of a CRM record that nothing is computed from, by their classic names: comments, sources, UTM marks, user fields.
 * Instants and days stand as in the row itself, `FM` holds phones and mails; a name that is absent has its default.
 */
export const details = z
  .record(z.string(), z.union([scalar, z.array(z.union([z.string(), z.number(), contactDatum])).readonly()]))
  .readonly();
export type Details = z.infer<typeof details>;
export type DetailValue = Details[string];

/** The details of a row after a change. */
export function mergedDetails(before: Details | undefined, change: Details = {}): { readonly details?: Details } {
  if (Object.keys(change).length === 0) return before ? { details: before } : {};
  return { details: { ...before, ...change } };
}
