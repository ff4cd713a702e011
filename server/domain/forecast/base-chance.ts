import type { HistoryStage } from './deal-history.ts';
import type { LandmarkRows } from './landmark-rows.ts';
import { clockAt, type WorkingClock } from './working-clock.ts';

/** Upper bounds of days in the stage; the last bucket is open. */
const ageBounds = [3, 8, 15, 31, 61, 121] as const;
export const ages = ageBounds.length + 1;

/** Clock units at which chances are tabulated: half days at first, then wider, up to a year. */
export const timePoints: readonly number[] = [...range(0.5, 15, 0.5), ...range(16, 45, 1), ...range(50, 120, 5), ...range(135, 375, 15)];

/** Deals of the table's opinion that a stage's own history outweighs, and of the stage's that its ages outweigh. */
const tableDeals = 5;
const stageDeals = 12;
/** Chance above which nothing is certain. */
export const highestChance = 0.985;

/** Chance of being won by age in the stage: cumulative hazard −ln(1 − F) at each time point. */
export interface BaseChance {
  /** `hazard[stage * ages + age]` over `timePoints`. */
  readonly hazard: readonly Float64Array[];
  /** Distinct deals seen in each of them. */
  readonly deals: Int32Array;
}

/** Weighted rows that were won, lost or seen no longer at each time point of each group. */
interface Tally {
  readonly won: Float64Array;
  readonly lost: Float64Array;
  readonly gone: Float64Array;
  readonly total: Float64Array;
  readonly deals: Int32Array;
}

export function ageOf(stageDays: number): number {
  let age = 0;
  while (age < ageBounds.length && stageDays >= (ageBounds[age] ?? Infinity)) age += 1;
  return age;
}

/** Units after its landmark at which a row was won, or lost, or the cutoff came. */
export interface RowTimes {
  readonly spent: Float64Array;
  readonly weight: Float64Array;
}

/**
 * Chance to be won within a time, with losses competing (Aalen–Johansen in discrete time on landmarks, which needs no Markov
 * assumption: Putter and Spitoni 2018): F(h) = F(h−) + S·q ÷ n, S = S(1 − (q + l) ÷ n), n at risk less half of the censored.
 * Shrunk from the table to the portal's stages of equal percent, to the stage of its funnel, to the age: (N·F + k·prior) ÷ (N + k).
 */
export function fitBaseChance(rows: LandmarkRows, times: RowTimes, stages: readonly HistoryStage[], wonCycleDays: number): BaseChance {
  const cells = tally(rows, times, stages.length * ages, (row) => (rows.stage[row] ?? 0) * ages + ageOf(rows.stageDays[row] ?? 0));
  const funnels = new Set(stages.map(({ funnel }) => funnel)).size;
  const percents = [...new Set(stages.map(({ percent }) => percent))];
  const wide =
    funnels > 1 ? tally(rows, times, percents.length, (row) => percents.indexOf(stages[rows.stage[row] ?? 0]?.percent ?? 0)) : null;
  const own = tally(rows, times, stages.length, (row) => rows.stage[row] ?? 0);
  const hazard: Float64Array[] = [];
  stages.forEach(({ percent }, stage) => {
    let prior = { chance: tableChance(percent, wonCycleDays), deals: tableDeals };
    if (wide !== null) prior = { chance: shrink(wide, percents.indexOf(percent), prior), deals: stageDeals };
    const ofStage = { chance: shrink(own, stage, prior), deals: stageDeals };
    for (let age = 0; age < ages; age += 1) {
      hazard.push(shrink(cells, stage * ages + age, ofStage).map((chance) => -Math.log(1 - Math.min(highestChance, chance))));
    }
  });
  return { hazard, deals: cells.deals };
}

/** Chance of a stage without history: percent · (1 − e^(−h ÷ median cycle)). */
export function tableChance(percent: number, wonCycleDays: number): Float64Array {
  return Float64Array.from(timePoints, (units) => percent * (1 - Math.exp(-units / wonCycleDays)));
}

/** Cumulative hazard after some units, straight between time points; beyond the last one it stands still. */
export function hazardAt(hazard: Float64Array, units: number): number {
  if (units <= 0) return 0;
  const next = pointAfter(units);
  if (next >= timePoints.length) return hazard[timePoints.length - 1] ?? 0;
  const [from, to] = [next === 0 ? 0 : (timePoints[next - 1] ?? 0), timePoints[next] ?? 0];
  const before = next === 0 ? 0 : (hazard[next - 1] ?? 0);
  return before + ((hazard[next] ?? before) - before) * ((units - from) / (to - from));
}

