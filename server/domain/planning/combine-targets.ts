import { divideHalfEven, sum } from '../money.ts';
import type { Metric } from './metric.ts';

/** A target of a part of a period, and the working days of that part. */
export interface TargetPart {
  readonly value: bigint | null;
  readonly workdays: number;
}

/**
 * The target of a period from those of its parts in order of time; null when no part has one.
 * Numbers add up, a number for each working day is averaged over the days, of a state the last one holds, ratios never add up.
 */
export function combineOverTime(metric: Pick<Metric, 'overTime'>, parts: readonly TargetPart[]): bigint | null {
  const given = parts.flatMap(({ value, workdays }) => (value === null ? [] : [{ value, workdays: BigInt(workdays) }]));
  const last = given.at(-1);
  if (last === undefined || metric.overTime === 'ratio') return null;
  if (metric.overTime === 'latest') return last.value;
  if (metric.overTime === 'sum') return sum(given.map(({ value }) => value));
  const days = sum(given.map(({ workdays }) => workdays));
  return days === 0n ? last.value : divideHalfEven(sum(given.map(({ value, workdays }) => value * workdays)), days);
}

/**
 * A ratio of two totals in its own unit, rounded half to even: a percent in basis points, money for each piece in minor units.
 * Null where nothing can be divided.
 */
export function ratioOf(metric: Pick<Metric, 'unit'>, of: bigint | null, to: bigint | null): bigint | null {
  if (of === null || to === null || to <= 0n) return null;
  return divideHalfEven(metric.unit === 'percent' ? of * 10_000n : of, to);
}
