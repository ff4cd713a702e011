import { describe, expect, it } from 'vitest';
import { metricCatalogue, type CatalogueCode } from '#domain/planning/metric-catalogue.ts';
import { formatPeriod } from '#texts/format.ts';
import { renderSheet, sheetTemplate, type SheetText } from '#texts/plan-sheet.ts';

const group = '\u202f';
const space = '\u00a0';

const target = (metric: CatalogueCode, value: string, was: string | null): SheetText['targets'][number] => ({
  metric,
  unit: metricCatalogue[metric].unit,
  isOfPeriod: metricCatalogue[metric].overTime === 'sum',
  value,
  was,
});

const december: SheetText = {
  companyName: 'ООО «Снабсервис»',
  departmentName: 'Оптовые продажи',
  personName: 'Иван Петров',
  authorName: 'Марина Ковалёва',
  month: '2026-12',
  version: 3,
  publishedOn: '2026-11-13',
  effectiveFrom: '2026-12-01',
  currency: 'RUB',
  workdays: 22,
  callSeconds: 30,
  targets: [target('revenue', '4600000.00', '4800000.00'), target('calls', '20', '22')],
  stretches: 'week',
  weeks: [
    { from: '2026-12-01', to: '2026-12-04', workdays: 4, value: '836364.00' },
    { from: '2026-12-07', to: '2026-12-11', workdays: 5, value: '1045455.00' },
    { from: '2026-12-14', to: '2026-12-18', workdays: 5, value: '1045455.00' },
    { from: '2026-12-21', to: '2026-12-25', workdays: 5, value: '1045454.00' },
    { from: '2026-12-28', to: '2026-12-30', workdays: 3, value: '627272.00' },
  ],
  parts: [],
  conditions: { vat: null, terms: [], weights: [], bands: [] },
  previousVersion: 2,
  reason: '«Автодор-Сервис» перенёс закупку на январь.',
  rationale: 'Среднее авг–окт, умноженное на сезон.',
};

