import type { Language } from '#contract/wire.ts';
import { formatNumber } from '#format/number.ts';

/** `+5`, `−2,5` or `10 %` as hundredths of a percent; null for what is none, takes away more than everything or has finer parts. */
export function parsePercent(text: string): number | null {
  const plain = text
    .replaceAll(/[\s\u00a0\u202f%]/g, '')
    .replace('\u2212', '-')
    .replace(',', '.');
  const match = /^([+-]?)(\d{1,3})(?:\.(\d{1,2}))?$/.exec(plain);
  if (match === null) return null;
  const [, sign = '', whole = '0', fraction = ''] = match;
  const value = Number(whole) * 100 + Number(fraction.padEnd(2, '0'));
  const basisPoints = sign === '-' ? -value : value;
  return basisPoints < -10_000 ? null : basisPoints + 0;
}

/** Always with its sign; as many digits as it has. */
export function showPercent(basisPoints: number, language: Language): string {
  const digits = basisPoints % 100 === 0 ? 0 : basisPoints % 10 === 0 ? 1 : 2;
  return formatNumber(basisPoints / 100, language, { digits, signed: true });
}
