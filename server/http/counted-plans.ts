import type { MonthFacts } from '#domain/month-facts.ts';
import type { Month } from '#domain/period.ts';
import { personScope, type Metric } from '#domain/plan.ts';
import { hasFacts, type CountableCode } from '#domain/planning/countable-metrics.ts';
import { metricCatalogue } from '#domain/planning/metric-catalogue.ts';
import { factsOfGroup, sumByGroup } from '#domain/planning/metric-facts.ts';
import type { CountedPlan } from '#domain/review/red-cells.ts';
import { readMetric } from './metric-source.ts';
import type { FactsContext } from './month-facts.ts';

/** Plans of people beside their facts, of everything that is counted but revenue and calls, which have judges of their own. */
export async function readCountedPlans(
  context: FactsContext,
  { month, planLines }: Pick<MonthFacts, 'month' | 'planLines'>,
  people: readonly bigint[],
): Promise<CountedPlan[]> {
  const owners = new Map(people.map((userId) => [personScope(userId), userId]));
  const lines = planLines.filter(({ metric, scope }) => owners.has(scope) && isCountedHere(metric));
  const counted: CountedPlan[] = [];
  for (const [metric, own] of Map.groupBy(lines, (line) => line.metric)) {
    const factOf = await readFacts(context, metric, month);
    for (const { scope, value } of own) {
      const userId = owners.get(scope);
      if (userId !== undefined) counted.push({ metric, userId, plan: value, fact: factOf(userId) });
    }
  }
  return counted;
}

/** Facts of people in a month, as they stand beside their plans; null where the portal does not tell them. */
async function readFacts(context: FactsContext, metric: Metric, month: Month): Promise<(userId: bigint) => bigint | null> {
  if (!hasFacts(metric)) return () => null;
  const reading = await readMetric(context, metric);
  if (reading.isRefused) return () => null;
  const parts = (await reading.listShares([month])).map(sumByGroup);
  const counted = { months: [month], today: context.today, parts };
  return (userId) => factsOfGroup(metric as CountableCode, new Set([userId]), counted).values[0] ?? null;
}

function isCountedHere(metric: Metric): boolean {
  return metric !== 'revenue' && metricCatalogue[metric].overTime !== 'per-workday' && hasFacts(metric);
}
