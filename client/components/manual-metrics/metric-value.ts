import type { ManualMetric } from '#contract/manual-metrics.ts';
import type { Language } from '#contract/wire.ts';
import { currencySign } from '#format/money.ts';
import { dress, thinSpace } from '#format/number.ts';

/** A number as it is shown: needless zeros behind the point are left out, except of money that has any. */
export function showValue(value: string | null, unit: ManualMetric['unit'], currency: string, language: Language): string {
  if (value === null) return '—';
  const [whole = '0', fraction = ''] = value.split('.');
  const kept = unit === 'money' ? (/^0*$/.test(fraction) ? '' : fraction) : fraction.replace(/0+$/, '');
  const number = dress(kept === '' ? whole : `${whole}.${kept}`, language, false);
  if (unit === 'money') return `${number}${thinSpace}${currencySign(currency)}`;
  return unit === 'percent' ? `${number}${language === 'ru' ? thinSpace : ''}%` : number;
}

export type TypedValue =
  | { readonly kind: 'value'; readonly decimal: string }
  | { readonly kind: 'unclear' }
  | { readonly kind: 'too-fine' }
  | { readonly kind: 'too-large' };

/** What the server takes at most, in the smallest part of the unit. */
const mostDigits = 15;

/** Reads what a person typed or pasted; nothing is rounded. */
export function parseTypedValue(text: string, digits: number, language: Language): TypedValue {
  const compact = text.replaceAll(/[\s\u00a0\u202f\u2009'’₽$€%]/g, '').replace(/^[\u2212–]/, '-');
  const plain = language === 'ru' ? compact.replace(',', '.') : compact.replaceAll(/,(?=\d{3}(?!\d))/g, '');
  const [, sign = '', typedWhole = '', typedFraction = ''] = /^(-?)(\d+)(?:\.(\d*))?$/.exec(plain) ?? [];
  if (typedWhole === '') return { kind: 'unclear' };
  const whole = typedWhole.replace(/^0+(?=\d)/, '');
  const fraction = typedFraction.replace(/0+$/, '');
  if (fraction.length > digits) return { kind: 'too-fine' };
  if (whole !== '0' && whole.length + digits > mostDigits) return { kind: 'too-large' };
  return { kind: 'value', decimal: `${sign}${whole}${fraction === '' ? '' : `.${fraction}`}` };
}
