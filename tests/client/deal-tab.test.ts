import { flushPromises } from '@vue/test-utils';
import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { useDealOutlook } from '#stores/deal-outlook.ts';
import DealTabView from '#views/deal-tab/DealTabView.vue';
import { mountView, readText } from './mount-view.ts';
import { buildBoot, buildDeal, buildSync } from './sample-data.ts';

const server = setupServer();
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

const withDeal = (change: Parameters<typeof buildDeal>[0] = {}) => mountView(DealTabView, buildBoot({ deal: buildDeal(change) }));

describe('the deal tab', () => {
  it('shows stage, weighted amount and shares of both plans from its first data, without a call', () => {
    const text = readText(withDeal());
    expect(text).toContain('Прогресс 60 %: «Договор»');
    expect(text).toContain('на стадии 9 дней, обычно 6');
    expect(text).toContain('дальше: «Счёт», 70 %');
    expect(text).toContain('по таблице стадий');
    expect(text).toContain('Взвешенно, × 60 %');
    expect(text).toContain('1,44 млн ₽');
    expect(text).toContain('План: Иван Петров, 4,46 млн ₽');
    expect(text).toContain('факт 36,3 %, с этой сделкой 90,1 %');
    expect(text).toContain('План отдела «Оптовые продажи», 19,00 млн ₽');
  });

  it('opens each number of its contacts into the contacts it is made of', async () => {
    const view = withDeal();
    const panel = view.get('[data-test="contact-weeks"]');
    const items = (): string[] => panel.findAll('[data-test="contact-list"] li').map((one) => one.text().replaceAll(/\s+/g, ' '));
    expect(panel.findAll('ol button').map((week) => week.find('.sum').text())).toEqual(['2', '0', '2']);
    await panel.get('[data-test="contacts-call"]').trigger('click');
    expect(items()).toEqual(['16 ноября, 10:00входящий звонок, 1:35', '6 ноября, 11:20исходящий звонок, 4:01']);
    // A Sunday night in Moscow belongs to Monday there.
    await panel.findAll('ol button')[2]?.trigger('click');
    expect(items()).toHaveLength(2);
    await panel.findAll('ol button')[0]?.trigger('click');
    expect(items()).toEqual(['6 ноября, 11:20исходящий звонок, 4:01', 'и ещё 1 раньше']);
    await panel.findAll('ol button')[1]?.trigger('click');
    expect(items()).toEqual(['Контактов не было']);
  });

  it('marks the current stage for a screen reader', () => {
    expect(withDeal().get('[aria-current="step"]').text()).toContain('Договор');
  });

  it('says that a plan waits to be read, and nothing when none does', () => {
    expect(readText(withDeal())).toContain('Вас ждёт план на декабрь, версия 3');
    expect(readText(withDeal({ waitingPlan: null }))).not.toContain('Вас ждёт план');
  });

  it('tells the time of calls that are older than the rest', () => {
    expect(readText(withDeal())).toContain('на 10:29');
    expect(readText(withDeal({ callsAt: '2026-11-16T07:41:00.000Z' }))).not.toContain('на 10:');
  });

  it('counts a won deal as fact and shows no chance for it', () => {
    const text = readText(withDeal({ state: 'won', counts: 'in-fact', percent: null }));
    expect(text).toContain('Сделка выиграна');
    expect(text).toContain('Уже в факте: ноябрь');
    expect(text).toContain('без этой сделки 36,3 %, с ней 90,1 %');
    expect(text).not.toContain('Шанс выиграть');
  });

  it('promises nothing for a lost deal', () => {
    const text = readText(withDeal({ state: 'lost', counts: 'lost' }));
    expect(text).toContain('Сделка проиграна');
    expect(text).not.toContain('с этой сделкой');
  });

  it('says that there is no plan rather than 0 %', () => {
    const text = readText(withDeal({ person: null, department: null }));
    expect(text).toContain('На ноябрь плана нет: Иван Петров');
    expect(text).not.toContain('0,0 %');
  });

  it('shows the first load while the deal is not there yet', async () => {
    server.use(http.get('*/api/sync-status', () => HttpResponse.json(buildSync())));
    const view = withDeal({ state: 'unknown' });
    await expect.poll(() => readText(view)).toContain('Читаем историю портала');
    expect(readText(view)).toContain('60 680 из 96 318 записей');
    expect(readText(view)).toContain('как только прочитаем текущий месяц');
  });

  it('says that a deal is not loaded when the first load is over', async () => {
    server.use(http.get('*/api/sync-status', () => HttpResponse.json(buildSync({ state: 'ready' }))));
    const view = withDeal({ state: 'unknown' });
    await expect.poll(() => readText(view)).toContain('Сделка ещё не загружена');
  });

  it('names the failure with its request number and tries again', async () => {
    let isBroken = true;
    server.use(
      http.get('*/api/deals/1847/outlook', () =>
        isBroken
          ? HttpResponse.json({ error: { code: 'portal-unavailable', message: '', requestId: '7f3a-21' } }, { status: 503 })
          : HttpResponse.json(buildDeal()),
      ),
      http.get('*/api/sync-status', () => HttpResponse.json(buildSync({ state: 'ready' }))),
    );
    const view = mountView(DealTabView, buildBoot());
    await expect.poll(() => readText(view)).toContain('Битрикс24 не отвечает');
    expect(readText(view)).toContain('запрос 7f3a-21');
    isBroken = false;
    await view.get('button').trigger('click');
    await expect.poll(() => readText(view)).toContain('Прогресс 60 %');
  });

  it('keeps the old numbers when new ones do not come', async () => {
    server.use(http.get('*/api/deals/1847/outlook', () => HttpResponse.json({}, { status: 503 })));
    const view = withDeal();
    await useDealOutlook().load();
    await flushPromises();
    expect(readText(view)).toContain('Прогресс 60 %');
    expect(readText(view)).toContain('10:42');
  });

  it('reads in English as well', () => {
    const text = readText(mountView(DealTabView, buildBoot({ language: 'en', deal: buildDeal() })));
    expect(text).toContain('Progress 60%: Договор');
    expect(text).toContain('9 days on the stage, usually 6');
    expect(text).toContain('1.44 M ₽');
  });
});
