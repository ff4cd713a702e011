import type { Language } from '#contract/wire.ts';

/** Quotation marks of a text that itself stands in quotation marks: „лапки“ inside «ёлочки», ‘single’ inside “double”. */
export function nestQuotes(text: string, language: Language): string {
  if (language === 'en') return text.replaceAll('“', '‘').replaceAll('”', '’');
  return text.replaceAll('«', '„').replaceAll('»', '“');
}
