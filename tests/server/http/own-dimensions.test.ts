import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getSheet, listMyPlans } from '#contract/acknowledgement.ts';
import { listMetricFacts } from '#contract/metric-facts.ts';
import { getOwnDimensions, putOwnDimensions } from '#contract/own-dimensions.ts';
import { copyPlanDimensions, getPlanDimensions, listDimensionValues, putPlanDimensions } from '#contract/plan-dimensions.ts';
import { checkPlanWorkbook, getPlanWorkbook } from '#contract/plan-workbook.ts';
import { getPlan, publishPlan } from '#contract/plan.ts';
import type { Metric } from '#contract/wire.ts';
import { readPlanWorkbook } from '#documents/read-plan-workbook.ts';
import { beginOwnDimensions, endOwnDimensions, saveDealValues } from '#store/own-dimensions.ts';
import { saveDeals } from '#store/save-facts.ts';
import { startTestService, type InstalledPortal, type TestService } from '#support/installed-portal.ts';
import type { Person } from '#support/person.ts';
import { companyOfTwoTeams } from './company-of-two-teams.ts';

const company = companyOfTwoTeams();
const { people } = company;
const own = `person:${people.employee}`;
const [route, channel] = ['UF_CRM_ROUTE', 'UF_CRM_1700000000_CHANNEL'] as const;
const [north, south] = ['custom.route=21', 'custom.route=22'] as const;
const month = '2026-11';
let service: TestService;
let portal: InstalledPortal;
let admin: Person;
let head: Person;
let employee: Person;

/** Won deals of November: id, whose, route, roubles. */
const sold = [
  [501n, people.employee, '21', 100],
  [502n, people.employee, '21', 50],
  [503n, people.employee, '22', 70],
  [504n, people.colleague, '21', 30],
  [505n, people.employee, null, 5],
] as const;

beforeAll(async () => {
  service = await startTestService({ portals: 1 });
  portal = await service.installPortal({ ...company.data, deals: [], stageHistory: [], leads: [], calls: [], activities: [] });
  [admin, head, employee] = await Promise.all([portal.open(people.admin), portal.open(people.head), portal.open(people.employee)]);
  // What the portal has is told by this test: its lane reads nothing meanwhile.
  portal.intercept(async () => new Response('', { status: 503 }));
  const at = new Date('2026-11-10T09:00:00Z');
  await portal.transaction((tx) =>
    saveDeals(
      tx,
      sold.map(([deal_id, userId, , roubles]) => ({
        ...{ deal_id, responsible_id: BigInt(userId), pipeline_id: 0n, stage_id: 'WON', semantics: 'S' as const, currency: 'RUB' },
        ...{ amount_minor: BigInt(roubles * 100), base_minor: BigInt(roubles * 100), close_day: '2026-11-10', is_repeat: false },
        ...{ created_at: at, modified_at: at, moved_at: at, company_id: null, lead_id: null },
      })),
      service.clock.now,
    ),
  );
}, 240_000);
afterAll(() => service.stop());

const choose = (dimensions: { field: string; name: string }[]) => admin.call(putOwnDimensions, { dimensions });
const chooseBoth = () =>
  choose([
    { field: route, name: 'Маршрут' },
    { field: channel, name: 'Канал' },
  ]);
const states = async () => (await head.call(getOwnDimensions, {})).dimensions.map(({ field, name, state }) => [field, name, state]);
const put = (key: string, value: string | null, metric: Metric = 'revenue') =>
  head.call(putPlanDimensions, { month, metric, lines: [{ scope: own, key, title: '', value }] });
const get = (metric: Metric = 'revenue') => head.call(getPlanDimensions, { month, metric });
const factOf = async (key: string, metric: Metric = 'revenue') => (await get(metric)).lines.find((line) => line.key === key)?.fact;

