import { flushPromises } from '@vue/test-utils';
import { delay, http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Boot } from '#contract/session.ts';
import { useChanges } from '#stores/changes.ts';
import { useOverview } from '#stores/overview.ts';
import WorkspaceView from '#views/workspace/WorkspaceView.vue';
import { mountView, readText } from './mount-view.ts';
import { buildBoot, buildSync } from './sample-data.ts';
import { buildAttention, buildDrillDown, buildGrid, buildOverview, buildRow, buildWindow } from './sample-overview.ts';
import { buildPeople } from './sample-people.ts';
import { patiently } from './patiently.ts';

const server = setupServer();
/** The first import of a view takes its time on a busy machine. */
const head: Partial<Boot> = {
  view: 'workspace',
  viewer: {
    userId: '16',
    firstName: 'Марина',
    lastName: 'Ковалёва',
    isAdmin: false,
    isHead: true,
    widestScope: 'company',
    entersMetrics: false,
    hasSeenTour: true,
  },
};
let overview = buildOverview();
let attention = buildAttention();

beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
beforeEach(() => {
  overview = buildOverview();
  attention = buildAttention();
  server.use(
    http.get('*/api/sync-status', () => HttpResponse.json(buildSync({ state: 'ready', finishedAt: '2026-11-16T07:00:00.000Z' }))),
    http.get('*/api/overview', () => HttpResponse.json(overview)),
    http.get('*/api/attention', () => HttpResponse.json(attention)),
    http.get('*/api/quiz-results/:month', ({ params }) => HttpResponse.json({ month: params['month'], people: [], questions: [] })),
    http.get('*/api/my-plans', () => HttpResponse.json({ sheets: [] })),
    http.get('*/api/drill-down', ({ request }) => {
      const asked = new URL(request.url).searchParams;
      return HttpResponse.json(buildDrillDown({ measure: asked.get('measure') === 'open' ? 'open' : 'fact' }));
    }),
    http.get('*/api/plans', () => HttpResponse.json(buildWindow(buildGrid({ month: '2026-11' })))),
    http.get('*/api/plans/:month/people-changes', () => HttpResponse.json(buildPeople({ changes: [] }))),
  );
});
afterEach(() => {
  useOverview().stop();
  document.body.innerHTML = '';
  server.resetHandlers();
});
afterAll(() => server.close());

async function open(change: Partial<Boot> = head) {
  const view = mountView(WorkspaceView, buildBoot(change));
  await patiently(() => {
    if (useOverview().data === null && useOverview().failure === null) throw new Error('still loading');
  });
  await flushPromises();
  return view;
}

