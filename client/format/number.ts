import type { Language } from '#contract/wire.ts';

/** Narrow no-break space: groups digits and stands before the percent sign in Russian. */
export const thinSpace = '\u202F';
const minusSign = '\u2212';
const nothing = '—';

export interface NumberOptions {
  /** Digits after the decimal mark, always written. */
  digits?: number;
  /** A plus in front of what is above zero; a minus is always there. */
  signed?: boolean;
}

/** A number by the rules of the language; `null` is an em dash. */
export function formatNumber(value: number | null, language: Language, options: NumberOptions = {}): string {
  if (value === null || !Number.isFinite(value)) return nothing;
  return dress(value.toFixed(options.digits ?? 0), language, options.signed ?? false);
}

/** Puts group spaces, the decimal mark and the sign on plain digits such as `-1234.50`. */
export function dress(plain: string, language: Language, signed: boolean): string {
  const isNegative = plain.startsWith('-');
  const [whole = '0', fraction] = (isNegative ? plain.slice(1) : plain).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, language === 'ru' ? thinSpace : ',');
  const digits = fraction === undefined ? grouped : `${grouped}${language === 'ru' ? ',' : '.'}${fraction}`;
  if (!/[1-9]/.test(plain)) return digits;
  if (isNegative) return `${minusSign}${digits}`;
  return signed ? `+${digits}` : digits;
}

/** ×1,13: every factor carries the sign in front. */
export function formatFactor(value: number | null, language: Language): string {
  return value === null || !Number.isFinite(value) ? nothing : `×${formatNumber(value, language, { digits: 2 })}`;
}

/** Range with an en dash and no spaces: 41,4–48,7. */
export function formatRange(low: string, high: string): string {
  return `${low}–${high}`;
}