describe('a plan sheet', () => {
  it('names its period so that it reads alike everywhere', () => {
    const keys = [
      '2026-12',
      '2026-12-05',
      '2026-W49',
      '2026-W53',
      '2026-Q4',
      '2026-H2',
      '2026',
      '2026-12-05--2027-01-20',
      '2026-12-05--2026-12-20',
    ];
    expect(keys.map((key) => formatPeriod(key, 'ru'))).toEqual([
      'декабрь 2026',
      '5 декабря 2026',
      '30 ноября – 6 декабря 2026',
      '28 декабря – 3 января 2027',
      'IV квартал 2026',
      'II полугодие 2026',
      '2026 год',
      '5 декабря – 20 января 2027',
      '5–20 декабря 2026',
    ]);
    expect(keys.slice(2, 7).map((key) => formatPeriod(key, 'en'))).toEqual([
      '30 November – 6 December 2026',
      '28 December – 3 January 2027',
      'Q4 2026',
      'H2 2026',
      '2026',
    ]);
  });

  it('reads like this in Russian', () => {
    const rouble = `${space}₽`;
    expect(renderSheet(december, 'ru')).toBe(`ООО «Снабсервис» · Оптовые продажи
План на декабрь 2026
Иван Петров · версия 3 от 13 ноября 2026 · отправитель: Марина Ковалёва

Выручка: 4${group}600${group}000${rouble} за 22 раб. дня, было 4${group}800${group}000${rouble}
Звонки дольше 30 с: 20 в рабочий день, было 22

Выручка по неделям:
1–4 декабря, 4 раб. дня: 836${group}364${rouble}
7–11 декабря, 5 раб. дней: 1${group}045${group}455${rouble}
14–18 декабря, 5 раб. дней: 1${group}045${group}455${rouble}
21–25 декабря, 5 раб. дней: 1${group}045${group}454${rouble}
28–30 декабря, 3 раб. дня: 627${group}272${rouble}

Причина изменения: «Автодор-Сервис» перенёс закупку на январь.
Почему столько: Среднее авг–окт, умноженное на сезон.
Что считается фактом: выигранные сделки по дате перехода на выигранную стадию. Сделка засчитывается ответственному.
План действует с 1 декабря 2026 независимо от подписи. Подпись относится только к версии 3.
`);
  });

  it('reads like this in English', () => {
    expect(renderSheet({ ...december, currency: 'USD' }, 'en')).toBe(`ООО «Снабсервис» · Оптовые продажи
Plan for December 2026
Иван Петров · version 3 of 13 November 2026 · sent by Марина Ковалёва

Revenue: $4,600,000 over 22 working days, was $4,800,000
Calls longer than 30 s: 20 per working day, was 22

Revenue by week:
1–4 December, 4 working days: $836,364
7–11 December, 5 working days: $1,045,455
14–18 December, 5 working days: $1,045,455
21–25 December, 5 working days: $1,045,454
28–30 December, 3 working days: $627,272

Reason for the change: «Автодор-Сервис» перенёс закупку на январь.
Why this much: Среднее авг–окт, умноженное на сезон.
What counts as fact: deals won, by the date of the move to the won stage, credited to the responsible person.
The plan is in force from 1 December 2026 whether signed or not. A signature belongs to version 3 only.
`);
  });

  it('of a first version with calls only says nothing about weeks, reasons and earlier values', () => {
    const first: SheetText = {
      ...december,
      version: 1,
      targets: [target('calls', '20', null)],
      weeks: [],
      previousVersion: null,
      reason: '',
      rationale: '',
    };
    expect(renderSheet(first, 'ru')).toBe(`ООО «Снабсервис» · Оптовые продажи
План на декабрь 2026
Иван Петров · версия 1 от 13 ноября 2026 · отправитель: Марина Ковалёва

Звонки дольше 30 с: 20 в рабочий день

Что считается фактом: выигранные сделки по дате перехода на выигранную стадию. Сделка засчитывается ответственному.
План действует с 1 декабря 2026 независимо от подписи. Подпись относится только к версии 1.
`);
  });

  it('takes the right plural for a week and for a month of one day', () => {
    const oneDay: SheetText = { ...december, workdays: 1, weeks: [{ from: '2026-12-31', to: '2026-12-31', workdays: 1, value: '7.50' }] };
    expect(renderSheet(oneDay, 'ru')).toContain('за 1 раб. день,');
    expect(renderSheet(oneDay, 'ru')).toContain(`31 декабря, 1 раб. день: 7,50${space}₽\n`);
    expect(renderSheet(oneDay, 'en')).toContain(`31 December, 1 working day: 7.50${space}₽\n`);
    expect(renderSheet(oneDay, 'en')).toContain('over 1 working day,');
  });

  it('leaves no loose separator where the person’s department is not known', () => {
    expect(renderSheet({ ...december, departmentName: '' }, 'ru').split('\n')[0]).toBe('ООО «Снабсервис»');
  });

  it('is in Unicode form NFC, so that the same words have the same hash', () => {
    const decomposed = renderSheet({ ...december, reason: 'Новый объём'.normalize('NFD') }, 'ru');
    expect(decomposed).toBe(renderSheet({ ...december, reason: 'Новый объём' }, 'ru'));
  });

  it('writes each metric in its unit', () => {
    const targets: SheetText['targets'] = [
      target('margin', '1200000.00', '1000000.00'),
      target('average-check', '25000.50', null),
      target('quantity', '10.500', null),
      target('meetings', '24', '20'),
      target('on-time-tasks', '92.50', null),
    ];
    const [ru, en] = (['ru', 'en'] as const).map((language) =>
      renderSheet({ ...december, targets, weeks: [] }, language)
        .split('\n')
        .slice(4, 9),
    );
    expect(ru).toEqual([
      `Маржа: 1${group}200${group}000${space}₽ за 22 раб. дня, было 1${group}000${group}000${space}₽`,
      `Средний чек: 25${group}000,50${space}₽`,
      'Количество товара: 10,5 за 22 раб. дня',
      'Встречи: 24 за 22 раб. дня, было 20',
      `Доля задач в срок: 92,5${space}%`,
    ]);
    expect(en?.at(-1)).toBe('Share of tasks on time: 92.5%');
  });

  it('says that it is backdated when it holds from before the day it was sent', () => {
    const sheet = { ...december, publishedOn: '2026-12-10', effectiveFrom: '2026-12-07' };
    expect(renderSheet(sheet, 'ru')).toContain(
      'Задним числом: версия отправлена 10 декабря 2026, а дни по ней считаются раньше.\nПлан действует с 7 декабря 2026 независимо',
    );
    expect(renderSheet(sheet, 'en')).toContain('Backdated: the version was sent on 10 December 2026');
    for (const language of ['ru', 'en'] as const)
      expect(renderSheet({ ...sheet, effectiveFrom: '2026-12-10' }, language)).not.toMatch(/Задним|Backdated/);
  });

  it('tells of parts of what is sold, block by block, with what they were', () => {
    const part = (title: string, value: string | null, was: string | null): SheetText['parts'][number] => {
      return { metric: 'revenue', unit: 'money', dimensions: ['client'], title, value, was };
    };
    const parts = [part('«Прогресс»', '1400000.00', null), part('«Автодор»', '700000.00', '900000.00'), part('«Полюс»', null, '100000.00')];
    const text = renderSheet({ ...december, parts }, 'ru').replaceAll(/[\u202f\u00a0]/g, ' ');
    expect(text).toContain(
      'Выручка по клиентам:\n«Прогресс»: 1 400 000 ₽\n«Автодор»: 700 000 ₽, было 900 000 ₽\n«Полюс»: снято, было 100 000 ₽\n',
    );
    expect(renderSheet({ ...december, parts }, 'en')).toContain('Revenue by client:\n«Прогресс»: ');
  });

  it('is the third template: the first knew revenue and calls only, the second nothing of parts of what is sold', () => {
    expect(sheetTemplate).toBe(3);
  });
});
