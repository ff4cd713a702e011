import type { PlanMonth } from '#contract/plan.ts';
import type { Metric } from '#contract/wire.ts';
import { catalogueCodes, metricCatalogue } from '#domain/planning/metric-catalogue.ts';
import { currencySign } from '#format/money.ts';

/** Metrics of some lines, in the order of the catalogue. */
export function metricsOf(lines: readonly { readonly metric: Metric }[]): Metric[] {
  const known = new Set(lines.map(({ metric }) => metric));
  return catalogueCodes.filter((metric) => known.has(metric));
}

/** Metrics that somebody plans in these months, behind the two that every sales department has. */
export function plannedMetrics(months: readonly Pick<PlanMonth, 'published' | 'draft'>[], added: readonly Metric[]): Metric[] {
  const lines = months.flatMap(({ published, draft }) => [...published, ...draft]);
  return metricsOf([...lines, ...(['revenue', 'calls', ...added] satisfies Metric[]).map((metric) => ({ metric }))]);
}

/** What the numbers of a metric are counted in. */
export function unitWords(metric: Metric, currency: string, t: (key: string, values?: Record<string, unknown>) => string): string {
  const { unit, overTime } = metricCatalogue[metric];
  if (overTime === 'per-workday') return t('planning.unit.calls');
  if (unit === 'money') return t(`planning.unit.${overTime === 'ratio' ? 'average' : 'money'}`, { currency: currencySign(currency) });
  return t(`planning.unit.${unit}`);
}
