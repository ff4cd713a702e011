import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '#store/open-store.ts';
import type { PortalTransaction } from '#store/portal-store.ts';
import { saveSetting } from '#store/settings.ts';
import { openTestStore, testEngine } from '#support/test-store.ts';

let store: Store;

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

const inPortal = <T>(portalId: bigint, work: (tx: PortalTransaction) => Promise<T>): Promise<T> =>
  store.forPortal(portalId).transaction(work);

/** More often than an engine needs to keep a plan for good. */
const times = Array.from({ length: 8 }, (_, index) => index);

describe('a query that comes again', () => {
  it('is answered as the first time, with the values it has now', async () => {
    for (const round of times) {
      const day = new Date(Date.UTC(2026, 10, 1 + round));
      const ids = [BigInt(round), 9_007_199_254_740_993n];
      const { rows } = await inPortal(1n, ({ db }) =>
        sql`select ${round}::int + 1 as next, ${round % 2 === 0 ? null : 'said'}::text as said, ${ids}::bigint[] as ids, ${day}::timestamptz as day,
          ${JSON.stringify({ round })}::jsonb as value, ${round > 3}::boolean as "isLate"`.execute(db),
      );
      expect(rows).toEqual([{ next: round + 1, said: round % 2 === 0 ? null : 'said', ids, day, value: { round }, isLate: round > 3 }]);
    }
  });

  it('tells how many rows it has changed', async () => {
    await inPortal(1n, (tx) => saveSetting(tx, { name: 'changed', value: 0, now: new Date(0), userId: null }));
    for (const name of ['changed', 'missing', 'changed', 'missing', 'changed']) {
      const changed = await inPortal(1n, ({ db }) =>
        db.updateTable('setting').set({ value: '1' }).where('name', '=', name).executeTakeFirst(),
      );
      expect(changed.numUpdatedRows).toBe(name === 'changed' ? 1n : 0n);
    }
  });

  it('shows the rows of the portal that asks, whichever asked before', async () => {
    for (const portalId of [1n, 2n]) {
      await inPortal(portalId, (tx) => saveSetting(tx, { name: 'whose', value: Number(portalId), now: new Date(0), userId: null }));
    }
    for (const round of times) {
      const portalId = BigInt(1 + (round % 2));
      const { rows } = await inPortal(portalId, ({ db }) => sql`select value from setting where name = 'whose'`.execute(db));
      expect(rows).toEqual([{ value: Number(portalId) }]);
    }
    const nobody = await inPortal(3n, ({ db }) => sql`select value from setting where name = 'whose'`.execute(db));
    expect(nobody.rows).toEqual([]);
  });

  it('fails and is answered again', async () => {
    const divide = (by: number) => inPortal(1n, ({ db }) => sql<{ share: number }>`select 12 / ${by}::int as share`.execute(db));
    for (const by of [0, 0, 3, 0, 4, 0]) {
      if (by === 0) await expect(divide(by)).rejects.toMatchObject({ code: '22012' });
      else expect((await divide(by)).rows).toEqual([{ share: 12 / by }]);
    }
  });

  it('is answered when it is one of a great many', async () => {
    const ask = (index: number) => inPortal(1n, ({ db }) => sql`select ${index}::int as ${sql.ref(`column_${index}`)}`.execute(db));
    for (let index = 0; index < 320; index += 1) {
      await ask(index);
      await ask(index);
    }
    for (const index of [0, 319]) expect((await ask(index)).rows).toEqual([{ [`column_${index}`]: index }]);
  });

  it('is read by the embedded engine once, and at most three hundred texts are kept', async ({ skip }) => {
    skip(testEngine() !== 'pglite', 'the server reads a text each time it comes');
    const prepared = () =>
      inPortal(1n, async ({ db }) => (await sql<{ statement: string }>`select statement from pg_prepared_statements`.execute(db)).rows);
    const ask = (round: number) =>
      inPortal(1n, ({ db }) => Promise.all([1, 2].map((other) => sql`select ${round + other}::int as once`.execute(db))));
    for (const round of times) await ask(round);
    const statements = (await prepared()).map(({ statement }) => statement);
    expect(statements.filter((statement) => statement.endsWith('as once'))).toHaveLength(1);
    expect(statements.length).toBeLessThanOrEqual(300);
    expect(statements.length).toBeGreaterThan(250);
  });
});
