import { isNear } from './compare-decimals.ts';
import { subjectKey, type QuizQuestion } from './quiz-question.ts';

/** A number is known when it is within five percent: a plan is known by heart, not by kopecks. */
const toleranceBasisPoints = 500;

/** What was answered: a decimal, the place of an option, or nothing. */
export type QuizAnswer = string | null;

/** Which answers are right, in the order of the questions; an answer that says nothing is wrong. */
export function judgeAnswers(questions: readonly QuizQuestion[], answers: readonly QuizAnswer[]): boolean[] {
  return questions.map((question, index) => isRight(question, answers[index] ?? null));
}

function isRight(question: QuizQuestion, answer: QuizAnswer): boolean {
  if (answer === null) return false;
  if (question.kind === 'choice') return answer === String(question.right);
  return /^-?\d{1,18}(\.\d{1,4})?$/.test(answer) && isNear(answer, question.right, toleranceBasisPoints);
}

/** Enough for the pass mark, which is in whole percent. */
export function isPassed(result: { right: number; total: number }, passPercent: number): boolean {
  return result.total > 0 && result.right * 100 >= passPercent * result.total;
}

export interface AnsweredAttempt {
  readonly userId: bigint;
  readonly questions: readonly QuizQuestion[];
  /** In the order of the questions. */
  readonly isRight: readonly boolean[];
}

export interface Knowledge {
  readonly question: QuizQuestion;
  /** People who were asked. */
  readonly asked: number;
  /** Those whose last answer was wrong, in the order they answered. */
  readonly unknownTo: readonly bigint[];
}

/** What people do not know, question by question, the least known first; of each person the last answer counts. */
export function listKnowledge(attempts: readonly AnsweredAttempt[]): Knowledge[] {
  const subjects = new Map<string, { question: QuizQuestion; last: Map<bigint, boolean> }>();
  for (const { userId, questions, isRight: right } of attempts) {
    for (const [index, question] of questions.entries()) {
      const subject = subjects.get(subjectKey(question)) ?? { question, last: new Map<bigint, boolean>() };
      subjects.set(subjectKey(question), { question, last: subject.last.set(userId, right[index] === true) });
    }
  }
  return [...subjects.values()]
    .map(({ question, last }): Knowledge => {
      return { question, asked: last.size, unknownTo: [...last].flatMap(([userId, isKnown]) => (isKnown ? [] : [userId])) };
    })
    .toSorted((a, b) => b.unknownTo.length / b.asked - a.unknownTo.length / a.asked || b.unknownTo.length - a.unknownTo.length);
}
