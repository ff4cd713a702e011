/**
 * Values of all deals over time: those of deal `i` stand at `start[i]` … `start[i + 1]`, in order of time.
 * Times are days since 1 January 1970 in the portal's zone, with fractions.
 */
export interface Changes {
  readonly start: Int32Array;
  readonly at: Float64Array;
  readonly value: Float64Array;
}

export interface HistoryStage {
  /** Win probability by the table, 0–1; only the prior. */
  readonly percent: number;
  /** Number of the stage's funnel, from 0. */
  readonly funnel: number;
}

/** The recorded history of one portal in columns; every number of a person, category or stage is an index from 0. */
export interface DealHistory {
  readonly count: number;
  readonly owners: number;
  readonly categories: number;
  readonly stages: readonly HistoryStage[];
  readonly created: Float64Array;
  /** When the revenue event or the loss happened; NaN while the deal is open. */
  readonly closed: Float64Array;
  /** `open`, `won` or `lost` of `outcome`. */
  readonly outcome: Uint8Array;
  /** Final amount in the base currency; NaN when none is known. */
  readonly finalAmount: Float64Array;
  readonly category: Int32Array;
  readonly owner: Changes;
  readonly stage: Changes;
  /** Amounts in the base currency; NaN is an empty one. */
  readonly amount: Changes;
  /** Expected close as the number of its day; NaN is an empty one. */
  readonly closeDate: Changes;
  /** Activities of a deal; the value says nothing. */
  readonly activity: Changes;
}

export const outcome = { open: 0, won: 1, lost: 2 } as const;

/** Index of the last change of a deal at or before a moment; −1 when there was none yet. */
export function changeAt(changes: Changes, deal: number, moment: number): number {
  const first = changes.start[deal] ?? 0;
  let low = first;
  let high = changes.start[deal + 1] ?? first;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((changes.at[middle] ?? Infinity) <= moment) low = middle + 1;
    else high = middle;
  }
  return low > first ? low - 1 : -1;
}

/** Value of a deal as it was at a moment; NaN before its first change. */
export function valueAt(changes: Changes, deal: number, moment: number): number {
  const index = changeAt(changes, deal, moment);
  return index < 0 ? NaN : (changes.value[index] ?? NaN);
}

/** When a deal ended as far as it was known at a moment; infinite while it had not. */
export function endedAt(history: DealHistory, deal: number, moment: number): number {
  const closed = history.closed[deal] ?? NaN;
  return closed <= moment ? closed : Infinity;
}

/** Deals that existed and had not ended at a moment. */
export function listOpenDeals(history: DealHistory, moment: number): number[] {
  const open: number[] = [];
  for (let deal = 0; deal < history.count; deal += 1) {
    if ((history.created[deal] ?? Infinity) <= moment && endedAt(history, deal, moment) === Infinity) open.push(deal);
  }
  return open;
}
