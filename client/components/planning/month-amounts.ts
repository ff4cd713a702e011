import type { DraftLine, PlanMonth } from '#contract/plan.ts';
import type { Metric } from '#contract/wire.ts';
import { metricCatalogue } from '#domain/planning/metric-catalogue.ts';
import type { AmountScale } from './plan-amount.ts';
import type { PlanAmounts } from './plan-rows.ts';
import { draftAmounts, previousAmounts, publishedAmounts } from './plan-sheet.ts';

/** What the rows of a month are made of, for one metric, with edits that are not saved yet. */
export function monthAmounts(plan: PlanMonth, edits: readonly DraftLine[], metric: Metric, scale: AmountScale): PlanAmounts {
  const { nature, overTime, overPeople } = metricCatalogue[metric];
  return {
    draft: draftAmounts(plan, edits, metric, scale),
    published: publishedAmounts(plan, metric, scale),
    previousFact: metric === 'revenue' ? previousAmounts(plan, scale) : new Map(),
    groupsNeedPlan: nature === 'result' && overTime === 'sum',
    addsUp: overPeople !== 'ratio',
  };
}
