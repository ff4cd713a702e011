import { z } from 'zod';
import { readAmount } from '../decimal-amount.ts';

const id = z.number().int().positive();

const amount = z.string().transform((text, context) => {
  const read = readAmount(text);
  if (read !== null && !read.startsWith('-')) return read;
  context.addIssue({ code: 'custom', message: 'the amount is not a sum of money' });
  return z.NEVER;
});

export const signIn = z.object({ userId: id });

export const recordQuery = z.object({
  category: z.preprocess((value) => (value === '' ? undefined : value), z.coerce.number().int().min(0).optional()),
  state: z.enum(['work', 'won', 'lost', 'all']).default('work'),
  search: z.string().max(200).default(''),
  offset: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type RecordQuery = z.infer<typeof recordQuery>;

export const choiceQuery = z.object({
  type: z.enum(['lead', 'contact', 'company', 'deal', 'quote']),
  search: z.string().max(200).default(''),
  ids: z
    .string()
    .regex(/^(\d+(,\d+)*)?$/)
    .default(''),
});
export type ChoiceQuery = z.infer<typeof choiceQuery>;

/** Every key may be absent and no other key is taken. */
export const dealChange = z.strictObject({
  stageId: z.string().min(1).exactOptional(),
  amount: amount.exactOptional(),
  closeDate: z.iso.date().exactOptional(),
  responsibleId: id.exactOptional(),
});

export const leadChange = z.strictObject({
  statusId: z.string().min(1).exactOptional(),
  amount: amount.exactOptional(),
  responsibleId: id.exactOptional(),
});

export const frameWish = z.object({
  placement: z.string().regex(/^[A-Z_0-9]+$/),
  handler: z.url().exactOptional(),
  options: z.record(z.string(), z.unknown()).default({}),
  /** The first application unless told. */
  clientId: z.string().min(1).exactOptional(),
});

export const frameCommand = z.object({ appSid: z.string().min(1), params: z.unknown().optional() });
export type FrameCommand = z.infer<typeof frameCommand>;