describe('the workspace of a head', () => {
  it('answers with five numbers that say their time, basis and range', async () => {
    const text = readText(await open());
    for (const part of [
      'Курс на ноябрь',
      'Факт на 10:42',
      '20,16 млн ₽',
      '42,0 % плана 48,00 млн',
      'Должно быть на 13 ноября',
      'к графику −1,44 млн',
      '93 % графика',
      'Прогноз на 30 ноября',
      '8 из 10 · по таблице стадий',
      'надо в день 2,53 млн',
      'ускорение ×1,13',
      '×1,43',
    ])
      expect(text).toContain(part);
  });

  it('makes every number a button that names its measure and its scope', async () => {
    const view = await open();
    const numbers = view.findAll('[data-measure]');
    expect(numbers.length).toBeGreaterThan(25);
    for (const number of numbers) {
      expect(number.element.tagName).toBe('BUTTON');
      expect(number.attributes('data-scope')).toMatch(/^(company|department:5|person:\d+)$/);
    }
    expect(view.get('[data-test="cell-person:11-deviation"]').attributes('data-value')).toBe('-990000.00');
  });

  it('names each cell once, so that a tile and the total row are not confused', async () => {
    const names = (await open()).findAll('[data-test^="cell-"]').map((cell) => cell.attributes('data-test'));
    expect(new Set(names).size).toBe(names.length);
  });

  it('opens the list of a number with the sum that the number shows', async () => {
    const view = await open();
    await view.get('[data-test="cell-company-fact"]').trigger('click');
    await patiently(() => expect(document.querySelector('[data-test="drill-sum"]')).not.toBeNull());
    expect(document.querySelector('[data-test="drill-sum"]')?.getAttribute('data-value')).toBe('20160000.00');
    expect(document.querySelectorAll('[data-item-value]')).toHaveLength(2);
    expect(document.body.textContent).toContain('Сделка № 901');
  });

  it('says no plan with a dash and a word, never 0 %', async () => {
    const row = (await open()).get('[data-row="person:16"]');
    expect(readText(row as never)).toContain('Нет плана');
    expect(row.text()).not.toContain('%');
  });

  it('colours calls below the norm of a person, with an icon', async () => {
    const calls = (await open()).get('[data-test="cell-person:11-calls"]');
    expect(calls.classes()).toContain('bad');
    expect(calls.find('svg').exists()).toBe(true);
  });

  it('shows new numbers in place as soon as the server says that facts changed', async () => {
    let tell: () => void = () => undefined;
    const changed = new Promise<void>((resolve) => (tell = resolve));
    server.use(
      http.get('*/api/changes', async ({ request }) => {
        const after = Number(new URL(request.url).searchParams.get('after'));
        if (after < 1) return HttpResponse.json({ revision: 1, topics: [] });
        if (after > 1) await delay('infinite');
        await changed;
        return HttpResponse.json({ revision: 2, topics: ['facts'] });
      }),
    );
    const view = await open();
    useChanges().start();
    const tile = view.get('[data-test="tile-fact"]').element;
    overview = buildOverview({ total: buildRow('company', { fact: '20640000.00' }) });
    expect(readText(view)).toContain('20,16 млн ₽');
    tell();
    await patiently(() => expect(readText(view)).toContain('20,64 млн ₽'));
    expect(view.get('[data-test="tile-fact"]').element).toBe(tile);
    useChanges().stop();
  });

  it('offers to set a plan where there is none', async () => {
    overview = buildOverview({
      total: buildRow('company', { plan: null, attainment: null, expectedToDate: null }),
      rows: [],
      remaining: null,
      coverage: null,
    });
    const view = await open();
    expect(readText(view)).toContain('На ноябрь планов пока нет');
    await view.get('[data-test="plan-missing-action"]').trigger('click');
    await patiently(() => expect(view.find('[data-test="plan-cell-2026-11-department:5"]').exists()).toBe(true));
  });

  it('says what happened with code and request number when nothing came', async () => {
    server.use(
      http.get('*/api/overview', () =>
        HttpResponse.json({ error: { code: 'portal-unavailable', message: 'x', requestId: '7f3a-21' } }, { status: 503 }),
      ),
    );
    const text = readText(await open());
    expect(text).toContain('Битрикс24 не отвечает');
    expect(text).toContain('код portal-unavailable · запрос 7f3a-21');
  });

  it('goes on telling after the load which rows are not in its numbers', async () => {
    const sync = buildSync({ state: 'ready', finishedAt: '2026-11-16T07:00:00.000Z' });
    const rejectedRows = [{ rowKey: '15', field: 'opportunity', reason: 'wrong-format' }];
    const entities = sync.entities.map((entry) => (entry.entity === 'deals' ? { ...entry, rejected: 1, rejectedRows } : entry));
    server.use(http.get('*/api/sync-status', () => HttpResponse.json({ ...sync, entities })));
    const text = readText(await open());
    expect(text).toContain('Не прочитана 1 строка');
    expect(text).toContain('Сделки, строка 15: поле opportunity');
    expect(text).toContain('Курс на ноябрь');
  });

  it('tells how far the first load is instead of half of the numbers', async () => {
    server.use(http.get('*/api/sync-status', () => HttpResponse.json(buildSync({ state: 'loading', finishedAt: null }))));
    const view = await open();
    expect(view.find('[data-test="sync-progress"]').exists()).toBe(true);
    expect(view.find('[data-test="tile-fact"]').exists()).toBe(false);
  });
});

