import type { Attribution, MetricFacts } from '#contract/metric-facts.ts';
import type { PeriodKey } from '#domain/planning/plan-period.ts';
import type { Metric, Scope } from '#domain/plan.ts';
import { hasFacts, whyWithoutFacts } from '#domain/planning/countable-metrics.ts';
import { metricCatalogue } from '#domain/planning/metric-catalogue.ts';
import { factsOfGroup, sumByGroup } from '#domain/planning/metric-facts.ts';
import { unitDigits } from '#domain/planning/metric.ts';
import { peopleInScope } from '#domain/scope.ts';
import { listPeriods } from '../asked-period.ts';
import { readMetric, type MetricReading } from '../metric-source.ts';
import { listVisibleScopes } from '../plan-owners.ts';
import type { PortalContext } from '../portal-context.ts';
import { createMoney, orNull, type Money } from '../wire-values.ts';

export async function replyMetricFacts(
  context: PortalContext,
  { metric, from, months: count, attribution }: { metric: Metric; from: PeriodKey; months: number; attribution: Attribution },
): Promise<MetricFacts> {
  const months = listPeriods(from, count).map(({ key }) => key);
  const scopes = [...listVisibleScopes(context)];
  const reading = hasFacts(metric) ? await readMetric(context, metric, attribution) : null;
  const about = describeMetric(context, metric, reading);
  const nothing = (scope: Scope) => ({ scope, values: months.map(() => null), total: null });
  if (!hasFacts(metric) || reading === null || reading.isRefused) return { ...about, months, facts: scopes.map(nothing) };
  const counted = { months, today: context.today, parts: (await reading.listShares(months)).map(sumByGroup) };
  const write = createWriter(context, metric);
  return {
    ...about,
    months,
    facts: scopes.map((scope) => {
      const { values, total } = factsOfGroup(metric, peopleInScope(context.team, scope), counted);
      return { scope, values: values.map((value) => orNull(value, write)), total: orNull(total, write) };
    }),
  };
}

/** What every answer says about its metric. */
export function describeMetric({ portal }: PortalContext, metric: Metric, reading: MetricReading | null) {
  return {
    metric,
    unit: metricCatalogue[metric].unit,
    currency: portal.baseCurrency,
    state:
      reading === null || reading.isUnset ? ('without-facts' as const) : reading.isRefused ? ('refused' as const) : ('counted' as const),
    missing: reading?.isUnset === true ? ('not-set' as const) : whyWithoutFacts(metric),
    factsAt: reading?.factsAt?.toISOString() ?? null,
    attribution: reading?.attribution ?? ('responsible' as const),
  };
}

/** Writes values of a metric in its unit. */
export function createWriter({ portal }: PortalContext, metric: Metric): Money {
  return createMoney(unitDigits(metricCatalogue[metric].unit, portal.currencyDigits));
}
