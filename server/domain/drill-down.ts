import { factsInScope } from './facts-by-person.ts';
import type { DealCategory } from './forecast/deal-category.ts';
import type { OpenGroup } from './forecast/weighted-pipeline.ts';
import { sum } from './money.ts';
import type { MonthFacts } from './month-facts.ts';
import { adjustmentsInScope, openInScope, readMonthClock, wonInScope } from './overview.ts';
import { lastDay, type Day } from './period.ts';
import { personScope, type Scope } from './plan.ts';
import { expectAfter, normParts, planParts, type PlanPart } from './plan-in-force.ts';
import { findVersionInForce } from './planning/version-in-force.ts';

/** Open deals of a month by what they count as. */
export type CategoryMeasure = `category-${DealCategory}`;

export type MoneyMeasure =
  | 'plan'
  | 'fact'
  | 'expected-to-date'
  | 'deviation'
  | 'forecast'
  | 'open'
  | 'weighted'
  | CategoryMeasure
  | 'remaining'
  | 'overdue'
  | 'calls-norm';

/** A line of the list behind a number that is no deal. */
export type PlanItem =
  | ({ readonly kind: 'plan-line' } & PlanPart)
  /** What a head has added to the forecast of a person. */
  | {
      readonly kind: 'adjustment';
      readonly scope: Scope;
      readonly value: bigint;
      readonly reason: string;
      readonly dealIds: readonly bigint[];
    }
  /** `version` is null where the last one holds the whole month. */
  | { readonly kind: 'plan-day'; readonly day: Day; readonly scope: Scope; readonly value: bigint; readonly version: number | null };

/** Which deals of the store make up a section, in the order the store lists them. */
export type DealSelection =
  /** Won in the month up to a day. */
  | { readonly kind: 'won'; readonly through: Day }
  /** Open and due up to a day. */
  | { readonly kind: 'due'; readonly through: Day }
  | { readonly kind: 'undated' };

/**
 * A section of the list behind a number: lines at hand, or deals that the store lists page by page,
 * with how many they are and what they sum to.
 */
export type Section =
  | { readonly kind: 'plan'; readonly items: readonly PlanItem[] }
  | {
      readonly kind: 'deals';
      readonly selection: DealSelection;
      readonly by: 'amount' | 'negative-amount' | 'weighted';
      /** Open deals of this category only. */
      readonly category?: DealCategory;
      readonly deals: number;
      readonly value: bigint;
    };

export type DealSection = Extract<Section, { kind: 'deals' }>;

/** What a number is made of: the sections sum to it exactly. Calls are listed from the store. */
export function sectionsBehind(facts: MonthFacts, scope: Scope, measure: MoneyMeasure): Section[] {
  const clock = readMonthClock(facts);
  switch (measure) {
    case 'plan':
      return [planLines(planParts(facts, 'revenue', scope))];
    case 'fact':
      return [wonDeals(facts, scope, lastDay(facts.month))];
    case 'expected-to-date':
      return [planDays(facts, scope, 1n)];
    case 'deviation':
      return [wonDeals(facts, scope, clock.closedThrough), planDays(facts, scope, -1n)];
    case 'forecast':
      return [adjustments(facts, scope), wonDeals(facts, scope, lastDay(facts.month)), ...openDeals(facts, scope, 'weighted')];
    case 'open':
      return openDeals(facts, scope, 'amount');
    case 'weighted':
      return openDeals(facts, scope, 'weighted');
    case 'category-commit':
      return openDeals(facts, scope, 'amount', 'commit');
    case 'category-best':
      return openDeals(facts, scope, 'amount', 'best');
    case 'category-pipeline':
      return openDeals(facts, scope, 'amount', 'pipeline');
    case 'category-omitted':
      return openDeals(facts, scope, 'amount', 'omitted');
    case 'remaining':
      return [planLines(planParts(facts, 'revenue', scope)), negative(wonDeals(facts, scope, lastDay(facts.month)))];
    case 'overdue':
      return [overdueInScope(facts, scope)];
    case 'calls-norm':
      return [planLines(normParts(facts, scope))];
  }
}

function adjustments(facts: MonthFacts, scope: Scope): Section {
  const own = adjustmentsInScope(facts, scope);
  return {
    kind: 'plan',
    items: own.map(({ userId, value, reason, dealIds }) => ({
      ...{ kind: 'adjustment' as const, scope: personScope(userId), value, reason, dealIds },
    })),
  };
}

export const sizeOf = (section: Section): number => (section.kind === 'plan' ? section.items.length : section.deals);
export const valueOf = (section: Section): bigint =>
  section.kind === 'plan' ? sum(section.items.map((item) => item.value)) : section.value;

/** Open deals of a scope whose close date has passed. */
export function overdueInScope(facts: MonthFacts, scope: Scope): DealSection {
  const found = facts.today > lastDay(facts.month) ? [] : factsInScope(facts, scope).overdue;
  return {
    kind: 'deals',
    selection: { kind: 'due', through: readMonthClock(facts).closedThrough },
    by: 'amount',
    deals: found.reduce((total, item) => total + item.deals, 0),
    value: sum(found.map((item) => item.amount)),
  };
}

function wonDeals(facts: MonthFacts, scope: Scope, through: Day): DealSection {
  const won = wonInScope(facts, scope).filter((one) => one.day <= through);
  return {
    kind: 'deals',
    selection: { kind: 'won', through: through < lastDay(facts.month) ? through : lastDay(facts.month) },
    by: 'amount',
    deals: won.reduce((total, one) => total + one.deals, 0),
    value: sum(won.map((one) => one.amount)),
  };
}

/** By amount only what is expected in the month; by weight everything that can count in it. */
function openDeals(facts: MonthFacts, scope: Scope, by: 'amount' | 'weighted', category?: DealCategory): DealSection[] {
  const isAsked = (group: OpenGroup): boolean => category === undefined || group.category === category;
  const groups = openInScope(facts, scope).filter((group) => (by === 'weighted' || group.isExpected) && isAsked(group));
  const part = (selection: DealSelection): DealSection => {
    const own = groups.filter((group) => group.isDated === (selection.kind === 'due'));
    return {
      kind: 'deals',
      selection,
      by,
      ...(category === undefined ? {} : { category }),
      deals: own.reduce((total, group) => total + group.deals, 0),
      value: sum(own.map((group) => group[by])),
    };
  };
  return [part({ kind: 'due', through: lastDay(facts.month) }), part({ kind: 'undated' })];
}

function planLines(parts: readonly PlanPart[]): Section {
  return { kind: 'plan', items: parts.map((part) => ({ kind: 'plan-line', ...part })) };
}

/** The plan's days that have passed: expected to date is their sum. */
function planDays(facts: MonthFacts, scope: Scope, sign: 1n | -1n): Section {
  const expected = expectAfter(facts, scope);
  const items = readMonthClock(facts).passed.flatMap((day, index): PlanItem[] => {
    const after = expected(index + 1);
    const before = expected(index);
    const version = findVersionInForce(facts.planVersions ?? [], day)?.version ?? null;
    return after === null || before === null ? [] : [{ kind: 'plan-day', day, scope, value: sign * (after - before), version }];
  });
  return { kind: 'plan', items };
}

function negative(section: DealSection): DealSection {
  return { ...section, by: 'negative-amount', value: -section.value };
}
