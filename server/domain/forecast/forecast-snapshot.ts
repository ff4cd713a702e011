import { percentOf } from '../money.ts';
import { monthOf, type Month } from '../period.ts';
import type { DealCategory } from './deal-category.ts';
import type { DealBetween, DealState } from './forecast-changes.ts';
import { chanceInWindow, isExpectedIn, type ForecastWindow } from './weighted-pipeline.ts';

/** What a person's forecast of a month was made of when a day began, minor units. */
export interface PersonSnapshot {
  readonly userId: bigint;
  readonly fact: bigint;
  readonly weighted: bigint;
  /** Amounts of open deals expected in the month by what they counted as; omitted ones are in none of them. */
  readonly commit: bigint;
  readonly best: bigint;
  readonly pipeline: bigint;
}

type Sums = { -readonly [Part in Exclude<keyof PersonSnapshot, 'userId'>]: bigint };

/** Fact, weighted and categories by person as the day began; fact and weighted together are the start of the waterfall of that day. */
export function takeSnapshot(deals: readonly DealBetween[], at: { month: Month; window: ForecastWindow }): PersonSnapshot[] {
  const people = new Map<bigint, Sums>();
  for (const { before } of deals) {
    if (before === null) continue;
    const own = people.get(before.responsibleId) ?? { fact: 0n, weighted: 0n, commit: 0n, best: 0n, pipeline: 0n };
    if (add(own, before, at)) people.set(before.responsibleId, own);
  }
  return [...people].map(([userId, own]) => ({ userId, ...own })).sort((a, b) => (a.userId < b.userId ? -1 : 1));
}

/** Whether the deal brings anything. */
function add(sums: Sums, deal: DealState, { month, window }: { month: Month; window: ForecastWindow }): boolean {
  if (deal.semantics === 'S') {
    const fact = deal.wonDay !== null && monthOf(deal.wonDay) === month ? deal.amount : 0n;
    sums.fact += fact;
    return fact !== 0n;
  }
  if (deal.semantics === 'F') return false;
  const weighted = percentOf(deal.amount, chanceInWindow(deal, window));
  sums.weighted += weighted;
  if (!isShown(deal.category) || !isExpectedIn(deal, window)) return weighted !== 0n;
  sums[deal.category] += deal.amount;
  return deal.amount !== 0n;
}

const isShown = (category: DealCategory): category is Exclude<DealCategory, 'omitted'> => category !== 'omitted';
