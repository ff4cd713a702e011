import { ageOf, ages, hazardAt, highestChance } from './base-chance.ts';
import { createPieces, cutPieces } from './close-pieces.ts';
import { activityLevel, activityLevels, dealAgeLevel } from './deal-levels.ts';
import { amountScore, type Factors } from './fit-factors.ts';
import type { ForecastModel } from './forecast-model.ts';
import type { LandmarkRows } from './landmark-rows.ts';
import { clockAt } from './working-clock.ts';

const scratch = createPieces();

/** What a deal's chance is made of; each may be left out to see what it does. */
export const chanceFactors = ['close-date', 'activity', 'owner', 'amount', 'category', 'deal-age'] as const;
export type ChanceFactor = (typeof chanceFactors)[number];

/**
 * Chance that an open deal is won by a moment: 1 − exp(−M · Σ ΔΛ · θ), at most 0.985. Each piece of time adds, so that a later moment
 * never lowers it.
 */
export function chanceBy(model: ForecastModel, rows: LandmarkRows, row: number, until: number): number {
  const parts = partsOf(model, rows, row, until);
  return toChance(parts.hazard(true, true) * parts.multipliers.reduce((product, own) => product * own, 1));
}

/** Parts of a chance: the hazard with and without what changes over time, and the multipliers that do not, as `chanceFactors` from the third on. */
export interface ChanceParts {
  readonly hazard: (withCloseDate: boolean, withActivity: boolean) => number;
  readonly multipliers: readonly number[];
}

export function toChance(hazard: number): number {
  return Math.min(highestChance, 1 - Math.exp(-hazard));
}

/** Parts of the chance to be won by a moment; they are good until the next call. */
export function partsOf(model: ForecastModel, rows: LandmarkRows, row: number, until: number): ChanceParts {
  const from = rows.from[row] ?? model.cutoff;
  const units = Math.max(0, clockAt(model.clock, until) - clockAt(model.clock, from));
  const own = model.base.hazard[cellOf(rows, row)];
  cutPieces(scratch, model.clock, from, rows.closeIn[row] ?? NaN, units);
  const touched = activityLevel(rows.activityDays[row] ?? NaN);
  return {
    hazard: (withCloseDate, withActivity) =>
      own === undefined ? 0 : hazardOfPieces(model.factors, own, touched, { withCloseDate, withActivity }),
    multipliers: multipliersOf(model, rows, row),
  };
}

/** Place of a row's stage and age in the base tables. */
export function cellOf(rows: LandmarkRows, row: number): number {
  return (rows.stage[row] ?? 0) * ages + ageOf(rows.stageDays[row] ?? 0);
}

function hazardOfPieces(
  factors: Factors,
  own: Float64Array,
  touched: number,
  { withCloseDate, withActivity }: { readonly withCloseDate: boolean; readonly withActivity: boolean },
): number {
  let [before, total] = [0, 0];
  for (let piece = 0; piece < scratch.count; piece += 1) {
    const reached = hazardAt(own, scratch.end[piece] ?? 0);
    const close = withCloseDate ? (factors.closePhase[scratch.phase[piece] ?? 0] ?? 1) : 1;
    const activity = withActivity ? (factors.activity[touched + (scratch.band[piece] ?? 0) * activityLevels] ?? 1) : 1;
    total += (reached - before) * close * activity;
    before = reached;
  }
  return total;
}

function multipliersOf({ factors }: ForecastModel, rows: LandmarkRows, row: number): readonly number[] {
  const amount = rows.amount[row] ?? NaN;
  return [
    factors.owner[rows.owner[row] ?? -1] ?? 1,
    (factors.amount[amount > 0 ? 0 : 1] ?? 1) * Math.exp(factors.beta * amountScore(amount, factors)),
    factors.category[rows.category[row] ?? -1] ?? 1,
    factors.dealAge[dealAgeLevel(rows.dealDays[row] ?? 0)] ?? 1,
  ];
}

/** Amount an open deal is expected to bring when it is won, base currency. */
export function expectedAmount({ amounts }: ForecastModel, rows: LandmarkRows, row: number): number {
  const amount = rows.amount[row] ?? NaN;
  if (amount > 0) return amount * (amounts.ratio[rows.stage[row] ?? 0] ?? 1);
  return amounts.ownerMean[rows.owner[row] ?? -1] ?? amounts.mean;
}
