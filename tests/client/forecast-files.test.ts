import { describe, expect, it } from 'vitest';
import { toAdjustable } from '#components/forecast/adjustable-deals.ts';
import { toChangesFile, toHonestyFile, toRisksFile, toRouteFile, toTrendFile } from '#components/forecast/forecast-files.ts';
import { trendOption } from '#components/forecast/trend-option.ts';
import type { TableFile, Translate } from '#format/table-file.ts';
import { loadAllTexts } from '#locales/all-texts.ts';
import { loadI18n } from '#locales/create-i18n.ts';

const i18n = await loadI18n('ru', loadAllTexts);
const { t } = i18n.global as unknown as { t: Translate };
const words = {
  name: 'Снабсервис',
  titles: new Map([['1', '=Метизы']]),
  names: new Map([['person:7', 'Петров Иван']]),
  t,
  language: 'ru' as const,
};
const of = { month: '2026-11', scope: 'company', currency: 'RUB' };
const terms = (wins: number, amount: string) => ({
  ...{ days: 15, perDay: 1.5, created: 22.5, wins, share: 1, recent: 120, average: '480000.00', amounts: 57, amount },
});
const changes = {
  ...{ ...of, since: '2026-11-09', isReconstructed: false, by: 'history' as const },
  ...{ start: '1000.00', end: '1450.00', adjustment: '100.00' },
  steps: [
    {
      ...{ kind: 'new' as const, change: '900.00', deals: 3, people: [], newDeals: null },
      largest: [{ dealId: '1', userId: '7', amount: '2000.00', change: '600.00' }],
    },
    {
      ...{ kind: 'expected-new' as const, change: '-550.00', deals: 0, largest: [], people: [] },
      newDeals: { before: terms(8.2, '2000.00'), now: terms(6, '1450.00') },
    },
    {
      ...{ kind: 'adjustment' as const, change: '100.00', deals: 0, largest: [], newDeals: null },
      people: [{ userId: '7', name: 'Петров Иван', change: '100.00', reason: 'Устно', dealIds: ['1'] }],
    },
  ],
};
const day = { day: '2026-11-03', fact: '1.00', weighted: '2.00', adjustment: '0.00', expected: '3.00', isReconstructed: false };
const trend = {
  ...{ ...of, plan: '9.00', previous: [{ ...day, day: '2026-10-04', expected: '8.00', categories: null }] },
  days: [
    { ...day, categories: null },
    { ...day, day: '2026-11-04', categories: { commit: '4.00', best: '5.00', pipeline: '6.00' } },
  ],
};
const risky = { dealId: '1', userId: '7', stageName: 'Счёт', amount: '10.00', weighted: '5.00', closeDay: null, stageDays: 9 };
const risk = { kind: 'stalled' as const, deals: 1, weighted: '5.00', largest: [{ ...risky, usualDays: 4, pushes: 2, silentDays: null }] };
const honest = {
  ...{ scope: 'company', kind: 'company' as const, name: 'Снабсервис' },
  horizons: [
    { horizon: 'start' as const, wape: 0.2, bias: -0.1, months: [{ month: '2026-10', forecast: '90.00', fact: '100.00' }] },
    { horizon: 'end' as const, wape: null, bias: null, months: [] },
  ],
};
const expectWhole = ({ columns, rows }: TableFile): void => {
  for (const { cells } of rows) expect(cells).toHaveLength(columns.length);
};

describe('the tables of the forecast as workbooks', () => {
  it('hold the waterfall so that its lines add up from the first day to the last', () => {
    const file = toChangesFile(changes, { since: '2026-11-09', today: '2026-11-16' }, words);
    expectWhole(file);
    const sumOf = (rows: TableFile['rows']): number => rows.reduce((total, { cells }) => total + Number(cells.at(-1) ?? 0), 0);
    const [start, ...steps] = file.rows.filter(({ isTotal }) => isTotal === true);
    const end = steps.pop();
    expect(sumOf([start!, ...steps])).toBe(Number(end!.cells.at(-1)));
    expect(sumOf(file.rows.filter(({ isTotal }) => isTotal !== true))).toBe(600 + 300 + 100);
    expect(file.rows.flatMap(({ cells }) => cells)).toContain('=Метизы');
  });

  it('hold the trend with categories where they were kept, risks, the route with its sum, and past months', () => {
    const days = toTrendFile(trend, 'Снабсервис', t, 'ru');
    expectWhole(days);
    expect(days.rows.map(({ cells }) => cells.slice(5, 9))).toEqual([
      [null, null, null, null],
      ['8.00', '4.00', '5.00', '6.00'],
    ]);
    expectWhole(toRisksFile({ ...of, deals: 1, weighted: '5.00', risks: [risk], heavy: null }, words));
    const deal = {
      dealId: '1',
      userId: '7',
      stageName: 'Счёт',
      day: null,
      amount: '10.00',
      percent: 40,
      gain: '6.00',
      isChosen: true,
      notes: '',
    };
    const route = toRouteFile([deal], { ...of, gain: '6.00' }, words);
    expectWhole(route);
    expect(route.rows.at(-1)?.cells).toContain('6.00');
    const honesty = toHonestyFile({ scope: 'company', currency: 'RUB', fittedAt: null, total: honest, rows: [] }, t, 'ru');
    expectWhole(honesty);
    expect(honesty.rows[1]?.cells).toEqual(['Снабсервис', 'В первый день', 'октябрь 2026', '90.00', '100.00', -0.1, null]);
  });
});

describe('what an adjustment may be about', () => {
  it('begins with the deals that it names, those out of the month too, and then has the largest', () => {
    const open = (dealId: string, amount: string) => ({ dealId, amount, day: null, stageName: 'Счёт' });
    const lines = toAdjustable([open('1', '10.00'), open('2', '300.00'), open('3', '20.00')], new Set(['9', '1']));
    expect(lines.map((line) => [line.dealId, line.open?.amount])).toEqual([
      ['9', undefined],
      ['1', '10.00'],
      ['2', '300.00'],
      ['3', '20.00'],
    ]);
  });
});

describe('the chart of the trend', () => {
  it('draws each category on the days on which it was kept', () => {
    const colors = { textSecond: '', line: '', plan: '', fact: '', previous: '', categories: { commit: 'a', best: 'b', pipeline: 'c' } };
    const option = trendOption(trend, { length: 30, lines: 'categories' }, colors, { font: '', dayLabel: String, amount: String });
    const series = option['series'] as { id: string; data: unknown }[];
    expect(series.map(({ id, data }) => [id, data])).toEqual([
      ['commit', [[4, 0.000004]]],
      ['best', [[4, 0.000005]]],
      ['pipeline', [[4, 0.000006]]],
    ]);
  });
});
