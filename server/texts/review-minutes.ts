import type { ActionKind, Effectiveness } from '#domain/corrective-action.ts';
import type { BuiltInCause } from '#domain/review/causes.ts';
import { formatDay, formatMonth, type Language } from './format.ts';
import { minutesWords } from './review-words.ts';

/** What the minutes of a review tell; numbers are written already, names are as the portal has them. */
export interface MinutesContent {
  readonly name: string;
  readonly scopeName: string;
  readonly month: string;
  /** On the portal's clock, `2026-11-13 15:00`. */
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly nextAt: string | null;
  readonly closedDay: string | null;
  readonly items: readonly MinutesItem[];
}

export interface MinutesItem {
  readonly kind: 'decision' | 'cell' | 'question';
  /** Whose number it is, what was decided, or what was asked. */
  readonly title: string;
  /** Plan, what should be there, fact and deviation, with their unit; null of other items. */
  readonly numbers: { readonly plan: string; readonly expected: string; readonly fact: string; readonly deviation: string } | null;
  readonly metric: string | null;
  readonly cause: { readonly code: BuiltInCause } | { readonly name: string } | null;
  readonly why: string;
  readonly proposal: string;
  readonly outcome: string;
  readonly actions: readonly MinutesAction[];
}

export interface MinutesAction {
  readonly kind: ActionKind;
  readonly text: string;
  readonly owner: string;
  readonly deadline: string | null;
  readonly checkOn: string | null;
  readonly state: 'open' | 'overdue' | 'done' | 'dropped';
  readonly result: string;
  readonly effectiveness: Effectiveness | null;
}

/** Headings and lines, the same for every kind of file. */
export interface MinutesPaper {
  readonly title: string;
  readonly lines: readonly string[];
  readonly sections: readonly { readonly title: string; readonly lines: readonly { readonly label: string; readonly text: string }[] }[];
}

export function writeMinutes(content: MinutesContent, language: Language): MinutesPaper {
  const words = minutesWords[language];
  const day = content.closedDay === null ? '' : formatDay(content.closedDay, language);
  return {
    title: `${words.title}: ${content.name}`,
    lines: [
      `${content.scopeName}, ${formatMonth(content.month, language)}`,
      `${words.held}: ${content.startedAt}${words.dash}${content.finishedAt.slice(11)}`,
      `${words.asOf} ${day}`,
      ...(content.nextAt === null ? [] : [`${words.next}: ${content.nextAt}`]),
    ],
    sections: content.items.map((item, at) => ({ title: `${at + 1}. ${titleOf(item, language)}`, lines: linesOf(item, language) })),
  };
}

function titleOf(item: MinutesItem, language: Language): string {
  return item.kind === 'decision' ? `${minutesWords[language].earlier}: ${item.title}` : item.title;
}

function linesOf(item: MinutesItem, language: Language): { label: string; text: string }[] {
  const words = minutesWords[language];
  const { numbers } = item;
  const line = (label: string, text: string) => (text === '' ? [] : [{ label, text }]);
  const figures =
    numbers === null
      ? ''
      : `${words.plan} ${numbers.plan}, ${words.expected} ${numbers.expected}, ${words.fact} ${numbers.fact}, ${words.deviation} ${numbers.deviation}`;
  const cause = item.cause === null ? '' : 'code' in item.cause ? words.causes[item.cause.code] : item.cause.name;
  return [
    ...line(item.metric ?? '', figures),
    ...line(words.cause, cause),
    ...line(words.why, item.why),
    ...line(words.proposal, item.proposal),
    ...line(words.outcome, item.outcome),
    ...item.actions.flatMap((action) => line(words.kinds[action.kind], actionText(action, language))),
  ];
}

function actionText(action: MinutesAction, language: Language): string {
  const words = minutesWords[language];
  return [
    action.text,
    `${words.owner}: ${action.owner}`,
    ...(action.deadline === null ? [] : [`${words.until} ${formatDay(action.deadline, language)}`]),
    ...(action.checkOn === null ? [] : [`${words.checkOn} ${formatDay(action.checkOn, language)}`]),
    words.states[action.state],
    ...(action.effectiveness === null ? [] : [words.effects[action.effectiveness]]),
    ...(action.result === '' ? [] : [`${words.result}: ${action.result}`]),
  ].join('. ');
}

/** To everybody of the review, once it has ended. */
export function minutesReadyText(review: { name: string; decisions: number }, language: Language): string {
  return language === 'ru'
    ? `Планёрка «${review.name}» завершена, решений: ${review.decisions}. Протокол в «Курсе», раздел «Планёрка».`
    : `The review “${review.name}” has ended, decisions: ${review.decisions}. The minutes are in Kurs, section “Review”.`;
}
