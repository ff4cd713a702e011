import type { Language, Metric } from '#contract/wire.ts';
import { metricCatalogue } from '#domain/planning/metric-catalogue.ts';
import { unitDigits } from '#domain/planning/metric.ts';
import { fromDecimal, toDecimal } from '#domain/money.ts';

/** How the amounts of a metric are typed and shown: sums of money in thousands, all else one by one. */
export interface AmountScale {
  /** Digits of the stored minor units. */
  readonly digits: number;
  /** Power of ten between a stored unit and a shown one. */
  readonly shift: number;
}

export function amountScale(metric: Metric, currency: string): AmountScale {
  const { unit, overTime } = metricCatalogue[metric];
  // A price is not a sum: nobody sells a pen for thousands.
  return { digits: unitDigits(unit, currencyDigits(currency)), shift: unit === 'money' && overTime !== 'ratio' ? 3 : 0 };
}

function currencyDigits(currency: string): number {
  try {
    return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  } catch {
    return 2;
  }
}

export type TypedAmount = { kind: 'amount'; minor: bigint } | { kind: 'empty' } | { kind: 'unclear' };

/** Reads what a person typed or pasted from a spreadsheet; nothing is rounded, an amount finer than the currency is unclear. */
export function parseTyped(text: string, scale: AmountScale, language: Language): TypedAmount {
  const compact = text.replaceAll(/[\s\u00a0\u202f\u2009'’₽$€]/g, '');
  if (compact === '' || compact === '—' || compact === '-') return { kind: 'empty' };
  const plain = language === 'ru' ? compact.replace(',', '.') : compact.replaceAll(/,(?=\d{3}(?!\d))/g, '');
  if (!/^\d{1,12}(\.\d{1,7})?$/.test(plain)) return { kind: 'unclear' };
  const [whole = '', fraction = ''] = plain.split('.');
  const places = scale.digits + scale.shift;
  const kept = fraction.replace(/0+$/, '');
  if (kept.length > places) return { kind: 'unclear' };
  return { kind: 'amount', minor: BigInt(whole + kept.padEnd(places, '0')) };
}

/** The whole amount in shown units with every digit it has, `4 200,5`; the narrow space never breaks. */
export function showAmount(minor: bigint, scale: AmountScale, language: Language): string {
  const places = scale.digits + scale.shift;
  const digits = (minor < 0n ? -minor : minor).toString().padStart(places + 1, '0');
  const whole = digits.slice(0, digits.length - places);
  const fraction = digits.slice(digits.length - places).replace(/0+$/, '');
  const grouped = whole.replaceAll(/\B(?=(\d{3})+$)/g, language === 'ru' ? '\u202f' : ',');
  const point = fraction === '' ? '' : (language === 'ru' ? ',' : '.') + fraction;
  return `${minor < 0n ? '\u2212' : ''}${grouped}${point}`;
}

/** A computed amount as people read it: whole shown units from ten on, tenths below, half away from zero; counts are whole already. */
export function showRounded(minor: bigint, scale: AmountScale, language: Language): string {
  const unit = 10n ** BigInt(scale.digits + scale.shift);
  const size = minor < 0n ? -minor : minor;
  const step = size >= 10n * unit || unit === 1n ? unit : unit / 10n;
  const rounded = ((size + step / 2n) / step) * step;
  return showAmount(minor < 0n ? -rounded : rounded, scale, language);
}

/** What stands in the editor: no group separators, so that it can be edited and copied to a spreadsheet. */
export function editableAmount(minor: bigint, scale: AmountScale, language: Language): string {
  return showAmount(minor, scale, language).replaceAll(language === 'ru' ? '\u202f' : ',', '');
}

export function readAmount(decimal: string, scale: AmountScale): bigint {
  return fromDecimal(decimal, scale.digits);
}

/** The wire form. */
export function writeAmount(minor: bigint, scale: AmountScale): string {
  return toDecimal(minor, scale.digits);
}
