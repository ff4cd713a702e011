import { showValue } from '#components/drill-down/show-value.ts';
import type { MetricFactList } from '#contract/metric-facts.ts';
import type { Language } from '#contract/wire.ts';
import { currencySign, formatWhole } from '#format/money.ts';
import { thinSpace } from '#format/number.ts';

type Unit = MetricFactList['unit'];

/** A value of a metric exactly as it is counted, so that rows add up to the sum as they read; with its unit when it stands alone. */
export function writeMetricValue(value: string | null, unit: Unit, language: Language, currency?: string): string {
  if (value === null) return '—';
  if (unit === 'count') return formatWhole(value, language);
  if (unit === 'percent') return `${showValue(value, language)}${language === 'ru' ? thinSpace : ''}%`;
  const number = showValue(value, language);
  return unit === 'money' && currency !== undefined ? `${number} ${currencySign(currency)}` : number;
}
