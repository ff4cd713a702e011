import { splitByWeights } from '../money.ts';
import { weekday, type Day } from '../period.ts';
import type { PlanPeriod } from './plan-period.ts';
import { listPeriodDays } from './sub-periods.ts';

/**
 * Weights that average to 1, in basis points (10 000 = 1): of the months January to December, of equal parts of a period's
 * working days, or of the weekdays Monday to Sunday.
 */
export interface Distribution {
  readonly name: string;
  readonly over: 'months' | 'parts' | 'weekdays';
  readonly weights: readonly number[];
}

/** What a day of a plan weighs comes from all of them at once; one that is not given is flat. */
export interface SeasonCurves {
  readonly months?: Distribution;
  readonly parts?: Distribution;
  readonly weekdays?: Distribution;
}

export const flatWeight = 10_000;

/** A distribution whose weights average to 1 exactly; negative ones count as nothing, all zero means flat. */
export function createDistribution(name: string, over: Distribution['over'], weights: readonly number[]): Distribution {
  return { name, over, weights: normalise(weights) };
}

/** One weight set by hand; the others are scaled so that the average stays 1. */
export function editWeight(distribution: Distribution, at: number, weight: number): Distribution {
  const whole = flatWeight * distribution.weights.length;
  const own = Math.round(Math.min(Math.max(weight, 0), whole));
  const others = distribution.weights.filter((_, index) => index !== at);
  if (others.length === 0 || others.length === distribution.weights.length) return distribution;
  const scaled = splitByWeights(BigInt(whole - own), others.map(BigInt)).map(Number);
  return { ...distribution, weights: [...scaled.slice(0, at), own, ...scaled.slice(at)] };
}

/** What each day weighs; a part of the period stretches over as many working days as it gets, exactly. */
export function weighDays(days: readonly Day[], curves: SeasonCurves): bigint[] {
  const parts = curves.parts?.weights ?? [flatWeight];
  return days.map((day, at) => {
    const ofMonth = curves.months?.weights[Number(day.slice(5, 7)) - 1] ?? flatWeight;
    const ofWeekday = curves.weekdays?.weights[weekday(day) - 1] ?? flatWeight;
    return (weightUntil(parts, days.length, at + 1) - weightUntil(parts, days.length, at)) * BigInt(ofMonth * ofWeekday);
  });
}

/**
 * Season factor of a target over the periods of a base: mean weight of its days ÷ mean weight of theirs, as basis points.
 * Golden: ×1,10 is 11 000. Null when the base has no season at all.
 */
export function seasonFactor(curve: Distribution, target: PlanPeriod, past: readonly PlanPeriod[]): number | null {
  const own = meanWeight(curve, [target]);
  const before = meanWeight(curve, past);
  return before === 0 ? null : Math.round((own / before) * flatWeight);
}

/** Weights as whole basis points that add up to 10 000 for each slot. */
function normalise(weights: readonly number[]): number[] {
  // Seven places keep what was learned; the sum is then made exact.
  const fine = weights.map((weight) => BigInt(Math.round(Math.max(0, weight) * 1e7)));
  return splitByWeights(BigInt(flatWeight * weights.length), fine).map(Number);
}

/** Weight of the first `passed` of `count` days under equal parts, times the number of days. */
function weightUntil(parts: readonly number[], count: number, passed: number): bigint {
  const position = passed * parts.length;
  const full = Math.floor(position / count);
  const before = parts.slice(0, full).reduce((total, weight) => total + weight, 0);
  return BigInt(before * count + (parts[full] ?? 0) * (position - full * count));
}

function meanWeight(curve: Distribution, periods: readonly PlanPeriod[]): number {
  const weights = periods
    .flatMap((period) => listPeriodDays(period))
    .map((day) => curve.weights[Number(day.slice(5, 7)) - 1] ?? flatWeight);
  return weights.length === 0 ? 0 : weights.reduce((total, weight) => total + weight, 0) / weights.length;
}
