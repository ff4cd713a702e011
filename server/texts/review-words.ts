import type { ActionKind, Effectiveness } from '#domain/corrective-action.ts';
import type { BuiltInCause } from '#domain/review/causes.ts';
import type { Language } from './format.ts';

interface MinutesWords {
  readonly title: string;
  readonly held: string;
  readonly dash: string;
  readonly asOf: string;
  readonly next: string;
  readonly earlier: string;
  readonly plan: string;
  readonly expected: string;
  readonly fact: string;
  readonly deviation: string;
  readonly cause: string;
  readonly why: string;
  readonly proposal: string;
  readonly outcome: string;
  readonly owner: string;
  readonly until: string;
  readonly checkOn: string;
  readonly result: string;
  readonly kinds: Readonly<Record<ActionKind, string>>;
  readonly states: Readonly<Record<'open' | 'overdue' | 'done' | 'dropped', string>>;
  readonly effects: Readonly<Record<Effectiveness, string>>;
  readonly causes: Readonly<Record<BuiltInCause, string>>;
}

/** Words of the minutes. */
export const minutesWords: Readonly<Record<Language, MinutesWords>> = {
  ru: {
    title: 'Протокол',
    held: 'Прошла',
    dash: '–',
    asOf: 'Числа на',
    next: 'Следующая планёрка',
    earlier: 'Решение прошлой планёрки',
    plan: 'план',
    expected: 'должно быть',
    fact: 'факт',
    deviation: 'отклонение',
    cause: 'Причина',
    why: 'Почему так вышло',
    proposal: 'Предложение',
    outcome: 'Итог обсуждения',
    owner: 'Отвечает',
    until: 'Срок',
    checkOn: 'Проверка показателя',
    result: 'Результат',
    kinds: {
      task: 'Задача',
      talk: 'Личная беседа',
      'team-talk': 'Разговор с командой',
      marketing: 'Поддержка маркетинга',
      redistribution: 'Перераспределение плана',
      terms: 'Условия для клиента',
      'accepted-risk': 'Риск принят',
    },
    states: { open: 'В работе', overdue: 'Просрочено', done: 'Сделано', dropped: 'Снято' },
    effects: { helped: 'Помогло', 'not-helped': 'Не помогло', unclear: 'Пока неясно' },
    causes: {
      'few-leads': 'Мало новых обращений',
      'deals-moved': 'Сделки перенесены',
      'lost-to-competitor': 'Ушли к конкуренту',
      'client-budget': 'Нет бюджета у клиента',
      price: 'Не устроила цена',
      supply: 'Нет товара',
      'few-calls': 'Мало звонков',
      absence: 'Отсутствие сотрудника',
      'plan-too-high': 'План завышен',
    },
  },
  en: {
    title: 'Minutes',
    held: 'Held',
    dash: '–',
    asOf: 'Numbers to',
    next: 'Next review',
    earlier: 'Decision of the last review',
    plan: 'plan',
    expected: 'expected',
    fact: 'fact',
    deviation: 'deviation',
    cause: 'Cause',
    why: 'Why it is so',
    proposal: 'Proposal',
    outcome: 'Outcome',
    owner: 'Answers for it',
    until: 'Deadline',
    checkOn: 'Number is looked at again on',
    result: 'Result',
    kinds: {
      task: 'Task',
      talk: 'One-to-one talk',
      'team-talk': 'Team talk',
      marketing: 'Marketing support',
      redistribution: 'Redistribution of the plan',
      terms: 'Client’s terms',
      'accepted-risk': 'Risk accepted',
    },
    states: { open: 'In progress', overdue: 'Overdue', done: 'Done', dropped: 'Dropped' },
    effects: { helped: 'It helped', 'not-helped': 'It did not help', unclear: 'Unclear yet' },
    causes: {
      'few-leads': 'Few new leads',
      'deals-moved': 'Deals moved',
      'lost-to-competitor': 'Lost to a competitor',
      'client-budget': 'Client has no budget',
      price: 'Price did not suit',
      supply: 'Out of stock',
      'few-calls': 'Few calls',
      absence: 'Person was away',
      'plan-too-high': 'Plan too high',
    },
  },
};