/** What a reading of the portal saves; how it is read is tested where it is read. */
const read = () =>
  portal.transaction(async (tx) => {
    const values = [
      { value: '21', title: 'Север' },
      { value: '22', title: 'Юг' },
      { value: '23', title: 'Запад' },
    ];
    await beginOwnDimensions(
      tx,
      [route, channel],
      [
        { field: route, isList: true, values },
        { field: channel, isList: false, values: [] },
      ],
    );
    const said = sold.flatMap(([deal_id, , value]) => (value === null ? [] : [{ deal_id, field: route, value }]));
    const shops = [{ deal_id: 501n, field: channel, value: 'Магазин на Мира, 5' }];
    await saveDealValues(tx, {
      fields: [route, channel],
      dealIds: sold.map(([id]) => id),
      values: [...said, ...shops],
      stretch: { after: 0n, through: null },
    });
    await endOwnDimensions(tx, [route, channel], service.clock.now);
  });

describe('plans by fields of deals', () => {
  it.each([
    ['four fields', ['A', 'B', 'C', 'D'].map((name) => ({ field: `UF_CRM_${name}`, name }))],
    ['a field twice', [route, route].map((field, at) => ({ field, name: `Маршрут ${at}` }))],
    [
      'two of one name',
      [
        { field: route, name: 'Маршрут' },
        { field: channel, name: ' маршрут ' },
      ],
    ],
    ['a field without a name', [{ field: route, name: ' ' }]],
    ['what is no user field', [{ field: 'STAGE_ID', name: 'Стадия' }]],
    ['SQL', [{ field: `UF_CRM_A'; drop table deal`, name: 'А' }]],
  ])('refuse %s and change nothing', async (_about, dimensions) => {
    await expect(choose(dimensions)).rejects.toThrow('bad-request');
    expect(await states()).toEqual([]);
  });

  it('are chosen by the administrator alone, and count nothing until all deals were read', async () => {
    await expect(head.call(putOwnDimensions, { dimensions: [{ field: route, name: 'Маршрут' }] })).rejects.toThrow('forbidden');
    await expect(put(north, '1.00')).rejects.toThrow('bad-request');
    await chooseBoth();
    expect(await states()).toEqual([
      [route, 'Маршрут', 'reading'],
      [channel, 'Канал', 'reading'],
    ]);
    const [, waiting] = (await get()).dimensions.filter(({ name }) => name !== null);
    expect(waiting).toEqual({ code: 'custom.1700000000-channel', name: 'Канал', isCounted: false, waitsFor: 'reading' });
    await expect(put(north, '1.00')).rejects.toThrow('bad-request');
    await read();
    expect((await states()).map(([, , state]) => state)).toEqual(['counted', 'counted']);
    expect((await get('calls')).dimensions.filter(({ name }) => name !== null)).toEqual([]);
  });

  it('count deals by what they say, and open the deals behind a number', async () => {
    await put(north, '1000.00');
    await put(south, '500.00');
    await put('custom.1700000000-channel=Магазин%0020на%0020Мира,%00205', '300.00');
    await put(north, '3', 'deals-won');
    expect((await get()).lines.map(({ title, fact }) => [title, fact])).toEqual(
      expect.arrayContaining([
        ['Север', '150.00'],
        ['Юг', '70.00'],
        ['Магазин на Мира, 5', '100.00'],
      ]),
    );
    expect(await factOf(north, 'deals-won')).toBe('2');
    const list = await head.call(listMetricFacts, { metric: 'revenue', month, scope: own, about: north });
    expect(list.items.map(({ kind, id }) => `${kind} ${id}`).toSorted()).toEqual(['deal 501', 'deal 502']);
    expect(list.sum).toBe('150.00');
  });

  it('refuse a value that the list does not have, and a field of somebody else’s', async () => {
    await expect(put('custom.route=99', '1.00')).rejects.toThrow('bad-request');
    await expect(put('custom.region=21', '1.00')).rejects.toThrow('bad-request');
    await expect(put(north, '1', 'calls')).rejects.toThrow('bad-request');
  });

  it('offer the whole list in its order, and of texts what was sold', async () => {
    service.clock.now = new Date('2026-12-02T09:00:00Z');
    const values = async (dimension: 'custom.route' | 'custom.1700000000-channel') =>
      (await head.call(listDimensionValues, { month: '2026-12', metric: 'revenue', scope: own, dimension })).values;
    expect((await values('custom.route')).map(({ value, title, sum }) => [value, title, sum])).toEqual([
      ['21', 'Север', '150.00'],
      ['22', 'Юг', '70.00'],
      ['23', 'Запад', '0.00'],
    ]);
    expect((await values('custom.1700000000-channel')).map(({ title, sum }) => [title, sum])).toEqual([['Магазин на Мира, 5', '100.00']]);
  });

  it('stand on the sheet under the name of that day, and in the workbook by their keys', async () => {
    const { version } = await head.call(getPlan, { month });
    await head.call(publishPlan, { month, baseVersion: version, reason: 'По маршрутам' });
    await choose([
      { field: route, name: 'Направление' },
      { field: channel, name: 'Канал' },
    ]);
    const [last] = (await employee.call(listMyPlans, {})).sheets.filter((sheet) => sheet.month === month);
    const sheet = await employee.call(getSheet, { month, version: last?.version ?? 0, userId: String(people.employee) });
    expect(sheet.dimensionNames).toEqual({ 'custom.route': 'Маршрут', 'custom.1700000000-channel': 'Канал' });
    expect(sheet.text).toContain('Выручка по полю «Маршрут»:\nСевер: 1');
    expect(await factOf(north)).toBe('150.00');
    const { body } = await head.ask(getPlanWorkbook, { from: month, months: 1 });
    const file = body as Buffer;
    const revenue = (await readPlanWorkbook(file)).sheets.find(({ metric }) => metric === 'revenue');
    expect(revenue?.rows.map(({ id, name, cells }) => [id, name, ...cells])).toEqual(
      expect.arrayContaining([
        [`${own} ${north}`, 'Север', '1000'],
        [`${own} custom.1700000000-channel=Магазин%0020на%0020Мира,%00205`, 'Магазин на Мира, 5', '300'],
      ]),
    );
    expect(await head.call(checkPlanWorkbook, { file } as never)).toMatchObject({ changes: [], errors: [], warnings: [] });
  });

  it('keep their targets when the field is archived, without facts and without new ones', async () => {
    await choose([{ field: channel, name: 'Канал' }]);
    expect(await states()).toEqual([
      [route, 'Направление', 'archived'],
      [channel, 'Канал', 'counted'],
    ]);
    const after = await get();
    const shown = after.dimensions.filter(({ name }) => name !== null);
    expect(shown.map(({ name, isCounted, waitsFor }) => [name, isCounted, waitsFor])).toEqual([
      ['Направление', false, 'archived'],
      ['Канал', true, null],
    ]);
    // Where no line names it nobody sees it.
    expect((await get('new-deals')).dimensions.flatMap(({ name }) => name ?? [])).toEqual(['Канал']);
    expect(after.lines.map(({ title, published, fact }) => [title, published, fact])).toEqual(
      expect.arrayContaining([
        ['Север', '1000.00', null],
        ['Магазин на Мира, 5', '300.00', '100.00'],
      ]),
    );
    const list = await head.call(listMetricFacts, { metric: 'revenue', month, scope: own, about: north });
    expect([list.sum, list.items]).toEqual([null, []]);
    await expect(put('custom.route=23', '1.00')).rejects.toThrow('bad-request');
    // A line that is there can be changed and taken out.
    await put(north, '900.00');
    const { lines } = await put(south, null);
    expect(lines.find(({ key }) => key === south)).toMatchObject({ title: 'Юг', draft: { value: null } });
    const copied = await head.call(copyPlanDimensions, { month: '2026-12', from: month, index: 10_000, isByWorkdays: false });
    expect(copied.lines.map(({ key }) => key.split('=')[0])).toEqual(['custom.1700000000-channel']);
  });

  it('are read anew when the field comes back, and wait for it while the portal does not have it', async () => {
    await chooseBoth();
    expect((await states()).map(([, , state]) => state)).toEqual(['reading', 'counted']);
    expect(await factOf(north)).toBeNull();
    await portal.transaction((tx) => beginOwnDimensions(tx, [route, channel], [{ field: channel, isList: false, values: [] }]));
    expect((await states()).map(([, , state]) => state)).toEqual(['missing', 'counted']);
    expect((await get()).dimensions.find(({ code }) => code === 'custom.route')).toMatchObject({ isCounted: false, waitsFor: 'field' });
    await read();
    expect(await factOf(north)).toBe('150.00');
  });
});
