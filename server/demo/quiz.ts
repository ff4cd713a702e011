import { planVersions } from './plans.ts';

/** A question that the company keeps beside those about plans. */
export interface BankQuestion {
  readonly at: string;
  readonly userId: number;
  readonly topic: 'product' | 'client';
  readonly text: string;
  readonly options: readonly string[];
  readonly right: number;
}

/** What a person said to the questions about the plan they had signed; `mistakes` by the words of the question. */
export interface QuizAnswers {
  readonly at: string;
  readonly userId: number;
  readonly month: string;
  readonly version: number;
  readonly mistakes: Readonly<Record<string, string>>;
}

const reserve = 'На сколько дней ставим бронь без предоплаты?';
const decides = 'Кто на заводе утверждает закупку СИЗ?';

export const bankQuestions: readonly BankQuestion[] = [
  {
    ...{ at: '2026-11-03T07:20:00.000Z', userId: 2, topic: 'product', text: reserve },
    ...{ options: ['На один рабочий день', 'На три рабочих дня', 'На неделю'], right: 1 },
  },
  {
    ...{ at: '2026-11-03T07:24:00.000Z', userId: 2, topic: 'client', text: decides },
    ...{ options: ['Снабженец', 'Инженер по охране труда', 'Главный бухгалтер'], right: 1 },
  },
];

const month = '2026-11';
const revenue = 'Выручка: какая у вас цель на ноябрь 2026?';
const calls = 'Звонки: какая у вас норма на рабочий день?';
const seconds = 'Звонки длиннее скольких секунд засчитываются в норму?';
const november = { month, version: 1 } as const;
const unsureOfDecision = { [decides]: 'Снабженец' };

/** Whoever is not named has not answered yet. */
export const quizAnswers: readonly QuizAnswers[] = [
  { ...november, at: '2026-11-09T07:15:00.000Z', userId: 10, mistakes: {} },
  { ...november, at: '2026-11-09T08:31:00.000Z', userId: 9, mistakes: {} },
  { ...november, at: '2026-11-09T12:06:00.000Z', userId: 13, mistakes: { [revenue]: '4900000', ...unsureOfDecision, [seconds]: '60' } },
  { ...november, at: '2026-11-10T06:48:00.000Z', userId: 7, mistakes: { ...unsureOfDecision } },
  { ...november, at: '2026-11-10T11:20:00.000Z', userId: 14, mistakes: {} },
  { ...november, at: '2026-11-11T07:02:00.000Z', userId: 17, mistakes: { [calls]: '30', ...unsureOfDecision, [reserve]: 'На неделю' } },
  { ...november, at: '2026-11-11T07:09:00.000Z', userId: 17, mistakes: {} },
  { ...november, at: '2026-11-12T13:10:00.000Z', userId: 8, mistakes: { [revenue]: '3000000', [calls]: '25', [seconds]: '10' } },
  { ...november, at: '2026-11-13T07:55:00.000Z', userId: 16, mistakes: { [seconds]: '45' } },
];

/** What the person answers to a question: as the plan says, but where they are mistaken. */
export function whatIsSaid({ userId, mistakes }: QuizAnswers, question: string): string | null {
  const plan = planVersions.find((version) => version.month === month && version.version === 1);
  const own = plan?.people.find((person) => person.userId === userId);
  const known: Readonly<Record<string, string>> = {
    [revenue]: `${own?.revenue ?? 0}000`,
    [calls]: String(own?.calls ?? 0),
    [seconds]: '30',
    'С какого дня действует версия плана, которую вы подписали?': '1 ноября 2026',
    'До какого дня включительно нужно выполнить план?': '30 ноября 2026',
    'Сколько рабочих дней в периоде плана?': '20',
    [reserve]: 'На три рабочих дня',
    [decides]: 'Инженер по охране труда',
  };
  return mistakes[question] ?? known[question] ?? null;
}
