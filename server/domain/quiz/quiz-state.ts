import { workdayAfter } from '../acknowledgement.ts';
import type { Day } from '../period.ts';
import type { SigningRules } from '../signing-rules.ts';
import type { Calendar } from '../workdays.ts';

export type QuizRules = Pick<SigningRules, 'quizAfterWorkdays' | 'quizPassPercent' | 'quizAttempts'>;

/** `missed`: the period is over and nothing was answered. */
export type QuizState = 'not-due' | 'waiting' | 'passed' | 'failed' | 'missed';

export interface QuizAttempt {
  /** Grows by one with each repeat that a head has given. */
  readonly round: number;
  /** Null while it is being answered. */
  readonly isPassed: boolean | null;
}

export interface QuizProgress {
  readonly state: QuizState;
  readonly attemptsLeft: number;
}

/** The first day of a quiz: some working days after the later of signature and start of the plan; null where the portal asks none. */
export function quizDueOn(
  calendar: Calendar,
  plan: { signedOn: Day; effectiveFrom: Day; lastDay: Day },
  rules: Pick<QuizRules, 'quizAfterWorkdays'>,
): Day | null {
  if (rules.quizAfterWorkdays === null) return null;
  const from = plan.signedOn > plan.effectiveFrom ? plan.signedOn : plan.effectiveFrom;
  const due = workdayAfter(calendar, from, rules.quizAfterWorkdays);
  // A version that holds for some last days is known or of no use.
  return due > plan.lastDay ? null : due;
}

/** How far a person is with the present round; a repeat is due at once, and nothing is asked after the period. */
export function quizProgress(
  quiz: { dueOn: Day; lastDay: Day; round: number; attempts: readonly QuizAttempt[] },
  today: Day,
  rules: Pick<QuizRules, 'quizAttempts'>,
): QuizProgress {
  const attempts = quiz.attempts.filter(({ round }) => round === quiz.round);
  const finished = attempts.filter(({ isPassed }) => isPassed !== null);
  const attemptsLeft = Math.max(0, rules.quizAttempts - finished.length);
  if (finished.some(({ isPassed }) => isPassed === true)) return { state: 'passed', attemptsLeft: 0 };
  if (attemptsLeft === 0) return { state: 'failed', attemptsLeft };
  if (today > quiz.lastDay) return { state: finished.length > 0 ? 'failed' : 'missed', attemptsLeft: 0 };
  return { state: today < quiz.dueOn && quiz.round === 0 ? 'not-due' : 'waiting', attemptsLeft };
}
