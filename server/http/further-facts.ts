import type { Month } from '#domain/period.ts';
import type { Metric, Scope } from '#domain/plan.ts';
import { hasFacts } from '#domain/planning/countable-metrics.ts';
import { factsOfGroup, sumByGroup } from '#domain/planning/metric-facts.ts';
import { peopleInScope } from '#domain/scope.ts';
import { readMetric } from './metric-source.ts';
import type { PortalContext } from './portal-context.ts';

export interface FurtherFacts {
  readonly factsAt: Date | null;
  /** What the month came to; null where it cannot be told, as of a ratio of nothing. */
  factOf(scope: Scope): bigint | null;
}

/** Facts of a month by metric, of those metrics that have facts and that the portal lets us read. */
export async function readFurtherFacts(
  context: PortalContext,
  month: Month,
  metrics: readonly Metric[],
): Promise<ReadonlyMap<Metric, FurtherFacts>> {
  const found = new Map<Metric, FurtherFacts>();
  for (const metric of metrics) {
    if (!hasFacts(metric)) continue;
    const reading = await readMetric(context, metric);
    if (reading.isRefused) continue;
    const counted = { months: [month], today: context.today, parts: (await reading.listShares([month])).map(sumByGroup) };
    found.set(metric, {
      factsAt: reading.factsAt,
      factOf: (scope) => factsOfGroup(metric, peopleInScope(context.team, scope), counted).values[0] ?? null,
    });
  }
  return found;
}
