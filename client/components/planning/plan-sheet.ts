import type { DraftLine, MonthLine, PlanMonth, PlanWindow } from '#contract/plan.ts';
import type { Metric, Month, Scope } from '#contract/wire.ts';
import { type AmountScale, amountScale, readAmount, writeAmount } from './plan-amount.ts';

/** Amounts of one metric by scope; a missing scope has no plan. */
export type Amounts = ReadonlyMap<Scope, bigint>;

export function publishedAmounts(grid: Pick<PlanMonth, 'published'>, metric: Metric, scale: AmountScale): Amounts {
  return new Map(grid.published.filter((line) => line.metric === metric).map((line) => [line.scope, readAmount(line.value, scale)]));
}

/** What the plan would be if it were published now: published lines under the draft under edits not saved yet. */
export function draftAmounts(
  grid: Pick<PlanMonth, 'published' | 'draft'>,
  unsaved: readonly DraftLine[],
  metric: Metric,
  scale: AmountScale,
): Amounts {
  const amounts = new Map(publishedAmounts(grid, metric, scale));
  for (const line of [...grid.draft, ...unsaved]) {
    if (line.metric !== metric) continue;
    if (line.value === null) amounts.delete(line.scope);
    else amounts.set(line.scope, readAmount(line.value, scale));
  }
  return amounts;
}

/** What the drafts say now of the same lines: to come back to when a change is undone. */
export function linesAsTheyAre(window: PlanWindow, unsaved: readonly MonthLine[], lines: readonly MonthLine[]): MonthLine[] {
  const known = new Map<string, Amounts>();
  return lines.map(({ month, metric, scope }) => {
    const scale = amountScale(metric, window.currency);
    const amounts = known.get(`${month} ${metric}`) ?? amountsOf(window, unsaved, { month, metric, scale });
    known.set(`${month} ${metric}`, amounts);
    const value = amounts.get(scope);
    return { month, metric, scope, value: value === undefined ? null : writeAmount(value, scale) };
  });
}

function amountsOf(
  { months }: PlanWindow,
  unsaved: readonly MonthLine[],
  { month, metric, scale }: { month: Month; metric: Metric; scale: AmountScale },
): Amounts {
  const plan = months.find((one) => one.month === month);
  const edits = unsaved.filter((line) => line.month === month);
  return plan === undefined ? new Map() : draftAmounts(plan, edits, metric, scale);
}

/** Facts of the previous month by scope, in minor units. */
export function previousAmounts(grid: Pick<PlanMonth, 'previousFact'>, scale: AmountScale): Amounts {
  return new Map(grid.previousFact.map((line) => [line.scope, readAmount(line.value, scale)]));
}

/** Draft lines that differ from what is published. */
export function changedLines(grid: Pick<PlanMonth, 'published' | 'draft'>): DraftLine[] {
  const published = new Map(grid.published.map((line) => [lineKey(line), line.value]));
  return grid.draft.filter((line) => {
    const before = published.get(lineKey(line));
    if (line.value === null || before === undefined) return line.value !== (before ?? null);
    return Number(line.value) !== Number(before);
  });
}

/** Something is drafted that is no line of the grid. */
export function hasDraftBeside(grid: Pick<PlanMonth, 'draftConditions' | 'draftDimensions'>): boolean {
  return grid.draftConditions.length + grid.draftDimensions.length > 0;
}

/** Scopes of the people whose own targets the draft changes. */
export function changedPeople(grid: Pick<PlanMonth, 'published' | 'draft'>): Scope[] {
  return [...new Set(changedLines(grid).map((line) => line.scope))].filter((scope) => scope.startsWith('person:'));
}

function lineKey(line: { metric: Metric; scope: Scope }): string {
  return `${line.metric} ${line.scope}`;
}
