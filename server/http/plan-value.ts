import { fromDecimal, toDecimal } from '#domain/money.ts';
import type { Metric } from '#domain/plan.ts';
import type { PlanLine } from '#domain/plan.ts';
import { metricCatalogue } from '#domain/planning/metric-catalogue.ts';
import { unitDigits } from '#domain/planning/metric.ts';
import type { PortalContext } from './portal-context.ts';

/** A target as it goes over the wire: a decimal with the digits of its unit. */
export function writePlanValue(context: PortalContext, line: Pick<PlanLine, 'metric' | 'value'>): string {
  return toDecimal(line.value, planDigits(context, line.metric));
}

/** A target from the wire in the smallest part of its unit; what is finer is an error. */
export function readPlanValue(context: PortalContext, metric: Metric, value: string): bigint {
  return fromDecimal(value, planDigits(context, metric));
}

function planDigits(context: PortalContext, metric: Metric): number {
  return unitDigits(metricCatalogue[metric].unit, context.portal.currencyDigits);
}
