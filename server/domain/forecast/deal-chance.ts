import { ageOf, ages, hazardAt, highestChance } from './base-chance.ts';
import { createPieces, cutPieces, type Pieces } from './close-pieces.ts';
import { activityLevel, activityLevels, dealAgeLevel } from './deal-levels.ts';
import { amountScore } from './fit-factors.ts';
import type { ForecastModel } from './forecast-model.ts';
import type { LandmarkRows } from './landmark-rows.ts';
import { clockAt } from './working-clock.ts';

const scratch = createPieces();

/**
 * Chance that an open deal is won by a moment: 1 − exp(−M · Σ ΔΛ · θ), at most 0.985. Each piece adds, so that a later moment never
 * lowers it.
 */
export function chanceBy(model: ForecastModel, rows: LandmarkRows, row: number, until: number): number {
  const from = rows.from[row] ?? model.cutoff;
  const units = clockAt(model.clock, until) - clockAt(model.clock, from);
  const own = model.base.hazard[(rows.stage[row] ?? 0) * ages + ageOf(rows.stageDays[row] ?? 0)];
  if (own === undefined || units <= 0) return 0;
  cutPieces(scratch, model.clock, from, rows.closeIn[row] ?? NaN, units);
  return Math.min(
    highestChance,
    1 - Math.exp(-piecesHazard(model, scratch, own, activityLevel(rows.activityDays[row] ?? NaN)) * rowMultiplier(model, rows, row)),
  );
}

function piecesHazard({ factors }: ForecastModel, pieces: Pieces, own: Float64Array, touched: number): number {
  let [before, total] = [0, 0];
  for (let piece = 0; piece < pieces.count; piece += 1) {
    const reached = hazardAt(own, pieces.end[piece] ?? 0);
    const activity = factors.activity[touched + (pieces.band[piece] ?? 0) * activityLevels] ?? 1;
    total += (reached - before) * (factors.closePhase[pieces.phase[piece] ?? 0] ?? 1) * activity;
    before = reached;
  }
  return total;
}

function rowMultiplier({ factors }: ForecastModel, rows: LandmarkRows, row: number): number {
  const amount = rows.amount[row] ?? NaN;
  return (
    (factors.owner[rows.owner[row] ?? -1] ?? 1) *
    (factors.category[rows.category[row] ?? -1] ?? 1) *
    (factors.amount[amount > 0 ? 0 : 1] ?? 1) *
    (factors.dealAge[dealAgeLevel(rows.dealDays[row] ?? 0)] ?? 1) *
    Math.exp(factors.beta * amountScore(amount, factors))
  );
}

/** Amount an open deal is expected to bring when it is won, base currency. */
export function expectedAmount({ amounts }: ForecastModel, rows: LandmarkRows, row: number): number {
  const amount = rows.amount[row] ?? NaN;
  if (amount > 0) return amount * (amounts.ratio[rows.stage[row] ?? 0] ?? 1);
  return amounts.ownerMean[rows.owner[row] ?? -1] ?? amounts.mean;
}
