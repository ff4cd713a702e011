import type { LoadTexts } from './create-i18n.ts';

const loaders = {
  ru: () => Promise.all([import('./cards/ru.json'), import('./workspace/ru.json')]),
  en: () => Promise.all([import('./cards/en.json'), import('./workspace/en.json')]),
} as const;

/** Every word: the workspace shows what cards show, and more. */
export const loadAllTexts: LoadTexts = async (language) => {
  const [cards, workspace] = await loaders[language]();
  return { ...cards.default, ...workspace.default };
};
