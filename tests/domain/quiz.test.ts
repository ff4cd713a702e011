import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseQuestions } from '#domain/quiz/choose-questions.ts';
import { isPassed, judgeAnswers, listKnowledge } from '#domain/quiz/judge-quiz.ts';
import { listPlanQuestions, type SignedPlan } from '#domain/quiz/plan-questions.ts';
import { subjectKey, type OwnQuestion, type QuizQuestion } from '#domain/quiz/quiz-question.ts';
import { quizDueOn, quizProgress } from '#domain/quiz/quiz-state.ts';
import { russianCalendar } from './generated-facts.ts';

const small: SignedPlan = {
  period: { from: '2026-11-01', to: '2026-11-30' },
  effectiveFrom: '2026-11-01',
  workdays: 20,
  callSeconds: 30,
  targets: [{ metric: 'revenue', value: '4600000.00', was: null }],
  parts: [],
  breakdownClients: [],
  weights: [],
};

const full: SignedPlan = {
  ...small,
  targets: [
    { metric: 'revenue', value: '4600000.00', was: '4800000.00' },
    { metric: 'calls', value: '20', was: '22' },
    { metric: 'new-clients', value: '4', was: '4' },
  ],
  parts: [
    { metric: 'revenue', key: 'client=company:986', title: '«Автодор-Сервис»', value: '700000.00' },
    { metric: 'revenue', key: 'client=company:1414', title: 'Завод «Прогресс»', value: '1400000.00' },
    { metric: 'revenue', key: 'client=group:Новые', title: 'Новые клиенты', value: '2000000.00' },
    { metric: 'revenue', key: 'brand=Исток', title: 'Исток', value: '900000.00' },
    { metric: 'revenue', key: 'brand=Луч', title: 'Луч', value: '100000.00' },
  ],
  weights: [
    { metric: 'revenue', weight: 70 },
    { metric: 'calls', weight: 30 },
  ],
};

const bank: OwnQuestion[] = [1, 2, 3].map((id) => ({ questionId: String(id), text: `Вопрос ${id}`, options: ['Да', 'Нет'], right: 1 }));

const rightAnswers = (questions: readonly QuizQuestion[]): string[] => questions.map(({ right }) => String(right));
const rightOption = (question: QuizQuestion | undefined): unknown =>
  question?.kind === 'choice' ? question.options[question.right] : undefined;

describe('questions about a signed plan', () => {
  it('are five to seven, the main target among them, and nothing is asked twice', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2 ** 32 - 1 }),
        fc.constantFrom([small, 4], [full, 6]),
        fc.boolean(),
        (seed, [plan, least], hasBank) => {
          const questions = chooseQuestions({ plan, own: hasBank ? bank : [], seed });
          expect(questions.length).toBeGreaterThanOrEqual(hasBank ? Math.min(7, least + 2) : least);
          expect(questions.length).toBeLessThanOrEqual(7);
          expect(questions[0]).toMatchObject({ subject: 'target', metric: 'revenue', right: '4600000.00' });
          expect(questions.filter(({ subject }) => subject === 'own')).toHaveLength(hasBank ? 2 : 0);
          expect(new Set(questions.map(subjectKey)).size).toBe(questions.length);
        },
      ),
    );
  });

  it('are the same again for the same seed, and others for another try', () => {
    const quiz = (seed: number) => chooseQuestions({ plan: full, own: bank, seed });
    expect(quiz(7)).toEqual(quiz(7));
    expect(new Set([1, 2, 3, 4, 5].map((seed) => JSON.stringify(quiz(seed)))).size).toBe(5);
    const asked = new Set(quiz(1).map(subjectKey));
    const next = chooseQuestions({ plan: full, own: bank, seed: 2 }, asked);
    const fresh = next.slice(1).filter((question) => !asked.has(subjectKey(question)));
    expect(fresh.length).toBeGreaterThanOrEqual(5);
  });

  it('ask what the version holds: the largest company and brand, not a group; the change; the heaviest metric', () => {
    const of = (subject: string) => listPlanQuestions(full).filter((question) => question.subject === subject);
    expect(rightOption(of('key-client')[0])).toEqual({ kind: 'text', text: 'Завод «Прогресс»' });
    expect(of('client-target')[0]).toMatchObject({ about: 'Завод «Прогресс»', right: '1400000.00' });
    expect(rightOption(of('focus-brand')[0])).toEqual({ kind: 'text', text: 'Исток' });
    expect(of('change').map(rightOption)).toEqual(['down', 'down', 'same'].map((change) => ({ kind: 'change', change })));
    expect(rightOption(of('main-weight')[0])).toEqual({ kind: 'metric', metric: 'revenue' });
    expect(of('norm')[0]).toMatchObject({ metric: 'calls', unit: 'per-workday', right: '20' });
    expect(listPlanQuestions(small).map(({ subject }) => subject)).toEqual(['target', 'starts', 'ends', 'workdays']);
  });

  it('name the companies of the signed breakdown where the plan names none', () => {
    const breakdownClients = [
      { title: 'Альфа', value: '1.00' },
      { title: 'Бета', value: '2.00' },
    ];
    const keyClient = listPlanQuestions({ ...small, breakdownClients }).find(({ subject }) => subject === 'key-client');
    expect(rightOption(keyClient)).toEqual({ kind: 'text', text: 'Бета' });
  });
});

