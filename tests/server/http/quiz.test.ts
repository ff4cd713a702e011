import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getSheet, signSheet } from '#contract/acknowledgement.ts';
import {
  addQuizQuestion,
  answerQuiz,
  archiveQuizQuestion,
  listMyQuizzes,
  listQuizQuestions,
  listQuizResults,
  repeatQuiz,
  startQuiz,
  type NewQuizQuestion,
  type QuizPaper,
} from '#contract/quiz.ts';
import { toCompanyCalendar } from '#http/company-calendar.ts';
import { remindAboutQuizzes } from '#jobs/remind-about-quizzes.ts';
import { openAndRead } from '#support/sheet-acts.ts';
import { until } from '#support/until.ts';
import { startSentPlans, type SentPlans } from './sent-plan.ts';

let plans: SentPlans;

beforeAll(async () => {
  plans = await startSentPlans();
  plans.service.clock.now = noon('2026-11-16');
  await plans.sendNext('1500000.00');
  const opened = await openAndRead(plans.employee, plans.sheet());
  await plans.employee.call(signSheet, { ...plans.sheet(), ...opened, decision: 'signed' });
});
afterAll(() => plans.service.stop());

const noon = (day: string): Date => new Date(`${day}T09:00:00.000Z`);

const remind = (): Promise<number> =>
  remindAboutQuizzes(
    { businessClock: () => plans.service.clock.now, toCalendar: toCompanyCalendar },
    plans.service.store.forPortal(plans.portal.portalId),
  );

/** What somebody answers who knows the plan of December, 1 500 000 and 22 working days, and the bank. */
const known: Readonly<Record<string, string>> = {
  'Выручка: какая у вас цель на декабрь 2026?': '1450000',
  'С какого дня действует версия плана, которую вы подписали?': '1 декабря 2026',
  'До какого дня включительно нужно выполнить план?': '31 декабря 2026',
  'Сколько рабочих дней в периоде плана?': '22',
  'Что у нас с пеной зимой?': 'Греем',
};

function answer(paper: QuizPaper, change: Readonly<Record<string, string>> = {}): (string | null)[] {
  return paper.questions.map((question) => {
    const said = { ...known, ...change }[question.text];
    if (said === undefined || question.kind === 'number') return said ?? null;
    return String(question.options.indexOf(said));
  });
}

const mine = async () => (await plans.employee.call(listMyQuizzes, {})).quizzes[0];
const start = () => plans.employee.call(startQuiz, { ...plans.sheet(), language: 'ru' });

