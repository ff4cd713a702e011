import cardsEn from '#locales/cards/en.json' with { type: 'json' };
import cardsRu from '#locales/cards/ru.json' with { type: 'json' };
import workspaceEn from '#locales/workspace/en.json' with { type: 'json' };
import workspaceRu from '#locales/workspace/ru.json' with { type: 'json' };

/** Every text of the client, as the workspace has them. */
export const russian = { ...cardsRu, ...workspaceRu };
export const english = { ...cardsEn, ...workspaceEn };

/** What the tabs of a card load, and what only the workspace does, by language. */
export const cardTexts = { ru: cardsRu, en: cardsEn };
export const workspaceTexts = { ru: workspaceRu, en: workspaceEn };
