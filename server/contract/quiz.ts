import { z } from 'zod';
import { SheetPath } from './acknowledgement.ts';
import { defineEndpoint } from './endpoint.ts';
import { BitrixId, Day, Instant, Language, Month, PeriodKey, Scope, writtenText } from './wire.ts';

export const QuizState = z.enum(['not-due', 'waiting', 'passed', 'failed', 'missed']);
export type QuizState = z.infer<typeof QuizState>;

const FinishedAttempt = z.object({ at: Instant, right: z.number().int(), total: z.number().int(), isPassed: z.boolean() });

const Quiz = z.object({
  month: PeriodKey,
  version: z.number().int(),
  dueOn: Day,
  state: QuizState,
  /** Tries that are left in the present round. */
  attemptsLeft: z.number().int(),
  passPercent: z.number().int(),
  /** Oldest first. */
  attempts: z.array(FinishedAttempt),
});
export type Quiz = z.infer<typeof Quiz>;

export const MyQuizzes = z.object({ quizzes: z.array(Quiz) });
export type MyQuizzes = z.infer<typeof MyQuizzes>;

export const listMyQuizzes = defineEndpoint({
  method: 'GET',
  path: '/api/quizzes',
  summary: 'Whether the viewer is to answer what the signed plans say',
  urgency: 'deferrable',
  request: z.object({}),
  response: MyQuizzes,
});

/** Without the right answers, which stay on the server. */
const QuizQuestion = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('number'), text: z.string(), unit: z.string(), hint: z.string() }),
  z.object({ kind: z.literal('choice'), text: z.string(), options: z.array(z.string()) }),
]);
export type QuizQuestion = z.infer<typeof QuizQuestion>;

export const QuizPaper = z.object({
  attemptId: z.uuid(),
  month: PeriodKey,
  version: z.number().int(),
  passPercent: z.number().int(),
  questions: z.array(QuizQuestion),
});
export type QuizPaper = z.infer<typeof QuizPaper>;

/** Whose words the questions are in; the portal's where it is not said. */
const inLanguage = { language: Language.optional() };

export const startQuiz = defineEndpoint({
  method: 'POST',
  path: '/api/sheets/:month/:version/:userId/quiz',
  summary: 'Begin a try about one’s own signed sheet; one that was begun is continued',
  urgency: 'deferrable',
  request: SheetPath.extend(inLanguage),
  response: QuizPaper,
});

export const QuizResult = z.object({
  right: z.number().int(),
  total: z.number().int(),
  isPassed: z.boolean(),
  attemptsLeft: z.number().int(),
  answers: z.array(
    z.object({
      text: z.string(),
      /** In words; null where nothing was answered. */
      given: z.string().nullable(),
      isRight: z.boolean(),
      /** Told once no try is left or the quiz is passed. */
      right: z.string().nullable(),
    }),
  ),
});
export type QuizResult = z.infer<typeof QuizResult>;

/** A decimal, or the place of an option from 0 on. */
const QuizAnswer = z
  .string()
  .regex(/^-?\d{1,18}(\.\d{1,4})?$/)
  .nullable();

export const answerQuiz = defineEndpoint({
  method: 'POST',
  path: '/api/sheets/:month/:version/:userId/quiz/:attemptId',
  summary: 'Answer all questions of a try; the first answers stay, and the same request again returns the same result',
  urgency: 'deferrable',
  request: SheetPath.extend({ ...inLanguage, attemptId: z.uuid(), answers: z.array(QuizAnswer).max(20) }),
  response: QuizResult,
});

export const QuizResults = z.object({
  month: PeriodKey,
  people: z.array(
    z.object({
      userId: BitrixId,
      name: z.string(),
      departmentName: z.string(),
      version: z.number().int(),
      dueOn: Day,
      state: QuizState,
      tries: z.number().int(),
      last: FinishedAttempt.nullable(),
      /** The viewer may have the person answer once more. */
      canRepeat: z.boolean(),
    }),
  ),
  /** The least known first; of each person the last answer counts. */
  questions: z.array(z.object({ text: z.string(), asked: z.number().int(), unknownTo: z.array(z.string()) })),
});
export type QuizResults = z.infer<typeof QuizResults>;

export const listQuizResults = defineEndpoint({
  method: 'GET',
  path: '/api/quiz-results/:month',
  summary: 'Who knows the plan they signed, and what is not known, question by question; for the people the viewer may see',
  urgency: 'deferrable',
  request: z.object({ ...inLanguage, month: Month }),
  response: QuizResults,
});

export const repeatQuiz = defineEndpoint({
  method: 'POST',
  path: '/api/sheets/:month/:version/:userId/quiz-repeat',
  summary: 'Have a person answer once more, with all tries anew',
  urgency: 'deferrable',
  request: SheetPath.extend(inLanguage),
  response: QuizResults,
});

export const QuizQuestions = z.object({
  questions: z.array(
    z.object({
      questionId: z.uuid(),
      scope: Scope,
      scopeName: z.string(),
      topic: z.enum(['product', 'client']),
      text: z.string(),
      options: z.array(z.string()),
      right: z.number().int(),
      authorName: z.string(),
      /** The viewer may take it away. */
      canArchive: z.boolean(),
    }),
  ),
  /** Whom the viewer may ask, the widest first. */
  scopes: z.array(z.object({ scope: Scope, name: z.string() })),
});
export type QuizQuestions = z.infer<typeof QuizQuestions>;

export const listQuizQuestions = defineEndpoint({
  method: 'GET',
  path: '/api/quiz-questions',
  summary: 'The bank of own questions about products and clients',
  urgency: 'deferrable',
  request: z.object({}),
  response: QuizQuestions,
});

const written = (longest: number) => writtenText(longest).pipe(z.string().min(1));

export const NewQuizQuestion = z
  .object({
    scope: z.string().regex(/^(company|department:[1-9]\d{0,17})$/),
    topic: z.enum(['product', 'client']),
    text: written(500),
    options: z.array(written(200)).min(2).max(6),
    right: z.number().int().min(0),
  })
  .refine(({ options, right }) => right < options.length, { path: ['right'] })
  .refine(({ options }) => new Set(options).size === options.length, { path: ['options'] });
export type NewQuizQuestion = z.infer<typeof NewQuizQuestion>;

export const addQuizQuestion = defineEndpoint({
  method: 'POST',
  path: '/api/quiz-questions',
  summary: 'Add a question to the bank, for one’s own people',
  urgency: 'deferrable',
  request: NewQuizQuestion,
  response: QuizQuestions,
});

export const archiveQuizQuestion = defineEndpoint({
  method: 'DELETE',
  path: '/api/quiz-questions/:questionId',
  summary: 'Ask a question of the bank no more; what was answered stays',
  urgency: 'deferrable',
  request: z.object({ questionId: z.uuid() }),
  response: QuizQuestions,
});
