import type { CellNumbers, ReviewCause } from '#contract/review.ts';
import type { Language } from '#contract/wire.ts';
import { fromDecimal } from '#domain/money.ts';
import { metricCatalogue } from '#domain/planning/metric-catalogue.ts';
import { levelOf } from '#domain/review/red-level.ts';
import { currencySign, formatThousands, formatWhole } from '#format/money.ts';
import { formatNumber, thinSpace } from '#format/number.ts';

/** A number of a cell: sums of money in thousands, a price and everything else as they are. */
export function showValue(
  { metric, unit }: Pick<CellNumbers, 'metric' | 'unit'>,
  value: string,
  language: Language,
  signed = false,
): string {
  if (unit === 'money' && !isPrice(metric)) return formatThousands(value, language, { signed });
  if (unit === 'money') return formatWhole(value, language, { signed });
  const digits = /^-?\d+\.\d*[1-9]/.exec(value)?.[0].split('.')[1]?.length ?? 0;
  const shown = formatNumber(Number(value), language, { signed, digits });
  return unit === 'percent' ? `${shown}${language === 'ru' ? thinSpace : ''}%` : shown;
}

export function unitOf(
  { metric, unit }: Pick<CellNumbers, 'metric' | 'unit'>,
  currency: string,
  t: (key: string, values?: Record<string, unknown>) => string,
): string {
  if (metric === 'calls') return t('review.unit.calls');
  return t(`review.unit.${unit === 'money' && isPrice(metric) ? 'price' : unit}`, { currency: currencySign(currency) });
}

const isPrice = (metric: CellNumbers['metric']): boolean => metricCatalogue[metric].overTime === 'ratio';

/** How much of what should be there is there; null where nothing should. Digits are enough for a share of them. */
export function levelOfCell({ metric, fact, expected }: CellNumbers): number | null {
  const toMinor = (value: string): bigint => fromDecimal(value, 4);
  return levelOf({ metric, fact: toMinor(fact), expected: toMinor(expected) });
}

/** Causes of the product are translated, those of the company are as they were written. */
export function causeName({ causeId, name }: Pick<ReviewCause, 'causeId' | 'name'>, t: (key: string) => string): string {
  return name ?? t(`review.causes.${causeId}`);
}

/** `45:00`, and with a minus when the time is over. */
export function formatClock(seconds: number): string {
  const whole = Math.abs(Math.trunc(seconds));
  const rest = String(whole % 60).padStart(2, '0');
  return `${seconds < 0 ? '\u2212' : ''}${Math.floor(whole / 60)}:${rest}`;
}
