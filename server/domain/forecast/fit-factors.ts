import type { BaseChance, RowTimes } from './base-chance.ts';
import { activityLevels, bands, closePhases, dealAgeLevel, dealAgeLevels } from './deal-levels.ts';
import { type Exposure, exposeRows, hazardOfRows } from './row-exposure.ts';
import type { LandmarkRows } from './landmark-rows.ts';
import type { WorkingClock } from './working-clock.ts';

/** Multipliers of the cumulative hazard; 1 is the average deal of its stage and age. */
export interface Factors {
  readonly owner: Float64Array;
  readonly category: Float64Array;
  /** 0 with an amount, 1 without one. */
  readonly amount: Float64Array;
  readonly dealAge: Float64Array;
  /** `activityLevels` in the first band of time, then in the second. */
  readonly activity: Float64Array;
  readonly closePhase: Float64Array;
  /** Effect of one standard deviation of the logarithm of the amount. */
  readonly beta: number;
  readonly logMean: number;
  readonly logDeviation: number;
}

const sweeps = 8;
const kappa = 5;
const ownerKappa = 8;
const lowest = 0.1;
const highest = 6;
/** Variance of the prior of beta. */
const betaPrior = 0.4 ** 2;

function noFactors(owners: number, categories: number): Factors {
  const ones = (size: number): Float64Array => new Float64Array(size).fill(1);
  return {
    owner: ones(owners),
    category: ones(categories),
    amount: ones(2),
    dealAge: ones(dealAgeLevels),
    activity: ones(activityLevels * bands),
    closePhase: ones(closePhases),
    beta: 0,
    logMean: 0,
    logDeviation: 1,
  };
}

/** Logarithm of an amount in standard deviations, −2.5 to 3; 0 for an empty one. */
export function amountScore(amount: number, { logMean, logDeviation }: Pick<Factors, 'logMean' | 'logDeviation'>): number {
  return amount > 0 ? Math.min(3, Math.max(-2.5, (Math.log(amount) - logMean) / logDeviation)) : 0;
}

/** A multiplier that is the same during the whole time after a landmark. */
interface RowFactor {
  readonly theta: Float64Array;
  readonly level: Int32Array;
  readonly kappa: number;
}

/**
 * Multipliers by iterative proportional fitting: θ ← clamp((O + κ) ÷ (E ÷ θ + κ), 0.1, 6) in 8 sweeps, where O are wins and E
 * the hazard that the rows were exposed to under the other multipliers, both scaled to distinct deals; a lost deal stays exposed
 * to the end of its time, because the base is the hazard of the incidence (Fine and Gray 1999). Beta is one Newton step a sweep
 * with the prior N(0, 0.4²).
 */
export function fitFactors(rows: LandmarkRows, times: RowTimes, base: BaseChance, about: FitAbout): Factors {
  const factors = { ...noFactors(about.owners, about.categories), ...spreadOfAmounts(rows) };
  const exposure = exposeRows(rows, times, base, about);
  if (exposure.scale === 0) return factors;
  const score = Float64Array.from({ length: rows.count }, (_, row) => amountScore(rows.amount[row] ?? NaN, factors));
  const levels = (of: (row: number) => number): Int32Array => Int32Array.from({ length: rows.count }, (_, row) => of(row));
  const rowFactors: RowFactor[] = [
    { theta: factors.owner, level: rows.owner, kappa: ownerKappa },
    { theta: factors.category, level: rows.category, kappa },
    { theta: factors.amount, level: levels((row) => ((rows.amount[row] ?? 0) > 0 ? 0 : 1)), kappa },
    { theta: factors.dealAge, level: levels((row) => dealAgeLevel(rows.dealDays[row] ?? 0)), kappa },
  ];
  const multiplier = new Float64Array(rows.count).fill(1);
  let beta = 0;
  for (let sweep = 0; sweep < sweeps; sweep += 1) {
    fitPieces(exposure, multiplier, factors);
    const hazard = hazardOfRows(exposure, factors);
    for (const factor of rowFactors) fitRowFactor(factor, exposure, hazard, multiplier);
    const step = stepOfBeta(exposure, { hazard, multiplier, score, beta });
    beta += step;
    for (let row = 0; row < rows.count; row += 1) multiplier[row] = (multiplier[row] ?? 1) * Math.exp(step * (score[row] ?? 0));
  }
  return { ...factors, beta };
}

