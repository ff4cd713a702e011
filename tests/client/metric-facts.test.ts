import { flushPromises } from '@vue/test-utils';
import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { defineComponent, h } from 'vue';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import MetricFactList from '#components/metric-facts/MetricFactList.vue';
import { writeMetricValue } from '#components/metric-facts/metric-value.ts';
import type { MetricFactList as List, MetricFacts, MetricThing } from '#contract/metric-facts.ts';
import { countableCodes, whyWithoutFacts } from '#domain/planning/countable-metrics.ts';
import { catalogueCodes } from '#domain/planning/metric-catalogue.ts';
import { english, russian } from '#support/texts.ts';
import { useMetricFactList } from '#stores/metric-fact-list.ts';
import { useMetricFacts } from '#stores/metric-facts.ts';
import { mountView, startStores } from './mount-view.ts';

const server = setupServer();
const month = '2026-11';
let asked: string[] = [];
let answers: Partial<Record<string, Partial<List>>> = {};

const thing = (change: Partial<MetricThing> = {}): MetricThing => ({
  kind: 'deal',
  id: '901',
  userIds: ['12'],
  day: '2026-11-10',
  dealId: '901',
  value: '1200.50',
  ...change,
});
const list = (change: Partial<List> = {}): List => ({
  metric: 'revenue',
  unit: 'money',
  currency: 'RUB',
  state: 'counted',
  missing: null,
  attribution: 'responsible',
  factsAt: '2026-11-16T07:42:00.000Z',
  month,
  scope: 'company',
  name: 'Снабсервис',
  sum: '1200.50',
  total: 1,
  withoutValue: 0,
  offset: 0,
  items: [thing()],
  parts: [],
  ...change,
});
const facts = (metric: MetricFacts['metric'], values: (string | null)[]): MetricFacts => ({
  metric,
  unit: 'money',
  currency: 'RUB',
  state: 'counted',
  missing: null,
  attribution: 'responsible',
  factsAt: null,
  months: ['2026-10', month],
  facts: [{ scope: 'company', values, total: values[1] ?? null }],
});

beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
beforeEach(() => {
  asked = [];
  answers = {};
  server.use(
    http.get('*/api/metric-facts/list', ({ request }) => {
      const query = new URL(request.url).searchParams;
      const metric = query.get('metric') ?? '';
      asked.push(`${metric} ${query.get('offset')}`);
      return HttpResponse.json(list({ metric: metric as List['metric'], ...answers[metric] }));
    }),
    http.get('*/api/metric-facts', ({ request }) => {
      const query = new URL(request.url).searchParams;
      const metric = query.get('metric') as MetricFacts['metric'];
      asked.push(`${metric} ${query.get('from')} ${query.get('months')}`);
      return HttpResponse.json(facts(metric, metric === 'margin' ? ['5.00', null] : ['7.00', '8.00']));
    }),
  );
});
afterEach(() => {
  document.body.innerHTML = '';
  server.resetHandlers();
});
afterAll(() => server.close());

const emitted: string[] = [];

/** A page with the panel, as a view puts it beside its numbers. */
const Page = defineComponent(() => {
  const store = useMetricFactList();
  return () =>
    h(MetricFactList, {
      asked: store.asked,
      ratio: store.ratio,
      list: store.data,
      failure: store.failure,
      isLoading: store.isLoading,
      pageSize: store.pageSize,
      titles: new Map([['901', 'Насосы для цеха']]),
      names: new Map([['person:12', 'Петров Иван']]),
      now: '2026-11-16T07:42:00.000Z',
      timeZone: 'Europe/Moscow',
      readAll: () => Promise.resolve(null),
      onClose: () => store.close(),
      onPage: (offset: number) => void store.load(offset),
      onOpenPart: (metric: List['metric']) => void store.openPart(metric),
      onBack: () => void store.back(),
      onOpenDeal: (dealId: string) => void emitted.push(dealId),
    });
});

const find = <Element extends HTMLElement>(selector: string): Element | null => document.querySelector<Element>(selector);
const text = (): string => (document.body.textContent ?? '').replace(/[\s\u00A0\u202F]+/g, ' ');

async function open(metric: List['metric']) {
  mountView(Page);
  await useMetricFactList().open({ metric, month, scope: 'company' });
  await vi.waitFor(() => expect(find('[data-ready="true"]')).not.toBeNull(), 10_000);
  await flushPromises();
}

