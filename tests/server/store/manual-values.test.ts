import { randomBytes, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { combineFactsOverTime, valueOfFact, type Fact } from '#domain/planning/combine-facts.ts';
import type { DayValue } from '#domain/planning/manual-values.ts';
import { toMetric } from '#domain/planning/metric.ts';
import { monthOf, shiftDay } from '#domain/period.ts';
import { addManualMetric, listManualMetrics, lockManualMetric, type MetricDefinition } from '#store/manual-metrics.ts';
import { addManualValue, listManualMonths, listNewestValues, listValueEntries } from '#store/manual-values.ts';
import type { Store } from '#store/open-store.ts';
import type { PortalTransaction } from '#store/portal-store.ts';
import { openTestStore } from '#support/test-store.ts';

let store: Store;
let run: <T>(work: (tx: PortalTransaction) => Promise<T>) => Promise<T>;
let metricId: string;

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  const portalId = await store.directory.savePortalId(randomBytes(16).toString('hex'));
  run = (work) => store.forPortal(portalId).transaction(work);
  metricId = await define();
});

const now = new Date('2026-11-16T07:42:00Z');
const by = { userId: 2n, now };
const definition: MetricDefinition = {
  name: 'Выкладка',
  unit: 'count',
  direction: 'more',
  overTime: 'sum',
  enteredBy: 2n,
  oldAfterDays: 7,
};
const autumn = { from: '2026-09-01', before: '2026-12-01' };

async function define(change: Partial<MetricDefinition> = {}): Promise<string> {
  const id = randomUUID();
  await run((tx) => addManualMetric(tx, id, { ...definition, name: `Выкладка ${id}`, ...change }, by));
  return id;
}

const enter = (userId: bigint, day: string, value: bigint | null, id = metricId): Promise<boolean> =>
  run(async (tx) => {
    await lockManualMetric(tx, id);
    return addManualValue(tx, { metricId: id, userId, day, value }, by);
  });

/** What the metric itself makes of the valid numbers, month by month. */
function factsOf(overTime: 'sum' | 'latest', values: readonly DayValue[]): { userId: bigint; month: string; value: bigint }[] {
  const metric = toMetric({ ...definition, id: metricId, source: 'typed', overTime });
  const months = Map.groupBy(
    values.toSorted((a, b) => (a.day < b.day ? -1 : 1)),
    ({ userId, day }) => `${userId} ${monthOf(day)}`,
  );
  const facts = [...months].flatMap(([key, days]) => {
    const [userId = '', month = ''] = key.split(' ');
    if (overTime === 'latest' && days.at(-1)?.value === null) return [];
    const fact = combineFactsOverTime(
      metric,
      days.flatMap(({ value }): Fact[] => (value === null ? [] : [{ kind: 'amount', value }])),
    );
    return fact === null ? [] : [{ userId: BigInt(userId), month, value: valueOfFact(fact, metric) ?? 0n }];
  });
  return facts.sort((a, b) => (`${a.userId} ${a.month}` < `${b.userId} ${b.month}` ? -1 : 1));
}