export interface FitAbout {
  readonly clock: WorkingClock;
  readonly cutoff: number;
  readonly owners: number;
  readonly categories: number;
}

function spreadOfAmounts({ amount }: LandmarkRows): Pick<Factors, 'logMean' | 'logDeviation'> {
  let [count, total, squares] = [0, 0, 0];
  for (const value of amount) {
    if (!(value > 0)) continue;
    const log = Math.log(value);
    count += 1;
    total += log;
    squares += log * log;
  }
  if (count < 2) return { logMean: 0, logDeviation: 1 };
  const mean = total / count;
  return { logMean: mean, logDeviation: Math.max(0.05, Math.sqrt(Math.max(0, squares / count - mean * mean))) };
}

function fitRowFactor({ theta, level, kappa }: RowFactor, exposure: Exposure, hazard: Float64Array, multiplier: Float64Array): void {
  const observed = new Float64Array(theta.length);
  const expected = new Float64Array(theta.length);
  for (let row = 0; row < level.length; row += 1) {
    const at = level[row] ?? -1;
    if (at < 0) continue;
    observed[at] = (observed[at] ?? 0) + (exposure.wins[row] ?? 0);
    expected[at] = (expected[at] ?? 0) + (hazard[row] ?? 0) * (multiplier[row] ?? 0);
  }
  const before = theta.slice();
  for (let at = 0; at < theta.length; at += 1) theta[at] = fitted(observed[at], expected[at], theta[at], kappa);
  for (let row = 0; row < level.length; row += 1) {
    const at = level[row] ?? -1;
    if (at >= 0) multiplier[row] = ((multiplier[row] ?? 1) * (theta[at] ?? 1)) / (before[at] ?? 1);
  }
}

function fitted(observed: number | undefined, expected: number | undefined, theta: number | undefined, kappa: number): number {
  return Math.min(highest, Math.max(lowest, ((observed ?? 0) + kappa) / ((expected ?? 0) / (theta ?? 1) + kappa)));
}

function stepOfBeta(
  { wins }: Exposure,
  { hazard, multiplier, score, beta }: { hazard: Float64Array; multiplier: Float64Array; score: Float64Array; beta: number },
): number {
  let slope = -beta / betaPrior;
  let curve = 1 / betaPrior;
  for (let row = 0; row < score.length; row += 1) {
    const [z, expected] = [score[row] ?? 0, (hazard[row] ?? 0) * (multiplier[row] ?? 0)];
    slope += z * ((wins[row] ?? 0) - expected);
    curve += z * z * expected;
  }
  return Math.min(0.5, Math.max(-0.5, slope / curve));
}

function fitPieces({ start, hazard, phase, activity, wins }: Exposure, multiplier: Float64Array, factors: Factors): void {
  const pairs = [
    { theta: factors.closePhase, level: phase, other: factors.activity, otherLevel: activity },
    { theta: factors.activity, level: activity, other: factors.closePhase, otherLevel: phase },
  ];
  for (const { theta, level, other, otherLevel } of pairs) {
    const observed = new Float64Array(theta.length);
    const expected = new Float64Array(theta.length);
    for (let row = 0; row < multiplier.length; row += 1) {
      const [from, to] = [start[row] ?? 0, start[row + 1] ?? 0];
      for (let at = from; at < to; at += 1) {
        const own = level[at] ?? 0;
        expected[own] =
          (expected[own] ?? 0) + (hazard[at] ?? 0) * (multiplier[row] ?? 0) * (other[otherLevel[at] ?? 0] ?? 1) * (theta[own] ?? 1);
      }
      if (to > from && (wins[row] ?? 0) > 0) {
        const last = level[to - 1] ?? 0;
        observed[last] = (observed[last] ?? 0) + (wins[row] ?? 0);
      }
    }
    for (let at = 0; at < theta.length; at += 1) theta[at] = fitted(observed[at], expected[at], theta[at], kappa);
  }
}
