import type { Measure } from '#contract/drill-down.ts';
import type { CellNumbers } from '#contract/review.ts';
import type { Metric } from '#contract/wire.ts';

export type CellFigure = 'plan' | 'expected' | 'fact' | 'deviation' | 'forecast';

/** What stands behind a number of a cell: a list of the workspace, or the things that a further metric counts. */
export type CellList =
  | { readonly kind: 'measure'; readonly asked: { measure: Measure; scope: string; month: string } }
  | { readonly kind: 'things'; readonly asked: { metric: Metric; scope: string; month: string } };

const measures: Partial<Record<Metric, Partial<Record<CellFigure, Measure>>>> = {
  revenue: { plan: 'plan', expected: 'expected-to-date', fact: 'fact', deviation: 'deviation', forecast: 'forecast' },
  calls: { plan: 'calls-norm', fact: 'calls', deviation: 'calls' },
};

export function listOf({ metric, scope, month }: Pick<CellNumbers, 'metric' | 'scope' | 'month'>, figure: CellFigure): CellList {
  const measure = measures[metric]?.[figure];
  return measure === undefined
    ? { kind: 'things', asked: { metric, scope, month } }
    : { kind: 'measure', asked: { measure, scope, month } };
}
