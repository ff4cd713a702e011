import type { LoadTexts } from './create-i18n.ts';

const loaders = { ru: () => import('./cards/ru.json'), en: () => import('./cards/en.json') } as const;

/** What the tabs of a card and the notices say: a sixth of all words, so that a card waits for no others. */
export const loadCardTexts: LoadTexts = async (language) => (await loaders[language]()).default;
