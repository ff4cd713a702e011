import type { VueWrapper } from '@vue/test-utils';
import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Erasures } from '#contract/erasure.ts';
import SigningPage from '#views/settings/SigningPage.vue';
import { mountView, readText } from './mount-view.ts';
import { buildBoot } from './sample-data.ts';
import { patiently } from './patiently.ts';

const server = setupServer();
const rules = { level: 'L1', isBreakdownRequired: false, answerWorkdays: 3, remindEveryWorkdays: 2, escalateAfterWorkdays: 1 };
const quiz = { quizAfterWorkdays: null, quizPassPercent: 80, quizAttempts: 3 };
const person = { userId: '12', name: 'Петров Иван', sheets: 4, keptUntil: '2029-12-31', isEarly: true };
const left: Erasures = { people: [person], erased: [] };
const gone: Erasures = {
  people: [],
  erased: [
    {
      ...{ userId: '12', erasedAt: '2026-11-16T07:42:00.000Z', byName: 'Марина Ковалёва', basis: 'request', reference: '№ 14' },
      ...{ isEarly: true, sequence: 87, act: 'АКТ' },
    },
  ],
};
let sent: unknown[] = [];

beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
beforeEach(() => {
  sent = [];
  server.use(
    http.get('*/api/settings/signing', () => HttpResponse.json({ ...rules, ...quiz })),
    http.get('*/api/signing-pins', () => HttpResponse.json({ people: [] })),
    http.get('*/api/quiz-questions', () => HttpResponse.json({ questions: [], scopes: [] })),
    http.get('*/api/erasures', () => HttpResponse.json(left)),
    http.post('*/api/erasures', async ({ request }) => {
      sent.push(await request.json());
      return HttpResponse.json(gone);
    }),
  );
});
afterEach(() => {
  document.body.innerHTML = '';
  server.resetHandlers();
});
afterAll(() => server.close());

async function open(language: 'ru' | 'en' = 'ru'): Promise<VueWrapper> {
  const view = mountView(SigningPage, buildBoot({ view: 'workspace', language }));
  await patiently(() => expect(view.find('[data-test="erasures"]').exists()).toBe(true));
  return view;
}

/** The dialog stands outside the page. */
const inDialog = (name: string): HTMLElement => {
  const found = document.querySelector<HTMLElement>(`[data-test="${name}"]`);
  if (found === null) throw new Error(`there is no ${name}`);
  return found;
};

function tick(name: string): void {
  (inDialog(name) as HTMLInputElement).click();
}

describe('the personal data of people who left', () => {
  it('is erased only after it was said what is lost, that it is early, and that nothing brings it back', async () => {
    const view = await open();
    expect(readText(view)).toContain('Доказательства хранить до 31 декабря 2029');
    await view.get('[data-test="erase"]').trigger('click');
    await patiently(() => expect(document.body.textContent).toContain('Пропадёт навсегда:'));
    expect(document.body.textContent).toContain('Останется:');
    const isOff = () => (inDialog('erasure-confirm') as HTMLButtonElement).disabled;
    expect(isOff()).toBe(true);
    tick('erasure-understood');
    await view.vm.$nextTick();
    expect(isOff()).toBe(true);
    tick('erasure-early');
    await view.vm.$nextTick();
    expect(isOff()).toBe(false);
    inDialog('erasure-confirm').click();
    await patiently(() => expect(sent).toEqual([{ userId: '12', basis: 'request', reference: '', isEarly: true }]));
    await patiently(() => expect(view.find('[data-test="erased-12"]').exists()).toBe(true));
    expect(readText(view)).toContain('№ 12 · требование человека, № 14');
  });

  it('is told in English too', async () => {
    expect(readText(await open('en'))).toContain('Evidence to be kept until');
  });
});
