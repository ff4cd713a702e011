import { divideHalfEven } from './money.ts';

export type PaceStatus = 'ahead' | 'on-course' | 'at-risk' | 'behind' | 'too-early' | 'no-plan';

/** Lower limits of the share of expected to date; the limit belongs to the better status. */
export interface PaceThresholds {
  readonly ahead: number;
  readonly onCourse: number;
  readonly atRisk: number;
}

const defaultThresholds: PaceThresholds = { ahead: 1.1, onCourse: 0.98, atRisk: 0.9 };

/** Working days that must have passed before pace is judged. */
export const daysBeforeJudging = 3;

/** E = P · w / W: what should be there by the close of the last of `passed` working days, minor units. */
export function expectedToDate(plan: bigint, workdays: number, passed: number): bigint {
  return workdays === 0 ? 0n : divideHalfEven(plan * BigInt(passed), BigInt(workdays));
}

/** A plan of a month cut into its working days, so that the first days sum to `expectedToDate` and all to the plan. */
export function spreadOverWorkdays(plan: bigint, workdays: number): bigint[] {
  return Array.from({ length: workdays }, (_, index) => expectedToDate(plan, workdays, index + 1) - expectedToDate(plan, workdays, index));
}

/** Judges a fact against what is expected by now; exact, so that 110,0 % is ahead and 109,99 % is not. */
export function judgePace(
  input: { plan: bigint | null; fact: bigint; expected: bigint; passed: number },
  thresholds: PaceThresholds = defaultThresholds,
): PaceStatus {
  if (input.plan === null) return 'no-plan';
  if (input.passed < daysBeforeJudging) return 'too-early';
  const reaches = (limit: number): boolean => input.fact * 10_000n >= input.expected * BigInt(Math.round(limit * 10_000));
  if (reaches(thresholds.ahead)) return 'ahead';
  if (reaches(thresholds.onCourse)) return 'on-course';
  return reaches(thresholds.atRisk) ? 'at-risk' : 'behind';
}

/** RR = F / w · W with the fact by the last close, minor units; null before `daysBeforeJudging` days, when it says nothing yet. */
export function runRate(fact: bigint, workdays: number, passed: number): bigint | null {
  return passed < daysBeforeJudging ? null : (fact * BigInt(workdays)) / BigInt(passed);
}

/** What a working day must bring from now on (`left` counts today) and what the finished ones have brought (`closed`), minor units. */
export function dailyRates(input: { plan: bigint; fact: bigint; closed: bigint; passed: number; left: number }): {
  needed: bigint | null;
  actual: bigint | null;
  acceleration: number | null;
} {
  const gap = input.plan - input.fact;
  const needed = input.left > 0 && gap > 0n ? gap / BigInt(input.left) : null;
  const actual = input.passed > 0 ? input.closed / BigInt(input.passed) : null;
  const acceleration = needed !== null && actual !== null && actual > 0n ? Number((needed * 10_000n) / actual) / 10_000 : null;
  return { needed, actual, acceleration };
}
