import type { PlanGrid, PlanMonth, PlanWindow } from '#contract/plan.ts';

/** One month of a window with its owners; nothing is set in a closed one. */
export function gridOf({ months: _months, ...owners }: PlanWindow, plan: PlanMonth): PlanGrid {
  return { ...owners, ...plan, editable: plan.closed === null ? owners.editable : [] };
}
