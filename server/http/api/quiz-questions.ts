import { AppError } from '#kernel/errors.ts';
import type { NewQuizQuestion, QuizQuestions } from '#contract/quiz.ts';
import { can } from '#policy/can.ts';
import { addQuizQuestion, archiveQuizQuestion, listQuizQuestions, type StoredQuizQuestion } from '#store/quiz-questions.ts';
import { companyName, fullName, type PortalContext } from '../portal-context.ts';
import { toOwnQuestion } from '../stored-quiz.ts';

/** Questions for the company, which concern everybody's people, and for the departments of the viewer. */
export async function replyQuizQuestions(context: PortalContext): Promise<QuizQuestions> {
  const questions = (await listQuizQuestions(context.tx)).filter((question) => isSeen(context, question));
  const scopes = ['company', ...context.team.departments.map(({ departmentId }) => `department:${departmentId}`)];
  return {
    questions: questions.map((question) => ({
      ...toOwnQuestion(question),
      options: [...toOwnQuestion(question).options],
      scope: question.scope,
      scopeName: scopeName(context, question.scope),
      topic: question.topic,
      authorName: fullName(context.team, question.createdBy),
      canArchive: mayKeep(context, question.scope),
    })),
    scopes: scopes.filter((scope) => mayKeep(context, scope)).map((scope) => ({ scope, name: scopeName(context, scope) })),
  };
}

export async function replyAddQuizQuestion(context: PortalContext, request: NewQuizQuestion): Promise<QuizQuestions> {
  const { options, ...question } = request;
  await addQuizQuestion(context.tx, {
    ...question,
    options: options.map((option) => option.normalize('NFC')),
    text: question.text.normalize('NFC'),
    createdAt: context.now,
    createdBy: context.session.userId,
  });
  return replyQuizQuestions(context);
}

export async function replyArchiveQuizQuestion(context: PortalContext, request: { questionId: string }): Promise<QuizQuestions> {
  const question = (await listQuizQuestions(context.tx)).find(({ questionId }) => questionId === request.questionId);
  if (question === undefined || !mayKeep(context, question.scope)) throw new AppError('not-found', 'There is no such question here');
  await archiveQuizQuestion(context.tx, question.questionId, context.now);
  return replyQuizQuestions(context);
}

function mayKeep({ actor }: PortalContext, scope: string): boolean {
  return can(actor, 'add-quiz-question', { kind: 'scope', scope });
}

function isSeen(context: PortalContext, { scope }: StoredQuizQuestion): boolean {
  return scope === 'company' || mayKeep(context, scope);
}

function scopeName(context: PortalContext, scope: string): string {
  const department = context.team.departments.find(({ departmentId }) => scope === `department:${departmentId}`);
  return scope === 'company' ? companyName(context) : (department?.name ?? scope);
}
