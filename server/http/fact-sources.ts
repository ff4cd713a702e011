import { findMetricRule, isRuleMetric } from '#domain/intensity/metric-rules.ts';
import { defaultCallSeconds } from '#domain/intensity/calls.ts';
import type { MonthFacts } from '#domain/month-facts.ts';
import type { Metric } from '#domain/plan.ts';
import { metricCatalogue } from '#domain/planning/metric-catalogue.ts';
import type { CanonicalValue } from '#ledger/canonical-json.ts';
import { listAllRates } from '#store/currency-rates.ts';
import { findFactTimes } from '#store/data-health.ts';
import type { FurtherFacts } from './further-facts.ts';
import type { PortalContext } from './portal-context.ts';

/** What a metric's target and fact of a month rest on, as it is kept beside them. */
export type SourceOf = (metric: Metric) => { readonly [key: string]: CanonicalValue };

/** What targets of the period are judged by. */
export type JudgedBy = Pick<MonthFacts, 'planVersions' | 'callSource'> & { readonly workdays: number };

/** Rates are those that the sums in the base currency were made with, as far as they are known today. */
export async function readFactSources(
  context: PortalContext,
  facts: JudgedBy,
  further: ReadonlyMap<Metric, Pick<FurtherFacts, 'factsAt'>>,
): Promise<SourceOf> {
  const { tx, portal, counting, today } = context;
  const { dealsAt, callsAt } = await findFactTimes(tx);
  const rates = (await listAllRates(tx, today)).map(({ currency, day, rate, per_units: perUnits }) => ({ currency, day, rate, perUnits }));
  const judged = {
    timeZone: portal.timeZone,
    workdays: facts.workdays,
    versions: (facts.planVersions ?? []).map(({ version, effectiveFrom }) => ({ version, effectiveFrom })),
  };
  const deals = {
    basis: 'deals-won',
    wonDate: counting.wonDate,
    pipelineIds: counting.pipelineIds?.map(String) ?? null,
    readAt: dealsAt?.toISOString() ?? null,
  };
  const calls = {
    basis: 'calls',
    callSource: facts.callSource,
    longerThanSeconds: defaultCallSeconds,
    readAt: callsAt?.toISOString() ?? null,
  };
  return (metric) => {
    const { unit, source } = metricCatalogue[metric];
    const money = unit === 'money' ? { currency: portal.baseCurrency, rates } : {};
    if (metric === 'revenue' || metric === 'deals-won') return { ...judged, ...deals, ...money };
    if (metric === 'calls') return { ...judged, ...calls };
    const counted = further.get(metric);
    if (counted === undefined) return { ...judged, basis: 'not-read', ...money };
    const rule = isRuleMetric(metric) ? findMetricRule(counting.metricRules, metric) : undefined;
    const counts = rule === undefined ? {} : { rule: JSON.stringify(rule) };
    return { ...judged, basis: source, ...counts, readAt: counted.factsAt?.toISOString() ?? null, ...money };
  };
}
