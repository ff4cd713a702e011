import type { PlanMonth } from '#contract/plan.ts';
import type { Month } from '#contract/wire.ts';
import { parsePlanPeriod, periodOf, type PlanPeriod } from '#domain/planning/plan-period.ts';
import { subPeriods } from '#domain/planning/sub-periods.ts';

/** A month to fill in, which is the one `at` in its row, or a quarter or a year that months make up. */
export type PlanColumn =
  | {
      readonly kind: 'month';
      readonly key: string;
      readonly at: number;
      readonly month: Month;
      readonly workdays: number;
      readonly version: number;
    }
  | { readonly kind: 'total'; readonly key: string; readonly period: PlanPeriod; readonly months: readonly Month[] };

/** Months in a row; a quarter or a year whose months are all there follows its last one. */
export function planColumns(plans: readonly Pick<PlanMonth, 'month' | 'workdays' | 'version'>[]): PlanColumn[] {
  const known = new Set(plans.map(({ month }) => month));
  return plans.flatMap(({ month, workdays, version }, at): PlanColumn[] => {
    const first = parsePlanPeriod(month)?.from;
    const wider = first === undefined ? [] : [periodOf('quarter', first), periodOf('year', first)];
    const totals = wider.flatMap((period): PlanColumn[] => {
      const months = subPeriods(period, 'month').map((part) => part.key);
      const isWhole = months.at(-1) === month && months.every((one) => known.has(one));
      return isWhole ? [{ kind: 'total', key: period.key, period, months }] : [];
    });
    return [{ kind: 'month', key: month, at, month, workdays, version }, ...totals];
  });
}
