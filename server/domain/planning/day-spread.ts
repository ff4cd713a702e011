import { divideHalfEven, sum } from '../money.ts';
import type { Day } from '../period.ts';
import { listPersonWorkdays, type PersonCalendar } from './person-workdays.ts';
import type { CalendarKind, PlanPeriod } from './plan-period.ts';
import { weighDays, type SeasonCurves } from './season-curve.ts';
import { containsDay, subPeriods } from './sub-periods.ts';

/** What a day of a plan should bring, in the metric's unit. */
export interface DayTarget {
  readonly day: Day;
  readonly value: bigint;
}

export interface PartTarget {
  readonly period: PlanPeriod;
  readonly workdays: number;
  readonly value: bigint;
}

/**
 * E = P · Σ weights of the passed working days / Σ weights of all (peers.md 5.3), rounded half to even.
 * Without any weight the days are alike; without days it is nothing.
 */
export function expectedByWeights(plan: bigint, weights: readonly bigint[], passed: number): bigint {
  const used = weights.some((weight) => weight > 0n) ? weights : weights.map(() => 1n);
  const whole = sum(used);
  return whole === 0n ? 0n : divideHalfEven(plan * sum(used.slice(0, passed)), whole);
}

/** A plan cut by weights so that each beginning of the list adds up to what is expected by then, and all to the plan. */
export function spreadByWeights(plan: bigint, weights: readonly bigint[]): bigint[] {
  const used = weights.some((weight) => weight > 0n) ? weights : weights.map(() => 1n);
  const whole = sum(used);
  let [before, weight] = [0n, 0n];
  return used.map((own) => {
    weight += own;
    const until = divideHalfEven(plan * weight, whole);
    const part = until - before;
    before = until;
    return part;
  });
}

/** A plan over the person's own working days by the season curves; adds up exactly. A person without such days has no list. */
export function spreadOverDays(plan: bigint, period: PlanPeriod, person: PersonCalendar, curves: SeasonCurves = {}): DayTarget[] {
  const days = listPersonWorkdays(person, period);
  const values = spreadByWeights(plan, weighDays(days, curves));
  return days.map((day, at) => ({ day, value: values[at] ?? 0n }));
}

/** The same over weeks, months or other parts: each is the sum of its days, parts without working days are left out. */
export function spreadOverParts(
  plan: bigint,
  period: PlanPeriod,
  kind: CalendarKind,
  person: PersonCalendar,
  curves: SeasonCurves = {},
): PartTarget[] {
  const days = spreadOverDays(plan, period, person, curves);
  return subPeriods(period, kind).flatMap((part) => {
    const own = days.filter(({ day }) => containsDay(part, day));
    return own.length === 0 ? [] : [{ period: part, workdays: own.length, value: sum(own.map(({ value }) => value)) }];
  });
}