// Steps of one story, because the time of a ledger never goes back.
describe('what a person has signed', () => {
  it('is asked about working days after the start of the plan, told once, and not before', async () => {
    expect(await mine()).toMatchObject({ state: 'not-due', dueOn: '2026-12-08', attemptsLeft: 3 });
    expect((await plans.employee.ask(startQuiz, plans.sheet())).status).toBe(409);
    plans.service.clock.now = noon('2026-12-07');
    expect(await remind()).toBe(0);
    plans.service.clock.now = noon('2026-12-08');
    expect([await remind(), await remind()]).toEqual([1, 0]);
    // What is due by a day is sent within the minute; nobody here waits for it.
    await plans.service.store.announce(plans.portal.portalId);
    await until(
      async () => (await plans.portal.notices(plans.people.employee)).some((text) => text.includes('помните ли вы')),
      'the notice',
    );
    const told = (await plans.portal.notices(plans.people.employee)).find((text) => text.includes('помните ли вы'));
    const [, address = ''] = /\[URL=([^\]]+)\]Ответить на вопросы\[\/URL\]$/.exec(told ?? '') ?? [];
    const link = new URL(address);
    expect(`${link.origin}${link.pathname}`).toBe(`${plans.portal.origin}/marketplace/view/kurs/`);
    expect([...link.searchParams]).toEqual([
      ['params[view]', 'my-plan'],
      ['params[month]', '2026-12'],
      ['params[version]', '1'],
    ]);
    expect(await mine()).toMatchObject({ state: 'waiting' });
  });

  it('is asked with questions of the bank for one’s own department, kept by its heads alone', async () => {
    const { head, employee } = plans;
    const { scopes } = await head.call(listQuizQuestions, {});
    expect(scopes.map(({ scope }) => scope)).not.toContain('company');
    const question: NewQuizQuestion = {
      scope: scopes[0]?.scope ?? '',
      topic: 'product',
      text: 'Что у нас с пеной зимой?',
      options: ['Греем', 'Не возим'],
      right: 0,
    };
    expect((await employee.ask(addQuizQuestion, question)).status).toBe(403);
    expect((await head.ask(addQuizQuestion, { ...question, right: 2 })).status).toBe(400);
    await head.call(addQuizQuestion, { ...question, text: 'Ошибочный вопрос' });
    const added = await head.call(addQuizQuestion, question);
    await head.call(archiveQuizQuestion, { questionId: added.questions[0]?.questionId ?? '' });
    expect((await head.call(listQuizQuestions, {})).questions.map(({ text }) => text)).toEqual(['Что у нас с пеной зимой?']);
  });

  it('comes without the right answers; a try that was begun is continued', async () => {
    const paper = await start();
    expect(paper.questions.map(({ text }) => text).toSorted()).toEqual(Object.keys(known).toSorted());
    expect(JSON.stringify(paper)).not.toMatch(/1500000|"right"/);
    expect(await start()).toEqual(paper);
    expect((await plans.colleague.ask(startQuiz, plans.sheet())).status).toBe(403);
  });

  it('is not known: which answers were wrong is told, the right ones are not while a try is left', async () => {
    const { attemptId, ...paper } = await start();
    const wrong = { 'Выручка: какая у вас цель на декабрь 2026?': '1400000', 'Что у нас с пеной зимой?': 'Не возим' };
    const answers = answer({ attemptId, ...paper }, wrong);
    expect((await plans.employee.ask(answerQuiz, { ...plans.sheet(), attemptId, answers: answers.slice(1) })).status).toBe(400);
    const result = await plans.employee.call(answerQuiz, { ...plans.sheet(), attemptId, answers });
    expect(result).toMatchObject({ right: 3, total: 5, isPassed: false, attemptsLeft: 2 });
    expect(result.answers.filter(({ isRight }) => !isRight).map(({ text, right }) => [text, right])).toEqual(
      paper.questions.flatMap(({ text }) => (text in wrong ? [[text, null]] : [])),
    );
    // The first answers stay.
    expect(await plans.employee.call(answerQuiz, { ...plans.sheet(), attemptId, answers: answer({ attemptId, ...paper }) })).toEqual(
      result,
    );
  });

  it('shows the head what is not known, question by question, and the signature stays as it was', async () => {
    const results = await plans.head.call(listQuizResults, { month: '2026-12', language: 'ru' });
    expect(results.people).toMatchObject([{ state: 'waiting', tries: 1, last: { right: 3, total: 5, isPassed: false }, canRepeat: false }]);
    expect(
      results.questions
        .filter(({ unknownTo }) => unknownTo.length > 0)
        .map(({ text }) => text)
        .toSorted(),
    ).toEqual(['Выручка: какая у вас цель на декабрь 2026?', 'Что у нас с пеной зимой?']);
    expect(results.questions).toHaveLength(5);
    expect((await plans.colleague.call(listQuizResults, { month: '2026-12' })).people).toEqual([]);
    expect(await plans.employee.call(getSheet, plans.sheet())).toMatchObject({ state: 'signed' });
  });

  it('is known in the next try, within five percent; then the right answers are told', async () => {
    const paper = await start();
    const result = await plans.employee.call(answerQuiz, {
      ...plans.sheet(),
      attemptId: paper.attemptId,
      answers: answer(paper),
      language: 'ru',
    });
    expect(result).toMatchObject({ right: 5, isPassed: true, attemptsLeft: 0 });
    expect(result.answers.map(({ right }) => right)).toContain('1\u202f500\u202f000\u00a0₽');
    expect(await mine()).toMatchObject({ state: 'passed', attempts: [{ isPassed: false }, { isPassed: true }] });
    expect((await plans.employee.ask(startQuiz, plans.sheet())).status).toBe(409);
  });

  it('is asked once more when the head says so, with all tries anew; who fails them all is told the right answers', async () => {
    expect((await plans.employee.ask(repeatQuiz, plans.sheet())).status).toBe(403);
    await plans.head.call(repeatQuiz, plans.sheet());
    expect((await plans.head.ask(repeatQuiz, plans.sheet())).status).toBe(409);
    expect(await mine()).toMatchObject({ state: 'waiting', attemptsLeft: 3 });
    await until(
      async () => (await plans.portal.notices(plans.people.employee)).some((text) => text.includes('ещё раз ответить')),
      'the repeat',
    );
    await plans.setRules({ quizAttempts: 1 });
    const { attemptId, questions } = await start();
    const result = await plans.employee.call(answerQuiz, { ...plans.sheet(), attemptId, answers: questions.map(() => null) });
    expect(result).toMatchObject({ right: 0, isPassed: false, attemptsLeft: 0 });
    expect(result.answers.every(({ right }) => right !== null)).toBe(true);
    expect(await mine()).toMatchObject({ state: 'failed' });
  });

  it('is asked about no more where the portal has no quiz', async () => {
    await plans.setRules({ quizAfterWorkdays: null });
    expect((await plans.employee.call(listMyQuizzes, {})).quizzes).toEqual([]);
    expect((await plans.employee.ask(startQuiz, plans.sheet())).status).toBe(404);
    await plans.setRules({});
  });
});
