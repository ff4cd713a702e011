import type { ReviewAction } from '#contract/review.ts';

/** One step of the demo's reviews. Numbers are not told here: the review takes them from the facts of its day. */
export type ReviewAct = { readonly at: string; readonly userId: number } & (
  | { readonly kind: 'define' }
  | { readonly kind: 'start' }
  | { readonly kind: 'write'; readonly about: Cell; readonly field: 'cause' | 'why' | 'proposal' | 'outcome'; readonly text: string }
  | { readonly kind: 'decide'; readonly about: Cell; readonly decision: DemoDecision }
  | { readonly kind: 'close'; readonly words: string; readonly result: string }
  | { readonly kind: 'ask'; readonly text: string }
  | { readonly kind: 'talk'; readonly with: number; readonly day: string; readonly text: string; readonly agreed: string }
  | { readonly kind: 'finish'; readonly nextDay: string; readonly nextTime: string }
);

interface Cell {
  readonly metric: 'revenue' | 'calls';
  readonly userId: number;
}

interface DemoDecision {
  readonly kind: ReviewAction['kind'];
  readonly words: string;
  readonly ownerId: number;
  readonly deadline: string;
  readonly checkOn: string;
  readonly makesTask?: boolean;
}

export const reviewSeries = {
  name: 'Планёрка по отклонениям',
  scope: 'company',
  firstDay: '2026-11-06',
  rhythm: 'weekly',
  everyDays: null,
  at: '15:00',
  minutes: 45,
  questionLimit: 7,
  itemMinutes: 5,
  preparedBy: 'owners',
  prepareHours: 1,
} as const;

const [somov, kovaleva, orlov, petrov, akhmetov, zhukov, eremina, lapin, kuzmin, volkova, galiev] = [
  2, 5, 6, 7, 10, 11, 12, 14, 15, 16, 18,
];
const money = (userId: number): Cell => ({ metric: 'revenue', userId });

/** What people prepared: why it is so, and what they propose. */
function prepare(at: string, userId: number, why: string, proposal: string): ReviewAct[] {
  return [
    { at, userId, kind: 'write', about: money(userId), field: 'why', text: why },
    { at, userId, kind: 'write', about: money(userId), field: 'proposal', text: proposal },
  ];
}

/** The cause, what came of the talk, and the decision, as the director writes them down. */
function decide(at: string, userId: number, cause: string, outcome: string, decision: DemoDecision): ReviewAct[] {
  const about = money(userId);
  return [
    { at, userId: somov, kind: 'write', about, field: 'cause', text: cause },
    { at, userId: somov, kind: 'write', about, field: 'outcome', text: outcome },
    { at, userId: somov, kind: 'decide', about, decision },
  ];
}

const lookAtEremina = 'Дожать два счёта, которые ждут оплаты';
const lowerDecember = 'Снизить декабрь Петрову на 200 тысяч: «Автодор-Сервис» перенёс закупку';

