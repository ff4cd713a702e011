import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { getSheet, listMyPlans } from '#contract/acknowledgement.ts';
import { listMetricFacts } from '#contract/metric-facts.ts';
import { getPlanDimensions, listDimensionValues, putPlanDimensions } from '#contract/plan-dimensions.ts';
import { listPlanVersions } from '#contract/plan-versions.ts';
import { getPlan, publishPlan, saveDraft } from '#contract/plan.ts';
import type { Metric } from '#contract/wire.ts';
import { shiftMonth } from '#domain/period.ts';
import { saveProductRows, saveProducts, saveSections } from '#store/goods.ts';
import { saveDeals } from '#store/save-facts.ts';
import { startTestService, type InstalledPortal, type TestService } from '#support/installed-portal.ts';
import type { Person } from '#support/person.ts';
import { companyOfTwoTeams } from './company-of-two-teams.ts';

const company = companyOfTwoTeams();
const { people } = company;
const own = `person:${people.employee}`;
const team = `department:${company.team}`;
let service: TestService;
let portal: InstalledPortal;
let director: Person;
let head: Person;
let otherHead: Person;
let employee: Person;
/** Every test plans a month of its own. */
let month = '2027-01';

/** Won deals of November: id, whose, client, pipeline, roubles. */
const sold = [
  [501n, people.employee, 12n, 0n, 100],
  [502n, people.employee, 12n, 0n, 50],
  [503n, people.employee, 13n, 0n, 70],
  [504n, people.colleague, 12n, 0n, 30],
  [505n, people.stranger, 12n, 0n, 900],
  [506n, people.employee, null, 0n, 5],
] as const;
/** Rows of goods: id, deal, product, roubles with tax. */
const goods = [
  [1n, 501n, 1n, 60],
  [2n, 501n, 2n, 40],
  [3n, 503n, 3n, 70],
  [4n, 504n, 1n, 30],
  [5n, 506n, null, 5],
] as const;

beforeAll(async () => {
  service = await startTestService({ portals: 1 });
  portal = await service.installPortal({ ...company.data, deals: [], stageHistory: [], leads: [], calls: [], activities: [] });
  [director, head, otherHead, employee] = await Promise.all([
    portal.open(people.director),
    portal.open(people.head),
    portal.open(people.otherHead),
    portal.open(people.employee),
  ]);
  const at = new Date('2026-11-10T09:00:00Z');
  await portal.transaction(async (tx) => {
    const deal = { stage_id: 'WON', semantics: 'S' as const, currency: 'RUB', close_day: '2026-11-10', is_repeat: false, lead_id: null };
    const deals = sold.map(([deal_id, userId, company_id, pipeline_id, roubles]) => {
      const money = { amount_minor: BigInt(roubles * 100), base_minor: BigInt(roubles * 100) };
      const times = { created_at: at, modified_at: at, moved_at: at };
      return { ...deal, ...money, ...times, deal_id, company_id, pipeline_id, responsible_id: BigInt(userId) };
    });
    await saveDeals(tx, deals, service.clock.now);
    await saveSections(tx, [
      { section_id: 1n, parent_id: null, name: 'Спецодежда' },
      { section_id: 2n, parent_id: 1n, name: 'Перчатки' },
      { section_id: 3n, parent_id: null, name: 'Кабель' },
    ]);
    // The second is a variation: its product says the group and the brand.
    await saveProducts(tx, [
      { product_id: 1n, parent_id: null, section_id: 1n, brand: 'Восток', name: 'Перчатки' },
      { product_id: 2n, parent_id: 9n, section_id: null, brand: null, name: '' },
      { product_id: 9n, parent_id: null, section_id: 2n, brand: 'Ansell', name: 'Каска' },
      { product_id: 3n, parent_id: null, section_id: 3n, brand: 'Камкабель', name: '' },
    ]);
    const rows = goods.map(([row_id, deal_id, product_id, roubles]) => ({
      row_id,
      deal_id,
      product_id,
      quantity: '1',
      gross_minor: BigInt(roubles * 100),
      net_minor: BigInt(roubles * 80),
      discount_minor: 0n,
    }));
    await saveProductRows(tx, { dealIds: sold.map(([id]) => id), rows, isWhole: true, day: '2026-11-16' });
  });
});
afterAll(() => service.stop());
beforeEach(() => {
  month = shiftMonth(month, 1);
});

const line = (key: string, value: string | null, title = '', scope = own) => ({ scope, key, title, value });
const put = (who: Person, lines: ReturnType<typeof line>[], metric: Metric = 'revenue', of = month) =>
  who.call(putPlanDimensions, { month: of, metric, lines });
const get = (who: Person, metric: Metric = 'revenue', of = month) => who.call(getPlanDimensions, { month: of, metric });
const plan = (value: string) => director.call(saveDraft, { month, lines: [{ metric: 'revenue', scope: own, value }] });
const publish = async (who: Person, reason = 'Так решили') =>
  who.call(publishPlan, { month, baseVersion: (await who.call(getPlan, { month })).version, reason });
