import { divideHalfEven, sum } from '../money.ts';
import type { Day } from '../period.ts';
import type { Metric } from './metric.ts';
import { previousPeriod, samePeriodLastYear, type PlanPeriod } from './plan-period.ts';
import { subPeriods } from './sub-periods.ts';

/** What a plan starts from. */
export type BaseChoice =
  | { readonly kind: 'same-period-last-year' }
  | { readonly kind: 'previous-period' }
  | { readonly kind: 'average'; readonly periods: number };

/** What a period of the past brought, in the metric's unit; null where nothing is known of it. */
export interface PastPeriod {
  readonly period: PlanPeriod;
  readonly value: bigint | null;
  readonly workdays: number;
}

export type Base =
  | { readonly kind: 'base'; readonly value: bigint }
  | { readonly kind: 'not-enough-history'; readonly needed: number; readonly known: number }
  /** A mean of ratios is no ratio: take the bases of the two metrics and divide them. */
  | { readonly kind: 'base-of-parts'; readonly of: string; readonly to: string };

/** Periods a base is made of, the earliest first; only such as have ended before `today`, so that a month under way is not taken for a whole one. */
export function basePeriods(choice: BaseChoice, target: PlanPeriod, today: Day): PlanPeriod[] {
  if (choice.kind === 'same-period-last-year') return [samePeriodLastYear(target)];
  const periods: PlanPeriod[] = [];
  let at = previousPeriod(target);
  while (at.to >= today) at = previousPeriod(at);
  for (const count = choice.kind === 'average' ? choice.periods : 1; periods.length < count; at = previousPeriod(at)) periods.unshift(at);
  return periods;
}

/**
 * B = mean of vᵢ · W / wᵢ over the periods of the past (peers.md 5.17), rounded half to even: each is brought to the working days
 * of the target before they are averaged. Numbers for a working day and states are averaged as they are.
 */
export function computeBase(metric: Pick<Metric, 'overTime' | 'ratio'>, past: readonly PastPeriod[], workdays: number): Base {
  if (metric.ratio !== null && past.length > 1) return { kind: 'base-of-parts', ...metric.ratio };
  const isSum = metric.overTime === 'sum';
  const known = past.flatMap(({ value, workdays: own }) =>
    value === null || (isSum && own <= 0) ? [] : [{ value: isSum ? value * BigInt(workdays) : value, days: isSum ? BigInt(own) : 1n }],
  );
  if (known.length < past.length || past.length === 0) return { kind: 'not-enough-history', needed: past.length, known: known.length };
  // One denominator for all keeps the mean exact until it is rounded once.
  const common = known.reduce((product, { days }) => product * days, 1n);
  const total = sum(known.map(({ value, days }) => value * (common / days)));
  return { kind: 'base', value: divideHalfEven(total, common * BigInt(known.length)) };
}

/** A season factor makes sense only where the base does not hold the season of the target already. */
export function isSeasonOffered(choice: BaseChoice, target: PlanPeriod, past: readonly PlanPeriod[]): boolean {
  if (choice.kind === 'same-period-last-year' || past.length === 0) return false;
  const own = monthsOf([target]);
  const before = monthsOf(past);
  return own.length !== before.length || own.some((month, at) => month !== before[at]);
}

/** Calendar months `01` to `12` that the periods touch. */
function monthsOf(periods: readonly PlanPeriod[]): string[] {
  const months = periods.flatMap((period) => {
    const parts = subPeriods(period, 'month');
    return (parts.length === 0 ? [period] : parts).map(({ from }) => from.slice(5, 7));
  });
  return [...new Set(months)].toSorted();
}
