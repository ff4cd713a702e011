import { flushPromises } from '@vue/test-utils';
import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import ClosingDialog from '#components/planning/ClosingDialog.vue';
import ClosingNote from '#components/planning/ClosingNote.vue';
import PlanVersionList from '#components/planning/PlanVersionList.vue';
import PublishDialog from '#components/planning/PublishDialog.vue';
import type { PlanGrid } from '#contract/plan.ts';
import { gridOf } from '#stores/plan-grid.ts';
import { usePlanning } from '#stores/planning.ts';
import { mountView, readText, startStores } from './mount-view.ts';
import { buildBoot } from './sample-data.ts';
import { buildGrid, buildWindow } from './sample-overview.ts';
import { patiently } from './patiently.ts';

const server = setupServer();
/** A dialog is drawn beside the page. */
const find = (name: string): HTMLElement | null => document.querySelector(`[data-test="${name}"]`);
const closed = { at: '2026-12-03T09:00:00.000Z', by: 'Виктор Лосев' };

beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
afterEach(() => {
  document.body.innerHTML = '';
  server.resetHandlers();
});
afterAll(() => server.close());

describe('the dialog of publishing', () => {
  async function open(change: Partial<PlanGrid>, today: string) {
    const props = { grid: buildGrid(change), mismatches: [], proposedRationale: '', companyName: 'Снабсервис', today, isBusy: false };
    const dialog = mountView(PublishDialog, buildBoot(), props);
    await patiently(() => expect(find('publish-effective')).not.toBeNull());
    return dialog;
  }
  const field = () => find('publish-effective') as HTMLInputElement;
  async function choose(day: string): Promise<void> {
    field().value = day;
    field().dispatchEvent(new Event('input'));
    await flushPromises();
  }

  it('lets a version of a month ahead hold from its first day, and no other month be chosen', async () => {
    await open({}, '2026-11-16');
    expect([field().value, field().min, field().max]).toEqual(['2026-12-01', '2026-12-01', '2026-12-31']);
    expect(find('publish-retroactive')).toBeNull();
  });

  it('lets a revision of a month that runs hold from today, and says by what the days before are judged', async () => {
    await open({}, '2026-12-16');
    expect(field().value).toBe('2026-12-16');
    expect(find('publish-effective-help')?.textContent).toContain('Дни до 16 декабря считаются по версии 3.');
    expect(find('publish-retroactive')).toBeNull();
  });

  it('warns before a backdated version is sent, and sends the chosen day', async () => {
    const dialog = await open({}, '2026-12-16');
    await choose('2026-12-08');
    expect(find('publish-retroactive')?.textContent).toContain('прошедшие дни с 8 декабря будут считаться по новым числам');
    const reason = find('publish-reason') as HTMLTextAreaElement;
    reason.value = 'Рост цен';
    reason.dispatchEvent(new Event('input'));
    find('publish-confirm')?.click();
    expect(dialog.emitted('confirm')).toEqual([[{ reason: 'Рост цен', rationale: '', effectiveFrom: '2026-12-08' }]]);
  });

  it('sends nothing with a day of another month, or with none', async () => {
    const dialog = await open({ version: 0, published: [] }, '2026-12-16');
    for (const day of ['2027-01-01', '']) {
      await choose(day);
      expect(find('publish-effective-help')?.textContent).toContain('Выберите день этого срока');
      find('publish-confirm')?.click();
    }
    expect(dialog.emitted('confirm')).toBeUndefined();
    await choose('2026-12-10');
    expect(find('publish-effective-help')?.textContent).toContain('Дни до 10 декабря останутся без плана');
  });
});

describe('the note about closing', () => {
  const note = (change: Partial<PlanGrid>) => mountView(ClosingNote, buildBoot(), { grid: buildGrid(change), timeZone: 'Europe/Moscow' });

  it('asks to close an ended month, the one on the screen before older ones', async () => {
    const shown = note({ month: '2026-11', toClose: ['2026-09', '2026-10', '2026-11'] });
    expect(readText(shown)).toContain('Ноябрь 2026: срок закончился, пора закрыть план. Не закрыты ещё 2 плана.');
    await shown.get('[data-test="plan-close"]').trigger('click');
    expect(shown.emitted('close')).toEqual([['2026-11']]);
    expect(readText(note({ toClose: ['2026-09'] }))).toContain('Сентябрь 2026');
    expect(note({}).text()).toBe('');
  });

  it('says who has closed the month, and offers to open it to those who may', async () => {
    expect(readText(note({ closed }))).toContain('План закрыт 3 декабря 2026: Виктор Лосев.');
    expect(note({ closed }).find('[data-test="plan-reopen"]').exists()).toBe(false);
    const shown = note({ closed, mayReopen: true });
    await shown.get('[data-test="plan-reopen"]').trigger('click');
    expect(shown.emitted('reopen')).toEqual([['2026-12']]);
  });
});