describe('numbers that were entered', () => {
  it('are corrected by a later one for the same day, and what was before stays in the history', async () => {
    await enter(3n, '2026-11-10', 5n);
    await enter(3n, '2026-11-12', 8n);
    await enter(3n, '2026-11-10', 6n);
    const entries = await run((tx) => listValueEntries(tx, { metricId, userId: 3n }, 10));
    expect(entries.map(({ day, value, isValid }) => [day, value, isValid])).toEqual([
      ['2026-11-12', 8n, true],
      ['2026-11-10', 6n, true],
      ['2026-11-10', 5n, false],
    ]);
    expect(await run((tx) => listManualMonths(tx, metricId, autumn))).toMatchObject([{ userId: 3n, month: '2026-11', value: 14n }]);
  });

  it('are no fact of a month in which none was entered, nor once they are kept no more', async () => {
    const state = await define({ overTime: 'latest' });
    for (const id of [metricId, state]) {
      await enter(3n, '2026-09-10', 5n, id);
      await enter(3n, '2026-11-10', 0n, id);
      await enter(4n, '2026-11-10', 7n, id);
      await enter(4n, '2026-11-12', null, id);
    }
    const monthsOf = async (id: string) =>
      (await run((tx) => listManualMonths(tx, id, autumn))).map(({ userId, month, value }) => [userId, month, value]);
    expect(await monthsOf(state)).toEqual([
      [3n, '2026-09', 5n],
      [3n, '2026-11', 0n],
    ]);
    expect(await monthsOf(metricId)).toEqual([
      [3n, '2026-09', 5n],
      [3n, '2026-11', 0n],
      [4n, '2026-11', 7n],
    ]);
  });

  it('are not doubled when the same one is entered again', async () => {
    expect([await enter(3n, '2026-11-10', 5n), await enter(3n, '2026-11-10', 5n)]).toEqual([true, false]);
    expect(await run((tx) => listValueEntries(tx, { metricId, userId: 3n }, 10))).toHaveLength(1);
  });

  it('of two people at once for one day are both kept', async () => {
    const entered = await Promise.all([1n, 2n, 3n, 4n].map((value) => enter(3n, '2026-11-10', value)));
    expect(entered).toEqual([true, true, true, true]);
    const entries = await run((tx) => listValueEntries(tx, { metricId, userId: 3n }, 10));
    expect(entries.filter(({ isValid }) => isValid)).toHaveLength(1);
    expect(entries.map(({ value }) => value).toSorted()).toEqual([1n, 2n, 3n, 4n]);
  });

  it('are told by the newest day of each metric and person, whenever it was entered', async () => {
    const other = await define();
    await enter(3n, '2026-11-12', 8n);
    await enter(3n, '2026-11-10', 5n);
    await enter(4n, '2026-11-09', null);
    await enter(3n, '2026-11-01', 1n, other);
    const newest = await run(listNewestValues);
    const told = newest.map(({ metricId: id, userId, day, value }) => [id === metricId, userId, day, value]);
    expect(told).toHaveLength(3);
    expect(told).toEqual(
      expect.arrayContaining([
        [true, 3n, '2026-11-12', 8n],
        [true, 4n, '2026-11-09', null],
        [false, 3n, '2026-11-01', 1n],
      ]),
    );
    expect((await run(listManualMetrics)).map(({ hasValues }) => hasValues)).toEqual([true, true]);
  });

  it('count as months what the domain counts, whatever was corrected, in the days of the span', async () => {
    const entry = fc.record({
      userId: fc.bigInt(3n, 5n),
      day: fc.integer({ min: 0, max: 70 }).map((days) => shiftDay('2026-09-20', days)),
      value: fc.option(fc.bigInt(-(10n ** 15n), 10n ** 15n)),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(entry, { maxLength: 25 }),
        fc.constantFrom('sum' as const, 'latest' as const),
        async (entries, overTime) => {
          const id = await define({ overTime });
          const valid = new Map<string, DayValue>();
          for (const { userId, day, value } of entries) {
            await enter(userId, day, value, id);
            valid.set(`${userId} ${day}`, { userId, day, value });
          }
          const inSpan = [...valid.values()].filter(({ day }) => day >= autumn.from && day < '2026-11-15');
          const months = await run((tx) => listManualMonths(tx, id, { from: autumn.from, before: '2026-11-15' }));
          expect(months.map(({ userId, month, value }) => ({ userId, month, value }))).toEqual(factsOf(overTime, inSpan));
        },
      ),
      { numRuns: 12 },
    );
  });

  it('cannot be rewritten or taken away while the portal is there', async () => {
    await enter(3n, '2026-11-10', 5n);
    for (const statement of ['update manual_value set value = 6', 'delete from manual_value', 'truncate manual_value']) {
      await expect(run((tx) => sql.raw(statement).execute(tx.db))).rejects.toThrow(/permission denied|append-only/);
    }
    expect(await run((tx) => listValueEntries(tx, { metricId, userId: 3n }, 10))).toMatchObject([{ value: 5n }]);
  });

  it('belong to a metric of the same portal', async () => {
    const otherId = await store.directory.savePortalId(randomBytes(16).toString('hex'));
    const foreign = store
      .forPortal(otherId)
      .transaction((tx) => addManualValue(tx, { metricId, userId: 3n, day: '2026-11-10', value: 1n }, by));
    await expect(foreign).rejects.toThrow(/foreign key/);
    expect(await store.forPortal(otherId).transaction((tx) => listManualMonths(tx, metricId, autumn))).toEqual([]);
  });
});
