import { factsInScope } from '../facts-by-person.ts';
import type { MonthFacts } from '../month-facts.ts';
import { computeScope, readMonthClock } from '../overview.ts';
import { judgePace } from '../pace.ts';
import { monthOf, type Day } from '../period.ts';
import { personScope, type Scope } from '../plan.ts';
import { expectAfter } from '../plan-in-force.ts';

/** Metrics whose cells are judged day by day: money by the pace of the plan, calls by the norm of the days that have passed. */
export const judgedMetrics = ['revenue', 'calls'] as const;
export type JudgedMetric = (typeof judgedMetrics)[number];

/** A number of a person that is behind. Money in minor units, calls in pieces. */
export interface RedCell {
  readonly metric: JudgedMetric;
  readonly userId: bigint;
  readonly scope: Scope;
  readonly month: string;
  /** Of the month; of calls the norm to the last close, because a norm is of days. */
  readonly plan: bigint;
  /** By the last close, like everything that is judged. */
  readonly fact: bigint;
  readonly expected: bigint;
  /** Fact minus expected, below zero. */
  readonly deviation: bigint;
  /** Where the month will end and eight of ten outcomes; null of calls, which are not forecast. */
  readonly forecast: { readonly expected: bigint; readonly low: bigint; readonly high: bigint } | null;
  /** The first day it has been red since without a break; null where that cannot be told. */
  readonly redSince: Day | null;
}

/** Below this share of their norm calls are red. */
const redCallShare = 80n;

/** The red cells of some people: the same numbers and the same verdict as on the overview. */
export function listRedCells(facts: MonthFacts, people: Iterable<bigint>): RedCell[] {
  return [...people].flatMap((userId) => [findRedMoney(facts, userId), findRedCalls(facts, userId)].filter((cell) => cell !== null));
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
  if (BigInt(fact) * 100n >= BigInt(norm) * redCallShare) return null;
  const [plan, made] = [BigInt(norm), BigInt(fact)];
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
