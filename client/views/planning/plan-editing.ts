import { computed, type ComputedRef, ref } from 'vue';
import { emptyHistory, recordStep, stepBack, stepForward } from '#components/planning/edit-history.ts';
import { type AmountScale, amountScale, writeAmount } from '#components/planning/plan-amount.ts';
import { type PlanAmounts, planRows, type PlanRow } from '#components/planning/plan-rows.ts';
import { draftAmounts, linesAsTheyAre, previousAmounts, publishedAmounts } from '#components/planning/plan-sheet.ts';
import type { DraftLine } from '#contract/plan.ts';
import type { Metric, Scope } from '#contract/wire.ts';
import { usePlanning } from '#stores/planning.ts';

export interface PlanEditing {
  metric: ComputedRef<Metric>;
  scale: ComputedRef<AmountScale>;
  amounts: ComputedRef<PlanAmounts | null>;
  rows: ComputedRef<PlanRow[]>;
  choose: (metric: Metric) => void;
  set: (values: readonly { scope: Scope; value: bigint | null }[]) => void;
  /** Lines of any metric as one step. */
  take: (lines: readonly DraftLine[]) => void;
  undo: () => void;
  redo: () => void;
  forget: () => void;
}

/** The plan of one metric as it stands on the screen, and every change of it as a step that can be undone. */
export function usePlanEditing(currency: () => string, companyName: () => string): PlanEditing {
  const planning = usePlanning();
  const metric = ref<Metric>('revenue');
  const history = ref(emptyHistory);
  const scale = computed(() => amountScale(metric.value, planning.grid?.currency ?? currency()));

  const amounts = computed<PlanAmounts | null>(() => {
    const { grid } = planning;
    if (grid === null) return null;
    return {
      draft: draftAmounts(grid, planning.edits, metric.value, scale.value),
      published: publishedAmounts(grid, metric.value, scale.value),
      previousFact: metric.value === 'revenue' ? previousAmounts(grid, scale.value) : new Map(),
      groupsNeedPlan: metric.value === 'revenue',
    };
  });
  const rows = computed(() =>
    planning.grid === null || amounts.value === null ? [] : planRows(planning.grid, amounts.value, companyName()),
  );

  function line(scope: Scope, value: bigint | null): DraftLine {
    return { metric: metric.value, scope, value: value === null ? null : writeAmount(value, scale.value) };
  }

  function set(values: readonly { scope: Scope; value: bigint | null }[]): void {
    take(values.map(({ scope, value }) => line(scope, value)));
  }

  function take(after: readonly DraftLine[]): void {
    const { grid } = planning;
    if (grid === null || after.length === 0) return;
    history.value = recordStep(history.value, { before: linesAsTheyAre(grid, planning.edits, after), after });
    planning.edit(after);
  }

  function walk(step: typeof stepBack): void {
    const walked = step(history.value);
    if (walked === null) return;
    history.value = walked.history;
    const first = walked.edits[0];
    if (first) metric.value = first.metric;
    planning.edit(walked.edits);
  }

  return {
    metric: computed(() => metric.value),
    scale,
    amounts,
    rows,
    choose: (next) => (metric.value = next),
    set,
    take,
    undo: () => walk(stepBack),
    redo: () => walk(stepForward),
    forget: () => (history.value = emptyHistory),
  };
}
