import { flushPromises, type VueWrapper } from '@vue/test-utils';
import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ActingHeads } from '#contract/acting-heads.ts';
import ActingHeadsPage from '#views/settings/ActingHeadsPage.vue';
import { mountView, readText } from './mount-view.ts';
import { buildBoot } from './sample-data.ts';
import { buildActing, buildActingHeads } from './sample-people.ts';
import { patiently } from './patiently.ts';

const server = setupServer();
let heads: ActingHeads;
let sent: unknown[] = [];

beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
beforeEach(() => {
  heads = buildActingHeads();
  sent = [];
  server.use(
    http.get('*/api/acting-heads', () => HttpResponse.json(heads)),
    http.post('*/api/acting-heads', async ({ request }) => {
      sent.push(await request.json());
      return HttpResponse.json(buildActingHeads({ list: [buildActing()] }));
    }),
    http.post('*/api/acting-heads/:id/end', ({ params }) => {
      sent.push(params['id']);
      return HttpResponse.json(
        buildActingHeads({
          list: [buildActing({ state: 'ended', mayEnd: false, endedAt: '2026-11-16T07:42:00.000Z', endedBy: 'Иван Петров' })],
        }),
      );
    }),
  );
});
afterEach(() => {
  document.body.innerHTML = '';
  server.resetHandlers();
});
afterAll(() => server.close());

async function open(language: 'ru' | 'en' = 'ru'): Promise<VueWrapper> {
  const view = mountView(ActingHeadsPage, buildBoot({ view: 'workspace', language }));
  await patiently(() => expect(view.find('.page').exists()).toBe(true));
  return view;
}

describe('the page of acting heads', () => {
  it('names somebody for the days chosen, never the head', async () => {
    const view = await open();
    expect(readText(view)).toContain('Никого ещё не назначали.');
    expect(
      view
        .get('[data-test="acting-person"]')
        .findAll('option')
        .map((option) => option.text()),
    ).toEqual(['Выберите сотрудника', 'Петров Иван']);
    expect(view.get('[data-test="acting-appoint"]').attributes('disabled')).toBeDefined();
    await view.get('[data-test="acting-person"]').setValue('12');
    await view.get('[data-test="acting-to"]').setValue('2026-11-27');
    await view.get('[data-test="acting-reason"]').setValue(' Отпуск ');
    await view.get('[data-test="acting-appoint"]').trigger('click');
    await flushPromises();
    await patiently(() => expect(view.find('[data-acting="in-force"]').exists()).toBe(true));
    expect(sent).toEqual([{ departmentId: '5', actingId: '12', fromDay: '2026-11-16', toDay: '2026-11-27', reason: 'Отпуск' }]);
    expect(readText(view)).toContain('Оптовые продажи, 16 ноября 2026 — 27 ноября 2026');
  });

  it('lets no days through that lie in the past or end before they begin', async () => {
    const view = await open();
    await view.get('[data-test="acting-person"]').setValue('12');
    await view.get('[data-test="acting-to"]').setValue('2026-11-15');
    expect(readText(view)).toContain('Первый день не раньше сегодняшнего');
    expect(view.get('[data-test="acting-appoint"]').attributes('disabled')).toBeDefined();
  });

  it('ends early, and the row stays with who did it', async () => {
    heads = buildActingHeads({ list: [buildActing()] });
    const view = await open();
    await view.get('[data-test="acting-end"]').trigger('click');
    await patiently(() => expect(readText(view)).toContain('Кем завершено: Иван Петров'));
    expect(sent).toEqual([buildActing().id]);
    expect(view.find('[data-test="acting-end"]').exists()).toBe(false);
  });

  it('says that somebody acts on these days already', async () => {
    const view = await open();
    server.use(
      http.post('*/api/acting-heads', () =>
        HttpResponse.json({ error: { code: 'conflict', message: 'x', requestId: 'r1' } }, { status: 409 }),
      ),
    );
    await view.get('[data-test="acting-person"]').setValue('12');
    await view.get('[data-test="acting-appoint"]').trigger('click');
    await patiently(() => expect(readText(view)).toContain('На эти дни в отделе уже есть исполняющий обязанности.'));
  });

  it('shows no form to somebody who only acts, and speaks English', async () => {
    heads = buildActingHeads({ departments: [], list: [buildActing()] });
    const view = await open('en');
    expect(view.find('[data-test="acting-form"]').exists()).toBe(false);
    expect(readText(view)).toContain('Instead of Ковалёва Марина');
  });
});
