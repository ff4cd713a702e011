import { flushPromises, type VueWrapper } from '@vue/test-utils';
import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parseTypedValue, showValue } from '#components/manual-metrics/metric-value.ts';
import type { ManualMetric, ManualMetrics } from '#contract/manual-metrics.ts';
import type { Boot } from '#contract/session.ts';
import { useManualMetrics } from '#stores/manual-metrics.ts';
import { useOverview } from '#stores/overview.ts';
import SettingsView from '#views/settings/SettingsView.vue';
import WorkspaceView from '#views/workspace/WorkspaceView.vue';
import { mountView, readText } from './mount-view.ts';
import { buildBoot, buildSync } from './sample-data.ts';
import { buildHealth } from './sample-health.ts';
import { buildOverview } from './sample-overview.ts';
import { patiently } from './patiently.ts';

const server = setupServer();
const metricId = '01890a5d-ac96-774b-bcce-b30209900025';

function buildMetric(change: Partial<ManualMetric> = {}): ManualMetric {
  return {
    metricId,
    name: 'Выкладка',
    unit: 'count',
    direction: 'more',
    overTime: 'sum',
    enteredBy: '12',
    enteredByName: 'Иван Петров',
    isNamedGone: false,
    oldAfterDays: 7,
    digits: 0,
    archivedAt: null,
    hasValues: true,
    isDue: true,
    entersForAll: true,
    values: [
      {
        userId: '13',
        name: 'Орлов Дмитрий',
        isActive: true,
        day: '2026-11-05',
        value: '1200',
        monthValue: '1500',
        enteredAt: '2026-11-05T08:00:00.000Z',
        enteredBy: 'Иван Петров',
        isOld: true,
        mayEnter: true,
      },
    ],
    ...change,
  };
}

let metrics: ManualMetrics;
let sent: { method: string; path: string; body: Record<string, unknown> }[] = [];
/** What the server answers to a change; the changed metric when null. */
let refusal: { status: number; code: string } | null = null;

beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
beforeEach(() => {
  sent = [];
  refusal = null;
  metrics = {
    today: '2026-11-16',
    mayDefine: true,
    metrics: [buildMetric()],
    people: [
      { userId: '13', name: 'Орлов Дмитрий', isReached: true },
      { userId: '12', name: 'Петров Иван', isReached: true },
    ],
  };
  const change = async ({ request }: { request: Request }): Promise<Response> => {
    const body = (await request.json()) as Record<string, unknown>;
    sent.push({ method: request.method, path: new URL(request.url).pathname, body });
    if (refusal !== null)
      return HttpResponse.json({ error: { code: refusal.code, message: 'x', requestId: 'r1' } }, { status: refusal.status });
    return HttpResponse.json(buildMetric({ archivedAt: body['isArchived'] === true ? '2026-11-16T08:00:00.000Z' : null }));
  };
  server.use(
    http.get('*/api/data-health', () => HttpResponse.json(buildHealth())),
    http.get('*/api/metrics', () => HttpResponse.json(metrics)),
    http.post('*/api/metrics', change),
    http.put('*/api/metrics/*', change),
    http.post('*/api/metrics/*', change),
  );
});
afterEach(() => {
  useManualMetrics().stop();
  document.body.innerHTML = '';
  server.resetHandlers();
});
afterAll(() => server.close());

async function open(boot: Partial<Boot> = {}): Promise<VueWrapper> {
  const administrator = { ...buildBoot().viewer, isAdmin: true, entersMetrics: false } as NonNullable<Boot['viewer']>;
  const view = mountView(SettingsView, buildBoot({ view: 'workspace', viewer: administrator, ...boot }));
  await view.get('[data-test="settings-metrics"]').trigger('click');
  await patiently(() => expect(view.find('[data-test="own-metrics"]').exists()).toBe(true));
  return view;
}

/** Dialogs stand beside the view, in the body. */
async function inBody<Element extends HTMLElement = HTMLElement>(name: string): Promise<Element> {
  await patiently(() => expect(document.querySelector(`[data-test="${name}"]`)).not.toBeNull());
  return document.querySelector<Element>(`[data-test="${name}"]`)!;
}

async function fill(name: string, value: string): Promise<void> {
  const field = await inBody<HTMLInputElement>(name);
  field.value = value;
  field.dispatchEvent(new Event(field.tagName === 'SELECT' ? 'change' : 'input', { bubbles: true }));
  await flushPromises();
}

async function press(name: string): Promise<void> {
  (await inBody(name)).click();
  await flushPromises();
}

const bodyText = (): string => (document.body.textContent ?? '').replace(/[\s\u00A0\u202F]+/g, ' ');

