import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  archiveManualMetric,
  changeManualMetric,
  defineManualMetric,
  enterManualValue,
  listManualMetrics,
  listValueHistory,
  type ManualMetric,
  type MetricDefinition,
} from '#contract/manual-metrics.ts';
import { getChanges } from '#contract/changes.ts';
import { startTestService, type InstalledPortal, type TestService } from '#support/installed-portal.ts';
import type { Person } from '#support/person.ts';
import { smallPortalPeople } from '#support/small-portal.ts';

const people = smallPortalPeople;
let service: TestService;
let portal: InstalledPortal;
let admin: Person;
let head: Person;
let anna: Person;
let boris: Person;
let number = 0;
let definition: MetricDefinition;

beforeAll(async () => {
  service = await startTestService({ portals: 1 });
  portal = await service.installPortal();
  [admin, head, anna, boris] = await Promise.all([
    portal.open(people.admin),
    portal.open(people.head),
    portal.open(people.anna),
    portal.open(people.boris),
  ]);
}, 120_000);
afterAll(() => service.stop());

/** Names are used once, so every test has its own. */
beforeEach(() => {
  number += 1;
  const kind = { unit: 'count', direction: 'more', overTime: 'latest' } as const;
  definition = { ...kind, name: `Выкладка ${number}`, enteredBy: String(people.boris), oldAfterDays: 7 };
});

const define = (change: Partial<MetricDefinition> = {}): Promise<ManualMetric> =>
  admin.call(defineManualMetric, { ...definition, ...change });
const enter = (person: Person, metric: ManualMetric, value: string | null, day = '2026-11-16', userId: number = people.anna) =>
  person.ask(enterManualValue, { metricId: metric.metricId, userId: String(userId), day, value });
const seenBy = async (person: Person, { metricId }: ManualMetric): Promise<ManualMetric | undefined> =>
  (await person.call(listManualMetrics, {})).metrics.find((metric) => metric.metricId === metricId);

describe('a metric of the portal’s own', () => {
  it('waits for its first number, and is told to everybody with the numbers they may see', async () => {
    const metric = await define();
    expect(metric).toMatchObject({ ...definition, enteredByName: 'Борис Кольцов', hasValues: false, isDue: true, values: [] });
    expect((await enter(boris, metric, '12')).status).toBe(200);
    const [value] = (await seenBy(anna, metric))?.values ?? [];
    expect(value).toMatchObject({
      userId: String(people.anna),
      value: '12',
      monthValue: '12',
      enteredBy: 'Борис Кольцов',
      isOld: false,
      mayEnter: false,
    });
    expect((await seenBy(head, metric))?.values).toMatchObject([{ mayEnter: true }]);
    await enter(boris, metric, '3', '2026-11-16', people.head);
    expect((await seenBy(anna, metric))?.values).toHaveLength(1);
    expect((await seenBy(boris, metric))?.values).toHaveLength(2);
    expect(await seenBy(anna, metric)).toMatchObject({ isDue: false, hasValues: true, entersForAll: false });
  });

  it('is opened by those who enter its numbers, and by nobody else', async () => {
    await define();
    const enters = async (id: number): Promise<unknown> => (await portal.open(id)).boot.viewer?.entersMetrics;
    expect(await Promise.all([people.admin, people.head, people.boris, people.anna].map(enters))).toEqual([true, true, true, false]);
    const offered = async (person: Person) =>
      (await person.call(listManualMetrics, {})).people.map(({ userId, isReached }) => [userId, isReached]);
    expect((await offered(boris)).every(([, isReached]) => isReached === false)).toBe(true);
    expect(await offered(boris)).toHaveLength(4);
    expect((await offered(head)).map(([userId]) => userId).sort()).toEqual([String(people.anna), String(people.boris)]);
    expect(await offered(anna)).toEqual([]);
  });

  it('grows old, and says whose number it is', async () => {
    const metric = await define();
    await enter(boris, metric, '12', '2026-11-08');
    await enter(boris, metric, '7', '2026-11-16', people.head);
    const seen = await seenBy(admin, metric);
    expect(seen?.isDue).toBe(true);
    expect(seen?.values.map(({ userId, isOld }) => [userId, isOld]).sort()).toEqual([
      [String(people.head), false],
      [String(people.anna), true],
    ]);
    await enter(boris, metric, null, '2026-11-16');
    expect(await seenBy(admin, metric)).toMatchObject({ isDue: false });
  });

  it('adds up the month where days add up', async () => {
    const metric = await define({ overTime: 'sum', unit: 'money' });
    for (const [day, value] of [
      ['2026-10-31', '100'],
      ['2026-11-02', '10.50'],
      ['2026-11-16', '2'],
    ] as const)
      await enter(boris, metric, value, day);
    expect((await seenBy(admin, metric))?.values).toMatchObject([{ day: '2026-11-16', value: '2.00', monthValue: '12.50' }]);
  });

  it('keeps everything that was entered, and by whom', async () => {
    const metric = await define();
    await enter(boris, metric, '12');
    service.clock.now = new Date(service.clock.now.getTime() + 60_000);
    await enter(head, metric, '14');
    const { entries } = await anna.call(listValueHistory, { metricId: metric.metricId, userId: String(people.anna) });
    expect(entries.map(({ value, enteredBy, isValid }) => [value, enteredBy, isValid])).toEqual([
      ['14', 'Игорь Рощин', true],
      ['12', 'Борис Кольцов', false],
    ]);
  });

  it('is heard of by open screens', async () => {
    const metric = await define();
    const { revision } = await anna.call(getChanges, { after: -1 });
    await enter(boris, metric, '1');
    expect((await anna.call(getChanges, { after: revision })).topics).toEqual(['metrics']);
  });
});

