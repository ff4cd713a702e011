import { AppError } from '#kernel/errors.ts';
import type { QuizResults } from '#contract/quiz.ts';
import type { Language } from '#contract/wire.ts';
import { judgeAnswers, listKnowledge, type AnsweredAttempt } from '#domain/quiz/judge-quiz.ts';
import { can } from '#policy/can.ts';
import { addToOutbox } from '#store/outbox.ts';
import { addRepeat, type StoredAttempt } from '#store/quiz-attempts.ts';
import { quizLink } from '#texts/notice-links.ts';
import { quizDueText, quizQuestionText } from '#texts/quiz.ts';
import { departmentName } from '../plan-sheet-document.ts';
import { listName, type PortalContext } from '../portal-context.ts';
import { readQuizzesIn, readQuizzesOf, toWireAttempt, type QuizOfSheet } from '../quiz-sheets.ts';
import { readAnswers, readQuestions } from '../stored-quiz.ts';
import type { SheetPath } from './acknowledgement.ts';
import { toQuizWords } from './quiz.ts';

export async function replyQuizResults(
  context: PortalContext,
  request: { month: string; language?: Language | undefined },
): Promise<QuizResults> {
  const quizzes = await readQuizzesIn(context, request.month);
  const words = toQuizWords(context, request.month, request.language);
  const answered = quizzes.flatMap(({ attempts }) => attempts.flatMap(toAnswered));
  return {
    month: request.month,
    people: quizzes.map((quiz) => toPerson(context, quiz)),
    questions: listKnowledge(answered).map(({ question, asked, unknownTo }) => ({
      text: quizQuestionText(question, words),
      asked,
      unknownTo: unknownTo.map((userId) => listName(context.team, userId)),
    })),
  };
}

/** All tries begin anew; what was answered before stays. */
export async function replyRepeatQuiz(
  context: PortalContext,
  request: SheetPath & { language?: Language | undefined },
): Promise<QuizResults> {
  const quizzes = await readQuizzesOf(context, BigInt(request.userId));
  const quiz = quizzes.find(({ sheet }) => sheet.month === request.month && sheet.version === request.version);
  if (quiz === undefined) throw new AppError('not-found', 'Nothing is asked about this plan');
  if (!isRepeatable(context, quiz)) throw new AppError('conflict', 'The present tries are not finished, or the period is over');
  await addRepeat(context.tx, quiz.sheet, { by: context.session.userId, at: context.now });
  const { planId, version, userId, month } = quiz.sheet;
  const language = context.portal.language === 'ru' ? 'ru' : 'en';
  await addToOutbox(context.tx, {
    kind: 'notify',
    dedupeKey: `quiz-repeat ${planId} ${version} ${userId} ${quiz.round + 1}`,
    payload: {
      userId: String(userId),
      tag: `kurs:quiz:${planId}:${userId}`,
      text: quizDueText({ month, isRepeat: true }, language),
      link: quizLink({ month, version }, language),
    },
    now: context.now,
  });
  await context.changed('acknowledgements');
  return replyQuizResults(context, request);
}

function isRepeatable(context: PortalContext, { progress, sheet }: QuizOfSheet): boolean {
  const isOver = progress.state === 'passed' || progress.state === 'failed';
  return isOver && context.today.slice(0, 7) <= sheet.month;
}

function toPerson(context: PortalContext, quiz: QuizOfSheet): QuizResults['people'][number] {
  const { sheet, dueOn, attempts, progress } = quiz;
  const finished = attempts.flatMap(toWireAttempt);
  return {
    userId: String(sheet.userId),
    name: listName(context.team, sheet.userId),
    departmentName: departmentName(context, sheet.userId),
    version: sheet.version,
    dueOn,
    state: progress.state,
    tries: finished.length,
    last: finished.at(-1) ?? null,
    canRepeat: isRepeatable(context, quiz) && can(context.actor, 'answer-sheet', { kind: 'sheet', userId: sheet.userId }),
  };
}

function toAnswered({ userId, questions, finished }: StoredAttempt): AnsweredAttempt[] {
  if (finished === null) return [];
  const asked = readQuestions(questions);
  return [{ userId, questions: asked, isRight: judgeAnswers(asked, readAnswers(finished.answers)) }];
}
