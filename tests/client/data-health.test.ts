import { flushPromises, type VueWrapper } from '@vue/test-utils';
import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DataHealth, Stream } from '#contract/data-health.ts';
import type { Boot } from '#contract/session.ts';
import { useDataHealth } from '#stores/data-health.ts';
import { useOverview } from '#stores/overview.ts';
import SettingsView from '#views/settings/SettingsView.vue';
import WorkspaceView from '#views/workspace/WorkspaceView.vue';
import { mountView, readText } from './mount-view.ts';
import { buildBoot, buildSync } from './sample-data.ts';
import { buildHealth, buildStream } from './sample-health.ts';
import { buildOverview } from './sample-overview.ts';
import { patiently } from './patiently.ts';

const server = setupServer();
const admin: Partial<Boot> = {
  view: 'workspace',
  viewer: {
    userId: '1',
    firstName: 'Наталья',
    lastName: 'Ильина',
    isAdmin: true,
    isHead: false,
    widestScope: 'company',
    entersMetrics: false,
    hasSeenTour: true,
  },
};
let health = buildHealth();

beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
beforeEach(() => {
  health = buildHealth();
  server.use(http.get('*/api/data-health', () => HttpResponse.json(health)));
});
afterEach(() => {
  useDataHealth().stop();
  document.body.innerHTML = '';
  server.resetHandlers();
});
afterAll(() => server.close());

async function open(change: Partial<DataHealth> = {}, boot: Partial<Boot> = admin): Promise<VueWrapper> {
  health = buildHealth(change);
  const view = mountView(SettingsView, buildBoot(boot));
  await patiently(() => expect(view.find('[data-test="data-health"]').exists()).toBe(true));
  return view;
}

const withStream = (stream: Stream): Partial<DataHealth> => ({
  streams: buildHealth().streams.map((own) => (own.stream === stream.stream ? stream : own)),
});
const row = (view: VueWrapper, stream: string): string => readText(view.get(`[data-test="stream-${stream}"]`) as never);
const text = (view: VueWrapper, name: string): string => readText(view.get(`[data-test="${name}"]`) as never);

