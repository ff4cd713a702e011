import type { MonthResult } from '#domain/closed-facts.ts';
import { hasFacts } from '#domain/planning/countable-metrics.ts';
import type { DimensionKey } from '#domain/planning/line-dimensions.ts';
import type { PeriodKey } from '#domain/planning/plan-period.ts';
import { listDimensionLines } from '#store/dimension-lines.ts';
import { listClosedFacts } from '#store/plan-closing.ts';
import type { StoredPlan, StoredVersion } from '#store/plans.ts';
import { readDimensionFacts, readDimensionTrees, type DimensionFactOf } from './dimension-facts.ts';
import { readMetric } from './metric-source.ts';
import type { PortalContext } from './portal-context.ts';

export interface PartResult extends MonthResult {
  readonly dimensions: DimensionKey;
}

/** What the targets of a version about parts of what is sold came to. */
export async function readPartResults(context: PortalContext, key: PeriodKey, version: StoredVersion): Promise<PartResult[]> {
  const lines = await listDimensionLines(context.tx, version);
  const trees = await readDimensionTrees(context.tx);
  const results: PartResult[] = [];
  for (const [metric, own] of Map.groupBy(lines, (line) => line.metric)) {
    const keys = [...new Set(own.map((line) => line.key))];
    const factOf: DimensionFactOf = hasFacts(metric)
      ? await readDimensionFacts(context, { metric, reading: await readMetric(context, metric), month: key, keys, trees })
      : () => null;
    for (const { scope, key: dimensions, value } of own)
      results.push({ metric, scope, dimensions, target: value, fact: factOf(scope, dimensions), items: null });
  }
  return results;
}

/** What a closed plan has kept of them; null while it is open. */
export async function readKeptParts(context: PortalContext, plan: StoredPlan | undefined, metric: string): Promise<DimensionFactOf | null> {
  if (plan === undefined || plan.closedAt === null) return null;
  const kept = (await listClosedFacts(context.tx, plan.planId)).filter((one) => one.metric === metric);
  const facts = new Map(kept.map(({ scope, dimensions, fact }) => [`${scope} ${dimensions}`, fact]));
  return (scope, key) => facts.get(`${scope} ${key}`) ?? null;
}