describe('the dialog of closing', () => {
  const open = async (kind: 'close' | 'reopen') => {
    const dialog = mountView(ClosingDialog, buildBoot(), { kind, month: '2026-11', isBusy: false });
    await patiently(() => expect(find('closing-confirm')).not.toBeNull());
    return dialog;
  };

  it('tells what closing does before it is done', async () => {
    const dialog = await open('close');
    expect(document.body.textContent).toContain('Закрыть план на ноябрь 2026?');
    expect(document.body.textContent).toContain('Открыть план снова может администратор.');
    find('closing-confirm')?.click();
    expect(dialog.emitted('confirm')).toEqual([['']]);
  });

  it('opens a month again with a reason only', async () => {
    const dialog = await open('reopen');
    find('closing-confirm')?.click();
    await flushPromises();
    expect(document.body.textContent).toContain('Напишите причину');
    expect(dialog.emitted('confirm')).toBeUndefined();
    const reason = find('reopen-reason') as HTMLTextAreaElement;
    reason.value = ' Поздние оплаты ';
    reason.dispatchEvent(new Event('input'));
    find('closing-confirm')?.click();
    expect(dialog.emitted('confirm')).toEqual([['Поздние оплаты']]);
  });
});

describe('the list of versions', () => {
  it('says from when each holds, which is backdated, and when the month was closed and opened again', () => {
    const version = {
      publishedAt: '2026-12-10T09:00:00.000Z',
      publishedBy: 'Марина',
      reason: '',
      rationale: '',
      changes: [],
      conditionChanges: [],
    };
    const versions = {
      month: '2026-12',
      currency: 'RUB',
      closed,
      reopened: { at: '2026-12-02T09:00:00.000Z', by: 'Ольга Зимина', reason: 'Поздние оплаты' },
      versions: [
        { ...version, version: 2, effectiveFrom: '2026-12-07', isRetroactive: true, isDuringMonth: true },
        { ...version, version: 1, effectiveFrom: '2026-12-01', isRetroactive: false, isDuringMonth: false },
      ],
    };
    const list = mountView(PlanVersionList, buildBoot(), { versions, timeZone: 'Europe/Moscow', nameOf: (scope: string) => scope });
    const words = list.findAll('[data-test="version-effective"]').map((one) => one.text().replace(/\s+/g, ' '));
    expect(words).toEqual(['Действует с 7 декабря · задним числом', 'Действует с 1 декабря']);
    expect(list.get('[data-test="versions-closed"]').text()).toContain('План закрыт 3 декабря 2026: Виктор Лосев');
    expect(list.get('[data-test="versions-reopened"]').text()).toContain('Ольга Зимина. Поздние оплаты');
  });
});

describe('closing a month', () => {
  let grid: PlanGrid;
  beforeEach(() => {
    grid = buildGrid({ month: '2026-11', toClose: ['2026-11'], mayReopen: true });
    server.use(http.get('*/api/plans', () => HttpResponse.json(buildWindow(grid))));
  });

  it('leaves nothing to set in it, and can be undone', async () => {
    startStores();
    const planning = usePlanning();
    await planning.start('2026-11');
    const reasons: unknown[] = [];
    server.use(
      http.post('*/api/plans/2026-11/close', () => HttpResponse.json({ ...grid, closed, toClose: [] })),
      http.post('*/api/plans/2026-11/reopen', async ({ request }) => {
        reasons.push(await request.json());
        return HttpResponse.json(grid);
      }),
    );
    expect(await planning.settle({ month: '2026-11', reason: null })).toBeNull();
    expect(planning.grid).toMatchObject({ closed, toClose: [], editable: [] });
    expect(await planning.settle({ month: '2026-11', reason: 'Закрыт по ошибке' })).toBeNull();
    expect(reasons).toEqual([{ reason: 'Закрыт по ошибке' }]);
    expect(planning.grid?.closed).toBeNull();
    expect(planning.grid?.editable).toEqual(grid.editable);
  });

  it('shows what the server says when somebody else was faster', async () => {
    startStores();
    const planning = usePlanning();
    await planning.start('2026-11');
    grid = { ...grid, closed, toClose: [] };
    const refusal = { error: { code: 'plan-closed', message: 'x', requestId: 'r1' } };
    server.use(http.post('*/api/plans/2026-11/close', () => HttpResponse.json(refusal, { status: 409 })));
    expect(await planning.settle({ month: '2026-11', reason: null })).toMatchObject({ code: 'plan-closed' });
    expect(planning.grid?.closed).toEqual(closed);
  });

  it('closes one month of several', () => {
    const window = buildWindow(buildGrid(), 2);
    const [first, second] = window.months.map((plan, at) => gridOf(window, at === 0 ? { ...plan, closed } : plan).editable.length);
    expect([first, second]).toEqual([0, window.editable.length]);
  });
});
