import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { BitrixId, Day, Instant, writtenText } from './wire.ts';

export const ErasureBasis = z.enum(['request', 'term', 'other']);
export type ErasureBasis = z.infer<typeof ErasureBasis>;

/** Dismissed people whose names and words are still here, and those who were erased. */
export const Erasures = z.object({
  people: z.array(
    z.object({
      userId: BitrixId,
      name: z.string(),
      /** Plan sheets that the person was sent. */
      sheets: z.number().int(),
      /** The evidence is to be kept until this day; null without sheets. */
      keptUntil: Day.nullable(),
      /** That day has not come. */
      isEarly: z.boolean(),
    }),
  ),
  erased: z.array(
    z.object({
      userId: BitrixId,
      erasedAt: Instant,
      byName: z.string(),
      basis: ErasureBasis,
      reference: z.string(),
      isEarly: z.boolean(),
      /** The entry of the ledger. */
      sequence: z.number().int(),
      /** The act for the company's papers. */
      act: z.string(),
    }),
  ),
});
export type Erasures = z.infer<typeof Erasures>;

export const listErasures = defineEndpoint({
  method: 'GET',
  path: '/api/erasures',
  summary: 'Whose personal data may be erased and whose was, for administrators',
  urgency: 'deferrable',
  request: z.object({}),
  response: Erasures,
});

export const erasePerson = defineEndpoint({
  method: 'POST',
  path: '/api/erasures',
  summary:
    'Erase the personal data of a dismissed person for ever: the key of their texts is destroyed, the ledger stays whole and names who did it',
  urgency: 'vital',
  request: z.object({
    userId: BitrixId,
    basis: ErasureBasis,
    /** The paper it rests on, without names. */
    reference: writtenText(200).default(''),
    /** Needed while the evidence is still to be kept. */
    isEarly: z.boolean().default(false),
  }),
  response: Erasures,
});