describe('the workspace of a manager', () => {
  const viewer = {
    userId: '11',
    firstName: 'Дмитрий',
    lastName: 'Орлов',
    isAdmin: false,
    isHead: false,
    widestScope: 'person:11',
    entersMetrics: false,
    hasSeenTour: true,
  };

  it('holds the own row and the own deals, no plans of others', async () => {
    const own = buildRow('person:11');
    overview = buildOverview({ scope: 'person:11', total: own, rows: [own], scopes: [] });
    const view = await open({ view: 'workspace', viewer });
    await patiently(() => expect(view.find('[data-test="own-deals"]').exists()).toBe(true));
    expect(readText(view)).toContain('Мой курс');
    expect(view.findAll('[data-row]')).toHaveLength(1);
    expect(view.find('[data-test="tab-plans"]').exists()).toBe(false);
    expect(view.find('[data-test="tab-my-plan"]').exists()).toBe(false);
  });
});

describe('the planning grid', () => {
  async function openPlans() {
    const view = await open();
    await view.get('[data-test="tab-plans"]').trigger('click');
    await patiently(() => expect(view.find('[data-test="plan-cell-2026-11-person:11"]').exists()).toBe(true));
    return view;
  }

  it('takes a typed amount, adds it up at once and saves it', async () => {
    const saved: unknown[] = [];
    server.use(
      http.put('*/api/plans/:month/draft', async ({ request }) => {
        saved.push(await request.json());
        return HttpResponse.json(buildGrid({ month: '2026-11', draft: [{ metric: 'revenue', scope: 'person:11', value: '4200000.00' }] }));
      }),
    );
    const view = await openPlans();
    const cell = view.get('[data-test="plan-cell-2026-11-person:11"]');
    await cell.trigger('keydown', { key: '4' });
    await view.get('[data-test="plan-input-person:11"]').setValue('4 200');
    await view.get('[data-test="plan-input-person:11"]').trigger('keydown', { key: 'Enter' });
    expect(readText(view.get('[data-test="plan-check-department:5"]') as never)).toBe('сходится');
    await patiently(() => expect(saved).toEqual([{ lines: [{ metric: 'revenue', scope: 'person:11', value: '4200000.00' }] }]));
  });

  it('keeps unclear text in the editor and marks it', async () => {
    const view = await openPlans();
    await view.get('[data-test="plan-cell-2026-11-person:11"]').trigger('keydown', { key: 'F2' });
    await view.get('[data-test="plan-input-person:11"]').setValue('много');
    await view.get('[data-test="plan-input-person:11"]').trigger('keydown', { key: 'Enter' });
    expect(view.get('[data-test="plan-input-person:11"]').attributes('aria-invalid')).toBe('true');
  });

  it('says why a row is locked and does not open it', async () => {
    const view = await openPlans();
    const cell = view.get('[data-test="plan-cell-2026-11-person:16"]');
    await cell.trigger('keydown', { key: '5' });
    expect(view.find('[data-test="plan-input-person:16"]').exists()).toBe(false);
    expect(cell.text()).toContain('свой план меняет руководитель');
  });

  it('demands a reason from version 2 on', async () => {
    // The words of the wizard are wanted; the plan can be sent without them.
    server.use(http.get('*/api/plans/:month/history', () => HttpResponse.error()));
    const view = await openPlans();
    await view.get('[data-test="plan-publish"]').trigger('click');
    await patiently(() => expect(document.querySelector('[data-test="publish-confirm"]')).not.toBeNull());
    document.querySelector<HTMLElement>('[data-test="publish-confirm"]')?.click();
    await flushPromises();
    expect(document.body.textContent).toContain('Напишите причину');
  });
});
