import { type DealHistory, endedAt, outcome, valueAt } from './deal-history.ts';
import type { LandmarkRows } from './landmark-rows.ts';

/** How amounts of open deals end up, and what an empty one is worth. */
export interface Amounts {
  /** Final amount ÷ amount at the landmark, by stage. */
  readonly ratio: Float64Array;
  /** Standard deviation of the logarithm of that ratio. */
  readonly deviation: number;
  /** Mean final amount of won deals in the base currency. */
  readonly mean: number;
  /** The same by owner, shrunk to the mean. */
  readonly ownerMean: Float64Array;
}

/** Medians that hold the ratio at 1, and won deals that hold a person's mean at the portal's. */
const priorMedians = 10;
const priorDeals = 10;

/** ρ(stage) = (Σ final + k) ÷ (Σ at the landmark + k) over won rows, k = 10 medians; returns and empty amounts do not count. */
export function fitAmounts(history: DealHistory, rows: LandmarkRows, about: { readonly cutoff: number; readonly stages: number }): Amounts {
  const { mean, ownerMean, median } = wonMeans(history, about.cutoff);
  const prior = priorMedians * median;
  const final = new Float64Array(about.stages).fill(prior);
  const then = new Float64Array(about.stages).fill(prior);
  let [count, squares, total] = [0, 0, 0];
  for (let row = 0; row < rows.count; row += 1) {
    const [stage, before] = [rows.stage[row] ?? 0, rows.amount[row] ?? NaN];
    const after = history.finalAmount[rows.deal[row] ?? 0] ?? NaN;
    if (rows.won[row] !== 1 || !(before > 0) || !(after > 0)) continue;
    final[stage] = (final[stage] ?? 0) + after;
    then[stage] = (then[stage] ?? 0) + before;
    const change = Math.log(after / before);
    [count, total, squares] = [count + 1, total + change, squares + change * change];
  }
  const deviation = count < 2 ? 0.2 : Math.sqrt(Math.max(0, squares / count - (total / count) ** 2));
  return {
    ratio: final.map((sum, stage) => ((then[stage] ?? 0) > 0 ? sum / (then[stage] ?? 1) : 1)),
    deviation: Math.min(0.6, Math.max(0.02, deviation)),
    mean,
    ownerMean,
  };
}

function wonMeans(history: DealHistory, cutoff: number): Pick<Amounts, 'mean' | 'ownerMean'> & { readonly median: number } {
  const won: number[] = [];
  const total = new Float64Array(history.owners);
  const count = new Float64Array(history.owners);
  for (let deal = 0; deal < history.count; deal += 1) {
    const amount = history.finalAmount[deal] ?? NaN;
    const end = endedAt(history, deal, cutoff);
    if (end === Infinity || history.outcome[deal] !== outcome.won || !(amount > 0)) continue;
    won.push(amount);
    const owner = valueAt(history.owner, deal, cutoff);
    if (Number.isNaN(owner)) continue;
    total[owner] = (total[owner] ?? 0) + amount;
    count[owner] = (count[owner] ?? 0) + 1;
  }
  const mean = won.reduce((sum, amount) => sum + amount, 0) / Math.max(1, won.length);
  const ownerMean = total.map((sum, owner) => (sum + priorDeals * mean) / ((count[owner] ?? 0) + priorDeals));
  return { mean, ownerMean, median: medianOf(won) };
}

/** Middle of the numbers; 0 for none. */
export function medianOf(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  return sorted.length === 0 ? 0 : ((sorted[middle] ?? 0) + (sorted[(sorted.length - 1) >> 1] ?? 0)) / 2;
}
