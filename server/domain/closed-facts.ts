import { factsInScope, peopleWithFacts } from './facts-by-person.ts';
import type { MonthFacts } from './month-facts.ts';
import { computeScope, wonInScope } from './overview.ts';
import { lastDay, monthOf } from './period.ts';
import { departmentScope, personScope, type Metric, type Scope } from './plan.ts';
import { findTargetOn, isPlanned, planInForce, plannedMetrics } from './plan-in-force.ts';
import { metricCatalogue } from './planning/metric-catalogue.ts';

/** What a month came to for one metric of a scope, in the metric's unit; calls are a number for the month. */
export interface MonthResult {
  readonly metric: Metric;
  readonly scope: Scope;
  readonly target: bigint | null;
  /** Null where it is not known. */
  readonly fact: bigint | null;
  /** Deals or calls that make up the fact. */
  readonly items: bigint | null;
}

/** Metrics that are counted for every month, planned or not. */
const always: readonly Metric[] = ['revenue', 'deals-won', 'calls'];

/** Planned metrics whose facts are counted elsewhere. */
export function listFurtherMetrics(facts: MonthFacts): Metric[] {
  return plannedMetrics(facts).filter((metric) => !always.includes(metric));
}

/**
 * Results of an ended month for the company, every department and everybody with a plan or a fact; nothing for what has neither.
 * Facts of further metrics are told by whoever counts them.
 */
export function listMonthResults(facts: MonthFacts, furtherFact: (metric: Metric, scope: Scope) => bigint | null): MonthResult[] {
  const metrics = [...always, ...listFurtherMetrics(facts)];
  return listScopes(facts).flatMap((scope) =>
    metrics
      .map((metric) => ({ metric, scope, target: targetOf(facts, metric, scope), ...factOf(facts, metric, scope, furtherFact) }))
      .filter(({ target, items }) => target !== null || (items ?? 0n) > 0n),
  );
}

function listScopes(facts: MonthFacts): Scope[] {
  const planned = facts.team.members.map(({ userId }) => userId).filter((userId) => isPlanned(facts, personScope(userId)));
  const people = new Set([...planned, ...peopleWithFacts(facts)]);
  return ['company', ...facts.team.departments.map(({ departmentId }) => departmentScope(departmentId)), ...[...people].map(personScope)];
}

/** A share and a state are not sums of the lines below: they have the target that is set for them. */
function targetOf(facts: MonthFacts, metric: Metric, scope: Scope): bigint | null {
  if (metric === 'calls') {
    const { norm } = computeScope(facts, scope).calls;
    return norm === null ? null : BigInt(norm);
  }
  return metricCatalogue[metric].overTime === 'sum'
    ? planInForce(facts, metric, scope)
    : findTargetOn(facts, metric, scope, lastDay(facts.month));
}

function factOf(
  facts: MonthFacts,
  metric: Metric,
  scope: Scope,
  furtherFact: (metric: Metric, scope: Scope) => bigint | null,
): Pick<MonthResult, 'fact' | 'items'> {
  if (metric === 'revenue' || metric === 'deals-won') {
    const items = BigInt(wonInScope(facts, scope).reduce((deals, won) => deals + won.deals, 0));
    return { fact: metric === 'revenue' ? computeScope(facts, scope).fact : items, items };
  }
  if (metric !== 'calls') return { fact: furtherFact(metric, scope), items: null };
  if (facts.callSource === 'none') return { fact: null, items: null };
  const calls = factsInScope(facts, scope).calls.filter(({ day }) => monthOf(day) === facts.month);
  const counted = BigInt(calls.reduce((total, { counted }) => total + counted, 0));
  return { fact: counted, items: counted };
}
