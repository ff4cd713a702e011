import type { Language } from './format.ts';

/** Where a message leads inside the application; the sender makes an address of it. */
export interface NoticeLink {
  readonly title: string;
  readonly params: Readonly<Record<string, string>>;
}

/** Opens the person's own sheet. */
export function planLink({ month, version }: { month: string; version: number }, language: Language): NoticeLink {
  const title = language === 'ru' ? 'Открыть план' : 'Open the plan';
  return { title, params: { view: 'my-plan', month, version: String(version) } };
}

/** Opens the questions about a signed plan, which stand above it. */
export function quizLink(sheet: { month: string; version: number }, language: Language): NoticeLink {
  return { ...planLink(sheet, language), title: language === 'ru' ? 'Ответить на вопросы' : 'Answer the questions' };
}

/** Opens the board of a head. */
export function signingLink({ month }: { month: string }, language: Language): NoticeLink {
  return { title: language === 'ru' ? 'Открыть подписи' : 'Open the signatures', params: { view: 'signing', month } };
}

/** Opens what was seen about the activity of people. */
export function activityLink(language: Language): NoticeLink {
  return { title: language === 'ru' ? 'Открыть активность' : 'Open activity', params: { view: 'activity' } };
}

/** Opens the report about activity of a period; without a scope, of everybody the reader sees. */
export function reportLink(
  { period, day, scope }: { period: 'day' | 'week'; day: string; scope: string | null },
  language: Language,
): NoticeLink {
  const params = { view: 'activity-report', period, day, ...(scope === null ? {} : { scope }) };
  return { title: language === 'ru' ? 'Открыть отчёт' : 'Open the report', params };
}

/** Opens a review with its agenda. */
export function reviewLink({ reviewId }: { reviewId: string }, language: Language): NoticeLink {
  return { title: language === 'ru' ? 'Открыть планёрку' : 'Open the review', params: { view: 'review', review: reviewId } };
}

/** Opens the register, where decisions get their results. */
export function decisionsLink(language: Language): NoticeLink {
  return { title: language === 'ru' ? 'Открыть решения' : 'Open decisions', params: { view: 'decisions' } };
}

/** Opens the settings where somebody is appointed to stand in for a head. */
export function actingHeadsLink(language: Language): NoticeLink {
  return { title: language === 'ru' ? 'Открыть настройки' : 'Open settings', params: { view: 'acting-heads' } };
}