const lastSheet = async () => {
  const [last] = (await employee.call(listMyPlans, {})).sheets.filter((sheet) => sheet.month === month);
  return employee.call(getSheet, { month, version: last?.version ?? 0, userId: String(people.employee) });
};

describe('targets by clients, goods, brands and pipelines', () => {
  it('are a draft that the head sees, and stand on the sheet when they are published', async () => {
    await plan('100000.00');
    await put(head, [line('client=company:12', '60000.00', 'Завод «Прогресс»'), line('client=group:Остальные', '40000.00')]);
    await put(head, [line('product-section=1', '30000.00')]);
    expect((await head.call(getPlan, { month })).draftDimensions).toEqual([own]);
    expect((await employee.call(getPlan, { month })).draftDimensions).toEqual([]);
    expect((await get(employee)).lines).toEqual([]);
    expect((await get(otherHead)).lines).toEqual([]);
    expect((await get(head)).lines.map(({ title, published, draft }) => [title, published, draft?.value])).toEqual([
      ['Завод «Прогресс»', null, '60000.00'],
      ['Остальные', null, '40000.00'],
      ['Спецодежда', null, '30000.00'],
    ]);
    expect(await publish(head)).toMatchObject({ sentTo: [String(people.employee)] });
    const sheet = await lastSheet();
    expect(sheet.parts.map(({ title, value, was }) => [title, value, was])).toEqual([
      ['Завод «Прогресс»', '60000.00', null],
      ['Остальные', '40000.00', null],
      ['Спецодежда', '30000.00', null],
    ]);
    const money = (amount: string): string => `${amount}\u00a0₽`.replaceAll(' ', '\u00a0');
    expect(sheet.text.replaceAll('\u202f', '\u00a0')).toContain(
      [
        'Выручка по клиентам:',
        `Завод «Прогресс»: ${money('60 000')}`,
        `Остальные: ${money('40 000')}`,
        '',
        'Выручка по группам товаров:',
        `Спецодежда: ${money('30 000')}`,
      ].join('\n'),
    );
    expect((await get(employee)).lines.map(({ published, draft }) => [published, draft])).toEqual([
      ['60000.00', null],
      ['40000.00', null],
      ['30000.00', null],
    ]);
    expect((await head.call(getPlan, { month })).draftDimensions).toEqual([]);
  });

  it('are asked to be signed again only of whom they concern, with what they were', async () => {
    await plan('100000.00');
    await put(head, [line('client=company:12', '60000.00', 'Прогресс'), line('client=company:13', '40000.00', 'Автодор')]);
    await put(head, [line('brand=Ansell', '9000.00', '', team)]);
    await publish(director);
    const version = (await head.call(getPlan, { month })).version;
    await put(head, [line('brand=Ansell', '8000.00', '', team)]);
    expect((await publish(head)).sentTo).toEqual([]);
    await put(head, [line('client=company:12', '70000.00', 'Прогресс'), line('client=company:13', null, 'Автодор')]);
    expect((await publish(head)).sentTo).toEqual([String(people.employee)]);
    const sheet = await lastSheet();
    expect(sheet.version).toBe(version + 2);
    expect(sheet.parts.map(({ title, value, was }) => [title, value, was])).toEqual([
      ['Прогресс', '70000.00', '60000.00'],
      ['Автодор', null, '40000.00'],
    ]);
    expect(sheet.text).toMatch(/Автодор: снято, было 40\s000/u);
    const [last, before] = (await head.call(listPlanVersions, { month })).versions;
    expect(last?.changes).toEqual([
      { metric: 'revenue', scope: own, part: { key: 'client=company:12', title: 'Прогресс' }, from: '60000.00', to: '70000.00' },
      { metric: 'revenue', scope: own, part: { key: 'client=company:13', title: 'Автодор' }, from: '40000.00', to: null },
    ]);
    expect(before?.changes).toEqual([
      { metric: 'revenue', scope: team, part: { key: 'brand=Ansell', title: 'Ansell' }, from: '9000.00', to: '8000.00' },
    ]);
  });

  it('drop a draft without a trace, and take out what nobody knows any more', async () => {
    await put(head, [line('brand=Ansell', '9000.00')]);
    const answer = await head.call(putPlanDimensions, {
      month,
      metric: 'revenue',
      lines: [{ scope: own, key: 'brand=Ansell', title: '' }],
    });
    expect(answer.lines).toEqual([]);
    await expect(publish(head)).rejects.toThrow('bad-request');
  });

  it.each([
    ['a person of another team', `person:${people.stranger}`, 'brand=Ansell', 'revenue', 'not-found'],
    ['a pipeline there is not', own, 'pipeline=77', 'revenue', 'bad-request'],
    ['a group of goods there is not', own, 'product-section=77', 'revenue', 'bad-request'],
    ['a client without a title', own, 'client=company:12', 'revenue', 'bad-request'],
    ['a private person', own, 'client=contact:12', 'revenue', 'bad-request'],
    ['new deals by brand', own, 'brand=Ansell', 'new-deals', 'bad-request'],
    ['keys that nobody writes', own, 'brand=Ansell&brand=Восток', 'revenue', 'bad-request'],
    ['no key', own, 'nonsense', 'revenue', 'bad-request'],
  ] as const)('refuse %s and change nothing', async (_about, scope, key, metric, code) => {
    await expect(put(head, [line('brand=Восток', '1.00'), line(key, '1.00', '', scope)], metric)).rejects.toThrow(code);
    expect((await get(head, 'revenue')).lines).toEqual([]);
  });

  it('refuse one’s own plan, negative and unreadable numbers', async () => {
    await expect(put(head, [line('brand=Ansell', '1.00', '', `person:${people.head}`)])).rejects.toThrow('forbidden');
    await expect(put(head, [line('brand=Ansell', '-1.00')])).rejects.toThrow('bad-request');
    await expect(put(employee, [line('brand=Ansell', '1.00')])).rejects.toThrow('forbidden');
  });
});

