import { factsInScope } from './facts-by-person.ts';
import { adjustmentsOf, sumAdjustments, type Adjustment } from './forecast/adjustment.ts';
import { forecastPeriod, type Forecast, type ForecastWindow, type OpenGroup } from './forecast/weighted-pipeline.ts';
import type { MonthFacts, WonDay } from './month-facts.ts';
import { shareOf, sum } from './money.ts';
import { dailyRates, judgePace, runRate, type PaceStatus } from './pace.ts';
import { daysBetween, firstDay, lastDay, monthOf, shiftDay, type Day } from './period.ts';
import type { Scope } from './plan.ts';
import { expectAfter, normInForce, planInForce } from './plan-in-force.ts';
import { peopleInScope } from './scope.ts';
import { listPassedWorkdays, listWorkdays } from './workdays.ts';

/** The numbers of one row: a person, a department or the company. Money in minor units. */
export interface ScopeNumbers {
  readonly scope: Scope;
  readonly plan: bigint | null;
  readonly fact: bigint;
  readonly attainment: number | null;
  readonly expected: bigint | null;
  /** Fact by the last close minus expected to date; without a plan it is that fact itself. */
  readonly deviation: bigint;
  readonly forecast: Forecast;
  readonly forecastShare: number | null;
  readonly status: PaceStatus;
  readonly calls: { fact: number; norm: number | null; unknownLength: number };
}

/** Working days of the month as they stand today. */
export interface MonthClock {
  readonly workdays: readonly Day[];
  readonly passed: readonly Day[];
  /** Working days from today on. */
  readonly left: number;
  readonly lastClose: Day | null;
  /** Last calendar day that has ended inside the month: facts up to it are compared with expected to date. */
  readonly closedThrough: Day;
}

export function readMonthClock(facts: MonthFacts): MonthClock {
  const workdays = listWorkdays(facts.calendar, facts.month);
  const passed = listPassedWorkdays(facts.calendar, facts.month, facts.today);
  return {
    workdays,
    passed,
    left: workdays.length - passed.length,
    lastClose: passed.at(-1) ?? null,
    closedThrough: shiftDay(facts.today, -1),
  };
}

export function forecastWindow(facts: Pick<MonthFacts, 'month' | 'today' | 'wonCycleDays' | 'usesCloseDates'>): ForecastWindow {
  const first = firstDay(facts.month);
  const last = lastDay(facts.month);
  const from = facts.today > first ? facts.today : first;
  return {
    firstDay: first,
    lastDay: last,
    daysLeft: Math.max(0, daysBetween(from, last) + 1),
    wonCycleDays: facts.wonCycleDays,
    usesCloseDates: facts.usesCloseDates,
  };
}

/** Deals won in the month inside a scope, by day. */
export function wonInScope(facts: MonthFacts, scope: Scope): WonDay[] {
  return factsInScope(facts, scope).won.filter((won) => monthOf(won.day) === facts.month);
}

/** Open deals that can count this month inside a scope; none once the month is over. */
export function openInScope(facts: MonthFacts, scope: Scope): readonly OpenGroup[] {
  return facts.today > lastDay(facts.month) ? [] : factsInScope(facts, scope).open;
}

/** What heads have added inside a scope. */
export function adjustmentsInScope(facts: MonthFacts, scope: Scope): Adjustment[] {
  return adjustmentsOf(facts.adjustments ?? [], peopleInScope(facts.team, scope));
}

/** The matrix and the list of what needs attention ask for the same people. */
const computed = new WeakMap<MonthFacts, Map<Scope, ScopeNumbers>>();

/** All numbers of one scope. Invariant: money adds up exactly over disjoint scopes, ranges do not. */
export function computeScope(facts: MonthFacts, scope: Scope): ScopeNumbers {
  const scopes = computed.get(facts) ?? new Map<Scope, ScopeNumbers>();
  computed.set(facts, scopes);
  const numbers = scopes.get(scope) ?? computeNumbers(facts, scope);
  scopes.set(scope, numbers);
  return numbers;
}

function computeNumbers(facts: MonthFacts, scope: Scope): ScopeNumbers {
  const clock = readMonthClock(facts);
  const plan = planInForce(facts, 'revenue', scope);
  const won = wonInScope(facts, scope);
  const fact = sum(won.map((deal) => deal.amount));
  const closed = sum(won.filter((deal) => deal.day <= clock.closedThrough).map((deal) => deal.amount));
  const expected = expectAfter(facts, scope)(clock.passed.length);
  const forecast = forecastPeriod(fact, openInScope(facts, scope), sumAdjustments(adjustmentsInScope(facts, scope)));
  return {
    scope,
    plan,
    fact,
    attainment: plan === null ? null : shareOf(fact, plan),
    expected,
    deviation: closed - (expected ?? 0n),
    forecast,
    forecastShare: plan === null ? null : shareOf(forecast.expected, plan),
    status: judgePace({ plan, fact: closed, expected: expected ?? 0n, passed: clock.passed.length }),
    calls: callsOf(facts, scope, clock),
  };
}

