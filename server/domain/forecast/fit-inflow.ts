import { incidence, pointAfter, timePoints } from './base-chance.ts';
import { type DealHistory, endedAt, outcome, valueAt } from './deal-history.ts';
import { memoryDays } from './landmark-rows.ts';
import { clockAt, fitClock, type WorkingClock } from './working-clock.ts';

/** Deals that do not exist yet. */
export interface Inflow {
  /** Creations per unit of the creation clock; 0 before two weeks of history. */
  readonly rate: number;
  /** Deals created in the last `paceDays`, which carry three quarters of what the rate stands on. */
  readonly recent: number;
  readonly clock: WorkingClock;
  /** Cumulative hazard of being won since creation, over `timePoints` of the working clock. */
  readonly hazard: Float64Array;
  /** Variance of a week's creations beyond Poisson's, relative to the square of the mean. */
  readonly restlessness: number;
  /** Share of each owner in creations, by the same decay. */
  readonly ownerShare: Float64Array;
  /** Won deals of the past: days from creation to winning and final amounts, by days. */
  readonly wonDays: Float64Array;
  readonly wonAmounts: Float64Array;
}

/** Days in which the weight of a creation halves. */
const halfLifeDays = 45;
const paceDays = 2 * halfLifeDays;
const daysBeforeInflow = 14;
const weeksSeen = 26;
/** Won deals whose amounts are kept for drawing. */
const mostAmounts = 4000;

/** λ = (decayed creations + ½) ÷ (decayed creation-clock days + ½); from creation to winning runs the incidence of deals since creation. */
export function fitInflow(
  history: DealHistory,
  about: { readonly cutoff: number; readonly until: number; readonly clock: WorkingClock },
): Inflow {
  const { cutoff } = about;
  const counts = creationsByDay(history, cutoff);
  const clock = fitClock({ ...counts, exposed: new Float64Array(counts.events.length).fill(1) }, about.until);
  let [decayed, units] = [0, 0];
  counts.events.forEach((events, day) => {
    const weight = 0.5 ** ((cutoff - counts.first - day) / halfLifeDays);
    decayed += weight * events;
    units += weight * (clockAt(clock, counts.first + day + 1) - clockAt(clock, counts.first + day));
  });
  const hasHistory = counts.events.length >= daysBeforeInflow;
  return {
    rate: hasHistory ? (decayed + 0.5) / (units + 0.5) : 0,
    recent: counts.events.subarray(-paceDays).reduce((total, events) => total + events, 0),
    clock,
    hazard: hazardSinceCreation(history, about),
    restlessness: restlessnessOf(counts.events),
    ownerShare: ownerShares(history, cutoff),
    ...wonDeals(history, cutoff),
  };
}

/** Creations on each whole day from the first deal to the cutoff. */
function creationsByDay(history: DealHistory, cutoff: number): { readonly first: number; readonly events: Float64Array } {
  let first = Infinity;
  for (const created of history.created) if (created < cutoff && created < first) first = created;
  first = Math.floor(Math.max(Math.min(first, cutoff), cutoff - 2 * memoryDays));
  const events = new Float64Array(Math.max(0, Math.floor(cutoff) - first));
  for (const created of history.created) {
    const day = Math.floor(created) - first;
    if (created <= cutoff && day >= 0 && day < events.length) events[day] = (events[day] ?? 0) + 1;
  }
  return { first, events };
}

function hazardSinceCreation(
  history: DealHistory,
  { cutoff, clock }: { readonly cutoff: number; readonly clock: WorkingClock },
): Float64Array {
  const points = timePoints.length;
  const [won, lost, gone] = [0, 0, 0].map(() => new Float64Array(points)) as [Float64Array, Float64Array, Float64Array];
  const total = new Float64Array(1);
  for (let deal = 0; deal < history.count; deal += 1) {
    const created = history.created[deal] ?? Infinity;
    if (created > cutoff || created < cutoff - memoryDays) continue;
    const end = endedAt(history, deal, cutoff);
    const weight = 0.5 ** ((cutoff - created) / 240);
    total[0] = (total[0] ?? 0) + weight;
    const point = pointAfter(clockAt(clock, Math.min(cutoff, end)) - clockAt(clock, created));
    if (point >= points) continue;
    const kind = end === Infinity ? gone : history.outcome[deal] === outcome.won ? won : lost;
    kind[point] = (kind[point] ?? 0) + weight;
  }
  return incidence({ won, lost, gone, total }, 0).map((chance) => -Math.log(1 - Math.min(0.985, chance)));
}

/** max(0, (variance − mean) ÷ mean²) of the creations of the last weeks. */
function restlessnessOf(events: Float64Array): number {
  const weeks = Math.min(weeksSeen, Math.floor(events.length / 7));
  if (weeks < 4) return 0;
  const sums = Array.from({ length: weeks }, (_, week) => {
    const end = events.length - week * 7;
    return events.subarray(end - 7, end).reduce((total, count) => total + count, 0);
  });
  const mean = sums.reduce((total, sum) => total + sum, 0) / weeks;
  const variance = sums.reduce((total, sum) => total + (sum - mean) ** 2, 0) / (weeks - 1);
  return mean === 0 ? 0 : Math.max(0, (variance - mean) / mean ** 2);
}

function ownerShares(history: DealHistory, cutoff: number): Float64Array {
  const shares = new Float64Array(history.owners);
  let total = 0;
  for (let deal = 0; deal < history.count; deal += 1) {
    const created = history.created[deal] ?? Infinity;
    if (created > cutoff || created < cutoff - 12 * halfLifeDays) continue;
    const owner = valueAt(history.owner, deal, cutoff);
    if (Number.isNaN(owner)) continue;
    const weight = 0.5 ** ((cutoff - created) / halfLifeDays);
    shares[owner] = (shares[owner] ?? 0) + weight;
    total += weight;
  }
  return total === 0 ? shares : shares.map((share) => share / total);
}

function wonDeals(history: DealHistory, cutoff: number): Pick<Inflow, 'wonDays' | 'wonAmounts'> {
  const won: { days: number; amount: number; end: number }[] = [];
  for (let deal = 0; deal < history.count; deal += 1) {
    const end = endedAt(history, deal, cutoff);
    const amount = history.finalAmount[deal] ?? NaN;
    if (end < cutoff - memoryDays || end === Infinity || history.outcome[deal] !== outcome.won || !(amount > 0)) continue;
    won.push({ days: end - (history.created[deal] ?? end), amount, end });
  }
  // The latest ones speak for the amounts of today.
  if (won.length > mostAmounts) won.sort((a, b) => b.end - a.end).splice(mostAmounts);
  won.sort((a, b) => a.days - b.days);
  return { wonDays: Float64Array.from(won, ({ days }) => days), wonAmounts: Float64Array.from(won, ({ amount }) => amount) };
}