/** Incidence of winning at each time point for one group of a tally. */
export function incidence({ won, lost, gone, total }: Omit<Tally, 'deals'>, group: number): Float64Array {
  const points = timePoints.length;
  const chance = new Float64Array(points);
  let atRisk = total[group] ?? 0;
  let surviving = 1;
  let reached = 0;
  for (let point = 0; point < points; point += 1) {
    const at = group * points + point;
    const [q, l, c] = [won[at] ?? 0, lost[at] ?? 0, gone[at] ?? 0];
    const n = atRisk - c / 2;
    if (n > 1e-9 && q + l > 0) {
      reached += (surviving * q) / Math.max(n, q + l);
      surviving *= 1 - (q + l) / Math.max(n, q + l);
    }
    atRisk -= q + l + c;
    chance[point] = reached;
  }
  return chance;
}

/**
 * Mixes the hazard of each interval with that of the prior, (Nₕ·λ + k·prior) ÷ (Nₕ + k), where Nₕ are the deals that have been watched
 * that long: what nobody has lived to see yet stays the prior's.
 */
function shrink(groups: Tally, group: number, prior: { readonly chance: Float64Array; readonly deals: number }): Float64Array {
  const deals = groups.deals[group] ?? 0;
  const all = groups.total[group] ?? 0;
  if (deals === 0 || all === 0) return prior.chance;
  const seen = incidence(groups, group);
  let [watched, left, before, priorBefore] = [all, 1, 0, 0];
  return seen.map((chance, point) => {
    const own = (chance - before) / Math.max(1e-9, 1 - before);
    const assumed = ((prior.chance[point] ?? 0) - priorBefore) / Math.max(1e-9, 1 - priorBefore);
    const weight = deals * Math.max(0, watched / all);
    left *= 1 - (weight * own + prior.deals * assumed) / (weight + prior.deals);
    watched -= groups.gone[group * timePoints.length + point] ?? 0;
    [before, priorBefore] = [chance, prior.chance[point] ?? 0];
    return 1 - left;
  });
}

function tally(rows: LandmarkRows, { spent, weight }: RowTimes, groups: number, groupOf: (row: number) => number): Tally {
  const points = timePoints.length;
  const [won, lost, gone] = [0, 0, 0].map(() => new Float64Array(groups * points)) as [Float64Array, Float64Array, Float64Array];
  const total = new Float64Array(groups);
  const deals = new Int32Array(groups);
  const lastDeal = new Int32Array(groups).fill(-1);
  for (let row = 0; row < rows.count; row += 1) {
    const group = groupOf(row);
    const own = weight[row] ?? 0;
    total[group] = (total[group] ?? 0) + own;
    if (lastDeal[group] !== rows.deal[row]) {
      lastDeal[group] = rows.deal[row] ?? 0;
      deals[group] = (deals[group] ?? 0) + 1;
    }
    const point = pointAfter(spent[row] ?? 0);
    if (point >= points) continue;
    const kind = (rows.end[row] ?? Infinity) === Infinity ? gone : rows.won[row] === 1 ? won : lost;
    kind[group * points + point] = (kind[group * points + point] ?? 0) + own;
  }
  return { won, lost, gone, total, deals };
}

/** Index of the first time point at or after some units. */
export function pointAfter(units: number): number {
  if (units <= 15) return Math.max(0, Math.ceil(units * 2) - 1);
  if (units <= 45) return 30 + Math.ceil(units) - 16;
  if (units <= 120) return 60 + Math.ceil((units - 45) / 5) - 1;
  return 75 + Math.ceil((units - 120) / 15) - 1;
}

/** Units spent from each landmark to the end of the deal or the cutoff, and the weight of the row by its age, halving in 240 days. */
export function timesOf(rows: LandmarkRows, clock: WorkingClock, cutoff: number): RowTimes {
  const spent = new Float64Array(rows.count);
  const weight = new Float64Array(rows.count);
  for (let row = 0; row < rows.count; row += 1) {
    const from = rows.from[row] ?? cutoff;
    spent[row] = clockAt(clock, Math.min(cutoff, rows.end[row] ?? Infinity)) - clockAt(clock, from);
    weight[row] = 0.5 ** ((cutoff - from) / halfLifeDays);
  }
  return { spent, weight };
}

const halfLifeDays = 240;

function range(from: number, to: number, step: number): number[] {
  return Array.from({ length: Math.round((to - from) / step) + 1 }, (_, index) => from + index * step);
}
