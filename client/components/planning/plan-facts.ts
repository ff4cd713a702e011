import type { MetricFacts } from '#contract/metric-facts.ts';
import type { PlanGrid } from '#contract/plan.ts';
import type { Metric } from '#contract/wire.ts';
import { dailyRates, judgePace, type PaceStatus } from '#domain/pace.ts';
import { type Attainment, attainmentOf, deviationOf, type Direction, dueBy, judgeDeviation } from '#domain/planning/attainment.ts';
import { metricCatalogue } from '#domain/planning/metric-catalogue.ts';
import { amountScale, readAmount } from './plan-amount.ts';
import { peopleUnder, type PlanAmounts, planRows, type PlanRow, sumOf } from './plan-rows.ts';
import { publishedAmounts } from './plan-sheet.ts';

/** Plan, fact and deviation of one metric; amounts are in the smallest part of its unit. */
export interface PlanFact {
  readonly metric: Metric;
  /** Of the whole month: a norm for each day is counted over its working days. */
  readonly plan: bigint | null;
  readonly fact: bigint | null;
  /** What should be there by the last working day that has ended; of a state or a ratio the plan itself. */
  readonly due: bigint | null;
  /** Against what should be there by the last working day that has ended; of a month that has ended, against the plan. */
  readonly deviation: bigint | null;
  readonly verdict: 'better' | 'as-planned' | 'worse' | null;
  /** What each working day that is left has to bring; null where the number does not grow day by day, and once nothing is left to do. */
  readonly needed: bigint | null;
  readonly attainment: Attainment;
  /** By the same limits as money; null while nothing is known of the fact. */
  readonly status: PaceStatus | null;
}

export interface PlanFactRow {
  readonly row: PlanRow;
  readonly facts: readonly PlanFact[];
}

/** Rows of the published plan of a month beside their facts; a group without a plan of its own has the sum of its people. */
export function planFactRows(
  grid: PlanGrid,
  metrics: readonly Metric[],
  facts: ReadonlyMap<Metric, MetricFacts>,
  companyName: string,
): PlanFactRow[] {
  const columns = metrics.map((metric) => column(grid, metric, facts.get(metric)));
  const [first] = columns;
  if (first === undefined) return [];
  const rows = planRows(grid, first.amounts, companyName).filter(({ kind }) => kind !== 'people-sum');
  return rows.map((row) => ({ row, facts: columns.map((one) => one.of(row)) }));
}

function column(grid: PlanGrid, metric: Metric, facts: MetricFacts | undefined): { amounts: PlanAmounts; of: (row: PlanRow) => PlanFact } {
  const { overTime, overPeople, direction } = metricCatalogue[metric];
  const scale = amountScale(metric, grid.currency);
  const published = publishedAmounts(grid, metric, scale);
  const at = facts?.months.indexOf(grid.month) ?? -1;
  const known = new Map(facts?.facts.map((one) => [one.scope, one.values[at] ?? null]));
  const amounts: PlanAmounts = {
    draft: published,
    published,
    previousFact: new Map(),
    groupsNeedPlan: false,
    addsUp: overPeople !== 'ratio',
  };
  const days = BigInt(grid.workdays);
  const whole = (value: bigint | null): bigint | null => (value === null || overTime !== 'per-workday' ? value : value * days);
  const planned = (row: PlanRow): bigint | null => {
    const own = published.get(row.scope);
    if (own !== undefined || row.kind === 'person' || !amounts.addsUp) return own ?? null;
    const people = row.kind === 'company' ? grid.people : peopleUnder(grid, row.scope.slice('department:'.length));
    return people.some((person) => published.has(`person:${person.userId}`)) ? sumOf(people, published) : null;
  };
  return {
    amounts,
    of: (row) => {
      const plan = whole(planned(row));
      const text = known.get(row.scope);
      const fact = text === undefined || text === null ? null : readAmount(text, scale);
      const due =
        plan !== null && (overTime === 'sum' || overTime === 'per-workday') ? dueBy(plan, grid.workdays, grid.workdaysPassed) : plan;
      const deviation = plan === null ? null : deviationOf(due, fact);
      return {
        metric,
        plan,
        fact,
        due,
        deviation,
        verdict: deviation === null ? null : judgeDeviation(deviation, direction),
        needed: neededOf({ plan, fact }, grid, metric),
        attainment: attainmentOf(plan, fact, direction),
        status: judge({ plan, fact, due }, direction, grid.workdaysPassed),
      };
    },
  };
}

/** (P − F) ÷ working days left, today among them (peers.md 5.5). */
function neededOf({ plan, fact }: { plan: bigint | null; fact: bigint | null }, grid: PlanGrid, metric: Metric): bigint | null {
  const { overTime, direction } = metricCatalogue[metric];
  const left = grid.workdays - grid.workdaysPassed;
  if (plan === null || fact === null || left <= 0 || direction === 'less' || (overTime !== 'sum' && overTime !== 'per-workday'))
    return null;
  return dailyRates({ plan, fact, closed: fact, passed: grid.workdaysPassed, left }).needed;
}

/** Where less is better, as far below twice what is due counts as much as above it. */
function judge(
  { plan, fact, due }: { plan: bigint | null; fact: bigint | null; due: bigint | null },
  direction: Direction,
  passed: number,
): PaceStatus | null {
  if (plan === null || due === null) return 'no-plan';
  if (fact === null) return null;
  return judgePace({ plan, fact: direction === 'more' ? fact : 2n * due - fact, expected: due, passed });
}
