import type { PlanLine } from '#domain/plan.ts';
import type { PortalContext } from './portal-context.ts';
import { createMoney } from './wire-values.ts';

/** A target as it goes over the wire: revenue as money, calls as a whole number. */
export function writePlanValue(context: PortalContext, line: Pick<PlanLine, 'metric' | 'value'>): string {
  return line.metric === 'revenue' ? createMoney(context.portal.currencyDigits)(line.value) : String(line.value);
}
