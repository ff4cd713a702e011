import type { Router } from 'express';
import { endpoints } from '#contract/endpoints.ts';
import { widestScope, type PortalContext } from '../portal-context.ts';
import { serveEndpoint } from '../serve-endpoint.ts';
import type { Web } from '../web.ts';
import { replyAnswerQuiz, replyMyQuizzes, replyStartQuiz } from './quiz.ts';
import { replyAddQuizQuestion, replyArchiveQuizQuestion, replyQuizQuestions } from './quiz-questions.ts';
import { replyQuizResults, replyRepeatQuiz } from './quiz-results.ts';

const ownScope = (context: PortalContext) => ({ kind: 'scope', scope: widestScope(context.actor, context.team) }) as const;
const sheet = (request: { userId: string }) => ({ kind: 'sheet', userId: BigInt(request.userId) }) as const;
const portal = { kind: 'portal' } as const;

/** Whether people know what they have signed, and what they are asked beside it. */
export function serveQuizzes(router: Router, web: Web): void {
  serveEndpoint(router, web, endpoints.listMyQuizzes, {
    policy: (context) => ({ action: 'see-sheet', resource: { kind: 'sheet', userId: context.session.userId } }),
    reply: replyMyQuizzes,
  });
  serveEndpoint(router, web, endpoints.startQuiz, {
    policy: (_context, request) => ({ action: 'sign-sheet', resource: sheet(request) }),
    reply: replyStartQuiz,
  });
  serveEndpoint(router, web, endpoints.answerQuiz, {
    policy: (_context, request) => ({ action: 'sign-sheet', resource: sheet(request) }),
    reply: replyAnswerQuiz,
  });
  serveEndpoint(router, web, endpoints.listQuizResults, {
    policy: (context) => ({ action: 'see-plan', resource: ownScope(context) }),
    reply: replyQuizResults,
  });
  serveEndpoint(router, web, endpoints.repeatQuiz, {
    policy: (_context, request) => ({ action: 'answer-sheet', resource: sheet(request) }),
    reply: replyRepeatQuiz,
  });
  serveEndpoint(router, web, endpoints.listQuizQuestions, {
    policy: () => ({ action: 'see-quiz-questions', resource: portal }),
    reply: replyQuizQuestions,
  });
  serveEndpoint(router, web, endpoints.addQuizQuestion, {
    policy: (_context, request) => ({ action: 'add-quiz-question', resource: { kind: 'scope', scope: request.scope } }),
    reply: replyAddQuizQuestion,
  });
  serveEndpoint(router, web, endpoints.archiveQuizQuestion, {
    policy: () => ({ action: 'archive-quiz-question', resource: portal }),
    reply: replyArchiveQuizQuestion,
  });
}
