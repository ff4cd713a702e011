import { computed, type ComputedRef, type Ref } from 'vue';
import { monthAmounts } from '#components/planning/month-amounts.ts';
import type { AmountScale } from '#components/planning/plan-amount.ts';
import { keepSameRows } from '#components/planning/plan-lines.ts';
import { type PlanAmounts, planRows, type PlanRow } from '#components/planning/plan-rows.ts';
import type { MonthLine, PlanMonth, PlanWindow } from '#contract/plan.ts';
import type { Metric, Month } from '#contract/wire.ts';
import { gridOf } from '#stores/plan-grid.ts';
import { usePlanning } from '#stores/planning.ts';

/** One month of a metric as it stands on the screen. */
export interface MonthSheet {
  readonly month: Month;
  readonly amounts: PlanAmounts;
  readonly rows: readonly PlanRow[];
}

interface Shown {
  readonly metric: Metric;
  readonly scale: AmountScale;
  readonly companyName: string;
}

/** A sheet with what it was computed from, to tell whether it has to be computed anew. */
interface Computed extends MonthSheet {
  readonly window: PlanWindow;
  readonly plan: PlanMonth;
  readonly edits: readonly MonthLine[];
  readonly shown: Shown;
}

/** Sheets of all months; a change in one month leaves those of the others as they are. */
export function useMonthSheets(
  metric: Ref<Metric>,
  scale: Ref<AmountScale>,
  companyName: () => string,
): ComputedRef<readonly MonthSheet[]> {
  const planning = usePlanning();
  const shown = computed<Shown>(() => ({ metric: metric.value, scale: scale.value, companyName: companyName() }));
  return computed<Computed[]>((before) => {
    const { window } = planning;
    const edits = Map.groupBy(planning.edits, (line) => line.month);
    return (window?.months ?? []).flatMap((plan) => {
      if (window === null) return [];
      const next = { window, plan, edits: edits.get(plan.month) ?? [], shown: shown.value };
      const old = before?.find((sheet) => sheet.month === plan.month);
      return [old !== undefined && isSame(old, next) ? old : compute(next, old)];
    });
  });
}

function isSame(old: Computed, next: Omit<Computed, keyof MonthSheet>): boolean {
  return (
    old.plan === next.plan &&
    old.shown === next.shown &&
    old.window.people === next.window.people &&
    old.edits.length === next.edits.length &&
    old.edits.every((line, at) => line === next.edits[at])
  );
}

function compute(next: Omit<Computed, keyof MonthSheet>, old: Computed | undefined): Computed {
  const { window, plan, edits, shown } = next;
  const { metric, scale, companyName } = shown;
  const amounts = monthAmounts(plan, edits, metric, scale);
  const rows = keepSameRows(planRows(gridOf(window, plan), amounts, companyName), old?.shown.metric === metric ? old.rows : []);
  return { ...next, month: plan.month, amounts, rows };
}
