import type { Language } from '#contract/wire.ts';
import { formatWhole } from '#format/money.ts';

/** To the kopeck when there are kopecks, so that rows add up to the sum as they read. */
export function showValue(amount: string, language: Language, options: { signed?: boolean } = {}): string {
  const digits = amount.split('.')[1] ?? '';
  return formatWhole(amount, language, { ...options, digits: /[1-9]/.test(digits) ? digits.length : 0 });
}