describe('the page of data health', () => {
  it('says in four numbers whether the numbers on screens can be trusted', async () => {
    const shown = readText(await open());
    for (const part of [
      'Свежие',
      'сделки на 10:41, звонки на 10:29',
      '38с',
      'обычно до 3 мин, порог 15 мин',
      '0 расхождений',
      '18 420 записей, 03:12',
      'занят на 29 %',
      'звонки 86 %, остальное до 16 %',
    ])
      expect(shown).toContain(part);
  });

  it('shows each stream with its state in words, its last success, its delay and the rows of today', async () => {
    const view = await open();
    expect(row(view, 'events')).toMatch(/События портала.*В норме ?10:42:08 ?4 с ?318/);
    expect(row(view, 'reconcile')).toMatch(/Сошлось ?03:12:44 ?— ?18 420/);
    expect(row(view, 'structure')).toMatch(/В норме ?10:00:03 ?42 мин ?211/);
    expect(row(view, 'first-load')).toMatch(/Готово ?24 авг, 19:07 ?— ?—/);
  });

  it('explains a stream at rest: until when, why, what it means and that nothing is to be done', async () => {
    const view = await open();
    expect(text(view, 'note-calls')).toBe(
      'Чтение звонков отложено до 10:46: занято 86 % лимита Битрикс24. Рядом со звонками стоит «на 10:29», выполнение норм может быть занижено. Делать ничего не нужно.',
    );
    expect(view.find('[data-test="refresh-calls"]').exists()).toBe(false);
    await view.get('[data-test="stream-calls"] button').trigger('click');
    expect(document.activeElement?.getAttribute('data-test')).toBe('note-calls');
  });

  it('names the same share for a limit wherever it is shown', async () => {
    const view = await open();
    expect(text(view, 'limit-calls')).toContain('413 с · 86 %');
    expect(text(view, 'note-calls')).toContain('86 %');
  });

  it.each([
    ['CONNECTION_ERROR', 'портал не отвечает (код CONNECTION_ERROR)', 'Повторим сами, прочитанное цело.'],
    ['insufficient_scope', 'у приложения нет прав на эти данные', 'остальное работает'],
    ['SOMETHING_NEW', 'портал ответил ошибкой (код SOMETHING_NEW)', 'передайте код поддержке'],
  ])('says %s in plain words and what to do', async (failure, reason, remedy) => {
    const view = await open(withStream(buildStream('delta', { state: 'failed', failure })));
    expect(row(view, 'delta')).toContain('Ошибка');
    expect(text(view, 'note-delta')).toContain(reason);
    expect(text(view, 'note-delta')).toContain(remedy);
    expect(text(view, 'note-delta')).toContain('Сделки на экранах показаны на 10:41.');
  });

  it('has words for a stream that is late, that has never run and that still runs', async () => {
    const late = await open(withStream(buildStream('structure', { state: 'delayed', succeededAt: '2026-11-16T04:00:00.000Z' })));
    expect(text(late, 'note-structure')).toContain('Чтение справочников отстаёт, последний успех в 07:00.');
    const never = await open(withStream(buildStream('reconcile', { state: 'never', succeededAt: null, rowsToday: null })));
    expect(row(never, 'reconcile')).toContain('Ещё не было');
    const sync = buildSync();
    const loading = await open({ ...withStream(buildStream('first-load', { state: 'running', succeededAt: null })), sync });
    expect(row(loading, 'first-load')).toContain('Идёт');
    expect(readText(loading)).toContain('60 680 из 96 318 записей');
  });

  it('says that differences were corrected, and opens what they are made of', async () => {
    const { comparison } = buildHealth();
    if (comparison === null) throw new Error('the sample has a comparison');
    const [deals, ...others] = comparison.entities;
    const entities = [{ ...(deals ?? { entity: '', compared: 0, changed: 0, gone: 0 }), missing: 3 }, ...others];
    const differing = buildStream('reconcile', { state: 'differing', delaySeconds: null });
    const view = await open({ ...withStream(differing), comparison: { ...comparison, missing: 3, entities } });
    expect(text(view, 'note-reconcile')).toContain('нашла 3 расхождения и исправила их');
    await view.get('[data-test="open-comparison"]').trigger('click');
    await patiently(() => expect(document.querySelector('[data-test="comparison"]')?.textContent).toContain('Сделки'));
  });

  it('says that the chart is empty instead of drawing nothing', async () => {
    expect(text(await open({ lags: [] }), 'lag-panel')).toContain('Пока нечего показать');
  });

  it('tells the chart in words too', async () => {
    expect(text(await open(), 'lag-panel')).toContain('За сутки задержка не больше 14 мин, порог 15 мин.');
  });

  it('shows rows that could not be read with their reasons', async () => {
    const sync = buildHealth().sync;
    const rejectedRows = [{ rowKey: '15', field: 'opportunity', reason: 'wrong-format' } as const];
    const shown = readText(
      await open({ sync: { ...sync, entities: sync.entities.map((entry) => ({ ...entry, rejected: 1, rejectedRows })) } }),
    );
    expect(shown).toContain('Не прочитана 1 строка');
  });

  it('opens the list behind a number of quality; a zero has none', async () => {
    server.use(
      http.get('*/api/data-health/quality', ({ request }) => {
        const check = new URL(request.url).searchParams.get('check');
        const deal = { kind: 'deal', userId: '7', stageName: 'Договор', day: null, percent: 60, value: '0.00', amount: '0.00' };
        return HttpResponse.json({ check, total: 42, offset: 0, items: [{ ...deal, dealId: '15' }] });
      }),
    );
    const view = await open();
    expect(view.get('[data-test="quality-no-responsible"]').element.tagName).toBe('B');
    await view.get('[data-test="quality-no-amount"]').trigger('click');
    await patiently(() => expect(document.querySelector('[data-test="quality-list"]')?.textContent).toContain('Сделка № 15'));
    expect(document.body.textContent).toContain('42 сделки');
  });

  it('is read in English', async () => {
    const view = await open({}, { ...admin, language: 'en' });
    expect(text(view, 'note-calls')).toBe(
      'Reading calls is put off until 10:46: 86% of the Bitrix24 limit used. Calls are marked “as of 10:29”, norms may look lower than they are. There is nothing to do.',
    );
  });
});

