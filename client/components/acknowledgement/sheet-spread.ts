import type { PlanSheet } from '#contract/acknowledgement.ts';
import { type StretchKind, stretchKind } from '#domain/planning/period-stretches.ts';
import { parsePlanPeriod } from '#domain/planning/plan-period.ts';

/** What the target of a sheet is spread over: days of a week, weeks of a month, months of a year. */
export function spreadOver({ month }: Pick<PlanSheet, 'month'>): StretchKind {
  const period = parsePlanPeriod(month);
  return period === undefined ? 'week' : stretchKind(period);
}
