import { formatMonth, type Language } from './format.ts';

/** Title of a task about a deal; the deal itself is bound to it, its name is not ours to keep. */
export function routeTaskTitle(about: { dealId: bigint; month: string }, language: Language): string {
  return language === 'ru'
    ? `Довести сделку № ${about.dealId} до закрытия, план на ${formatMonth(about.month, 'ru')}`
    : `Bring deal no. ${about.dealId} to a close, plan for ${formatMonth(about.month, 'en')}`;
}

export function routeTaskWords(language: Language): string {
  return language === 'ru'
    ? 'Сделка входит в маршрут до плана. Обновите стадию и дату закрытия в карточке: прогноз в «Курсе» пересчитается сам.'
    : 'The deal is part of the route to the plan. Keep its stage and close date up to date: the forecast in Kurs follows by itself.';
}
