import type { Language } from '#contract/wire.ts';
import { dress, thinSpace } from './number.ts';

export interface MoneyOptions {
  digits?: number;
  signed?: boolean;
}

/** Whole thousands for tables, the unit stands once in the caption: `7740000.00` is 7 740. */
export function formatThousands(amount: string | null, language: Language, options: MoneyOptions = {}): string {
  return amount === null ? '—' : dress(shifted(amount, 3, options.digits ?? 0), language, options.signed ?? false);
}

/** Millions for tiles, two digits unless told otherwise: `20160000.00` is 20,16. */
export function formatMillions(amount: string | null, language: Language, options: MoneyOptions = {}): string {
  return amount === null ? '—' : dress(shifted(amount, 6, options.digits ?? 2), language, options.signed ?? false);
}

/** Exact value to the last digit the currency has, with its sign, for tooltips and copying. */
export function formatExact(amount: string | null, currency: string, language: Language): string {
  if (amount === null) return '—';
  return `${dress(amount, language, false)}${thinSpace}${currencySign(currency)}`;
}

/** Whole units of the currency without the sign. */
export function formatWhole(amount: string | null, language: Language, options: MoneyOptions = {}): string {
  return amount === null ? '—' : dress(shifted(amount, 0, options.digits ?? 0), language, options.signed ?? false);
}

/** «млн ₽» or “M ₽”. */
export function millionsUnit(currency: string, language: Language): string {
  return `${language === 'ru' ? 'млн' : 'M'} ${currencySign(currency)}`;
}

/** «тыс. ₽» or “k ₽”. */
export function thousandsUnit(currency: string, language: Language): string {
  return `${language === 'ru' ? 'тыс.' : 'k'} ${currencySign(currency)}`;
}

const signs: Readonly<Record<string, string>> = { RUB: '₽', USD: '$', EUR: '€', KZT: '₸', UAH: '₴', GBP: '£', PLN: 'zł', BYN: 'Br' };

export function currencySign(currency: string): string {
  return signs[currency] ?? currency;
}

/** Moves the decimal point left and rounds half away from zero, exactly, on digits rather than on floats. */
function shifted(amount: string, places: number, digits: number): string {
  const isNegative = amount.startsWith('-');
  const [whole = '0', fraction = ''] = (isNegative ? amount.slice(1) : amount).split('.');
  const scale = fraction.length + places;
  const units = BigInt(whole + fraction);
  const rounded = scale > digits ? divideHalfUp(units, 10n ** BigInt(scale - digits)) : units * 10n ** BigInt(digits - scale);
  const text = rounded.toString().padStart(digits + 1, '0');
  const result = digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
  return isNegative ? `-${result}` : result;
}

function divideHalfUp(value: bigint, by: bigint): bigint {
  return (value * 2n + by) / (by * 2n);
}

/** Σ, exact on digits: four places are more than any currency or unit has. */
export function sumExact(amounts: readonly string[]): string {
  const total = amounts.reduce((sum, amount) => {
    const [whole = '0', fraction = ''] = amount.split('.');
    return sum + BigInt(whole + fraction.padEnd(4, '0'));
  }, 0n);
  return shifted(String(total), 4, 4);
}

export interface CompactMoney {
  readonly number: string;
  readonly unit: string;
}

/** One amount on its own: millions from a million up, whole units below. */
export function toCompact(amount: string, currency: string, language: Language, options: { signed?: boolean } = {}): CompactMoney {
  const whole = BigInt(amount.replace('-', '').split('.')[0] ?? '0');
  const signed = options.signed ?? false;
  if (whole >= 1_000_000n) return { number: formatMillions(amount, language, { signed }), unit: millionsUnit(currency, language) };
  return { number: formatWhole(amount, language, { signed }), unit: currencySign(currency) };
}

/** The same as one text with a no-break space. */
export function formatCompact(amount: string, currency: string, language: Language): string {
  const { number, unit } = toCompact(amount, currency, language);
  return `${number}\u00A0${unit.replace(' ', '\u00A0')}`;
}
