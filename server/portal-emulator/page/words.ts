import { en } from './words-en.ts';
import { ru } from './words-ru.ts';

export type Words = typeof ru;
export type Language = 'ru' | 'en';

const dictionaries: Readonly<Record<Language, Words>> = { ru, en };
const rememberedUnder = 'portal-language';

/** `?lang=` decides and is remembered; Russian otherwise. */
export function chooseLanguage(search: string, storage: Storage): Language {
  const asked = new URLSearchParams(search).get('lang') ?? storage.getItem(rememberedUnder);
  const language = asked === 'en' ? 'en' : 'ru';
  storage.setItem(rememberedUnder, language);
  return language;
}

export function wordsOf(language: Language): Words {
  return dictionaries[language];
}
