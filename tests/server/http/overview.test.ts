import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getAttention, type AttentionItem } from '#contract/attention.ts';
import { getDrillDown, type DrillDown, type Measure } from '#contract/drill-down.ts';
import { getOverview, type Overview, type OverviewRow } from '#contract/overview.ts';
import { playJournal } from '#demo/play-journal.ts';
import { fromDecimal, toDecimal } from '#domain/money.ts';
import { createSnabservice } from '#portal-emulator/scenarios/snabservice.ts';
import { startTestService, type InstalledPortal, type TestService } from '#support/installed-portal.ts';
import type { Person } from '#support/person.ts';

const month = '2026-11';
const somov = 2;
const kovaleva = 5;
const petrov = 7;
/** Monday, 16 November 2026, 10:42 in Moscow. */
const now = new Date('2026-11-16T07:42:00.000Z');

let service: TestService;
let portal: InstalledPortal;
let director: Person;
let overview: Overview;

beforeAll(async () => {
  service = await startTestService({ portals: 1 });
  service.clock.now = now;
  portal = await service.installPortal(createSnabservice());
  await playJournal({
    appUrl: service.appUrl,
    openFrame: (userId) => portal.frame(userId),
    setClock: (instant) => (service.clock.now = instant),
    onProgress: () => undefined,
  });
  service.clock.now = now;
  director = await portal.open(somov);
  overview = await director.call(getOverview, { month, scope: 'company' });
}, 180_000);
afterAll(() => service.stop());

/** A row as the picture prints it: thousands of roubles, percent to a tenth, words of the status. */
function print(row: OverviewRow): string {
  const thousands = (value: string | null): string => (value === null ? '—' : String(Number(value) / 1000));
  const percent = row.attainment === null ? '—' : `${(Math.round(row.attainment * 1000) / 10).toFixed(1)} %`;
  const calls = row.calls.norm === null ? '—' : `${row.calls.fact} / ${row.calls.norm}`;
  return [row.name, thousands(row.plan), thousands(row.fact), percent, thousands(row.deviation), row.status, calls].join(' | ');
}

