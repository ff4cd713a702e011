import type { CallDraft } from './calls.ts';
import { moscowDay } from './moscow-time.ts';
import type { SellerKey } from './people.ts';
import type { SeededRandom } from './seeded-random.ts';

/** How often somebody calls back whom they have missed; one of them seldom does. */
const usualShare = 0.8;
const callsBack: Partial<Readonly<Record<SellerKey, number>>> = { eremina: 0.25, kovaleva: 0.3 };
/** Telephony knows most numbers. */
const knownShare = 0.85;
/** Half of all calls are with a few clients. */
const usualClients = 8;

/** The company of each call that is about no deal; null where telephony has found no card. Missed ones are mostly called back the same day. */
export function clientsOfCalls(
  random: SeededRandom,
  rows: readonly CallDraft[],
  companiesOf: (seller: SellerKey) => readonly number[],
): ReadonlyMap<CallDraft, number | null> {
  const clients = new Map<CallDraft, number | null>();
  for (const [, day] of Map.groupBy(rows, (row) => `${row.seller} ${moscowDay(row.at)}`)) {
    const missed: number[] = [];
    for (const row of day) {
      if (row.touch !== null || row.type === 5) continue;
      const isBack = row.type === 1 && row.code === '200' && random.chance(callsBack[row.seller] ?? usualShare);
      const client = (isBack ? missed.shift() : undefined) ?? anyClient(random, companiesOf(row.seller));
      clients.set(row, client);
      if (row.code === '304' && client !== null) missed.push(client);
    }
  }
  return clients;
}

function anyClient(random: SeededRandom, companies: readonly number[]): number | null {
  if (companies.length === 0 || !random.chance(knownShare)) return null;
  return random.pick(random.chance(0.5) ? companies.slice(0, usualClients) : companies);
}
