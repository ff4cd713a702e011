import { type DealHistory, listOpenDeals, outcome, valueAt } from '#domain/forecast/deal-history.ts';
import type { Period } from './periods.ts';

/** Revenue of a span by owner; `to` is not inside. */
export function revenueBy(history: DealHistory, { from, to }: Period): Float64Array {
  const sums = new Float64Array(history.owners);
  for (let deal = 0; deal < history.count; deal += 1) {
    const closed = history.closed[deal]!;
    if (history.outcome[deal] !== outcome.won || !(closed >= from && closed < to)) continue;
    const amount = history.finalAmount[deal]!;
    if (!Number.isNaN(amount)) sums[ownerOf(history, deal)]! += amount;
  }
  return sums;
}

/** What was won from the start of a period to a cutoff, the cutoff included. */
export function wonSoFar(history: DealHistory, from: number, cutoff: number): Float64Array {
  return revenueBy(history, { from, to: cutoff + instant });
}

/** What a cutoff's day begins with belongs to the past. */
const instant = 1e-9;

export function total(values: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, value) => sum + value, 0);
}

export function ownerOf(history: DealHistory, deal: number): number {
  return history.owner.value[history.owner.start[deal]!]!;
}

/** An open deal as it stood at a cutoff. */
export interface OpenDealAt {
  readonly deal: number;
  readonly owner: number;
  readonly category: number;
  readonly stage: number;
  readonly percent: number;
  readonly amount: number;
  /** Expected close; a missing one is the creation and the median cycle of won deals. */
  readonly closeDay: number;
}

export function openDealsAt(history: DealHistory, cutoff: number): OpenDealAt[] {
  const cycle = medianCycle(history, cutoff);
  return listOpenDeals(history, cutoff).map((deal) => {
    const stage = valueAt(history.stage, deal, cutoff);
    const closeDay = valueAt(history.closeDate, deal, cutoff);
    return {
      deal,
      owner: ownerOf(history, deal),
      category: history.category[deal]!,
      stage: Number.isNaN(stage) ? 0 : stage,
      percent: history.stages[Number.isNaN(stage) ? 0 : stage]?.percent ?? 0,
      amount: valueAt(history.amount, deal, cutoff) || 0,
      closeDay: Number.isNaN(closeDay) ? history.created[deal]! + cycle : closeDay,
    };
  });
}

function medianCycle(history: DealHistory, cutoff: number): number {
  const cycles: number[] = [];
  for (let deal = 0; deal < history.count; deal += 1) {
    if (history.outcome[deal] === outcome.won && history.closed[deal]! <= cutoff)
      cycles.push(history.closed[deal]! - history.created[deal]!);
  }
  cycles.sort((a, b) => a - b);
  return cycles.length === 0 ? 45 : (cycles[(cycles.length - 1) >> 1]! + cycles[cycles.length >> 1]!) / 2;
}
