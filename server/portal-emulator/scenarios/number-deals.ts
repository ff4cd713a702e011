import { type DealDraft, createdAtOf } from './deal-draft.ts';
import { moscow } from './moscow-time.ts';
import { progressDealNumber } from './named-deals.ts';

/** On this evening repeat orders of two years were loaded from the accounting system, so their numbers are high. */
const repeatsLoadedAt = moscow('2026-08-20 19:30');

/** Deals in the order the portal got to know them, with their numbers; merged duplicates left gaps before № 1847. */
export function numberDeals(drafts: readonly DealDraft[]): (readonly [number, DealDraft])[] {
  const arrived = drafts.toSorted((left, right) => arrivedAtOf(left) - arrivedAtOf(right) || createdAtOf(left) - createdAtOf(right));
  const known = arrived.findIndex((draft) => draft.number !== null);
  const gaps = progressDealNumber - 1 - known;
  if (known < 0 || gaps < 0) throw new Error(`${known} deals came before № ${progressDealNumber}`);
  return arrived.map((draft, index) => {
    const skipped = index < known ? Math.floor(((index + 1) * gaps) / (known + 1)) : gaps;
    return [index + 1 + skipped, draft] as const;
  });
}

function arrivedAtOf(draft: DealDraft): number {
  return draft.moves.length === 0 ? Math.max(createdAtOf(draft), repeatsLoadedAt) : createdAtOf(draft);
}
