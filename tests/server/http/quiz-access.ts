import { company, month, type AccessRow, type QuizEndpoint } from './access-matrix.ts';

const someUuid = '01890a5d-ac96-774b-bcce-b302099a8057';
const sheet = () => ({ month, version: 1, userId: String(company.people.employee) });

const question = (scope: string) => ({ scope, topic: 'product', text: 'Какой срок годности у пены?', options: ['Год', 'Два'], right: 0 });

/** Rows of the access matrix about the quiz; nobody of the company has signed yet. */
export const quizAccess: Readonly<Record<QuizEndpoint, readonly AccessRow[]>> = {
  listMyQuizzes: [
    { about: 'of their own', request: () => ({}), expected: '401 401 200 401 200 200 200 200 200 200 401 403', fromAbroad: '200' },
  ],
  startQuiz: [{ about: 'of the employee', request: sheet, expected: '401 401 403 401 404 403 403 403 403 403 401 403', fromAbroad: '403' }],
  answerQuiz: [
    {
      about: 'of the employee with a made-up try',
      request: () => ({ ...sheet(), attemptId: someUuid, answers: [] }),
      expected: '401 401 403 401 404 403 403 403 403 403 401 403',
      fromAbroad: '403',
    },
  ],
  listQuizResults: [
    {
      about: 'as far as they may see',
      request: () => ({ month }),
      expected: '401 401 200 401 200 200 200 200 200 200 401 403',
      fromAbroad: '200',
    },
  ],
  repeatQuiz: [
    { about: 'of the employee', request: sheet, expected: '401 401 403 401 403 403 403 404 404 404 401 403', fromAbroad: '403' },
  ],
  listQuizQuestions: [
    {
      about: 'of the bank',
      request: () => ({}),
      expected: '401 401 403 401 403 403 200 200 200 200 401 403',
      fromAbroad: '403 403 200 200 200 200',
    },
  ],
  addQuizQuestion: [
    {
      about: 'for everybody',
      request: () => question('company'),
      expected: '401 401 403 401 403 403 403 403 200 200 401 403',
      fromAbroad: '403 403 403 403 200 200',
    },
  ],
  archiveQuizQuestion: [
    {
      about: 'that was never asked',
      request: () => ({ questionId: someUuid }),
      expected: '401 401 403 401 403 403 404 404 404 404 401 403',
      fromAbroad: '403 403 404 404 404 404',
    },
  ],
};
