import { divideHalfEven, sum } from '../money.ts';
import type { Day } from '../period.ts';
import type { Metric } from './metric.ts';
import type { PlanPeriod } from './plan-period.ts';

/** A published version as far as dates go; later versions have higher numbers. */
export interface DatedVersion {
  readonly version: number;
  readonly effectiveFrom: Day;
  readonly publishedOn: Day;
}

/** The version a day is judged by: the latest one that was in effect by then; undefined before the first. */
export function findVersionInForce<V extends Pick<DatedVersion, 'version' | 'effectiveFrom'>>(
  versions: readonly V[],
  day: Day,
): V | undefined {
  let found: V | undefined;
  for (const one of versions) {
    if (one.effectiveFrom <= day && (found === undefined || one.version > found.version)) found = one;
  }
  return found;
}

/** From when a version holds unless its author says otherwise: a revision of a period that runs, from today; any other, from the first day. */
export function usualEffectiveDay({ from, to }: Pick<PlanPeriod, 'from' | 'to'>, today: Day, isFirst: boolean): Day {
  return isFirst || today < from || today > to ? from : today;
}

/** The version changes how days are judged that have passed already. */
export function isRetroactive(version: Pick<DatedVersion, 'effectiveFrom' | 'publishedOn'>): boolean {
  return version.effectiveFrom < version.publishedOn;
}

/** A working day and what it weighs in its period. */
export interface WeighedDay {
  readonly day: Day;
  readonly weight: bigint;
}

export interface JudgedDay {
  readonly day: Day;
  /** Null before the first version. */
  readonly version: number | null;
  readonly value: bigint;
}

/**
 * Targets of the days of a period whose version changes in the middle: T = Σ P(version in force on d) · w(d) / Σ w over the working
 * days d, so that each day brings its part of the plan it is judged by; a day no version covers, or whose version has no such line,
 * brings nothing. Each beginning of the list is rounded half to even once, and all days add up to T.
 */
export function judgeDays(
  days: readonly WeighedDay[],
  versions: readonly Pick<DatedVersion, 'version' | 'effectiveFrom'>[],
  targetOf: (version: number) => bigint | null,
): JudgedDay[] {
  const isFlat = !days.some(({ weight }) => weight > 0n);
  const whole = isFlat ? BigInt(days.length) : sum(days.map(({ weight }) => weight));
  let [exact, before] = [0n, 0n];
  return days.map(({ day, weight }) => {
    const version = findVersionInForce(versions, day)?.version ?? null;
    exact += (version === null ? 0n : (targetOf(version) ?? 0n)) * (isFlat ? 1n : weight);
    const until = divideHalfEven(exact, whole);
    const value = until - before;
    before = until;
    return { day, version, value };
  });
}

/**
 * The target of a whole period by the versions in force: Σ of its judged days for numbers that add up, the mean of the days for a number
 * of each working day, and what holds on the last day for states and ratios. Null when no version in force has such a line.
 */
export function targetInForce(
  metric: Pick<Metric, 'overTime'>,
  days: readonly WeighedDay[],
  versions: readonly Pick<DatedVersion, 'version' | 'effectiveFrom'>[],
  targetOf: (version: number) => bigint | null,
): bigint | null {
  const inForce = days.map(({ day }) => findVersionInForce(versions, day)?.version);
  const targets = inForce.map((version) => (version === undefined ? null : targetOf(version)));
  if (metric.overTime === 'latest' || metric.overTime === 'ratio') return targets.at(-1) ?? null;
  if (targets.every((target) => target === null)) return null;
  const weighed = metric.overTime === 'sum' ? days : days.map(({ day }) => ({ day, weight: 1n }));
  return sum(judgeDays(weighed, versions, targetOf).map(({ value }) => value));
}