describe('the overview of «Снабсервис» on 16 November 2026', () => {
  it('shows every row of the picture, in its order', () => {
    expect([...overview.rows, overview.total].map(print)).toEqual([
      'Оптовые продажи | 19000 | 7740 | 40.7 % | -810 | at-risk | 876 / 945',
      'Орлов Дмитрий | 4200 | 900 | 21.4 % | -990 | behind | 121 / 180',
      'Петров Иван | 4460 | 1620 | 36.3 % | -387 | behind | 158 / 180',
      'Галиев Тимур | 1940 | 610 | 31.4 % | -263 | behind | 214 / 225',
      'Белова Анна | 3600 | 1490 | 41.4 % | -130 | at-risk | 187 / 180',
      'Соколова Елена | 4800 | 2940 | 61.3 % | 780 | ahead | 196 / 180',
      'Ковалёва Марина | — | 180 | — | 180 | no-plan | —',
      'Ключевые клиенты | 18000 | 7760 | 43.1 % | -340 | at-risk | 351 / 414',
      'Жуков Павел | 4400 | 1390 | 31.6 % | -590 | behind | 47 / 108',
      'Ерёмина Светлана | 3800 | 1700 | 44.7 % | -10 | on-course | 103 / 108',
      'Ахметов Руслан | 4200 | 1960 | 46.7 % | 70 | on-course | 84 / 90',
      'Никитина Ольга | 5600 | 2710 | 48.4 % | 190 | on-course | 117 / 108',
      'Новые клиенты | 11000 | 4660 | 42.4 % | -290 | at-risk | 1050 / 1080',
      'Кузьмин Артём | 2800 | 950 | 33.9 % | -310 | behind | 268 / 315',
      'Волкова Юлия | 2400 | 990 | 41.3 % | -90 | at-risk | 301 / 315',
      'Лапин Игорь | 2600 | 1180 | 45.4 % | 10 | on-course | 139 / 135',
      'Фомина Дарья | 3200 | 1540 | 48.1 % | 100 | on-course | 342 / 315',
      'Снабсервис | 48000 | 20160 | 42.0 % | -1440 | at-risk | 2277 / 2439',
    ]);
  });

  it('shows the tiles of the picture', () => {
    const million = (value: string | null): string => (Number(value) / 1e6).toFixed(2);
    expect({
      fact: million(overview.total.fact),
      share: overview.total.attainment,
      expected: million(overview.total.expectedToDate),
      deviation: million(overview.total.deviation),
      status: overview.total.status,
      remaining: million(overview.remaining),
      needed: million(overview.neededPerDay),
      actual: million(overview.actualPerDay),
      acceleration: overview.acceleration?.toFixed(2),
      coverage: overview.coverage?.toFixed(2),
      open: million(overview.total.forecast.open),
      runRate: million(overview.runRate),
    }).toEqual({
      fact: '20.16',
      share: 0.42,
      expected: '21.60',
      deviation: '-1.44',
      status: 'at-risk',
      remaining: '27.84',
      needed: '2.53',
      actual: '2.24',
      acceleration: '1.13',
      coverage: '1.43',
      open: '39.84',
      runRate: '44.80',
    });
    expect(overview).toMatchObject({
      month,
      currency: 'RUB',
      workdays: 20,
      workdaysPassed: 9,
      lastClose: '2026-11-13',
      lastDay: '2026-11-30',
      callSeconds: 30,
    });
  });

  it('counts five behind, two at risk, five on course, one ahead and one without a plan', () => {
    const people = overview.rows.filter((row) => row.kind === 'person');
    const count = (status: string): number => people.filter((row) => row.status === status).length;
    expect([count('behind'), count('at-risk'), count('on-course'), count('ahead'), count('no-plan')]).toEqual([5, 2, 5, 1, 1]);
  });

  it('marks heads and the newcomer', () => {
    const marked = (key: 'isHead' | 'isNewcomer'): string[] => overview.rows.filter((row) => row[key]).map((row) => row.lastName);
    expect(marked('isHead')).toEqual(['Ковалёва', 'Ахметов', 'Лапин']);
    expect(marked('isNewcomer')).toEqual(['Галиев']);
  });

  it('adds people up to departments and departments to the company, in money and in calls', () => {
    const people = (from: number): OverviewRow[] => {
      const rest = overview.rows.slice(from + 1);
      const end = rest.findIndex((row) => row.kind === 'department');
      return end < 0 ? rest : rest.slice(0, end);
    };
    const departments = overview.rows.flatMap((row, index) => (row.kind === 'department' ? [{ row, people: people(index) }] : []));
    for (const { whole, parts } of [
      { whole: overview.total, parts: departments.map(({ row }) => row) },
      ...departments.map(({ row, people: parts }) => ({ whole: row, parts })),
    ]) {
      for (const read of [readFact, readDeviation, readForecast, readOpen, readWeighted]) {
        expect(
          toDecimal(
            parts.reduce((total, row) => total + read(row), 0n),
            2,
          ),
        ).toBe(toDecimal(read(whole), 2));
      }
      expect(parts.reduce((total, row) => total + row.calls.fact, 0)).toBe(whole.calls.fact);
      expect(parts.reduce((total, row) => total + (row.calls.norm ?? 0), 0)).toBe(whole.calls.norm);
    }
  });

  it('keeps the forecast to fact plus weighted plus what heads have added, inside its range', () => {
    for (const row of [...overview.rows, overview.total]) {
      const { expected, low, high, weighted, adjustment } = row.forecast;
      expect(minor(expected)).toBe(minor(row.fact) + minor(weighted) + minor(adjustment));
      expect(minor(low)).toBeLessThanOrEqual(minor(expected));
      expect(minor(high)).toBeGreaterThanOrEqual(minor(expected));
      expect(minor(low)).toBeGreaterThanOrEqual(minor(row.fact) + minor(adjustment));
    }
    expect(overview.total.forecast.adjustment).toBe('600000.00');
  });

  it('draws the pace from nothing to the plan, the fact up to today and the forecast from there', () => {
    expect(overview.pace).toHaveLength(30);
    const on = (day: string) => overview.pace.find((candidate) => candidate.day === day);
    expect(on('2026-11-01')).toMatchObject({ isWorkday: false, plan: '0.00', fact: '0.00', forecast: null });
    expect(on('2026-11-04')).toMatchObject({ isWorkday: false });
    expect(on('2026-11-13')).toMatchObject({ isWorkday: true, plan: '21600000.00', fact: '20160000.00', forecast: null });
    expect(on('2026-11-16')).toMatchObject({ plan: '24000000.00', fact: '20160000.00' });
    expect(on('2026-11-17')?.fact).toBeNull();
    expect(on('2026-11-30')).toMatchObject({
      plan: '48000000.00',
      fact: null,
      forecast: overview.total.forecast.expected,
      runRate: '44800000.00',
    });
  });

  it('shows a head the own department and a manager the own row, with the same numbers', async () => {
    const head = await portal.open(kovaleva);
    const department = await head.call(getOverview, { month });
    expect(department.scope).toBe('department:2');
    expect(department.rows.map(print)).toEqual(overview.rows.slice(1, 7).map(print));
    expect(print(department.total)).toBe('Оптовые продажи | 19000 | 7740 | 40.7 % | -810 | at-risk | 876 / 945');
    expect(department.scopes.map((scope) => scope.scope)).toEqual(['department:2']);
    const own = await (await portal.open(petrov)).call(getOverview, { month });
    expect(own).toMatchObject({ scope: 'person:7', rows: [], total: { fact: '1620000.00', deviation: '-387000.00' } });
    expect(own.scopes.map((scope) => scope.scope)).toEqual(['person:7']);
  });
});

