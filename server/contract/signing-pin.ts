import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { BitrixId, Instant, Sha256 } from './wire.ts';

export const Pin = z.string().regex(/^\d{6}$/);

/** What a person needs to know to sign with a PIN; the PIN itself is never told. */
export const SigningPin = z.object({
  /** The portal asks for a PIN. */
  isAsked: z.boolean(),
  isSet: z.boolean(),
  setAt: Instant.nullable(),
  /** From then on a signature with this PIN is recorded as made with one. */
  fullFrom: Instant.nullable(),
  triesLeft: z.number().int(),
  lockedUntil: Instant.nullable(),
  agreement: z.object({ version: z.number().int(), text: z.string(), hash: Sha256, acceptedAt: Instant.nullable() }),
});
export type SigningPin = z.infer<typeof SigningPin>;

export const getSigningPin = defineEndpoint({
  method: 'GET',
  path: '/api/signing-pin',
  summary: 'Whether the viewer has a signing PIN, and the agreement to accept before it is set',
  urgency: 'vital',
  request: z.object({}),
  response: SigningPin,
});

export const setSigningPin = defineEndpoint({
  method: 'PUT',
  path: '/api/signing-pin',
  summary: 'Accept the agreement and set the viewer’s own signing PIN; a change asks for the earlier one',
  urgency: 'vital',
  request: z.object({ pin: Pin, earlierPin: Pin.optional(), agreementHash: Sha256 }),
  response: SigningPin,
});

export const SigningPins = z.object({
  people: z.array(
    z.object({ userId: BitrixId, name: z.string(), isSet: z.boolean(), setAt: Instant.nullable(), lockedUntil: Instant.nullable() }),
  ),
});
export type SigningPins = z.infer<typeof SigningPins>;

export const listSigningPins = defineEndpoint({
  method: 'GET',
  path: '/api/signing-pins',
  summary: 'Who has set a signing PIN, for administrators',
  urgency: 'deferrable',
  request: z.object({}),
  response: SigningPins,
});

export const resetSigningPin = defineEndpoint({
  method: 'POST',
  path: '/api/signing-pins/:userId/reset',
  summary: 'Forget the signing PIN of a person, who sets another one; the ledger names who did it',
  urgency: 'vital',
  request: z.object({ userId: BitrixId }),
  response: SigningPins,
});