describe('the page of own metrics', () => {
  it('says what it is for while there are none, and lets an administrator begin', async () => {
    metrics = { ...metrics, metrics: [] };
    const view = await open();
    expect(readText(view)).toContain('Здесь собираются числа, которых нет в Битрикс24');
    expect(view.find('[data-test="define-metric"]').exists()).toBe(true);
    metrics = { ...metrics, mayDefine: false };
    await useManualMetrics().load();
    await flushPromises();
    expect(readText(view)).toContain('Показатели заводит администратор портала');
    expect(view.find('[data-test="define-metric"]').exists()).toBe(false);
  });

  it('shows who enters a metric, its newest numbers and which of them are old', async () => {
    const view = await open();
    const card = readText(view.get(`[data-test="metric-${metricId}"]`) as never);
    expect(card).toContain('Пора обновить');
    expect(card).toContain('Вносит Иван Петров. Напомним, если значению больше 7 дней');
    expect(card).toContain('За ноябрь');
    const cells = view.findAll('[data-test="value-13"] > *').map((cell) => readText(cell as never));
    expect(cells).toEqual(['Орлов Дмитрий', '1 200', '1 500', '5 ноября устарело', 'Иван Петров', 'ВнестиИстория']);
  });

  it('defines a metric only with a name and a number of days', async () => {
    const view = await open();
    await view.get('[data-test="define-metric"]').trigger('click');
    await fill('metric-days', '0');
    await press('metric-save');
    expect(bodyText()).toContain('Дайте показателю название');
    expect(bodyText()).toContain('Введите число от 1 до 366');
    expect(sent).toEqual([]);
    await fill('metric-name', '  Анкеты ');
    await fill('metric-days', '14');
    await fill('metric-entered-by', '13');
    await press('metric-save');
    await patiently(() => expect(sent).toHaveLength(1));
    const body = { name: 'Анкеты', unit: 'count', direction: 'more', overTime: 'sum', enteredBy: '13', oldAfterDays: 14 };
    expect(sent[0]).toEqual({ method: 'POST', path: '/api/metrics', body });
    await patiently(() => expect(document.querySelector('[data-test="metric-form"]')).toBeNull());
  });

  it('keeps unit and adding up once there are numbers, and says so', async () => {
    const view = await open();
    await view.get('[data-test="change-metric"]').trigger('click');
    expect((await inBody<HTMLSelectElement>('metric-unit')).disabled).toBe(true);
    expect((await inBody<HTMLSelectElement>('metric-over-time')).disabled).toBe(true);
    expect(bodyText()).toContain('Значения уже внесены, поэтому единицу и счёт за период менять нельзя');
  });

  it('tells in words that a name is taken or that numbers came first, and keeps what was typed', async () => {
    metrics = { ...metrics, metrics: [buildMetric({ hasValues: false, values: [] })] };
    const view = await open();
    refusal = { status: 409, code: 'conflict' };
    await view.get('[data-test="define-metric"]').trigger('click');
    await fill('metric-name', 'ВЫКЛАДКА');
    await press('metric-save');
    await patiently(() => expect(bodyText()).toContain('Показатель с таким названием уже есть'));
    expect((await inBody<HTMLInputElement>('metric-name')).value).toBe('ВЫКЛАДКА');
    const store = useManualMetrics();
    metrics = { ...metrics, metrics: [buildMetric()] };
    await store.change(metricId, { ...buildMetric(), name: 'Другое', unit: 'money' });
    expect(store.problem).toBe('kindFixed');
  });

  it('enters a number of a person, and refuses what is none before it is sent', async () => {
    const view = await open();
    await view.get('[data-test="enter-13"]').trigger('click');
    await fill('value-number', '12,5');
    await press('value-save');
    expect(bodyText()).toContain('Введите целое число');
    await fill('value-day', '2026-11-17');
    await press('value-save');
    expect(bodyText()).toContain('Этот день ещё не наступил');
    expect(sent).toEqual([]);
    await fill('value-day', '2026-11-16');
    await fill('value-number', '1 250');
    await press('value-save');
    await patiently(() => expect(sent).toHaveLength(1));
    expect(sent[0]).toEqual({
      method: 'POST',
      path: `/api/metrics/${metricId}/values`,
      body: { userId: '13', day: '2026-11-16', value: '1250' },
    });
  });

  it('tells that a number takes the place of another, and sends none where it is not kept any more', async () => {
    const view = await open();
    await view.get('[data-test="enter-13"]').trigger('click');
    await fill('value-day', '2026-11-05');
    expect(bodyText()).toContain('За 5 ноября уже внесено 1 200. Новое значение заменит его');
    const ended = await inBody<HTMLInputElement>('value-ended');
    ended.click();
    await press('value-save');
    await patiently(() => expect(sent.map(({ body }) => body['value'])).toEqual([null]));
  });

  it('archives at once, and takes it back by the same answer', async () => {
    const view = await open();
    await view.get('[data-test="archive-metric"]').trigger('click');
    await patiently(() => expect(view.find('[data-test="archived-metrics"]').exists()).toBe(true));
    expect(view.find(`[data-test="metric-${metricId}"]`).exists()).toBe(false);
    await view.get(`[data-test="restore-${metricId}"]`).trigger('click');
    await patiently(() => expect(view.find(`[data-test="metric-${metricId}"]`).exists()).toBe(true));
    expect(sent.map(({ path, body }) => [path, body])).toEqual([
      [`/api/metrics/${metricId}/archived`, { isArchived: true }],
      [`/api/metrics/${metricId}/archived`, { isArchived: false }],
    ]);
  });

  it('shows who entered what and when, and which of it was replaced', async () => {
    const entry = { day: '2026-11-05', enteredAt: '2026-11-05T08:00:00.000Z', enteredBy: 'Иван Петров' };
    const entries = [
      { ...entry, value: '1200', isValid: true },
      { ...entry, value: '900', isValid: false },
    ];
    server.use(http.get('*/api/metrics/*/values/13', () => HttpResponse.json({ metricId, userId: '13', name: 'Орлов Дмитрий', entries })));
    const view = await open();
    await view.get('[data-test="history-13"]').trigger('click');
    const list = await inBody('value-history');
    expect((list.textContent ?? '').replace(/[\s\u00A0\u202F]+/g, ' ')).toContain('5 ноября 20261 200');
    expect(list.querySelector('s')?.textContent).toBe('900');
    expect(bodyText()).toContain('История: Орлов Дмитрий');
  });
});

