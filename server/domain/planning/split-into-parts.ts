import { sum } from '../money.ts';
import type { Scope } from '../plan.ts';
import { listPersonWorkdays, type PersonCalendar } from './person-workdays.ts';
import type { PlanPeriod } from './plan-period.ts';
import type { PlanTree } from './plan-tree.ts';
import { weighDays, type SeasonCurves } from './season-curve.ts';
import { splitTotal } from './split.ts';
import { containsDay } from './sub-periods.ts';

export interface PartsOfPlan {
  readonly tree: PlanTree;
  /** Of the whole period, in the smallest part of the metric's unit. */
  readonly targets: ReadonlyMap<Scope, bigint>;
  readonly period: PlanPeriod;
  /** Fill the period, in order. */
  readonly parts: readonly PlanPeriod[];
  /** When the owner works; the company and departments work by the company's calendar. */
  calendarOf(scope: Scope): PersonCalendar;
  readonly curves: SeasonCurves;
  /** Parts are multiples of the first of them that the target is a multiple of. */
  readonly steps: readonly bigint[];
}

/**
 * Targets of a period cut into its parts, by the owner's own working days and the season curves: each adds up to its target, and where
 * people make up their group, their parts make up the group's. What a group has beside its people is cut by the company's calendar.
 */
export function splitIntoParts(asked: PartsOfPlan): Map<Scope, bigint[]> {
  const found = new Map<Scope, bigint[]>();
  /** What stands for a row in the one above: its own parts, else the sum of those below. */
  const rolled = new Map<Scope, bigint[]>();
  for (const row of asked.tree.rows.toReversed()) {
    const children = asked.tree.childrenOf(row).flatMap((child) => {
      const parts = rolled.get(child);
      return parts === undefined ? [] : [parts];
    });
    const sums = asked.parts.map((_, at) => sum(children.map((parts) => parts[at] ?? 0n)));
    const target = asked.targets.get(row);
    if (target === undefined) {
      if (children.length > 0) rolled.set(row, sums);
      continue;
    }
    const own = children.length === 0 ? cut(asked, row, target) : cutWithPeople(asked, row, target, sums);
    found.set(row, own);
    rolled.set(row, own);
  }
  return found;
}

/** People's parts and what the group has beside them; a group that is far below its people is cut alone. */
function cutWithPeople(asked: PartsOfPlan, row: Scope, target: bigint, sums: readonly bigint[]): bigint[] {
  const rest = cut(asked, row, target - sum(sums));
  const parts = sums.map((value, at) => value + (rest[at] ?? 0n));
  return parts.some((part) => part < 0n) ? cut(asked, row, target) : parts;
}

function cut(asked: PartsOfPlan, row: Scope, target: bigint): bigint[] {
  const days = listPersonWorkdays(asked.calendarOf(row), asked.period);
  const weights = weighDays(days, asked.curves);
  const ofPart = asked.parts.map((part) => sum(days.flatMap((day, at) => (containsDay(part, day) ? [weights[at] ?? 0n] : []))));
  const step = asked.steps.find((candidate) => target % candidate === 0n) ?? 1n;
  return [...splitTotal(target, asked.parts.length, { kind: 'weights', weights: ofPart }, { step }).parts];
}