describe('facts of a part of what is sold', () => {
  const november = '2026-11';
  const all = [
    'client=company:12',
    'client=company:13',
    'pipeline=0',
    'product-section=1',
    'product-section=2',
    'brand=Восток',
    'brand=Ansell',
  ];
  const both = 'brand=Восток&client=company:12';
  const factOf = async (scope: string, key: string, metric: Metric = 'revenue') => {
    const { lines } = await get(director, metric, november);
    return lines.find((one) => one.scope === scope && one.key === key)?.fact;
  };

  beforeAll(async () => {
    for (const scope of [own, team, 'company'])
      await put(
        director,
        [...all, both].map((key) => line(key, '1.00', 'Завод', scope)),
        'revenue',
        november,
      );
    await put(director, [line('client=company:12', '1', 'Завод', 'company')], 'deals-won', november);
    await put(director, [line('product-section=1', '10.00', '', 'company')], 'profitability', november);
    await put(director, [line('client=group:Остальные', '1.00')], 'revenue', november);
  });

  it.each([
    ['a client, of a person', own, 'client=company:12', '150.00'],
    ['a client, of a team', team, 'client=company:12', '180.00'],
    ['a client, of everybody', 'company', 'client=company:12', '1080.00'],
    ['a pipeline', own, 'pipeline=0', '225.00'],
    ['a group of goods with all below it', own, 'product-section=1', '100.00'],
    ['a group below another', own, 'product-section=2', '40.00'],
    ['a brand', team, 'brand=Восток', '90.00'],
    ['a brand that only the product of a variation says', own, 'brand=Ansell', '40.00'],
    ['a brand sold to a client', 'company', both, '90.00'],
  ])('are counted by %s', async (_about, scope, key, expected) => {
    expect(await factOf(scope, key)).toBe(expected);
    const list = await director.call(listMetricFacts, { metric: 'revenue', month: november, scope, about: key });
    expect(list.sum).toBe(expected);
    expect(list.total).toBe(list.items.length);
  });

  it('count deals, and ratios by their parts', async () => {
    expect(await factOf('company', 'client=company:12', 'deals-won')).toBe('4');
    expect(await factOf('company', 'product-section=1', 'profitability')).not.toBeUndefined();
  });

  it('are unknown for a group of clients that has a name only, and for a month to come', async () => {
    expect(await factOf(own, 'client=group:Остальные')).toBeNull();
    await put(head, [line('brand=Восток', '1.00')]);
    expect((await get(head)).lines.map(({ fact, before }) => [fact, before])).toEqual([[null, null]]);
  });

  it('say what there is to plan by, the largest first and groups as their tree', async () => {
    const values = async (dimension: 'client' | 'product-section' | 'product' | 'pipeline' | 'brand', scope = own) =>
      (await director.call(listDimensionValues, { month: '2026-12', metric: 'revenue', scope, dimension })).values;
    const short = (list: Awaited<ReturnType<typeof values>>) => list.map(({ value, title, depth, sum }) => [value, title, depth, sum]);
    // Of November itself nothing is counted: three whole months before the plan’s are looked at.
    expect(short(await values('brand'))).toEqual([]);
    service.clock.now = new Date('2026-12-02T09:00:00Z');
    expect(short(await values('client'))).toEqual([
      ['company:12', null, 0, '150.00'],
      ['company:13', null, 0, '70.00'],
    ]);
    expect(short(await values('product-section'))).toEqual([
      ['1', 'Спецодежда', 0, '100.00'],
      ['2', 'Перчатки', 1, '40.00'],
      ['3', 'Кабель', 0, '70.00'],
    ]);
    // A variation is sold as its product; one without a name in our copy has its number on screen.
    expect(short(await values('product'))).toEqual([
      ['3', null, 0, '70.00'],
      ['1', 'Перчатки', 0, '60.00'],
      ['9', 'Каска', 0, '40.00'],
    ]);
    expect((await values('pipeline')).find(({ value }) => value === '0')?.sum).toBe('225.00');
    await expect(employee.call(listDimensionValues, { month, metric: 'revenue', scope: team, dimension: 'brand' })).rejects.toThrow(
      'forbidden',
    );
  });
});
