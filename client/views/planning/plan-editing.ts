import { computed, type ComputedRef, ref } from 'vue';
import { emptyHistory, recordStep, stepBack, stepForward } from '#components/planning/edit-history.ts';
import { type AmountScale, amountScale, writeAmount } from '#components/planning/plan-amount.ts';
import { keepSameColumns, planColumns, type PlanColumn } from '#components/planning/plan-columns.ts';
import { planLines, type PlanLineRow } from '#components/planning/plan-lines.ts';
import { plannedMetrics } from '#components/planning/plan-metrics.ts';
import type { PlanAmounts, PlanRow } from '#components/planning/plan-rows.ts';
import { linesAsTheyAre } from '#components/planning/plan-sheet.ts';
import type { DraftLine, MonthLine } from '#contract/plan.ts';
import type { Metric, Month, Scope } from '#contract/wire.ts';
import { usePlanning } from '#stores/planning.ts';
import { type MonthSheet, useMonthSheets } from './month-sheets.ts';

export interface PlanEditing {
  metric: ComputedRef<Metric>;
  /** Metrics to choose from: planned ones, and those that were looked at. */
  metrics: ComputedRef<Metric[]>;
  scale: ComputedRef<AmountScale>;
  columns: ComputedRef<PlanColumn[]>;
  lines: ComputedRef<PlanLineRow[]>;
  /** Of the month that is worked on. */
  amounts: ComputedRef<PlanAmounts | null>;
  rows: ComputedRef<readonly PlanRow[]>;
  choose: (metric: Metric) => void;
  /** Values of the metric in the month that is worked on. */
  set: (values: readonly { scope: Scope; value: bigint | null }[]) => void;
  /** Values of the metric in any of the months, as one step. */
  setCells: (values: readonly { month: Month; scope: Scope; value: bigint | null }[]) => void;
  /** Lines of any metric of the month that is worked on, as one step. */
  take: (lines: readonly DraftLine[]) => void;
  undo: () => void;
  redo: () => void;
  forget: () => void;
}

/** Plans of one metric as they stand on the screen, and every change of them as a step that can be undone. */
export function usePlanEditing(currency: () => string, companyName: () => string): PlanEditing {
  const planning = usePlanning();
  const metric = ref<Metric>('revenue');
  const chosen = ref<Metric[]>([]);
  const history = ref(emptyHistory);
  const scale = computed(() => amountScale(metric.value, planning.window?.currency ?? currency()));
  const sheets = useMonthSheets(metric, scale, companyName);
  const current = computed<MonthSheet | undefined>(() => sheets.value.find((sheet) => sheet.month === planning.month));

  function setCells(values: readonly { month: Month; scope: Scope; value: bigint | null }[]): void {
    takeSteps(
      values.map(({ month, scope, value }) => ({
        month,
        metric: metric.value,
        scope,
        value: value === null ? null : writeAmount(value, scale.value),
      })),
    );
  }

  function takeSteps(after: readonly MonthLine[]): void {
    const { window } = planning;
    if (window === null || after.length === 0) return;
    history.value = recordStep(history.value, { before: linesAsTheyAre(window, planning.edits, after), after });
    planning.edit(after);
  }

  function walk(step: typeof stepBack): void {
    const walked = step(history.value);
    if (walked === null) return;
    history.value = walked.history;
    const first = walked.edits[0];
    if (first) {
      metric.value = first.metric;
      planning.choose(first.month);
    }
    planning.edit(walked.edits);
  }

  return {
    metric: computed(() => metric.value),
    metrics: computed(() => plannedMetrics(planning.window?.months ?? [], [...chosen.value, metric.value])),
    scale,
    columns: computed<PlanColumn[]>((before) => keepSameColumns(planColumns(planning.window?.months ?? []), before)),
    lines: computed<PlanLineRow[]>((before) =>
      planLines(
        sheets.value.map((sheet) => sheet.rows),
        before,
      ),
    ),
    amounts: computed(() => current.value?.amounts ?? null),
    rows: computed(() => current.value?.rows ?? []),
    choose: (next) => {
      chosen.value = [...chosen.value, next];
      metric.value = next;
    },
    set: (values) => setCells(values.map((one) => ({ ...one, month: planning.month }))),
    setCells,
    take: (lines) => takeSteps(lines.map((line) => ({ ...line, month: planning.month }))),
    undo: () => walk(stepBack),
    redo: () => walk(stepForward),
    forget: () => (history.value = emptyHistory),
  };
}
