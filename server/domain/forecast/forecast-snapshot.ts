import { percentOf } from '../money.ts';
import { monthOf, type Month } from '../period.ts';
import type { DealBetween } from './forecast-changes.ts';
import { chanceInWindow, type ForecastWindow } from './weighted-pipeline.ts';

/** What a person's forecast of a month was made of when a day began, minor units. */
export interface PersonSnapshot {
  readonly userId: bigint;
  readonly fact: bigint;
  readonly weighted: bigint;
}

/** Fact and weighted open deals by person as the day began; their sum is the start of the waterfall of that day. */
export function takeSnapshot(deals: readonly DealBetween[], at: { month: Month; window: ForecastWindow }): PersonSnapshot[] {
  const people = new Map<bigint, { fact: bigint; weighted: bigint }>();
  for (const { before } of deals) {
    if (before === null || before.semantics === 'F') continue;
    const isWon = before.semantics === 'S';
    if (isWon && (before.wonDay === null || monthOf(before.wonDay) !== at.month)) continue;
    const brings = isWon ? before.amount : percentOf(before.amount, chanceInWindow(before, at.window));
    if (brings === 0n) continue;
    const own = people.get(before.responsibleId) ?? { fact: 0n, weighted: 0n };
    own[isWon ? 'fact' : 'weighted'] += brings;
    people.set(before.responsibleId, own);
  }
  return [...people].map(([userId, own]) => ({ userId, ...own })).sort((a, b) => (a.userId < b.userId ? -1 : 1));
}
