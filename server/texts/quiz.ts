import type { QuizOption, QuizQuestion, QuizUnit } from '#domain/quiz/quiz-question.ts';
import { formatAmount, formatDay, formatMoney, formatPeriod, type Language } from './format.ts';
import { metricName } from './metric-names.ts';

/** What the words of a question need beside the question. */
export interface QuizWords {
  readonly month: string;
  readonly currency: string;
  readonly language: Language;
}

export function quizQuestionText(question: QuizQuestion, { month, language }: QuizWords): string {
  const metric = question.metric === null ? '' : metricName(question.metric, language);
  const of = formatPeriod(month, language);
  const about = question.about ?? '';
  if (question.subject === 'own') return about;
  const texts: Readonly<Record<typeof question.subject, Readonly<Record<Language, string>>>> = {
    target: { ru: `${metric}: какая у вас цель на ${of}?`, en: `${metric}: what is your target for ${of}?` },
    norm: { ru: `${metric}: какая у вас норма на рабочий день?`, en: `${metric}: what is your norm per working day?` },
    change: {
      ru: `${metric}: как изменилась ваша цель по сравнению с прошлой версией плана?`,
      en: `${metric}: how has your target changed since the previous version?`,
    },
    starts: { ru: 'С какого дня действует версия плана, которую вы подписали?', en: 'From which day does the version you signed hold?' },
    ends: { ru: 'До какого дня включительно нужно выполнить план?', en: 'By which day, included, is the plan to be met?' },
    workdays: { ru: 'Сколько рабочих дней в периоде плана?', en: 'How many working days does the period have?' },
    'call-seconds': {
      ru: 'Звонки длиннее скольких секунд засчитываются в норму?',
      en: 'Calls longer than how many seconds count towards the norm?',
    },
    'key-client': {
      ru: 'На какого клиента в вашем плане приходится больше всего выручки?',
      en: 'Which client has the most revenue in your plan?',
    },
    'client-target': {
      ru: `Сколько выручки в плане приходится на клиента ${about}?`,
      en: `How much revenue does the plan expect from ${about}?`,
    },
    'focus-brand': { ru: 'Какой бренд главный в вашем плане?', en: 'Which brand is the main one in your plan?' },
    'main-weight': { ru: 'Какой показатель весит больше всех в вашей оценке?', en: 'Which metric weighs most in your evaluation?' },
  };
  return texts[question.subject][language];
}

export function quizOptionText(option: QuizOption, language: Language): string {
  if (option.kind === 'text') return option.text;
  if (option.kind === 'day') return formatDay(option.day, language);
  if (option.kind === 'metric') return metricName(option.metric, language);
  return {
    up: { ru: 'Выросла', en: 'It grew' },
    down: { ru: 'Снизилась', en: 'It fell' },
    same: { ru: 'Не изменилась', en: 'It stayed' },
  }[option.change][language];
}

/** The sign after the field. */
export function quizUnitText(unit: QuizUnit, { currency, language }: QuizWords): string {
  if (unit === 'money') return formatMoney('0', currency, language).replaceAll(/[\d\s]/g, '');
  const texts: Readonly<Record<Exclude<QuizUnit, 'money'>, Readonly<Record<Language, string>>>> = {
    count: { ru: '', en: '' },
    quantity: { ru: '', en: '' },
    percent: { ru: '%', en: '%' },
    'per-workday': { ru: 'в день', en: 'a day' },
    days: { ru: 'дн.', en: 'days' },
    seconds: { ru: 'с', en: 's' },
  };
  return texts[unit][language];
}

export function quizHintText(unit: QuizUnit, language: Language): string {
  if (unit === 'days' || unit === 'seconds') return language === 'ru' ? 'Только число' : 'A number only';
  return language === 'ru' ? 'Можно округлить: засчитывается ответ в пределах 5 %' : 'You may round: within 5% is right';
}

export function quizNumberText(decimal: string, unit: QuizUnit, words: QuizWords): string {
  if (unit === 'money') return formatMoney(decimal, words.currency, words.language);
  const sign = quizUnitText(unit, words);
  return `${formatAmount(decimal, words.language)}${sign === '' ? '' : ` ${sign}`}`;
}

/** To the person, once the quiz is due. */
export function quizDueText(quiz: { month: string; isRepeat: boolean }, language: Language): string {
  const month = formatPeriod(quiz.month, language);
  if (language === 'ru') {
    const again = quiz.isRepeat ? 'Руководитель просит ещё раз ответить на вопросы о вашем плане' : 'Проверьте, помните ли вы свой план';
    return `${again} на ${month}: несколько вопросов, пара минут. Результат не меняет подпись. Откройте «Курс», «Мой план».`;
  }
  const again = quiz.isRepeat ? 'Your head asks you to answer once more about your plan' : 'See whether you remember your plan';
  return `${again} for ${month}: some questions, two minutes. The result changes no signature. Open Kurs, “My plan”.`;
}