describe('the list behind a fact', () => {
  it('says what is counted, the exact sum and every thing with whose it is, and opens deals', async () => {
    await open('revenue');
    for (const part of [
      'Выручка',
      'Снабсервис, ноябрь 2026',
      'Суммы сделок, выигранных в месяце',
      'Насосы для цеха',
      'Петров Иван · 10 ноя',
    ])
      expect(text()).toContain(part);
    expect(find('[data-test="metric-sum"]')?.textContent).toBe('1\u202F200,50 ₽');
    find('[data-item-value="1200.50"] button')?.click();
    expect(emitted).toEqual(['901']);
  });

  it('names what has no value and does not hide that it is not in the sum', async () => {
    const items = [thing(), thing({ kind: 'product-row', id: '7', userIds: [], value: null })];
    answers = { margin: { items, total: 2, withoutValue: 1 } };
    await open('margin');
    for (const part of ['Строка товара № 7', 'без ответственного', 'не известно', '1 строка без суммы']) expect(text()).toContain(part);
    expect(text()).toContain('Насосы для цеха');
  });

  it('of a ratio are its two numbers, each with a list of its own and a way back', async () => {
    const part = { total: 2, withoutValue: 0 };
    answers = {
      profitability: {
        unit: 'percent',
        sum: '12.50',
        total: 0,
        items: [],
        parts: [
          { ...part, metric: 'margin', unit: 'money', sum: '150.00' },
          { ...part, metric: 'revenue', unit: 'money', sum: '1200.00' },
        ],
      },
    };
    await open('profitability');
    expect(find('[data-test="metric-sum"]')?.textContent).toBe('12,50\u202F%');
    expect(text()).toContain('Маржа150 ₽');
    expect(text()).toContain('Выручка1 200 ₽');
    find('[data-part="margin"]')?.click();
    await vi.waitFor(() => expect(find('[data-test="metric-back"]')).not.toBeNull());
    expect(find('[data-metric="margin"]')).not.toBeNull();
    find('[data-test="metric-back"]')?.click();
    await vi.waitFor(() => expect(find('[data-part="margin"]')).not.toBeNull());
    expect(asked).toEqual(['profitability 0', 'margin 0', 'profitability 0']);
  });

  it('turns its pages', async () => {
    answers = { revenue: { total: 150 } };
    await open('revenue');
    answers = { revenue: { total: 150, offset: 1 } };
    find('[data-test="drill-next"]')?.click();
    await vi.waitFor(() => expect(asked).toEqual(['revenue 0', 'revenue 1']));
  });

  it('says why there is none: nobody has said of what it is, or the portal refuses', async () => {
    const none = { factsAt: null, sum: null, total: 0, items: [] };
    answers = { contracts: { ...none, state: 'without-facts', missing: 'not-set' }, 'tasks-done': { ...none, state: 'refused' } };
    await open('contracts');
    expect(find('[data-test="metric-obstacle"]')?.textContent).toContain('в настройках не сказано');
    await useMetricFactList().open({ metric: 'tasks-done', month, scope: 'company' });
    await flushPromises();
    expect(find('[data-test="metric-obstacle"]')?.textContent).toContain('Портал не даёт прочитать');
  });
});

describe('facts of metrics', () => {
  it('are read metric by metric and told by scope and month', async () => {
    startStores();
    const store = useMetricFacts();
    await store.load({ metrics: ['revenue', 'margin'], from: '2026-10', months: 2 });
    expect(asked).toEqual(['revenue 2026-10 2', 'margin 2026-10 2']);
    expect(store.factOf('revenue', 'company', month)).toBe('8.00');
    expect(store.factOf('margin', 'company', month)).toBeNull();
    expect(store.factOf('margin', 'company', '2026-12')).toBeUndefined();
    expect(store.factOf('calls', 'company', month)).toBeUndefined();
  });

  it('of other months are forgotten, and a failure is told', async () => {
    startStores();
    const store = useMetricFacts();
    await store.load({ metrics: ['revenue'], from: '2026-10', months: 2 });
    server.use(
      http.get('*/api/metric-facts', () =>
        HttpResponse.json({ error: { code: 'unavailable', message: 'x', requestId: 'r' } }, { status: 503 }),
      ),
    );
    await store.load({ metrics: ['revenue'], from: '2026-01', months: 2 });
    expect(store.data.size).toBe(0);
    expect(store.failure?.code).toBe('unavailable');
  });
});

describe('words about metrics', () => {
  it.each([russian, english])('name all of the catalogue and say how each that is counted is counted', ({ metric, metricFacts }) => {
    expect(Object.keys(metric.name)).toEqual(catalogueCodes);
    expect(Object.keys(metricFacts.how)).toEqual(countableCodes);
    const reasons = new Set(catalogueCodes.flatMap((code) => whyWithoutFacts(code) ?? []));
    expect(Object.keys(metricFacts.missing).toSorted()).toEqual([...reasons].toSorted());
  });

  it('write values to the last digit that counts', () => {
    expect(writeMetricValue('1234.500', 'quantity', 'en')).toBe('1,234.500');
    expect(writeMetricValue('3.000', 'quantity', 'en')).toBe('3');
    expect(writeMetricValue('85.00', 'percent', 'en')).toBe('85%');
    expect(writeMetricValue('12', 'count', 'en')).toBe('12');
    expect(writeMetricValue(null, 'money', 'ru', 'RUB')).toBe('—');
  });
});
