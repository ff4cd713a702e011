import type { CellNumbers, ReviewCause } from '#contract/review.ts';
import type { Language } from '#contract/wire.ts';
import { currencySign, formatThousands } from '#format/money.ts';
import { formatNumber } from '#format/number.ts';

/** A number of a cell: thousands of money, pieces of everything else. */
export function showValue({ unit }: Pick<CellNumbers, 'unit'>, value: string, language: Language, signed = false): string {
  return unit === 'money' ? formatThousands(value, language, { signed }) : formatNumber(Number(value), language, { signed });
}

export function unitOf(
  { unit }: Pick<CellNumbers, 'unit'>,
  currency: string,
  t: (key: string, values?: Record<string, unknown>) => string,
): string {
  return t(`review.unit.${unit}`, { currency: currencySign(currency) });
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
