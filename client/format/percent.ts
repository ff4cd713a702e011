import type { Language } from '#contract/wire.ts';
import { formatNumber, thinSpace, type NumberOptions } from './number.ts';

/** A share, 1 = 100 %, as whole percents unless digits are asked for; `null` is an em dash. */
export function formatPercent(share: number | null, language: Language, options: NumberOptions = {}): string {
  if (share === null || !Number.isFinite(share)) return '—';
  return `${formatNumber(share * 100, language, options)}${percentSign(language)}`;
}

/** Whole percents given as 0–100, such as the chance of a stage. */
export function formatWholePercent(percent: number | null, language: Language): string {
  if (percent === null || !Number.isFinite(percent)) return '—';
  const digits = Number.isInteger(percent) ? 0 : 1;
  return `${formatNumber(percent, language, { digits })}${percentSign(language)}`;
}

function percentSign(language: Language): string {
  return language === 'ru' ? `${thinSpace}%` : '%';
}
