import { flushPromises, type VueWrapper } from '@vue/test-utils';
import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CountingSetting } from '#contract/counting.ts';
import { previewCounting } from '#components/settings/counting-preview.ts';
import { useCounting } from '#stores/counting.ts';
import SettingsView from '#views/settings/SettingsView.vue';
import { mountView, readText } from './mount-view.ts';
import { buildBoot } from './sample-data.ts';
import { buildCounting, buildHealth } from './sample-health.ts';
import { patiently } from './patiently.ts';

const server = setupServer();
const viewer = { userId: '16', firstName: 'Наталья', lastName: 'Ильина', isAdmin: false, isHead: false, widestScope: 'company' };
let saved: CountingSetting[] = [];

beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
beforeEach(() => {
  saved = [];
  server.use(
    http.get('*/api/data-health', () => HttpResponse.json(buildHealth())),
    http.get('*/api/settings/counting', () => HttpResponse.json(buildCounting())),
    http.put('*/api/settings/counting', async ({ request }) => {
      const setting = CountingSetting.parse(await request.json());
      saved.push(setting);
      return HttpResponse.json(buildCounting({ setting }));
    }),
  );
});
afterEach(() => {
  document.body.innerHTML = '';
  server.resetHandlers();
});
afterAll(() => server.close());

async function open(): Promise<VueWrapper> {
  const view = mountView(
    SettingsView,
    buildBoot({ view: 'workspace', viewer: { ...viewer, isAdmin: true, entersMetrics: false, hasSeenTour: true } }),
  );
  await view.get('[data-test="settings-counting"]').trigger('click');
  await patiently(() => expect(view.find('[data-test="won-date-stage-history"]').exists()).toBe(true));
  return view;
}

describe('the page of what counts as a fact', () => {
  it('shows the saved setting and nothing to save', async () => {
    const view = await open();
    expect(view.get<HTMLInputElement>('[data-test="won-date-stage-history"]').element.checked).toBe(true);
    expect(view.get<HTMLInputElement>('[data-test="pipelines-all"]').element.checked).toBe(true);
    expect(view.find('[data-test="counting-save"]').exists()).toBe(false);
  });

  it('says what a change will do before it is saved, and forgets it on cancelling', async () => {
    const view = await open();
    await view.get('[data-test="won-date-close-date"]').setValue();
    expect(readText(view.get('[data-test="counting-preview"]') as never)).toBe(
      'Днём сделки станет дата закрытия из карточки, сейчас это день входа в успешную стадию. Факт, отклонения и прогноз пересчитаются за все месяцы. Планы и подписи не изменятся.',
    );
    await view.get('[data-test="counting-discard"]').trigger('click');
    expect(view.find('[data-test="counting-preview"]').exists()).toBe(false);
    expect(saved).toEqual([]);
  });

  it('begins a choice with all pipelines, names the dropped one and refuses to drop them all', async () => {
    const view = await open();
    await view.get('[data-test="pipelines-some"]').setValue();
    await view.get('[data-test="pipeline-1"]').setValue(false);
    expect(readText(view.get('[data-test="counting-preview"]') as never)).toContain('Из факта уйдут выигранные сделки: «Сервис».');
    expect(view.get('[data-test="counting-save"]').attributes('disabled')).toBeUndefined();
    await view.get('[data-test="pipeline-0"]').setValue(false);
    expect(view.get('[data-test="counting-save"]').attributes('disabled')).toBeDefined();
    expect(readText(view)).toContain('Выберите хотя бы одну воронку');
  });

  it('saves only what was confirmed', async () => {
    const view = await open();
    await view.get('[data-test="won-date-stage-move"]').setValue();
    await view.get('[data-test="counting-save"]').trigger('click');
    await patiently(() => expect(document.querySelector('[data-test="confirm-action"]')).not.toBeNull());
    expect(saved).toEqual([]);
    document.querySelector<HTMLElement>('[data-test="confirm-action"]')?.click();
    await patiently(() => expect(saved).toEqual([{ wonDate: 'stage-move', pipelineIds: null }]));
    await flushPromises();
    expect(view.find('[data-test="counting-save"]').exists()).toBe(false);
  });

  it('gives back the setting from before, so that the change can be undone', async () => {
    await open();
    const store = useCounting();
    store.edit({ wonDate: 'close-date' });
    const before = await store.save();
    expect(before).toEqual({ wonDate: 'stage-history', pipelineIds: null });
    await store.save(before);
    expect(saved.at(-1)).toEqual(before);
  });

  it('keeps the change on the screen when it was not saved, and says why', async () => {
    const view = await open();
    server.use(
      http.put('*/api/settings/counting', () =>
        HttpResponse.json({ error: { code: 'unavailable', message: 'x', requestId: 'r1' } }, { status: 503 }),
      ),
    );
    await view.get('[data-test="won-date-close-date"]').setValue();
    expect(await useCounting().save()).toBeNull();
    await flushPromises();
    expect(readText(view)).toContain('«Курс» временно недоступен');
    expect(view.get<HTMLInputElement>('[data-test="won-date-close-date"]').element.checked).toBe(true);
  });
});

describe('the preview', () => {
  const keys = (draft: CountingSetting, setting?: CountingSetting): string[] =>
    previewCounting(buildCounting(setting === undefined ? {} : { setting }), draft, (date) => date).map(({ key }) => key);

  it('has a sentence for each thing that changes, and none without a change', () => {
    expect(keys({ wonDate: 'stage-history', pipelineIds: null })).toEqual([]);
    expect(keys({ wonDate: 'stage-history', pipelineIds: ['0', '1'] })).toEqual(['noFuture', 'recount']);
    expect(keys({ wonDate: 'close-date', pipelineIds: ['0'] })).toEqual(['wonDate', 'dropped', 'noFuture', 'recount']);
    expect(keys({ wonDate: 'stage-history', pipelineIds: null }, { wonDate: 'stage-history', pipelineIds: ['1'] })).toEqual([
      'added',
      'future',
      'recount',
    ]);
  });
});
