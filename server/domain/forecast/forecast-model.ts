import { type BaseChance, fitBaseChance, timesOf } from './base-chance.ts';
import { type DealHistory, endedAt, outcome } from './deal-history.ts';
import { type Amounts, fitAmounts, medianOf } from './fit-amounts.ts';
import { type Factors, fitFactors } from './fit-factors.ts';
import { fitInflow, type Inflow } from './fit-inflow.ts';
import { landmarkRows, memoryDays } from './landmark-rows.ts';
import { fitClock, type WorkingClock } from './working-clock.ts';

/** All that a forecast needs of the past; fitted at a cutoff, good for any window after it. */
export interface ForecastModel {
  readonly cutoff: number;
  readonly clock: WorkingClock;
  readonly base: BaseChance;
  readonly factors: Factors;
  readonly amounts: Amounts;
  readonly inflow: Inflow;
  /** Deals that had ended by the cutoff, and those of them that were won. */
  readonly closedDeals: number;
  readonly wonDeals: number;
  readonly wonCycleDays: number;
}

/** Days from creation to winning while nothing was won. */
const assumedCycleDays = 45;
/** Days after the cutoff that the clocks reach. */
const horizonDays = 400;

/** Fits the model on what was known at the cutoff; nothing later is looked at. */
export function fitModel(history: DealHistory, cutoff: number, rowLimit?: number): ForecastModel {
  const ended = endedDeals(history, cutoff);
  const until = cutoff + horizonDays;
  const clock = fitClock(winsByDay(history, cutoff), until);
  const rows = landmarkRows(history, cutoff, rowLimit);
  const times = timesOf(rows, clock, cutoff);
  const base = fitBaseChance(rows, times, history.stages, ended.wonCycleDays);
  const factors = fitFactors(rows, times, base, { clock, cutoff, owners: history.owners, categories: history.categories });
  const amounts = fitAmounts(history, rows, { cutoff, stages: history.stages.length });
  const inflow = fitInflow(history, { cutoff, until, clock });
  return { cutoff, clock, base, factors, amounts, inflow, ...ended };
}

function endedDeals(history: DealHistory, cutoff: number): Pick<ForecastModel, 'closedDeals' | 'wonDeals' | 'wonCycleDays'> {
  let closedDeals = 0;
  const cycles: number[] = [];
  for (let deal = 0; deal < history.count; deal += 1) {
    const end = endedAt(history, deal, cutoff);
    if (end === Infinity) continue;
    closedDeals += 1;
    if (history.outcome[deal] === outcome.won && end > cutoff - memoryDays) cycles.push(end - (history.created[deal] ?? end));
  }
  return { closedDeals, wonDeals: cycles.length, wonCycleDays: cycles.length === 0 ? assumedCycleDays : Math.max(1, medianOf(cycles)) };
}

/** Wins and open deals of each whole day before the cutoff, twice the model's memory back. */
function winsByDay(history: DealHistory, cutoff: number): { first: number; events: Float64Array; exposed: Float64Array } {
  let earliest = cutoff;
  for (const created of history.created) if (created < earliest) earliest = created;
  const first = Math.floor(Math.max(earliest, cutoff - 2 * memoryDays));
  const days = Math.max(0, Math.floor(cutoff) - first);
  const events = new Float64Array(days);
  const change = new Float64Array(days + 1);
  for (let deal = 0; deal < history.count; deal += 1) {
    const created = history.created[deal] ?? Infinity;
    const end = endedAt(history, deal, cutoff);
    if (created >= cutoff || end < first) continue;
    const [from, to] = [Math.max(0, Math.floor(created) - first), Math.min(days, Math.floor(Math.min(end, cutoff)) - first + 1)];
    change[from] = (change[from] ?? 0) + 1;
    change[to] = (change[to] ?? 0) - 1;
    const day = to - 1;
    if (end < Infinity && history.outcome[deal] === outcome.won && day >= 0 && Math.floor(end) - first === day)
      events[day] = (events[day] ?? 0) + 1;
  }
  let open = 0;
  const exposed = events.map((_, day) => (open += change[day] ?? 0));
  return { first, events, exposed };
}
