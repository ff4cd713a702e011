import { z } from 'zod';
import type { QuizAnswer } from '#domain/quiz/judge-quiz.ts';
import type { OwnQuestion, QuizQuestion } from '#domain/quiz/quiz-question.ts';
import { catalogueCodes } from '#domain/planning/metric-catalogue.ts';
import type { StoredQuizQuestion } from '#store/quiz-questions.ts';

const Metric = z.enum(catalogueCodes);

const Option = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text: z.string() }),
  z.object({ kind: z.literal('day'), day: z.string() }),
  z.object({ kind: z.literal('metric'), metric: Metric }),
  z.object({ kind: z.literal('change'), change: z.enum(['up', 'down', 'same']) }),
]);

const subjects = [
  'target',
  'norm',
  'change',
  'starts',
  'ends',
  'workdays',
  'call-seconds',
  'key-client',
  'client-target',
  'focus-brand',
  'main-weight',
  'own',
] as const;

const about = {
  subject: z.enum(subjects),
  metric: Metric.nullable(),
  about: z.string().nullable(),
  questionId: z.string().nullable(),
};

const Question = z.discriminatedUnion('kind', [
  z.object({
    ...about,
    kind: z.literal('number'),
    unit: z.enum(['money', 'count', 'quantity', 'percent', 'per-workday', 'days', 'seconds']),
    right: z.string(),
  }),
  z.object({ ...about, kind: z.literal('choice'), options: z.array(Option), right: z.number() }),
]);

/** Questions of a try as they were asked. */
export function readQuestions(stored: unknown): QuizQuestion[] {
  return z.array(Question).parse(stored);
}

export function readAnswers(stored: unknown): QuizAnswer[] {
  return z.array(z.string().nullable()).parse(stored);
}

export function toOwnQuestion({ questionId, text, options, right }: StoredQuizQuestion): OwnQuestion {
  return { questionId, text, options: z.array(z.string()).parse(options), right };
}