/** Times are instants in UTC; Moscow is three hours ahead. In the order it happened. */
export const reviewActs: readonly ReviewAct[] = [
  { at: '2026-11-05T09:10:00.000Z', userId: somov, kind: 'define' },
  ...prepare('2026-11-06T07:20:00.000Z', petrov, 'Две отгрузки ушли на вторую неделю', 'Ускорить согласование договоров'),
  ...prepare(
    '2026-11-06T08:05:00.000Z',
    eremina,
    'Счета выставлены, оплаты ждём на следующей неделе',
    'Позвонить в бухгалтерии обоих клиентов',
  ),
  ...prepare('2026-11-06T08:40:00.000Z', orlov, 'Мало новых обращений', 'Поднять базу прошлого года'),
  { at: '2026-11-06T12:00:00.000Z', userId: somov, kind: 'start' },
  ...decide('2026-11-06T12:14:00.000Z', orlov, 'few-calls', 'Звонков вдвое меньше нормы, встреч нет', {
    kind: 'talk',
    words: 'Поговорить с Орловым: план звонков и встреч на две недели',
    ownerId: kovaleva,
    deadline: '2026-11-11',
    checkOn: '2026-11-20',
  }),
  ...decide('2026-11-06T12:24:00.000Z', zhukov, 'deals-moved', 'Два тендера сдвинулись, замены им нет', {
    kind: 'task',
    words: 'Собрать список замен на случай проигрыша тендеров',
    ownerId: akhmetov,
    deadline: '2026-11-12',
    checkOn: '2026-11-20',
  }),
  ...decide('2026-11-06T12:33:00.000Z', eremina, 'client-budget', 'Деньги у клиентов есть, ждут подписи', {
    kind: 'task',
    words: lookAtEremina,
    ownerId: eremina,
    deadline: '2026-11-12',
    checkOn: '2026-11-13',
  }),
  { at: '2026-11-06T12:43:00.000Z', userId: somov, kind: 'finish', nextDay: '2026-11-13', nextTime: '15:00' },
  { at: '2026-11-12T09:30:00.000Z', userId: eremina, kind: 'close', words: lookAtEremina, result: 'Оба счёта оплачены 10 и 11 ноября' },
  {
    at: '2026-11-11T13:30:00.000Z',
    userId: akhmetov,
    kind: 'talk',
    with: zhukov,
    day: '2026-11-11',
    text: 'Два тендера сдвинулись на декабрь, и замены им в работе нет. Жуков ждёт протоколов и новых клиентов не ищет.',
    agreed: 'До пятницы список десяти предприятий, где закупка в ноябре. Первые три звонка делаем вместе.',
  },
  ...prepare('2026-11-12T14:10:00.000Z', petrov, '«Автодор-Сервис» перенёс закупку на январь', 'Снизить декабрь, добавить встреч с новыми'),
  ...prepare('2026-11-13T07:15:00.000Z', kuzmin, 'Обращений меньше, чем в октябре', 'Нужна рассылка по базе и помощь маркетинга'),
  ...prepare('2026-11-13T08:50:00.000Z', volkova, 'Три сделки стоят на согласовании у клиентов', 'Созвониться с теми, кто решает'),
  { at: '2026-11-13T09:00:00.000Z', userId: lapin, kind: 'ask', text: 'Когда придёт поставка СИЗ?' },
  { at: '2026-11-13T12:00:00.000Z', userId: somov, kind: 'start' },
  ...decide('2026-11-13T12:20:00.000Z', kuzmin, 'few-leads', 'Поток новых обращений упал на треть', {
    kind: 'marketing',
    words: 'Рассылка по базе «Новых клиентов» и разбор заявок с сайта',
    ownerId: lapin,
    deadline: '2026-11-18',
    checkOn: '2026-11-25',
    makesTask: true,
  }),
  ...decide('2026-11-13T12:28:00.000Z', petrov, 'deals-moved', 'Закупка ушла на январь, это не возвратить', {
    kind: 'terms',
    words: lowerDecember,
    ownerId: kovaleva,
    deadline: '2026-11-16',
    checkOn: '2026-11-30',
  }),
  { at: '2026-11-13T12:44:00.000Z', userId: somov, kind: 'finish', nextDay: '2026-11-16', nextTime: '11:00' },
  { at: '2026-11-13T13:20:00.000Z', userId: kovaleva, kind: 'close', words: lowerDecember, result: 'Версия 3 отправлена на подпись' },
  ...prepare('2026-11-16T06:25:00.000Z', galiev, 'Две сделки ждут отгрузки со склада', 'Согласовать отгрузку до пятницы'),
  ...prepare('2026-11-16T06:50:00.000Z', petrov, 'Отстаём на перенос «Автодор-Сервиса»', 'Закрыть «Прогресс» до 20 ноября'),
  ...prepare('2026-11-16T07:10:00.000Z', kuzmin, 'Рассылка ещё не вышла', 'Обзвонить тех, кто покупал весной'),
];
