import { cellOf, type ChanceFactor, chanceFactors, type ChanceParts, partsOf, toChance } from './deal-chance.ts';
import type { ForecastModel } from './forecast-model.ts';
import type { LandmarkRows } from './landmark-rows.ts';
import type { ForecastSpan } from './window-forecast.ts';

export interface ChanceReason {
  /** `others` are the smallest ones together. The owner's is shown to heads only. */
  readonly factor: ChanceFactor | 'others';
  /** Tenths of a percent point. */
  readonly points: number;
}

/** Why a deal has its chance to be won in a window: `base` plus the points of all reasons is `chance`. */
export interface ChanceExplanation {
  /** Tenths of a percent. */
  readonly chance: number;
  /** What deals of this stage and this time in it come to, tenths of a percent. */
  readonly base: number;
  /** How many such deals were seen; with none the base is the table's. */
  readonly deals: number;
  /** The strongest first, at most five. */
  readonly reasons: readonly ChanceReason[];
}

const mostReasons = 5;

/**
 * Contributions averaged over every order in which the factors may be taken into account (Shapley 1953), so that none profits from
 * its place; rounded by the largest remainder, so that they add up.
 */
export function explainChance(model: ForecastModel, rows: LandmarkRows, row: number, { from, to }: ForecastSpan): ChanceExplanation {
  const values = valuesOf(partsOf(model, rows, row, to));
  if (from > (rows.from[row] ?? model.cutoff))
    valuesOf(partsOf(model, rows, row, from)).forEach((value, taken) => (values[taken] = (values[taken] ?? 0) - value));
  const shares = chanceFactors.map((_, factor) => averageStep(values, factor));
  const chance = Math.round((values[everything] ?? 0) * 1000);
  const [base = 0, ...points] = roundToSum(
    [values[0] ?? 0, ...shares].map((value) => value * 1000),
    chance,
  );
  const reasons = chanceFactors
    .map((factor, index) => ({ factor, points: points[index] ?? 0 }))
    .filter((reason) => reason.points !== 0)
    .sort((a, b) => Math.abs(b.points) - Math.abs(a.points));
  return { chance, base, deals: model.base.deals[cellOf(rows, row)] ?? 0, reasons: atMostFive(reasons) };
}

const everything = 2 ** chanceFactors.length - 1;

/** Chance under every choice of factors; bit `i` of the index takes factor `i`. */
function valuesOf(parts: ChanceParts): number[] {
  const hazards = [0, 1, 2, 3].map((taken) => parts.hazard((taken & 1) > 0, (taken & 2) > 0));
  return Array.from({ length: everything + 1 }, (_, taken) => {
    const product = parts.multipliers.reduce((total, own, index) => (taken & (4 << index) ? total * own : total), 1);
    return toChance((hazards[taken & 3] ?? 0) * product);
  });
}

/** Mean of what a factor adds to those taken before it, over all orders: a set of k others comes before it in one of (n − 1 over k) · n cases. */
function averageStep(values: readonly number[], factor: number): number {
  const others = chanceFactors.length - 1;
  let total = 0;
  for (let taken = 0; taken <= everything; taken += 1) {
    if (taken & (1 << factor)) continue;
    const step = (values[taken | (1 << factor)] ?? 0) - (values[taken] ?? 0);
    total += step / (choose(others, countOf(taken)) * chanceFactors.length);
  }
  return total;
}

function countOf(taken: number): number {
  return chanceFactors.filter((_, index) => taken & (1 << index)).length;
}

function choose(all: number, some: number): number {
  let ways = 1;
  for (let index = 1; index <= some; index += 1) ways = (ways * (all - some + index)) / index;
  return ways;
}

/** Whole numbers that add up to a total, each next to its value; what is left goes to those cut most. */
function roundToSum(values: readonly number[], total: number): number[] {
  const whole = values.map(Math.floor);
  const left = total - whole.reduce((sum, value) => sum + value, 0);
  const byRest = values
    .map((value, index) => ({ index, rest: value - Math.floor(value) }))
    .sort((a, b) => b.rest - a.rest || a.index - b.index);
  for (const { index } of byRest.slice(0, Math.max(0, left))) whole[index] = (whole[index] ?? 0) + 1;
  return whole;
}

function atMostFive(reasons: readonly ChanceReason[]): ChanceReason[] {
  if (reasons.length <= mostReasons) return [...reasons];
  const rest = reasons.slice(mostReasons - 1).reduce((total, { points }) => total + points, 0);
  return [...reasons.slice(0, mostReasons - 1), { factor: 'others', points: rest }];
}
