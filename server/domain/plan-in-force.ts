import { normToDate } from './intensity/calls.ts';
import { sum } from './money.ts';
import type { MonthFacts } from './month-facts.ts';
import { expectedToDate } from './pace.ts';
import { firstDay, lastDay, listDays, type Day } from './period.ts';
import { findTarget, type Metric, type PlanLine, type Scope } from './plan.ts';
import { findVersionInForce, judgeDays } from './planning/version-in-force.ts';
import { planLinesOf, planOf } from './scope.ts';
import { listPassedWorkdays, listWorkdays } from './workdays.ts';

/** What a line of the plan brings to its month, or a stretch of it that one version holds. */
export interface PlanPart extends PlanLine {
  readonly version: number;
  /** The first day of the stretch; null where one version holds the whole month. */
  readonly from: Day | null;
}

/** The parts that make up the target of a scope for the month; none without a plan. A norm for a working day comes as its mean. */
export function planParts(facts: MonthFacts, metric: Metric, scope: Scope): PlanPart[] {
  if (facts.planVersions === undefined) return wholeLines(facts, metric, scope);
  return judgedLines(facts, metric, scope).flatMap((line) =>
    line.stretches.map(({ values, ...part }) => ({ ...part, metric, scope: line.scope, value: sum(values) })),
  );
}

/** The target of a scope for the month in the metric's unit: Σ of its parts; null when nobody in it has one. */
export function planInForce(facts: MonthFacts, metric: Metric, scope: Scope): bigint | null {
  if (facts.planVersions === undefined) return planOf(facts.team, facts.planLines, metric, scope);
  const parts = planParts(facts, metric, scope);
  return parts.length === 0 ? null : sum(parts.map(({ value }) => value));
}

/**
 * What a scope should have after some working days, for many questions in a row. Each line of its plan is rounded by itself,
 * so that people add up to their department to the minor unit; null without a plan.
 */
export function expectAfter(facts: MonthFacts, scope: Scope): (worked: number) => bigint | null {
  const { length } = listWorkdays(facts.calendar, facts.month);
  if (facts.planVersions === undefined) {
    const lines = planLinesOf(facts.team, facts.planLines, 'revenue', scope);
    return (worked) => (lines.length === 0 ? null : sum(lines.map((line) => expectedToDate(line.value, length, worked))));
  }
  const lines = judgedLines(facts, 'revenue', scope);
  return (worked) => (lines.length === 0 ? null : sum(lines.flatMap((line) => line.days.slice(0, worked))));
}

/** The parts of a norm for each working day, over the working days that have passed by the version each of them is judged by. */
export function normParts(facts: MonthFacts, scope: Scope): PlanPart[] {
  const passed = listPassedWorkdays(facts.calendar, facts.month, facts.today);
  if (facts.planVersions === undefined)
    return wholeLines(facts, 'calls', scope).map((line) => ({ ...line, value: line.value * BigInt(passed.length) }));
  return judgedLines(facts, 'calls', scope).flatMap((line) =>
    line.stretches.map(({ values, begin, daily, ...part }) => {
      const worked = Math.min(Math.max(passed.length - begin, 0), values.length);
      return { ...part, metric: 'calls', scope: line.scope, value: daily * BigInt(worked) };
    }),
  );
}

/** Calls there should be by the close of the last working day; null without a norm. */
export function normInForce(facts: MonthFacts, scope: Scope): number | null {
  if (facts.planVersions === undefined) {
    const passed = listPassedWorkdays(facts.calendar, facts.month, facts.today);
    return normToDate(planOf(facts.team, facts.planLines, 'calls', scope), passed.length);
  }
  const parts = normParts(facts, scope);
  return parts.length === 0 ? null : Number(sum(parts.map(({ value }) => value)));
}

/** The line of a scope itself on a day, or on the nearest day of the month; null where it has none. */
export function findTargetOn(facts: MonthFacts, metric: Metric, scope: Scope, day: Day): bigint | null {
  const [first, last] = [firstDay(facts.month), lastDay(facts.month)];
  const inside = day < first ? first : day > last ? last : day;
  const lines = facts.planVersions === undefined ? facts.planLines : findVersionInForce(facts.planVersions, inside)?.lines;
  return findTarget(lines ?? [], metric, scope);
}

/** Metrics that anybody has a target for on some day of the month. */
export function plannedMetrics(facts: MonthFacts): Metric[] {
  const versions = facts.planVersions ?? [{ lines: facts.planLines }];
  return [...new Set(versions.flatMap(({ lines }) => lines.map(({ metric }) => metric)))];
}

/** Some day of the month has a line of this scope. */
export function isPlanned(facts: MonthFacts, scope: Scope): boolean {
  const versions = facts.planVersions ?? [{ lines: facts.planLines }];
  return versions.some(({ lines }) => lines.some((line) => line.scope === scope));
}

function wholeLines(facts: MonthFacts, metric: Metric, scope: Scope): PlanPart[] {
  const lines = planLinesOf(facts.team, facts.planLines, metric, scope);
  return lines.map((line) => ({ ...line, version: facts.planVersion, from: null }));
}

interface Stretch {
  readonly version: number;
  readonly from: Day;
  /** Working days of the month before it. */
  readonly begin: number;
  /** The target as the version sets it. */
  readonly daily: bigint;
  /** What each of its working days brings to the month. */
  readonly values: readonly bigint[];
}

interface JudgedLine {
  readonly scope: Scope;
  readonly days: readonly bigint[];
  readonly stretches: readonly Stretch[];
}

/** Lines of all versions that make up the plan of a scope, each judged day by day. */
function judgedLines(facts: MonthFacts, metric: Metric, scope: Scope): JudgedLine[] {
  const versions = facts.planVersions ?? [];
  const targets = new Map(
    versions.map(({ version, lines }) => {
      const own = planLinesOf(facts.team, lines, metric, scope);
      return [version, new Map(own.map((line) => [line.scope, line.value]))];
    }),
  );
  const scopes = new Set([...targets.values()].flatMap((lines) => [...lines.keys()]));
  const workdays = listWorkdays(facts.calendar, facts.month);
  // A month without a working day is judged by its calendar days.
  const days = (workdays.length === 0 ? listDays(facts.month) : workdays).map((day) => ({ day, weight: 1n }));
  return [...scopes].flatMap((owner) => {
    const targetOf = (version: number): bigint | null => targets.get(version)?.get(owner) ?? null;
    const judged = judgeDays(days, versions, targetOf);
    const stretches = findStretches(facts, judged).flatMap((stretch) => {
      const daily = targetOf(stretch.version);
      return daily === null ? [] : [{ ...stretch, daily }];
    });
    return stretches.length === 0 ? [] : [{ scope: owner, days: judged.map(({ value }) => value), stretches }];
  });
}

/** Days in a row that one version holds; those before the first version belong to none. */
function findStretches(
  { month, planVersions }: MonthFacts,
  judged: readonly { readonly day: Day; readonly version: number | null; readonly value: bigint }[],
): Omit<Stretch, 'daily'>[] {
  const found: (Omit<Stretch, 'daily' | 'values'> & { values: bigint[] })[] = [];
  let before: number | null = null;
  judged.forEach(({ day, version, value }, begin) => {
    if (version !== null && version !== before) {
      const { effectiveFrom } = planVersions?.find((one) => one.version === version) ?? { effectiveFrom: day };
      found.push({ version, from: effectiveFrom > firstDay(month) ? effectiveFrom : firstDay(month), begin, values: [] });
    }
    if (version !== null) found.at(-1)?.values.push(value);
    before = version;
  });
  return found;
}
