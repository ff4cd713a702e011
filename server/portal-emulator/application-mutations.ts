import { z } from 'zod';

/** Application a mutation is about; a state file from before there were several names none and means the first one. */
export const clientId = z.string().default('');

/** What happens to an application as a whole; rows of its own stand in `state-mutation.ts`. */
export const applicationMutations = [
  z.object({ kind: z.literal('installation-begun'), clientId, applicationToken: z.string() }),
  z.object({ kind: z.literal('installed'), clientId, userId: z.number().int() }),
  z.object({ kind: z.literal('application-updated'), clientId, version: z.number().int(), applicationToken: z.string() }),
  z.object({ kind: z.literal('application-removed'), clientId, isClean: z.boolean() }),
  z.object({ kind: z.literal('scopes-granted'), clientId, scopes: z.array(z.string()) }),
  z.object({ kind: z.literal('payment-changed'), clientId, days: z.number().int().nullable() }),
] as const;

/** What happens to the portal itself and to its people. */
export const portalMutations = [
  z.object({ kind: z.literal('portal-renamed'), origin: z.string() }),
  z.object({ kind: z.literal('portal-deleted') }),
  z.object({ kind: z.literal('person-changed'), userId: z.number().int(), isActive: z.boolean(), isAdmin: z.boolean() }),
] as const;
