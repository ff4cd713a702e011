import { randomBytes, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { toPersonMonths, type DayValue } from '#domain/planning/manual-values.ts';
import { shiftDay } from '#domain/period.ts';
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
    expect(await run((tx) => listManualMonths(tx, metricId, autumn))).toEqual([{ userId: 3n, month: '2026-11', value: 14n }]);
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
          expect(months).toEqual(toPersonMonths(overTime, inSpan));
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
