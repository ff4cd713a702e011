import { AppError } from '#kernel/errors.ts';
import type { MyQuizzes, QuizPaper, QuizResult } from '#contract/quiz.ts';
import type { Language } from '#contract/wire.ts';
import { mixBits } from '#domain/forecast/random.ts';
import { chooseQuestions } from '#domain/quiz/choose-questions.ts';
import { isPassed, judgeAnswers, type QuizAnswer } from '#domain/quiz/judge-quiz.ts';
import { subjectKey, type QuizQuestion } from '#domain/quiz/quiz-question.ts';
import { peopleInScope } from '#domain/scope.ts';
import { addAttempt, finishAttempt, type StoredAttempt } from '#store/quiz-attempts.ts';
import { listQuizQuestions } from '#store/quiz-questions.ts';
import { quizHintText, quizNumberText, quizOptionText, quizQuestionText, quizUnitText, type QuizWords } from '#texts/quiz.ts';
import type { PortalContext } from '../portal-context.ts';
import { readQuizzesOf, toWireQuiz, type QuizOfSheet } from '../quiz-sheets.ts';
import { toSignedPlan } from '../signed-plan.ts';
import { readAnswers, readQuestions, toOwnQuestion } from '../stored-quiz.ts';
import { findSheet, type SheetPath } from './acknowledgement.ts';

interface QuizPath extends SheetPath {
  readonly language?: Language | undefined;
}

export async function replyMyQuizzes(context: PortalContext): Promise<MyQuizzes> {
  return { quizzes: (await readQuizzesOf(context, context.session.userId)).map(toWireQuiz) };
}

/** A try that was begun is continued, so that a page opened twice costs none. */
export async function replyStartQuiz(context: PortalContext, path: QuizPath): Promise<QuizPaper> {
  const quiz = await findQuiz(context, path);
  const open = findOpen(quiz);
  if (open !== undefined) return toPaper(context, open, quiz, path);
  if (quiz.progress.state !== 'waiting') throw new AppError('conflict', 'There is nothing to answer about this plan now');
  const number = quiz.attempts.length + 1;
  const questions = await choose(context, path, quiz, number);
  await addAttempt(context.tx, quiz.sheet, { number, round: quiz.round, questions, startedAt: context.now });
  const begun = await findQuiz(context, path);
  const attempt = findOpen(begun);
  if (attempt === undefined) throw new AppError('conflict', 'The try was finished meanwhile');
  return toPaper(context, attempt, begun, path);
}

async function choose(context: PortalContext, path: QuizPath, { sheet, attempts }: QuizOfSheet, number: number): Promise<QuizQuestion[]> {
  const stored = await findSheet(context, path);
  const bank = (await listQuizQuestions(context.tx)).filter(({ scope }) => peopleInScope(context.team, scope)?.has(sheet.userId) ?? true);
  const asked = new Set(attempts.flatMap(({ questions }) => readQuestions(questions).map(subjectKey)));
  // The hash is of one person's version, so that neighbours get other questions.
  const seed = mixBits(Number.parseInt(stored.planHash.slice(0, 8), 16) + number);
  return chooseQuestions({ plan: toSignedPlan(stored), own: bank.map(toOwnQuestion), seed }, asked);
}

export async function replyAnswerQuiz(
  context: PortalContext,
  request: QuizPath & { attemptId: string; answers: readonly QuizAnswer[] },
): Promise<QuizResult> {
  const quiz = await findQuiz(context, request);
  const attempt = quiz.attempts.find(({ attemptId }) => attemptId === request.attemptId);
  if (attempt === undefined) throw new AppError('not-found', 'There is no such try');
  if (attempt.finished === null) {
    const questions = readQuestions(attempt.questions);
    if (request.answers.length !== questions.length) throw new AppError('bad-request', 'Not as many answers as questions');
    const right = judgeAnswers(questions, request.answers).filter(Boolean).length;
    const passed = isPassed({ right, total: questions.length }, quiz.rules.quizPassPercent);
    await finishAttempt(context.tx, attempt.attemptId, { answers: request.answers, right, isPassed: passed, at: context.now });
    await context.changed('acknowledgements');
  }
  return toResult(context, await findQuiz(context, request), request);
}

async function findQuiz(context: PortalContext, path: SheetPath): Promise<QuizOfSheet> {
  const quizzes = await readQuizzesOf(context, BigInt(path.userId));
  const quiz = quizzes.find(({ sheet }) => sheet.month === path.month && sheet.version === path.version);
  if (quiz === undefined) throw new AppError('not-found', 'Nothing is asked about this plan');
  return quiz;
}

function findOpen(quiz: QuizOfSheet): StoredAttempt | undefined {
  return quiz.attempts.find(({ round, finished }) => round === quiz.round && finished === null);
}

export function toQuizWords(context: PortalContext, month: string, language: Language | undefined): QuizWords {
  return { month, currency: context.portal.baseCurrency, language: language ?? (context.portal.language === 'ru' ? 'ru' : 'en') };
}

function toPaper(context: PortalContext, attempt: StoredAttempt, quiz: QuizOfSheet, path: QuizPath): QuizPaper {
  const words = toQuizWords(context, path.month, path.language);
  return {
    attemptId: attempt.attemptId,
    month: path.month,
    version: path.version,
    passPercent: quiz.rules.quizPassPercent,
    questions: readQuestions(attempt.questions).map((question) => {
      const text = quizQuestionText(question, words);
      return question.kind === 'number'
        ? { kind: 'number', text, unit: quizUnitText(question.unit, words), hint: quizHintText(question.unit, words.language) }
        : { kind: 'choice', text, options: question.options.map((option) => quizOptionText(option, words.language)) };
    }),
  };
}

function toResult(context: PortalContext, quiz: QuizOfSheet, request: QuizPath & { attemptId: string }): QuizResult {
  const attempt = quiz.attempts.find(({ attemptId }) => attemptId === request.attemptId);
  if (attempt?.finished == null) throw new AppError('internal', 'The answers were not found after they were saved');
  const words = toQuizWords(context, request.month, request.language);
  const questions = readQuestions(attempt.questions);
  const answers = readAnswers(attempt.finished.answers);
  const right = judgeAnswers(questions, answers);
  // While a try is left the plan itself is the place to look.
  const isTold = attempt.finished.isPassed || quiz.progress.state !== 'waiting';
  return {
    right: attempt.finished.right,
    total: questions.length,
    isPassed: attempt.finished.isPassed,
    attemptsLeft: quiz.progress.attemptsLeft,
    answers: questions.map((question, index) => ({
      text: quizQuestionText(question, words),
      given: answerText(question, answers[index] ?? null, words),
      isRight: right[index] === true,
      right: isTold ? answerText(question, String(question.right), words) : null,
    })),
  };
}

function answerText(question: QuizQuestion, answer: QuizAnswer, words: QuizWords): string | null {
  if (answer === null) return null;
  if (question.kind === 'number') return quizNumberText(answer, question.unit, words);
  const option = question.options[Number(answer)];
  return option === undefined ? null : quizOptionText(option, words.language);
}
