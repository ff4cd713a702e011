import type { Portal } from './portal.ts';

const words = {
  deal: { ru: 'Сделка', en: 'Deal' },
  lead: { ru: 'Лид', en: 'Lead' },
  company: { ru: 'Компания', en: 'Company' },
  quote: { ru: 'Предложение', en: 'Estimate' },
  invoice: { ru: 'Счёт', en: 'Invoice' },
} as const;

/** `Deal #5`: the title of a record nobody has named. */
export function recordTitle(portal: Portal, kind: keyof typeof words, id: number): string {
  return `${words[kind][portal.state.data.language]} #${id}`;
}