function callsOf(facts: MonthFacts, scope: Scope, clock: MonthClock): ScopeNumbers['calls'] {
  const days = factsInScope(facts, scope).calls.filter((day) => monthOf(day.day) === facts.month && day.day <= clock.closedThrough);
  return {
    fact: days.reduce((total, day) => total + day.counted, 0),
    norm: normInForce(facts, scope),
    unknownLength: days.reduce((total, day) => total + day.unknownLength, 0),
  };
}

export interface PaceDay {
  readonly day: Day;
  readonly isWorkday: boolean;
  readonly plan: bigint | null;
  readonly fact: bigint | null;
  readonly runRate: bigint | null;
  readonly forecast: bigint | null;
  readonly low: bigint | null;
  readonly high: bigint | null;
}

/** Running totals of the month day by day; the forecast leaves today's fact and spreads its rest over working days. */
export function computePace(facts: MonthFacts, numbers: ScopeNumbers): PaceDay[] {
  const clock = readMonthClock(facts);
  const won = wonInScope(facts, numbers.scope);
  const workdays = new Set(clock.workdays);
  const ahead = clock.workdays.filter((day) => day >= facts.today);
  const length = daysBetween(firstDay(facts.month), lastDay(facts.month)) + 1;
  const expected = expectAfter(facts, numbers.scope);
  const rate = runRate(closedFact(numbers), clock.workdays.length, clock.passed.length);
  return Array.from({ length }, (_, index) => {
    const day = shiftDay(firstDay(facts.month), index);
    const worked = clock.workdays.filter((workday) => workday <= day).length;
    const done = ahead.filter((workday) => workday <= day).length;
    const part = (end: bigint): bigint | null =>
      day < facts.today || ahead.length === 0 ? null : spread(numbers.fact, end, done, ahead.length);
    return {
      day,
      isWorkday: workdays.has(day),
      plan: expected(worked),
      fact: day > facts.today ? null : sum(won.filter((deal) => deal.day <= day).map((deal) => deal.amount)),
      runRate: rate === null ? null : part(rate),
      forecast: part(numbers.forecast.expected),
      low: part(numbers.forecast.low),
      high: part(numbers.forecast.high),
    };
  });
}

/** Fact by the last close: a pace counts finished days only, so it counts their fact only. */
function closedFact(numbers: ScopeNumbers): bigint {
  return numbers.deviation + (numbers.expected ?? 0n);
}

function spread(from: bigint, to: bigint, done: number, all: number): bigint {
  return from + ((to - from) * BigInt(done)) / BigInt(all);
}

/** Calendar days that one point of the sparkline sums. */
export const trendSpanDays = 5;
const trendPoints = 30;

/** Sums of the five days up to each of the last thirty days, minor units. */
export function computeTrend(facts: MonthFacts, scope: Scope): bigint[] {
  const places = placeTrendDays(facts);
  const won = Array.from(places, () => 0n);
  for (const { day, amount } of factsInScope(facts, scope).won) {
    const at = places.get(day);
    if (at !== undefined) won[at] = (won[at] ?? 0n) + amount;
  }
  return Array.from({ length: trendPoints }, (_, index) => sum(won.slice(index, index + trendSpanDays)));
}

/** Every row of the matrix looks at the same days. */
const trendDaysOf = new WeakMap<MonthFacts, ReadonlyMap<Day, number>>();

/** The days that a trend sums with their places, oldest first. */
function placeTrendDays(facts: MonthFacts): ReadonlyMap<Day, number> {
  const known = trendDaysOf.get(facts);
  if (known !== undefined) return known;
  const length = trendPoints + trendSpanDays - 1;
  const places = new Map(Array.from({ length }, (_, index) => [shiftDay(facts.today, index - length), index]));
  trendDaysOf.set(facts, places);
  return places;
}

/** Figures of the tiles that concern the whole scope. */
export function computeHeadline(facts: MonthFacts, numbers: ScopeNumbers) {
  const clock = readMonthClock(facts);
  const remaining = numbers.plan === null ? null : numbers.plan - numbers.fact;
  const closed = closedFact(numbers);
  const rates =
    numbers.plan === null
      ? null
      : dailyRates({ plan: numbers.plan, fact: numbers.fact, closed, passed: clock.passed.length, left: clock.left });
  return {
    remaining,
    neededPerDay: rates?.needed ?? null,
    actualPerDay: rates?.actual ?? null,
    acceleration: rates?.acceleration ?? null,
    coverage: remaining === null ? null : shareOf(numbers.forecast.open, remaining),
    weightedCoverage: remaining === null ? null : shareOf(numbers.forecast.weighted, remaining),
    runRate: runRate(closed, clock.workdays.length, clock.passed.length),
  };
}