describe('the tab of own metrics', () => {
  const viewer = {
    userId: '12',
    firstName: 'Иван',
    lastName: 'Петров',
    isAdmin: false,
    isHead: true,
    widestScope: 'company',
    entersMetrics: true,
    hasSeenTour: true,
  };

  async function openWorkspace(change: Partial<typeof viewer>): Promise<VueWrapper> {
    server.use(
      http.get('*/api/sync-status', () => HttpResponse.json(buildSync({ state: 'ready', finishedAt: '2026-11-16T07:00:00.000Z' }))),
      http.get('*/api/overview', () => HttpResponse.json(buildOverview())),
      http.get('*/api/quiz-results/:month', ({ params }) => HttpResponse.json({ month: params['month'], people: [], questions: [] })),
      http.get('*/api/my-plans', () => HttpResponse.json({ sheets: [] })),
    );
    const view = mountView(WorkspaceView, buildBoot({ view: 'workspace', viewer: { ...viewer, ...change } }));
    await patiently(() => expect(useOverview().data).not.toBeNull());
    await flushPromises();
    return view;
  }
  afterEach(() => useOverview().stop());

  it('is there for whoever enters numbers, and opens nothing else of the settings', async () => {
    const view = await openWorkspace({});
    await view.get('[data-test="tab-metrics"]').trigger('click');
    await patiently(() => expect(view.find('[data-test="own-metrics"]').exists()).toBe(true));
    expect(view.find('[data-test="settings-health"]').exists()).toBe(false);
  });

  it('is not there for others, and administrators have it among the settings', async () => {
    expect((await openWorkspace({ entersMetrics: false })).find('[data-test="tab-metrics"]').exists()).toBe(false);
    document.body.innerHTML = '';
    const view = await openWorkspace({ isAdmin: true });
    expect(view.find('[data-test="tab-metrics"]').exists()).toBe(false);
    expect(view.find('[data-test="tab-settings"]').exists()).toBe(true);
  });
});

describe('a number', () => {
  it('is read as people of each language write it, and never rounded', () => {
    expect(parseTypedValue('1 250,50', 2, 'ru')).toEqual({ kind: 'value', decimal: '1250.5' });
    expect(parseTypedValue('1,250.5 %', 2, 'en')).toEqual({ kind: 'value', decimal: '1250.5' });
    expect(parseTypedValue('−007', 0, 'ru')).toEqual({ kind: 'value', decimal: '-7' });
    expect(parseTypedValue('0,00', 0, 'ru')).toEqual({ kind: 'value', decimal: '0' });
    expect(parseTypedValue('12,345', 2, 'ru')).toEqual({ kind: 'too-fine' });
    expect(parseTypedValue('9'.repeat(14), 2, 'ru')).toEqual({ kind: 'too-large' });
    for (const text of ['', '-', 'много', '1.2.3', '1e5']) expect(parseTypedValue(text, 2, 'ru')).toEqual({ kind: 'unclear' });
  });

  it('is shown in its unit', () => {
    expect(showValue('1250.50', 'money', 'RUB', 'ru')).toBe('1\u202f250,50\u202f₽');
    expect(showValue('1250.00', 'money', 'RUB', 'ru')).toBe('1\u202f250\u202f₽');
    expect(showValue('55.50', 'percent', 'RUB', 'ru')).toBe('55,5\u202f%');
    expect(showValue('55.50', 'percent', 'RUB', 'en')).toBe('55.5%');
    expect(showValue('-3.120', 'quantity', 'RUB', 'ru')).toBe('\u22123,12');
    expect(showValue(null, 'count', 'RUB', 'ru')).toBe('—');
  });
});
