import { createI18n, type I18n } from 'vue-i18n';
import type { Language } from '#contract/wire.ts';

/** Brings the texts of one language, by their sections. */
export type LoadTexts = (language: Language) => Promise<object>;

export async function loadI18n(language: Language, loadTexts: LoadTexts): Promise<I18n> {
  return createTexts(language, await loadTexts(language));
}

export function createTexts(language: Language, texts: object): I18n {
  return createI18n({
    legacy: false,
    globalInjection: false,
    locale: language,
    fallbackWarn: false,
    missingWarn: true,
    messages: { [language]: texts as Record<string, string> },
    pluralRules: { ru: russianForm },
  }) as unknown as I18n;
}

/** Forms stand as «день | дня | дней»; a fourth one in front is for none. */
export function russianForm(count: number, forms: number): number {
  if (forms === 4) return count === 0 ? 0 : 1 + russianForm(count, 3);
  const last = Math.abs(count) % 10;
  const lastTwo = Math.abs(count) % 100;
  if (last === 1 && lastTwo !== 11) return 0;
  if (last >= 2 && last <= 4 && (lastTwo < 12 || lastTwo > 14)) return 1;
  return Math.min(2, forms - 1);
}