describe('answers', () => {
  it('that are right are all taken, wherever the options stand', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), (seed) => {
        const questions = chooseQuestions({ plan: full, own: bank, seed });
        expect(judgeAnswers(questions, rightAnswers(questions))).toEqual(questions.map(() => true));
        const wrong = questions.map(({ kind, right }) =>
          kind === 'choice' ? String((Number(right) + 1) % 2) : (Number(right) * 1.06 + 0.01).toFixed(2),
        );
        expect(judgeAnswers(questions, wrong)).toEqual(questions.map(() => false));
      }),
    );
  });

  it('in numbers may be five percent off, the border included, and no kopeck more', () => {
    const [target] = listPlanQuestions(small);
    const judge = (answer: string | null) => judgeAnswers(target === undefined ? [] : [target], [answer])[0];
    expect(['4600000', '4830000.00', '4370000'].map(judge)).toEqual([true, true, true]);
    expect(['4830000.01', '4369999.99', '-4600000', '', 'много', null].map(judge)).toEqual([false, false, false, false, false, false]);
  });

  it('pass at the mark, which is in whole percent', () => {
    expect(isPassed({ right: 4, total: 5 }, 80)).toBe(true);
    expect(isPassed({ right: 5, total: 7 }, 80)).toBe(false);
    expect(isPassed({ right: 0, total: 0 }, 80)).toBe(false);
  });

  it('tell what people do not know, the least known first; of each person the last answer counts', () => {
    const [target, starts] = listPlanQuestions(small) as [QuizQuestion, QuizQuestion];
    const knowledge = listKnowledge([
      { userId: 1n, questions: [target, starts], isRight: [false, true] },
      { userId: 2n, questions: [target, starts], isRight: [false, false] },
      { userId: 1n, questions: [target], isRight: [true] },
      { userId: 3n, questions: [{ ...starts, right: 2 } as QuizQuestion], isRight: [false] },
    ]);
    expect(knowledge.map(({ question, asked, unknownTo }) => [question.subject, asked, unknownTo])).toEqual([
      ['starts', 3, [2n, 3n]],
      ['target', 2, [2n]],
    ]);
  });
});

describe('a quiz', () => {
  const rules = { quizAfterWorkdays: 5, quizPassPercent: 80, quizAttempts: 2 };
  const plan = { signedOn: '2026-10-26', effectiveFrom: '2026-11-01', lastDay: '2026-11-30' };

  it('is due working days after the later of signature and start, and never where there is no time left', () => {
    // 4 November is a day off.
    expect(quizDueOn(russianCalendar, plan, rules)).toBe('2026-11-09');
    expect(quizDueOn(russianCalendar, { ...plan, signedOn: '2026-11-10' }, rules)).toBe('2026-11-17');
    expect(quizDueOn(russianCalendar, { ...plan, signedOn: '2026-11-25' }, rules)).toBeNull();
    expect(quizDueOn(russianCalendar, plan, { quizAfterWorkdays: null })).toBeNull();
  });

  it('waits, fails after its tries, passes with one, and begins anew when it is repeated', () => {
    const at = (today: string, round: number, ...results: (boolean | null)[]) =>
      quizProgress(
        { dueOn: '2026-11-09', lastDay: '2026-11-30', round, attempts: results.map((isPassed) => ({ round: 0, isPassed })) },
        today,
        rules,
      );
    expect(at('2026-11-08', 0)).toEqual({ state: 'not-due', attemptsLeft: 2 });
    expect(at('2026-11-09', 0)).toEqual({ state: 'waiting', attemptsLeft: 2 });
    expect(at('2026-11-09', 0, false, null)).toEqual({ state: 'waiting', attemptsLeft: 1 });
    expect(at('2026-11-09', 0, false, true)).toEqual({ state: 'passed', attemptsLeft: 0 });
    expect(at('2026-11-09', 0, false, false)).toEqual({ state: 'failed', attemptsLeft: 0 });
    expect(at('2026-11-09', 1, false, false)).toEqual({ state: 'waiting', attemptsLeft: 2 });
    expect(at('2026-12-01', 0)).toEqual({ state: 'missed', attemptsLeft: 0 });
    expect(at('2026-12-01', 0, false)).toEqual({ state: 'failed', attemptsLeft: 0 });
  });
});
