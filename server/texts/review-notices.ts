import { formatDay, type Language } from './format.ts';
import { escapeBbCode } from './notifications.ts';

type Effect = 'helped' | 'not-helped' | 'unclear';

const effectWords: Readonly<Record<Language, Readonly<Record<Effect, string>>>> = {
  ru: { helped: 'помогло', 'not-helped': 'не помогло', unclear: 'пока неясно' },
  en: { helped: 'it helped', 'not-helped': 'it did not help', unclear: 'it is unclear yet' },
};

/** To whoever decided: what the day of the check has found. */
export function actionJudgedText(found: { words: string; effectiveness: Effect; level: number | null }, language: Language): string {
  const words = escapeBbCode(found.words);
  const effect = effectWords[language][found.effectiveness];
  const level = found.level === null ? null : Math.round(found.level * 100);
  if (language === 'ru') {
    const now = level === null ? '' : ` Сейчас ${level} % графика.`;
    return `Проверка решения «${words}»: ${effect}.${now} Откройте «Курс», «Планёрка».`;
  }
  const now = level === null ? '' : ` It stands at ${level}% of schedule.`;
  return `Check of the decision “${words}”: ${effect}.${now} Open Kurs, “Review”.`;
}

/** To whoever has to do it, once the deadline has passed without a result. */
export function decisionDueText(decision: { words: string; deadline: string }, language: Language): string {
  const words = escapeBbCode(decision.words);
  return language === 'ru'
    ? `Что получилось с решением «${words}»? Срок был ${formatDay(decision.deadline, 'ru')}, результата нет. Запишите его в «Курсе», «Планёрка».`
    : `What came of the decision “${words}”? It was due by ${formatDay(decision.deadline, 'en')} and has no result. Record it in Kurs, “Review”.`;
}
