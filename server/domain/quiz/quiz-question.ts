import type { Day } from '../period.ts';
import type { Metric } from '../plan.ts';

/** What a question about the plan asks for. */
export type PlanSubject =
  | 'target'
  | 'norm'
  | 'change'
  | 'starts'
  | 'ends'
  | 'workdays'
  | 'call-seconds'
  | 'key-client'
  | 'client-target'
  | 'focus-brand'
  | 'main-weight';

/** One answer to choose; rendered in the reader's language unless it is a text that somebody wrote. */
export type QuizOption =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'day'; readonly day: Day }
  | { readonly kind: 'metric'; readonly metric: Metric }
  | { readonly kind: 'change'; readonly change: 'up' | 'down' | 'same' };

export type QuizUnit = 'money' | 'count' | 'quantity' | 'percent' | 'per-workday' | 'days' | 'seconds';

interface About {
  /** A subject of the plan, or `own` for a question of the bank. */
  readonly subject: PlanSubject | 'own';
  readonly metric: Metric | null;
  /** A client's title, or the words of an own question. */
  readonly about: string | null;
  /** Of an own question. */
  readonly questionId: string | null;
}

export interface NumberQuestion extends About {
  readonly kind: 'number';
  readonly unit: QuizUnit;
  /** Decimal string. */
  readonly right: string;
}

export interface ChoiceQuestion extends About {
  readonly kind: 'choice';
  readonly options: readonly QuizOption[];
  /** Place of the right option. */
  readonly right: number;
}

export type QuizQuestion = NumberQuestion | ChoiceQuestion;

/** A question of the portal's own, about the product or the clients. */
export interface OwnQuestion {
  readonly questionId: string;
  readonly text: string;
  readonly options: readonly string[];
  readonly right: number;
}

/** The same thing asked of different people, or in different attempts. */
export function subjectKey({ subject, metric, about, questionId }: About): string {
  return questionId === null ? [subject, metric ?? '', subject === 'client-target' ? (about ?? '') : ''].join(' ') : `own ${questionId}`;
}
