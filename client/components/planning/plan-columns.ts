import type { PlanMonth } from '#contract/plan.ts';
import type { PeriodKey } from '#contract/wire.ts';
import { type CalendarKind, parsePlanPeriod, type PeriodKind, periodOf, type PlanPeriod } from '#domain/planning/plan-period.ts';
import { subPeriods } from '#domain/planning/sub-periods.ts';

/** A month or another period to fill in, which is the one `at` in its row, or a longer one that they make up. */
export type PlanColumn =
  | {
      readonly kind: 'month';
      readonly key: string;
      readonly at: number;
      readonly month: PeriodKey;
      readonly workdays: number;
      readonly version: number;
    }
  | { readonly kind: 'total'; readonly key: string; readonly period: PlanPeriod; readonly months: readonly PeriodKey[] };

/** Longer periods that stand behind the last of the periods that fill them. */
const totalsOf: Readonly<Partial<Record<PeriodKind, readonly CalendarKind[]>>> = {
  day: ['week'],
  month: ['quarter', 'year'],
  quarter: ['year'],
  'half-year': ['year'],
};

/** The columns from before where they say the same, so that an answer of the server draws no row anew. */
export function keepSameColumns(columns: PlanColumn[], before: PlanColumn[] = []): PlanColumn[] {
  const isSame = (one: PlanColumn, other: PlanColumn | undefined): boolean =>
    one.key === other?.key &&
    (one.kind === 'total'
      ? other.kind === 'total'
      : other.kind === 'month' && one.version === other.version && one.workdays === other.workdays);
  return columns.length === before.length && columns.every((column, at) => isSame(column, before[at])) ? before : columns;
}

/** Periods in a row; a longer one whose parts are all there, such as a quarter of months, follows its last part. */
export function planColumns(plans: readonly Pick<PlanMonth, 'month' | 'workdays' | 'version'>[]): PlanColumn[] {
  const known = new Set(plans.map(({ month }) => month));
  return plans.flatMap(({ month, workdays, version }, at): PlanColumn[] => {
    const own = parsePlanPeriod(month);
    const totals = (own === undefined ? [] : (totalsOf[own.kind] ?? [])).flatMap((wider): PlanColumn[] => {
      if (own === undefined || own.kind === 'custom') return [];
      const period = periodOf(wider, own.from);
      const months = subPeriods(period, own.kind).map((part) => part.key);
      const isWhole = months.at(-1) === month && months.every((one) => known.has(one));
      return isWhole ? [{ kind: 'total', key: period.key, period, months }] : [];
    });
    return [{ kind: 'month', key: month, at, month, workdays, version }, ...totals];
  });
}
