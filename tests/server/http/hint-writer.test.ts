import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHintWriter } from '#http/portal/hint-writer.ts';
import type { Store } from '#store/open-store.ts';
import type { PortalStore } from '#store/portal-store.ts';
import { openTestStore } from '#support/test-store.ts';

let store: Store;
const portals = [7n, 8n];

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

/** The store with every transaction counted, and the first of them failing if asked. */
function counted(failures = 0) {
  let transactions = 0;
  const forPortal = (portalId: bigint): PortalStore => {
    const own = store.forPortal(portalId);
    return {
      ...own,
      transaction: (work) => {
        transactions += 1;
        return transactions <= failures ? Promise.reject(new Error('the store is away')) : own.transaction(work);
      },
    };
  };
  const asked: bigint[] = [];
  const sync = { requestCatchUp: async (portalId: bigint) => void asked.push(portalId) };
  const writer = createHintWriter({ store: { ...store, forPortal }, sync: sync as never, systemClock: () => new Date() });
  return { writer, asked, transactions: () => transactions };
}

const marked = (portalId: bigint): Promise<bigint[]> =>
  store.forPortal(portalId).transaction(async ({ db }) => {
    const rows = await db.selectFrom('dirty_record').select('record_id').where('is_waiting', '=', true).orderBy('record_id').execute();
    return rows.map((row) => row.record_id);
  });

describe('hints that come together', () => {
  it('are written in a few transactions, each before its answer', async () => {
    const { writer, asked, transactions } = counted();
    const ids = Array.from({ length: 1000 }, (_, index) => BigInt(index + 1));
    await Promise.all(ids.flatMap((recordId) => portals.map((portalId) => writer.save(portalId, [{ entity: 'deal', recordId }]))));
    expect(await marked(7n)).toEqual(ids);
    expect(await marked(8n)).toEqual(ids);
    expect(transactions()).toBeLessThanOrEqual(4);
    expect(asked).toHaveLength(transactions());
  });

  it('that could not be written are told so, and those behind them are written', async () => {
    const { writer } = counted(1);
    const first = writer.save(7n, [{ entity: 'deal', recordId: 5001n }]);
    const outcome = first.then(
      () => 'written',
      () => 'failed',
    );
    await new Promise((resolve) => setImmediate(resolve));
    const second = writer.save(7n, [{ entity: 'deal', recordId: 5002n }]);
    expect(await outcome).toBe('failed');
    await second;
    expect(await marked(7n)).toContain(5002n);
    expect(await marked(7n)).not.toContain(5001n);
  });
});
