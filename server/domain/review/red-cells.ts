import { factsInScope } from '../facts-by-person.ts';
import type { MonthFacts } from '../month-facts.ts';
import { computeScope, readMonthClock } from '../overview.ts';
import { daysBeforeJudging, judgePace } from '../pace.ts';
import { monthOf, type Day } from '../period.ts';
import { personScope, type Metric, type Scope } from '../plan.ts';
import { expectAfter } from '../plan-in-force.ts';
import { dueBy } from '../planning/attainment.ts';
import { metricCatalogue } from '../planning/metric-catalogue.ts';
import { isRedAgainst, levelOf } from './red-level.ts';

/** A number of a person that is behind, in the smallest part of its metric's unit. */
export interface RedCell {
  readonly metric: Metric;
  readonly userId: bigint;
  readonly scope: Scope;
  readonly month: string;
  /** Of the month; of calls the norm to the last close, because a norm is of days. */
  readonly plan: bigint;
  /** Of revenue and calls by the last close; of all else as it stands, the same as beside its plan. */
  readonly fact: bigint;
  readonly expected: bigint;
  /** Fact minus expected: below zero, or above it where less is better. */
  readonly deviation: bigint;
  /** Where the month will end and eight of ten outcomes; null of all but revenue, which alone is forecast. */
  readonly forecast: { readonly expected: bigint; readonly low: bigint; readonly high: bigint } | null;
  /** The first day it has been red since without a break; null where that cannot be told. */
  readonly redSince: Day | null;
}

/** What a person is to bring of a further metric in the month, and has brought by now; null where there is nothing to tell. */
export interface CountedPlan {
  readonly metric: Metric;
  readonly userId: bigint;
  readonly plan: bigint;
  readonly fact: bigint | null;
}

/**
 * The red cells of some people: of revenue and calls the same numbers and verdict as on the overview, of everything else that has
 * a plan and is counted those of plan and fact side by side.
 */
export function listRedCells(facts: MonthFacts, people: Iterable<bigint>, counted: readonly CountedPlan[] = []): RedCell[] {
  const own = Map.groupBy(counted, ({ userId }) => userId);
  return [...people].flatMap((userId) =>
    [
      findRedMoney(facts, userId),
      findRedCalls(facts, userId),
      ...(own.get(userId) ?? []).map((plan) => findRedCounted(facts, plan)),
    ].filter((cell) => cell !== null),
  );
}

function findRedCounted(facts: MonthFacts, { metric, userId, plan, fact }: CountedPlan): RedCell | null {
  const { workdays, passed } = readMonthClock(facts);
  if (fact === null || passed.length < daysBeforeJudging) return null;
  const expected = expectedOf({ metric, plan }, workdays.length, passed.length);
  const scope = personScope(userId);
  return isRedAgainst({ metric, fact, expected })
    ? { metric, userId, scope, month: facts.month, plan, fact, expected, deviation: fact - expected, forecast: null, redSince: null }
    : null;
}

/** What grows day by day is due as far as the days have passed, a state and a ratio as a whole. */
export function expectedOf({ metric, plan }: Pick<CountedPlan, 'metric' | 'plan'>, workdays: number, passed: number): bigint {
  return metricCatalogue[metric].overTime === 'sum' ? dueBy(plan, workdays, passed) : plan;
}

/** How far a number is behind, as a share of what should be there: by it numbers of different units are put in order. */
export function shortfallOf(cell: RedCell): number {
  return 1 - (levelOf(cell) ?? 0);
}

function findRedMoney(facts: MonthFacts, userId: bigint): RedCell | null {
  const scope = personScope(userId);
  const { plan, expected, deviation, forecast, status } = computeScope(facts, scope);
  if (status !== 'behind' || plan === null || expected === null) return null;
  const { expected: end, low, high } = forecast;
  const cell = { metric: 'revenue', userId, scope, month: facts.month, plan, expected, deviation } as const;
  return { ...cell, fact: expected + deviation, forecast: { expected: end, low, high }, redSince: findRedSince(facts, scope, plan) };
}

function findRedCalls(facts: MonthFacts, userId: bigint): RedCell | null {
  const scope = personScope(userId);
  const { fact, norm } = computeScope(facts, scope).calls;
  const { passed } = readMonthClock(facts);
  // Where the portal tells no calls at all, nobody is behind with them.
  if (norm === null || norm === 0 || facts.callSource === 'none' || passed.length === 0) return null;
  const [plan, made] = [BigInt(norm), BigInt(fact)];
  if (!isRedAgainst({ metric: 'calls', fact: made, expected: plan })) return null;
  const cell = { metric: 'calls', userId, scope, month: facts.month, plan, expected: plan, fact: made } as const;
  return { ...cell, deviation: made - plan, forecast: null, redSince: null };
}

/** Looks back over the closes of the month for the one since which the pace has been behind. */
function findRedSince(facts: MonthFacts, scope: Scope, plan: bigint): Day | null {
  const { passed } = readMonthClock(facts);
  const expect = expectAfter(facts, scope);
  const won = factsInScope(facts, scope).won.filter(({ day }) => monthOf(day) === facts.month);
  let since: Day | null = null;
  for (const [at, close] of passed.entries()) {
    const fact = won.reduce((total, { day, amount }) => (day <= close ? total + amount : total), 0n);
    const status = judgePace({ plan, fact, expected: expect(at + 1) ?? 0n, passed: at + 1 });
    since = status === 'behind' ? (since ?? close) : null;
  }
  return since;
}
