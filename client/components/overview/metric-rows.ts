import type { MetricFacts } from '#contract/metric-facts.ts';
import type { PlanGrid } from '#contract/plan.ts';
import type { Language, Metric, Scope } from '#contract/wire.ts';
import { type PlanFact, planFactRows } from '#components/planning/plan-facts.ts';
import type { PlanRow } from '#components/planning/plan-rows.ts';
import { amountScale, showAmount } from '#components/planning/plan-amount.ts';
import { toDecimal } from '#domain/money.ts';
import { formatThousands } from '#format/money.ts';

export interface MetricRow {
  readonly row: PlanRow;
  readonly fact: PlanFact;
}

/** Sums of money in whole thousands, as everywhere on the workspace; all else with the digits it has. */
export function showRounded(value: bigint | null, about: { metric: Metric; currency: string }, language: Language): string {
  if (value === null) return '—';
  const scale = amountScale(about.metric, about.currency);
  return scale.shift === 0 ? showAmount(value, scale, language) : formatThousands(toDecimal(value, scale.digits), language);
}

/** A scope and everybody in it with a plan or a fact, by one metric: the scope itself comes first, where the viewer sees it. */
export function metricRows(given: { metric: Metric; grid: PlanGrid; facts: MetricFacts }, scope: Scope, companyName: string): MetricRow[] {
  const { metric, grid, facts } = given;
  const all = planFactRows(grid, [metric], new Map([[metric, facts]]), companyName).flatMap(({ row, facts: [fact] }) =>
    fact === undefined || (row.kind === 'person' && fact.plan === null && (fact.fact ?? 0n) === 0n) ? [] : [{ row, fact }],
  );
  if (scope === 'company') return all;
  const from = all.findIndex(({ row }) => row.scope === scope);
  const first = all[from];
  if (first === undefined) return [];
  const after = all.slice(from + 1);
  const end = after.findIndex(({ row }) => row.depth <= first.row.depth);
  return [first, ...(end < 0 ? after : after.slice(0, end))];
}
