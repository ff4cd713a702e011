import { listFurtherMetrics, listMonthResults, type MonthResult } from '#domain/closed-facts.ts';
import type { DatedLines } from '#domain/month-facts.ts';
import { departmentScope, findTarget, personScope, type Metric, type Scope } from '#domain/plan.ts';
import { metricCatalogue } from '#domain/planning/metric-catalogue.ts';
import { fullCalendar, listPersonWorkdays } from '#domain/planning/person-workdays.ts';
import type { PlanPeriod } from '#domain/planning/plan-period.ts';
import { listPeriodDays } from '#domain/planning/sub-periods.ts';
import { findVersionInForce, targetInForce } from '#domain/planning/version-in-force.ts';
import { planOf } from '#domain/scope.ts';
import { sum } from '#domain/money.ts';
import { listLinesInForce } from '#store/plan-lines-in-force.ts';
import { readCallSource } from './call-source.ts';
import { readFactSources, type SourceOf } from './fact-sources.ts';
import { readFurtherFacts } from './further-facts.ts';
import { readMonthFacts } from './month-facts.ts';
import type { PortalContext } from './portal-context.ts';

export interface PeriodResults {
  readonly results: readonly MonthResult[];
  readonly sourceOf: SourceOf;
}

/** What an ended period was to bring and has brought: for the company, every department and everybody with a plan or a fact. */
export async function readResults(context: PortalContext, period: PlanPeriod): Promise<PeriodResults> {
  return period.kind === 'month' ? readMonth(context, period) : readPlanned(context, period);
}

/** As the overview of the month counts it. */
async function readMonth(context: PortalContext, { key, from, to }: PlanPeriod): Promise<PeriodResults> {
  const facts = await readMonthFacts(context, key, 'company');
  const further = await readFurtherFacts(context, key, listFurtherMetrics(facts));
  const workdays = listPersonWorkdays(fullCalendar(context.calendar), { from, to }).length;
  const sourceOf = await readFactSources(context, { ...facts, workdays }, further);
  return { results: listMonthResults(facts, (metric, scope) => further.get(metric)?.factOf(scope) ?? null), sourceOf };
}

/** Of any other period, the metrics that it has a plan of. */
async function readPlanned(context: PortalContext, period: PlanPeriod): Promise<PeriodResults> {
  const { tx, team, calendar } = context;
  const versions = (await listLinesInForce(tx, [period.key])).get(period.key) ?? [];
  const metrics = [...new Set(versions.flatMap(({ lines }) => lines.map(({ metric }) => metric)))];
  const further = await readFurtherFacts(context, period.key, metrics);
  const workdays = listPersonWorkdays(fullCalendar(calendar), period);
  const judged = { planVersions: versions, callSource: await readCallSource(tx), workdays: workdays.length };
  const days = workdays.length === 0 ? listPeriodDays(period) : workdays;
  const scopes: Scope[] = [
    'company',
    ...team.departments.map(({ departmentId }) => departmentScope(departmentId)),
    ...team.members.map(({ userId }) => personScope(userId)),
  ];
  const results = scopes.flatMap((scope) =>
    metrics
      .map((metric): MonthResult => {
        const target = judgeTarget(context, versions, { metric, scope, days });
        return { metric, scope, target, fact: further.get(metric)?.factOf(scope) ?? null, items: null };
      })
      .filter(({ target, fact }) => target !== null || (fact ?? 0n) > 0n),
  );
  return { results, sourceOf: await readFactSources(context, judged, further) };
}

/** By the version in force on each working day; a norm for each of them is added up. */
function judgeTarget(
  { team }: PortalContext,
  versions: readonly DatedLines[],
  { metric, scope, days }: { metric: Metric; scope: Scope; days: readonly string[] },
): bigint | null {
  const { overTime } = metricCatalogue[metric];
  // A share and a state are no sums of the lines below.
  const addsUp = overTime === 'sum' || overTime === 'per-workday';
  const targets = new Map(
    versions.map(({ version, lines }) => [version, addsUp ? planOf(team, lines, metric, scope) : findTarget(lines, metric, scope)]),
  );
  const targetOf = (version: number): bigint | null => targets.get(version) ?? null;
  if (overTime !== 'per-workday') {
    const weighed = days.map((day) => ({ day, weight: 1n }));
    return targetInForce({ overTime }, weighed, versions, targetOf);
  }
  const daily = days.flatMap((day) => targetOf(findVersionInForce(versions, day)?.version ?? 0) ?? []);
  return daily.length === 0 ? null : sum(daily);
}
