import type { StageEntry } from './deal-draft.ts';
import { dayMs, minuteMs, moscow, toWorkTime } from './moscow-time.ts';
import type { SellerKey, TeamKey } from './people.ts';
import { type SeededRandom, itemAt } from './seeded-random.ts';

/** The first working day of the CRM. */
export const wentLiveAt = moscow('2024-11-18 09:00');

/** A newcomer has no deals from before the first working day. */
export function earliestOf(seller: SellerKey): number {
  return seller === 'galiev' ? moscow('2026-10-05 10:00') : wentLiveAt;
}

/** Calendar days a deal usually stays on each step. */
const usualDays: Readonly<Record<TeamKey, readonly number[]>> = {
  wholesale: [2.2, 3.6, 5.2, 6.4, 4.8, 3, 1.3, 2.6],
  keys: [3.1, 5.5, 8, 9.4, 6.4, 4.6, 2.4, 4.2],
  fresh: [0.5, 0.9, 1.2, 1.5, 1.2, 0.9, 0.6, 1.2],
};

/** Walks back from the moment a deal left `lastStep`, so that every earlier step is entered in working time. */
export function walkBack(random: SeededRandom, team: TeamKey, lastStep: number, leftAt: number, stretch = 1): StageEntry[] {
  const entries: StageEntry[] = [];
  let next = leftAt;
  for (let step = lastStep; step >= 0; step -= 1) {
    const days = random.spread(itemAt(usualDays[team], step) * stretch, 0.45);
    const at = Math.min(toWorkTime(next - days * dayMs), next - random.between(25, 90) * minuteMs);
    entries.unshift({ step, at });
    next = at;
  }
  return entries;
}

/** Squeezes a path that would begin before `earliest` into the time there was. */
export function notBefore(entries: readonly StageEntry[], earliest: number, leftAt: number): StageEntry[] {
  const first = entries[0]?.at ?? leftAt;
  if (first >= earliest) return [...entries];
  const scale = (leftAt - earliest) / (leftAt - first);
  let previous = 0;
  return entries.map(({ step, at }) => {
    const squeezed = Math.round((earliest + (at - first) * scale) / 1000) * 1000;
    previous = Math.max(toWorkTime(squeezed), previous + 20 * minuteMs);
    return { step, at: previous };
  });
}
