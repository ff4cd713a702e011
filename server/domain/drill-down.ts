import { expectedInScope, readMonthClock, weightedInScope, wonInScope } from './overview.ts';
import type { WeightedDeal } from './forecast.ts';
import type { MonthFacts, WonDeal } from './month-facts.ts';
import type { Day } from './period.ts';
import type { Metric, Scope } from './plan.ts';
import { planLinesOf } from './scope.ts';

export type MoneyMeasure =
  | 'plan'
  | 'fact'
  | 'expected-to-date'
  | 'deviation'
  | 'forecast'
  | 'open'
  | 'weighted'
  | 'remaining'
  | 'overdue'
  | 'calls-norm';

/** A line of the list behind a number; the lines sum to the number exactly. */
export type DrillDownLine =
  | { readonly kind: 'won'; readonly deal: WonDeal; readonly value: bigint }
  | { readonly kind: 'open'; readonly item: WeightedDeal; readonly value: bigint }
  | { readonly kind: 'plan-line'; readonly metric: Metric; readonly scope: Scope; readonly value: bigint }
  | { readonly kind: 'plan-day'; readonly day: Day; readonly scope: Scope; readonly value: bigint };

/** What a number is made of; calls are listed from the store, because a month holds thousands. */
export function listBehind(facts: MonthFacts, scope: Scope, measure: MoneyMeasure): DrillDownLine[] {
  const clock = readMonthClock(facts);
  switch (measure) {
    case 'plan':
      return planLines(facts, scope, 'revenue');
    case 'fact':
      return wonLines(wonInScope(facts, scope));
    case 'expected-to-date':
      return planDays(facts, scope);
    case 'deviation':
      return [...wonLines(wonInScope(facts, scope).filter((deal) => deal.day <= clock.closedThrough)), ...negated(planDays(facts, scope))];
    case 'forecast':
      return [...wonLines(wonInScope(facts, scope)), ...openLines(weightedInScope(facts, scope), 'weighted')];
    case 'open':
      return openLines(
        weightedInScope(facts, scope).filter((item) => item.isExpected),
        'amount',
      );
    case 'weighted':
      return openLines(weightedInScope(facts, scope), 'weighted');
    case 'remaining':
      return [...planLines(facts, scope, 'revenue'), ...negated(wonLines(wonInScope(facts, scope)))];
    case 'overdue':
      return openLines(listOverdue(facts, scope), 'amount');
    case 'calls-norm':
      return planLines(facts, scope, 'calls').map((line) => ({ ...line, value: line.value * BigInt(clock.passed.length) }));
  }
}

/** Open deals of a scope whose close date has passed. */
export function listOverdue(facts: MonthFacts, scope: Scope): WeightedDeal[] {
  return weightedInScope(facts, scope).filter((item) => item.deal.closeDay !== null && item.deal.closeDay < facts.today);
}

function wonLines(deals: readonly WonDeal[]): DrillDownLine[] {
  return deals.map((deal) => ({ kind: 'won', deal, value: deal.amount }));
}

function openLines(items: readonly WeightedDeal[], by: 'amount' | 'weighted'): DrillDownLine[] {
  return items.map((item) => ({ kind: 'open', item, value: by === 'amount' ? item.deal.amount : item.weighted }));
}

function planLines(facts: MonthFacts, scope: Scope, metric: Metric): DrillDownLine[] {
  return planLinesOf(facts.team, facts.planLines, metric, scope).map((line) => ({ kind: 'plan-line', ...line }));
}

/** The plan's days that have passed: expected to date is their sum. */
function planDays(facts: MonthFacts, scope: Scope): DrillDownLine[] {
  const clock = readMonthClock(facts);
  return clock.passed.flatMap((day, index): DrillDownLine[] => {
    const after = expectedInScope(facts, scope, index + 1);
    const before = expectedInScope(facts, scope, index);
    return after === null || before === null ? [] : [{ kind: 'plan-day', day, scope, value: after - before }];
  });
}

function negated(lines: readonly DrillDownLine[]): DrillDownLine[] {
  return lines.map((line) => ({ ...line, value: -line.value }));
}
