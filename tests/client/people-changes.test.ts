import { flushPromises, type VueWrapper } from '@vue/test-utils';
import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Handover, type PeopleChanges } from '#contract/people-changes.ts';
import type { DraftLine, PlanGrid } from '#contract/plan.ts';
import { usePlanning } from '#stores/planning.ts';
import PlanningView from '#views/planning/PlanningView.vue';
import { mountView, readText } from './mount-view.ts';
import { buildBoot } from './sample-data.ts';
import { buildGrid, buildWindow } from './sample-overview.ts';
import { buildChange, buildHandover, buildPeople } from './sample-people.ts';
import { patiently } from './patiently.ts';

const server = setupServer();
let people: PeopleChanges;
let grid: PlanGrid;
let asked: Handover[] = [];
let saved: DraftLine[] = [];
let view: VueWrapper;

beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
beforeEach(() => {
  people = buildPeople();
  grid = buildGrid({ month: '2026-11', draft: [] });
  asked = [];
  saved = [];
  server.use(
    http.get('*/api/plans', () => HttpResponse.json(buildWindow(grid))),
    http.get('*/api/plans/:month/people-changes', () => HttpResponse.json(people)),
    http.post('*/api/plans/:month/handover', async ({ request, params }) => {
      asked.push(Handover.parse({ ...((await request.json()) as object), month: params['month'] }));
      return HttpResponse.json(buildHandover());
    }),
    http.put('*/api/plans/:month/draft', async ({ request }) => {
      saved = ((await request.json()) as { lines: DraftLine[] }).lines;
      grid = { ...grid, draft: saved, draftSavedAt: '2026-11-16T07:43:00.000Z' };
      return HttpResponse.json(grid);
    }),
    http.get('*/api/plans/:month/history', () =>
      HttpResponse.json({ error: { code: 'unavailable', message: 'x', requestId: 'r' } }, { status: 503 }),
    ),
  );
});
afterEach(() => {
  view.unmount();
  usePlanning().stop();
  document.body.innerHTML = '';
  server.resetHandlers();
});
afterAll(() => server.close());

const find = <T extends HTMLElement>(name: string): T => {
  const found = document.querySelector<T>(`[data-test="${name}"]`);
  if (found === null) throw new Error(`there is no ${name}`);
  return found;
};
const text = (): string => (document.body.textContent ?? '').replace(/[\s\u00A0\u202F]+/g, ' ');
const press = async (name: string): Promise<void> => {
  await patiently(() => find(name));
  find(name).click();
  await flushPromises();
};

async function open(): Promise<void> {
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
  view = mountView(PlanningView, buildBoot({ view: 'workspace', viewer }), { firstMonth: '2026-11' });
  await patiently(() => expect(view.find('[data-test="plan-publish"]').exists()).toBe(true));
  await flushPromises();
}

describe('changes in the team', () => {
  it('are counted in a note that opens them with what follows for the plan', async () => {
    await open();
    await patiently(() => expect(readText(view)).toContain('Изменения в команде: 2'));
    await press('open-people');
    await patiently(() => find('people-changes'));
    for (const part of [
      'Последний рабочий день — 13 ноября.',
      'дату портал не сообщает',
      'Рабочих дней в месяце: 9 из 20',
      'Остаток2,58 млн ₽',
      'Новикова Ирина',
      'Первый рабочий день — 9 ноября.',
      'у коллег в среднем 4,00 млн ₽, за оставшиеся дни — 3,00 млн ₽',
    ])
      expect(text()).toContain(part);
  });

  it('are not mentioned while there are none', async () => {
    people = buildPeople({ changes: [] });
    await open();
    expect(view.find('[data-test="people-note"]').exists()).toBe(false);
  });

  it('offer nothing to somebody who does not set the plan', async () => {
    people = buildPeople({ changes: [buildChange({ mayPlan: false })] });
    await open();
    await press('open-people');
    await patiently(() => find('people-changes'));
    expect(document.querySelector('[data-test="hand-over"]')).toBeNull();
  });
});

describe('handing over', () => {
  it('shows what comes of it before anything is taken, colleagues of the department first', async () => {
    await open();
    await press('open-people');
    await press('hand-over');
    await patiently(() => find('handover-form'));
    expect([...document.querySelectorAll('[data-test^="receiver-"]')].map((one) => one.getAttribute('data-test'))).toEqual([
      'receiver-12',
      'receiver-31',
    ]);
    expect(find<HTMLButtonElement>('handover-apply').disabled).toBe(true);
    await press('receiver-12');
    await patiently(() => find('handover-result'));
    expect(text()).toContain('Оптовые продажи: сумма прежняя, 8,66 млн ₽.');
    expect(asked.at(-1)).toEqual({
      month: '2026-11',
      kind: 'left',
      userId: '11',
      basis: 'fact',
      split: 'equal',
      lastDay: '2026-11-13',
      to: ['12'],
    });
    expect(saved).toEqual([]);
    await press('basis-workdays');
    await press('receiver-31');
    await press('share-past-share');
    await patiently(() => expect(asked.at(-1)).toMatchObject({ basis: 'workdays', split: 'past-share', to: ['12', '31'] }));
  });

  it('becomes a draft, and the reason stands in the dialog of sending', async () => {
    await open();
    await press('open-people');
    await press('hand-over');
    await press('receiver-12');
    await patiently(() => expect(find<HTMLButtonElement>('handover-apply').disabled).toBe(false));
    await press('handover-apply');
    await usePlanning().flush();
    expect(saved).toEqual([
      { metric: 'revenue', scope: 'person:11', value: '1620000.00' },
      { metric: 'revenue', scope: 'person:12', value: '7040000.00' },
    ]);
    await press('plan-publish');
    await patiently(() =>
      expect(find<HTMLTextAreaElement>('publish-reason').value).toBe(
        'Смирнов Олег больше не работает, остаток плана получает: Петров Иван.',
      ),
    );
  });

  it('puts the part of somebody new into the draft', async () => {
    await open();
    await press('open-people');
    await press('propose');
    await usePlanning().flush();
    expect(saved).toEqual([{ metric: 'revenue', scope: 'person:21', value: '3000000.00' }]);
  });
});