describe('a definition', () => {
  const change = (metric: ManualMetric, to: Partial<MetricDefinition>) =>
    admin.ask(changeManualMetric, { ...definition, metricId: metric.metricId, ...to });

  it('can be changed whole before the first number, and all but unit and adding up after it', async () => {
    const metric = await define();
    expect((await change(metric, { unit: 'percent', overTime: 'sum' })).status).toBe(200);
    await enter(boris, metric, '55.5');
    expect((await change(metric, { unit: 'count', overTime: 'sum' })).status).toBe(409);
    expect((await change(metric, { unit: 'percent', overTime: 'latest' })).status).toBe(409);
    const kept = { unit: 'percent', overTime: 'sum', name: 'Новое имя', direction: 'less', enteredBy: null, oldAfterDays: 30 } as const;
    expect(await change(metric, kept)).toMatchObject({ status: 200, body: { ...kept, values: [{ value: '55.50' }] } });
  });

  it('is refused under a name in use, however it is written, until that metric is archived', async () => {
    const metric = await define();
    const again = { ...definition, name: `  ${definition.name.toUpperCase()} ` };
    expect((await admin.ask(defineManualMetric, again)).status).toBe(409);
    await admin.call(archiveManualMetric, { metricId: metric.metricId, isArchived: true });
    expect((await admin.ask(defineManualMetric, again)).status).toBe(200);
    expect((await admin.ask(archiveManualMetric, { metricId: metric.metricId, isArchived: false })).status).toBe(409);
    expect((await change(metric, { name: `${definition.name} старая` })).status).toBe(200);
    expect((await admin.ask(archiveManualMetric, { metricId: metric.metricId, isArchived: false })).status).toBe(200);
  });

  it('of two at once under one name is taken once', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => admin.ask(defineManualMetric, definition)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
  });

  it('names only somebody who works here', async () => {
    for (const wrong of [{ enteredBy: '999' }, { name: ' ' }, { oldAfterDays: 0 }]) {
      expect((await admin.ask(defineManualMetric, { ...definition, ...wrong })).status).toBe(400);
    }
  });
});

describe('the archive', () => {
  it('takes no numbers, waits for none, and gives everything back', async () => {
    const metric = await define();
    await enter(boris, metric, '12', '2026-11-01');
    const { metricId } = metric;
    expect(await admin.call(archiveManualMetric, { metricId, isArchived: true })).toMatchObject({
      isDue: false,
      values: [{ isOld: false }],
    });
    expect((await enter(boris, metric, '13')).status).toBe(409);
    expect(await admin.call(archiveManualMetric, { metricId, isArchived: false })).toMatchObject({ isDue: true, archivedAt: null });
    expect((await enter(boris, metric, '13')).status).toBe(200);
  });
});

describe('a number', () => {
  it.each([
    ['of a day to come', '5', '2026-11-17'],
    ['of a day there is not', '5', '2026-02-31'],
    ['finer than its unit', '5.5', '2026-11-16'],
    ['too large', '1000000000000001', '2026-11-16'],
  ])('%s is refused', async (_words, value, day) => {
    const metric = await define();
    expect((await enter(boris, metric, value, day)).status).toBe(400);
    expect(await seenBy(admin, metric)).toMatchObject({ hasValues: false });
  });

  it('may be a refund, and zeros behind the point are no finer', async () => {
    const metric = await define({ overTime: 'sum' });
    expect((await enter(boris, metric, '-5.00')).status).toBe(200);
    expect((await seenBy(anna, metric))?.values).toMatchObject([{ value: '-5' }]);
  });
});