describe('what asks for attention in «Снабсервис»', () => {
  const kindOf = <Kind extends AttentionItem['kind']>(items: readonly AttentionItem[], kind: Kind) =>
    items.filter((item): item is Extract<AttentionItem, { kind: Kind }> => item.kind === kind);

  it('says who has signed the plan of December', async () => {
    const { items, signing } = await director.call(getAttention, { month });
    expect(signing).toEqual({ month: '2026-12', signed: 10, withObjections: 1, refused: 0, onPaper: 0, waiting: 2 });
    expect(kindOf(items, 'unsigned').find((item) => item.month === '2026-12')).toMatchObject({
      total: 13,
      waiting: [
        { name: 'Петров Иван', version: 3, days: 3 },
        { name: 'Жуков Павел', version: 2, days: 7 },
      ],
    });
  });

  it('names at most seven things, each of the picture among them', async () => {
    const { items } = await director.call(getAttention, { month, scope: 'company' });
    expect(items.length).toBeLessThanOrEqual(7);
    expect(items).toContainEqual({ kind: 'no-calls', userId: '11', name: 'Жуков Павел', workdays: 3 });
    expect(items).toContainEqual({ kind: 'behind', userId: '18', name: 'Галиев Тимур', deviation: '-263000.00', workdays: 3 });
    expect(items).toContainEqual({
      kind: 'objection',
      userId: '8',
      name: 'Белова Анна',
      month: '2026-12',
      text: 'В плане не учтён уход „ТехноРемонта“',
    });
    expect(items).toContainEqual({ kind: 'overdue', deals: 5, sum: '1860000.00' });
    // Of everybody else who is behind a review has decided something.
    expect(kindOf(items, 'behind')).toHaveLength(1);
    expect(kindOf(items, 'late-decision')).not.toEqual([]);
  });

  it('is of the scope that was asked about only', async () => {
    const { items } = await director.call(getAttention, { month, scope: 'department:3' });
    const names = items.flatMap((item) => ('name' in item ? [item.name] : []));
    expect(names).not.toContain('Орлов Дмитрий');
    expect(names).not.toContain('Белова Анна');
  });

  it('tells the head of the review that lies ahead and who is ready for it', async () => {
    const { review } = await director.call(getAttention, { month, scope: 'company' });
    expect(review).toMatchObject({ plannedAt: '2026-11-16T08:00:00.000Z', state: 'planned' });
    expect(review?.prepared).toBeLessThanOrEqual(review?.people ?? 0);
  });
});

const minor = (value: string): bigint => fromDecimal(value, 2);
const readFact = (row: OverviewRow): bigint => minor(row.fact);
const readDeviation = (row: OverviewRow): bigint => minor(row.deviation);
const readForecast = (row: OverviewRow): bigint => minor(row.forecast.expected);
const readOpen = (row: OverviewRow): bigint => minor(row.forecast.open);
const readWeighted = (row: OverviewRow): bigint => minor(row.forecast.weighted);

