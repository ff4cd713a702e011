import { z } from 'zod';
import { Day, Instant } from './wire.ts';

/** Calls, meetings and messages on a card by week, and the contacts that these numbers are made of. */
export const Contacts = z.object({
  /** Oldest first, the running week last; by their Mondays. */
  weeks: z.array(z.object({ from: Day, calls: z.number().int(), meetings: z.number().int(), messages: z.number().int() })),
  /** Of these weeks, newest first; at most `contactsListed`. */
  list: z.array(
    z.object({
      at: Instant,
      kind: z.enum(['call', 'meeting', 'message']),
      direction: z.enum(['in', 'out', 'none']),
      /** Null where the portal keeps no length. */
      seconds: z.number().int().nullable(),
    }),
  ),
});
export type Contacts = z.infer<typeof Contacts>;

/** A card that had more of them in its weeks shows the newest. */
export const contactsListed = 100;
