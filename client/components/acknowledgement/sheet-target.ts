import type { PlanSheet } from '#contract/acknowledgement.ts';
import { amountScale, readAmount, type AmountScale } from '#components/planning/plan-amount.ts';

export function scaleOf(sheet: Pick<PlanSheet, 'currency'>): AmountScale {
  return amountScale('revenue', sheet.currency);
}

/** The revenue to spread, in minor units. */
export function targetOf(sheet: Pick<PlanSheet, 'currency' | 'targets'>): bigint {
  const target = sheet.targets.find(({ metric }) => metric === 'revenue');
  return target === undefined ? 0n : readAmount(target.value, scaleOf(sheet));
}