describe('reading now', () => {
  it('asks for one stream by its row and shows that it was asked until it is done', async () => {
    const asked: unknown[] = [];
    server.use(
      http.post('*/api/data-health/reconcile', async ({ request }) => {
        asked.push(await request.json());
        health = buildHealth(withStream(buildStream('delta', { requestedAt: '2026-11-16T07:42:12.000Z' })));
        return HttpResponse.json({ requestedAt: '2026-11-16T07:42:12.000Z' });
      }),
    );
    const view = await open();
    await view.get('[data-test="refresh-delta"]').trigger('click');
    await patiently(() => expect(view.get('[data-test="refresh-delta"]').attributes('disabled')).toBeDefined());
    expect(view.get('[data-test="refresh-delta"]').attributes('aria-label')).toBe('Запрошено в 10:42: Дозагрузка');
    expect(asked).toEqual([{ streams: ['delta'] }]);
    health = buildHealth();
    await patiently(() => expect(view.get('[data-test="refresh-delta"]').attributes('disabled')).toBeUndefined());
  });

  it('asks for everything but the history by the button above', async () => {
    const asked: unknown[] = [];
    server.use(
      http.post('*/api/data-health/reconcile', async ({ request }) => {
        asked.push(await request.json());
        return HttpResponse.json({ requestedAt: '2026-11-16T07:42:12.000Z' });
      }),
    );
    const view = await open();
    await view.get('[data-test="health-refresh"]').trigger('click');
    await patiently(() => expect(asked).toEqual([{ streams: ['events', 'delta', 'calls', 'activities', 'reconcile', 'structure'] }]));
  });

  it('keeps the page and says that the old state is shown when the new one does not come', async () => {
    const view = await open();
    server.use(
      http.get('*/api/data-health', () =>
        HttpResponse.json({ error: { code: 'unavailable', message: 'x', requestId: 'r1' } }, { status: 503 }),
      ),
    );
    await useDataHealth().load();
    await flushPromises();
    expect(readText(view)).toContain('Новые числа не пришли, показаны на 10:42.');
    expect(row(view, 'delta')).toContain('В норме');
  });
});

describe('the tab of settings', () => {
  async function openWorkspace(boot: Partial<Boot>): Promise<VueWrapper> {
    server.use(
      http.get('*/api/sync-status', () => HttpResponse.json(buildSync({ state: 'ready', finishedAt: '2026-11-16T07:00:00.000Z' }))),
      http.get('*/api/overview', () => HttpResponse.json(buildOverview())),
      http.get('*/api/quiz-results/:month', ({ params }) => HttpResponse.json({ month: params['month'], people: [], questions: [] })),
      http.get('*/api/my-plans', () => HttpResponse.json({ sheets: [] })),
    );
    const view = mountView(WorkspaceView, buildBoot(boot));
    await patiently(() => expect(useOverview().data).not.toBeNull());
    await flushPromises();
    return view;
  }
  afterEach(() => useOverview().stop());

  it('is there for an administrator of the portal and opens the health', async () => {
    const view = await openWorkspace(admin);
    await view.get('[data-test="tab-settings"]').trigger('click');
    await patiently(() => expect(view.find('[data-test="data-health"]').exists()).toBe(true));
    expect(view.findAll('nav [aria-current="page"]').map((current) => current.text())).toEqual(['Настройки', 'Здоровье данных']);
  });

  it('shows a head who acts for heads and nothing of the data, and tells why numbers are late', async () => {
    const viewer = {
      userId: '16',
      firstName: 'Марина',
      lastName: 'Ковалёва',
      isAdmin: false,
      isHead: true,
      widestScope: 'company',
      entersMetrics: false,
      hasSeenTour: true,
    };
    const view = await openWorkspace({ ...admin, viewer });
    const sync = buildSync({ state: 'ready', finishedAt: '2026-11-16T07:00:00.000Z' });
    const delay = { of: 'calls', at: '2026-11-16T07:20:00.000Z', reason: 'parked', failure: null, resumeAt: '2026-11-16T07:46:00.000Z' };
    server.use(http.get('*/api/sync-status', () => HttpResponse.json({ ...sync, freshness: { ...sync.freshness, delays: [delay] } })));
    await useOverview().start();
    await flushPromises();
    expect(text(view, 'delay-note')).toBe(
      'Звонки показаны на 10:20, выполнение норм может быть занижено. Битрикс24 ограничил чтение, оно продолжится в 10:46.',
    );
  });
});
