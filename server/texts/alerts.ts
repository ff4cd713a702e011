import type { AlertKind } from '#domain/intensity/alerts.ts';
import { formatSpan, plural, type Language } from './format.ts';
import { metricName } from './metric-names.ts';
import { escapeBbCode } from './notifications.ts';

export interface ToldAlert {
  readonly name: string;
  /** As people call the metric. */
  readonly metric: string;
  readonly kind: AlertKind;
  readonly days: readonly string[];
  readonly fact: number;
  readonly expected: number;
}

/** What was seen, and nothing about why. */
export function alertWords({ metric, kind, days, fact, expected }: Omit<ToldAlert, 'name'>, language: Language): string {
  const name = escapeBbCode(metric);
  const [first = '', last = ''] = [days[0], days.at(-1)];
  const span = formatSpan(first, last, language);
  const [done, usual] = [round(fact), round(expected)];
  if (language === 'ru') {
    const count = `${days.length} ${plural(days.length, ['рабочий день', 'рабочих дня', 'рабочих дней'])}`;
    if (kind === 'silent') return `${name}: ничего за ${count} (${span})`;
    if (kind === 'silent-today') return `${name}: сегодня пока ничего, обычно ${usual} в день`;
    return kind === 'below-past'
      ? `${name}: ${done} за ${count} (${span}), обычно ${usual}`
      : `${name}: с начала месяца ${done} при норме ${usual}`;
  }
  const count = `${days.length} working ${days.length === 1 ? 'day' : 'days'}`;
  if (kind === 'silent') return `${name}: nothing for ${count} (${span})`;
  if (kind === 'silent-today') return `${name}: nothing today so far, usually ${usual} a day`;
  return kind === 'below-past'
    ? `${name}: ${done} in ${count} (${span}), usually ${usual}`
    : `${name}: ${done} since the month began, the norm is ${usual}`;
}

const toldPeople = 7;

/** One message to a head about everybody below. */
export function alertDigestText(alerts: readonly ToldAlert[], language: Language): string {
  const lines = alerts.slice(0, toldPeople).map((alert) => `${escapeBbCode(alert.name)}. ${alertWords(alert, language)}`);
  const left = alerts.length - lines.length;
  const more = left <= 0 ? '' : language === 'ru' ? `\nИ ещё ${left}.` : `\nAnd ${left} more.`;
  return language === 'ru'
    ? `Активность: кому нужно внимание.\n${lines.join('\n')}${more}\nОтсутствия проверены. Решение: «Курс», раздел «Активность».`
    : `Activity: who needs attention.\n${lines.join('\n')}${more}\nAbsences were looked at. Decide in Kurs, “Activity”.`;
}

/** To the person: what was seen and that help is at hand. */
export function ownAlertText(alert: Omit<ToldAlert, 'name'>, language: Language): string {
  return language === 'ru'
    ? `${alertWords(alert, language)}. Если что-то мешает, скажите руководителю: вместе проще. Если данные неверны, тоже напишите.`
    : `${alertWords(alert, language)}. If something is in your way, tell your head: it is easier together. If the data is wrong, say so too.`;
}

/** To the head on the day of the check. */
export function actionCheckedText(
  about: { name: string; metric: string; effectiveness: 'helped' | 'not-helped' | 'unclear' },
  language: Language,
): string {
  const [name, metric] = [escapeBbCode(about.name), escapeBbCode(about.metric)];
  if (language === 'ru') {
    const words = { helped: 'помогло, показатель вернулся', 'not-helped': 'не помогло', unclear: 'непонятно, данных мало' };
    return `Проверка решения: ${name}, ${metric}. Итог: ${words[about.effectiveness]}. Откройте «Курс», раздел «Активность».`;
  }
  const words = { helped: 'it helped, the metric is back', 'not-helped': 'it did not help', unclear: 'unclear, too little data' };
  return `Check of a decision: ${name}, ${metric}. Result: ${words[about.effectiveness]}. Open Kurs, “Activity”.`;
}

/** To whoever has set days of checks, on such a day. */
export function checksDueText(tasks: number, language: Language): string {
  if (language === 'ru') {
    return `Сегодня день проверки: ${tasks} ${plural(tasks, ['задача', 'задачи', 'задач'])} ваших сотрудников. Откройте «Курс», «Активность», «Задачи».`;
  }
  return `Today is the day to look at ${tasks} ${tasks === 1 ? 'task' : 'tasks'} of your people. Open Kurs, “Activity”, “Tasks”.`;
}

export function alertTaskTitle(about: { name: string; metric: string }, language: Language): string {
  return language === 'ru'
    ? `Вернуть показатель к норме: ${about.metric}, ${about.name}`
    : `Bring back to the norm: ${about.metric}, ${about.name}`;
}

const activityNames: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  'calls-out': { ru: 'Исходящие звонки', en: 'Outgoing calls' },
  'calls-in': { ru: 'Входящие звонки', en: 'Incoming calls' },
  'talk-minutes': { ru: 'Минуты разговоров', en: 'Minutes of talk' },
  'work-hours': { ru: 'Рабочее время', en: 'Working time' },
};

/** The name of a metric of activity; metrics of the portal's own bring theirs. */
export function activityName(metric: string, own: string | null, language: Language): string {
  return own ?? activityNames[metric]?.[language] ?? metricName(metric, language);
}

const round = (value: number): string => String(Math.round(value * 10) / 10).replace('.', ',');