describe('the list behind a number', () => {
  async function wholeList(
    scope: string,
    measure: Measure,
    limit: number,
  ): Promise<{ first: DrillDown; sum: bigint; items: number; ids: number }> {
    const first = await director.call(getDrillDown, { month, scope, measure, limit });
    const pages = [first];
    for (let offset = first.items.length; offset < first.total; offset += limit) {
      pages.push(await director.call(getDrillDown, { month, scope, measure, offset, limit }));
    }
    const items = pages.flatMap((page) => page.items);
    expect(new Set(pages.map((page) => `${page.sum} ${page.total}`)).size).toBe(1);
    const digits = first.unit === 'money' ? 2 : 0;
    const keys = new Set(
      items.map(
        (item) =>
          `${item.value} ${'dealId' in item ? item.dealId : ''} ${'callId' in item ? item.callId : ''} ${'scope' in item ? item.scope : ''} ${'day' in item ? item.day : ''}`,
      ),
    );
    return { first, sum: items.reduce((total, item) => total + fromDecimal(item.value, digits), 0n), items: items.length, ids: keys.size };
  }

  const numbers: readonly [Measure, (row: OverviewRow) => string | null][] = [
    ['plan', (row) => row.plan],
    ['fact', (row) => row.fact],
    ['expected-to-date', (row) => row.expectedToDate],
    ['deviation', (row) => row.deviation],
    ['forecast', (row) => row.forecast.expected],
    ['open', (row) => row.forecast.open],
    ['weighted', (row) => row.forecast.weighted],
    ['remaining', (row) => (row.plan === null ? null : toDecimal(minor(row.plan) - minor(row.fact), 2))],
    ['calls', (row) => String(row.calls.fact)],
    ['calls-norm', (row) => (row.calls.norm === null ? null : String(row.calls.norm))],
    ['calls-unknown', (row) => String(row.calls.unknownLength)],
  ];

  it.each(numbers)(
    '«%s» adds up to it for the company, each department and each person',
    async (measure, read) => {
      for (const row of [overview.total, ...overview.rows]) {
        const number = read(row);
        // Calls of a month are many; a page of 500 keeps the test short, and still takes several pages.
        const list = await wholeList(row.scope, measure, measure === 'calls' ? 500 : 40);
        expect(list.items, `${row.name} ${measure}`).toBe(list.first.total);
        expect(list.ids, `${row.name} ${measure} repeats an item`).toBe(list.items);
        const digits = list.first.unit === 'money' ? 2 : 0;
        if (number !== null) {
          expect(`${row.name} ${list.first.sum}`).toBe(`${row.name} ${number}`);
        } else if (measure !== 'remaining') {
          expect(list.items, `${row.name} ${measure}`).toBe(0);
        }
        expect(list.sum, `${row.name} ${measure}`).toBe(fromDecimal(list.first.sum, digits));
        expect(list.first).toMatchObject({ name: row.name, scope: row.scope, measure });
      }
    },
    60_000,
  );

  it('«overdue» is five deals, and adds up over people', async () => {
    const company = await wholeList('company', 'overdue', 2);
    expect(company.items).toBe(5);
    expect(company.first.sum).toBe('1860000.00');
    expect(company.sum).toBe(186_000_000n);
    let people = 0n;
    for (const row of overview.rows.filter((candidate) => candidate.kind === 'person')) {
      const list = await wholeList(row.scope, 'overdue', 40);
      expect(list.sum).toBe(fromDecimal(list.first.sum, 2));
      people += list.sum;
    }
    expect(people).toBe(company.sum);
  });

  it('counts as many open deals as the forecast says', async () => {
    for (const row of [overview.total, ...overview.rows]) {
      const { total } = await director.call(getDrillDown, { month, scope: row.scope, measure: 'open', limit: 1 });
      expect(`${row.name} ${total}`).toBe(`${row.name} ${row.forecast.openDeals}`);
    }
  });

  it('names facts of the month only, by days up to today', async () => {
    const { items } = await director.call(getDrillDown, { month, scope: 'company', measure: 'fact', limit: 500 });
    const days = items.flatMap((item) => (item.kind === 'deal' ? [item.day ?? ''] : []));
    expect(days.every((day) => day >= '2026-11-01' && day <= '2026-11-16')).toBe(true);
    expect(items.every((item) => item.kind === 'deal' && item.stageName === 'Закрыта')).toBe(true);
  });

  it('ends behind its last page with nothing', async () => {
    const { items, total, sum } = await director.call(getDrillDown, { month, scope: 'company', measure: 'fact', offset: 5000 });
    expect(items).toEqual([]);
    expect(total).toBeGreaterThan(0);
    expect(sum).toBe(overview.total.fact);
  });

  it('refuses a page of no size and a measure there is not', async () => {
    for (const request of [
      { month, scope: 'company', measure: 'fact', limit: 0 },
      { month, scope: 'company', measure: 'fact', limit: 501 },
      { month, scope: 'company', measure: 'fact', offset: -1 },
      { month, scope: 'company', measure: 'profit' },
      { month, scope: 'company' },
      { month, scope: 'everybody', measure: 'fact' },
    ]) {
      expect((await director.ask(getDrillDown, request as never)).status).toBe(400);
    }
  });
});

describe('another month', () => {
  it('that is over keeps its facts and forecasts nothing more', async () => {
    const october = await director.call(getOverview, { month: '2026-10', scope: 'company' });
    expect(october.workdaysPassed).toBe(october.workdays);
    expect(october.total.forecast).toMatchObject({ expected: october.total.fact, weighted: '0.00', openDeals: 0 });
    expect(minor(october.total.fact)).toBeGreaterThan(0n);
  });

  it('that has not begun has its plan, no fact and no judgement', async () => {
    const december = await director.call(getOverview, { month: '2026-12', scope: 'company' });
    expect(december).toMatchObject({
      workdays: 22,
      workdaysPassed: 0,
      lastClose: null,
      total: { plan: '50000000.00', fact: '0.00', status: 'too-early' },
    });
    const petrovs = december.rows.find((row) => row.scope === `person:${petrov}`);
    expect(petrovs?.plan).toBe('4600000.00');
  });
});
