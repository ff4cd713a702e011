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

/** To whoever a talk was with, once it was written down. */
export function talkWrittenText(talk: { author: string; day: string }, language: Language): string {
  const author = escapeBbCode(talk.author);
  return language === 'ru'
    ? `Разговор ${formatDay(talk.day, 'ru')} записан (автор: ${author}). Прочитайте в «Курсе», «Планёрка».`
    : `The talk of ${formatDay(talk.day, 'en')} has been written down by ${author}. Read it in Kurs, “Review”.`;
}

/** Before a review, to whoever has numbers in it that nobody has explained yet. */
export function preparationText(review: { name: string; cells: number; day: string; time: string }, language: Language): string {
  const name = escapeBbCode(review.name);
  const { cells, time } = review;
  return language === 'ru'
    ? `«${name}»: до ${time} ${formatDay(review.day, 'ru')} напишите причину и предложение по вашим отклонениям (${cells}). Откройте «Курс», «Планёрка».`
    : `“${name}”: by ${time} on ${formatDay(review.day, 'en')} write the cause and a proposal for your deviations (${cells}). Open Kurs, “Review”.`;
}
