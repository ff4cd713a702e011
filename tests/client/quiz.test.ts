import { flushPromises } from '@vue/test-utils';
import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { toTypedNumber } from '#components/quiz/typed-number.ts';
import QuizSection from '#views/my-plan/QuizSection.vue';
import { mountView, readText } from './mount-view.ts';
import { buildBoot } from './sample-data.ts';

const server = setupServer();
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

const attemptId = '018f6d2e-7c1a-7b3c-8d4e-5f6a7b8c9d0e';
const quiz = { month: '2026-11', version: 1, dueOn: '2026-11-09', state: 'waiting', attemptsLeft: 3, passPercent: 80, attempts: [] };
const questions = [
  { kind: 'number', text: 'Какая у вас цель?', unit: '₽', hint: 'Можно округлить' },
  { kind: 'choice', text: 'До какого дня?', options: ['15 ноября 2026', '30 ноября 2026'] },
  { kind: 'number', text: 'Сколько дней?', unit: 'дн.', hint: 'Только число' },
];

describe('a typed number', () => {
  it('is read as people write it', () => {
    const written = {
      '4600000': '4600000',
      '4 600 000': '4600000',
      '4,6 млн': '4600000',
      '4.65 млн ₽': '4650000',
      '900 тыс.': '900000',
      '20': '20',
      '12,5': '12.5',
    };
    for (const [text, value] of Object.entries(written)) expect(toTypedNumber(text), text).toBe(value);
  });

  it('is nothing where it is no number', () => {
    for (const text of ['', 'много', '4,6 млрд', '-5', '1e6', '4..6']) expect(toTypedNumber(text), text).toBeNull();
  });
});

describe('the quiz above the plan', () => {
  it('is answered on one page, tells what was wrong, and leaves what it came to', async () => {
    const asked: unknown[] = [];
    let state: Record<string, unknown> = quiz;
    server.use(
      http.get('*/api/quizzes', () => HttpResponse.json({ quizzes: [state] })),
      http.post('*/api/sheets/2026-11/1/12/quiz', () =>
        HttpResponse.json({ attemptId, month: '2026-11', version: 1, passPercent: 80, questions }),
      ),
      http.post(`*/api/sheets/2026-11/1/12/quiz/${attemptId}`, async ({ request }) => {
        asked.push(await request.json());
        state = { ...quiz, attemptsLeft: 2, attempts: [{ at: '2026-11-16T08:00:00.000Z', right: 1, total: 3, isPassed: false }] };
        const answers = questions.map(({ text }, index) => ({
          text,
          given: index === 2 ? null : 'что-то',
          isRight: index === 1,
          right: null,
        }));
        return HttpResponse.json({ right: 1, total: 3, isPassed: false, attemptsLeft: 2, answers });
      }),
    );
    const view = mountView(QuizSection, buildBoot({ view: 'my-plan' }));
    await expect.poll(() => readText(view)).toContain('Вопросы о плане на ноябрь 2026');
    await view.get('[data-test="quiz-start"]').trigger('click');
    await expect.poll(() => view.findAll('fieldset').length).toBe(3);
    await view.get('[data-test="quiz-question-0"] input').setValue('4,6 млн');
    await view.findAll('[data-test="quiz-question-1"] input')[1]?.setValue(true);
    await view.get('[data-test="quiz-question-2"] input').setValue('двадцать');
    expect(readText(view)).toContain('Не получилось прочитать число');
    expect(readText(view)).toContain('Без ответа 1 вопрос');
    await view.get('[data-test="quiz-send"]').trigger('click');
    await expect.poll(() => readText(view)).toContain('Пока не зачёт');
    expect(asked).toMatchObject([{ answers: ['4600000', '1', null], language: 'ru' }]);
    expect(readText(view)).toContain('Верно 1 из 3');
    expect(readText(view)).not.toContain('Верный ответ');
    await view.get('[data-test="quiz-close"]').trigger('click');
    await flushPromises();
    expect(readText(view)).toContain('Осталось попыток: 2');
  });

  it('is not there while nothing is asked', async () => {
    server.use(http.get('*/api/quizzes', () => HttpResponse.json({ quizzes: [{ ...quiz, state: 'not-due' }] })));
    const view = mountView(QuizSection, buildBoot({ view: 'my-plan' }));
    await flushPromises();
    expect(readText(view)).toBe('');
  });
});
