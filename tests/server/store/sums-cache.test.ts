import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '#store/open-store.ts';
import type { PortalStore, PortalTransaction } from '#store/portal-store.ts';
import { purgedTables } from '#store/purge-portal.ts';
import { saveStageMoves } from '#store/save-facts.ts';
import { rememberSums } from '#store/sums-cache.ts';
import { raiseTotalsRevision } from '#store/totals-revision.ts';
import { openTestStore, testEngine } from '#support/test-store.ts';

let store: Store;
let portal: PortalStore;
let reads = 0;

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  portal = await openPortal();
  await change();
  reads = 0;
});

const openPortal = async (): Promise<PortalStore> => store.forPortal(await store.directory.savePortalId(randomBytes(16).toString('hex')));
const change = (): Promise<void> => portal.transaction(raiseTotalsRevision);

const ask = (tx: PortalTransaction, of: unknown = 1n): Promise<readonly number[]> =>
  rememberSums(tx, { name: 'reads', of: [of] }, async () => [++reads]);
const askAnew = (of?: unknown): Promise<readonly number[]> => portal.transaction((tx) => ask(tx, of));

describe('sums that were read', () => {
  it('are known until facts change', async () => {
    expect([await askAnew(), await askAnew()]).toEqual([[1], [1]]);
    await change();
    expect([await askAnew(), await askAnew()]).toEqual([[2], [2]]);
  });

  it('are told apart by what was asked and by the portal', async () => {
    expect([await askAnew(1n), await askAnew('1 '), await askAnew([1])]).toEqual([[1], [2], [3]]);
    portal = await openPortal();
    await change();
    expect(await askAnew(1n)).toEqual([4]);
  });

  it('stay as they were when a change is taken back', async () => {
    await askAnew();
    const failing = portal.transaction(async (tx) => {
      await raiseTotalsRevision(tx);
      throw new Error('taken back');
    });
    await expect(failing).rejects.toThrow('taken back');
    expect(await askAnew()).toEqual([1]);
  });

  it('are read anew by a transaction that has changed facts itself, and leave nothing to others', async () => {
    await askAnew();
    const own = portal.transaction(async (tx) => {
      await raiseTotalsRevision(tx);
      expect(await ask(tx)).toEqual([2]);
      throw new Error('taken back');
    });
    await expect(own).rejects.toThrow('taken back');
    expect(await askAnew()).toEqual([1]);
    await change();
    expect(await askAnew()).toEqual([3]);
  });

  it('are unknown before facts were saved and after they were purged', async () => {
    const other = await openPortal();
    expect([await other.transaction((tx) => ask(tx)), await other.transaction((tx) => ask(tx))]).toEqual([[1], [2]]);
    expect(purgedTables[0]).toBe('totals_revision');
    await askAnew();
    await portal.transaction((tx) => tx.db.deleteFrom('totals_revision').where('portal_id', '=', tx.portalId).execute());
    expect(await askAnew()).toEqual([4]);
    await change();
    expect(await askAnew()).toEqual([5]);
  });

  it('change with facts that no basis sums yet', async () => {
    await askAnew();
    await portal.transaction((tx) => saveStageMoves(tx, []));
    expect(await askAnew()).toEqual([2]);
  });

  it.runIf(testEngine() === 'postgres')('are changed side by side by writers who wait for nobody', async () => {
    await askAnew();
    const held: (() => void)[] = [];
    const writers = [1, 2, 3].map(() =>
      portal.transaction(async (tx) => {
        await raiseTotalsRevision(tx);
        // Nobody goes on before all have raised it, twice.
        await new Promise<void>((resolve) => held.push(resolve) === 3 && held.forEach((go) => go()));
        await raiseTotalsRevision(tx);
      }),
    );
    await Promise.all(writers);
    expect(await askAnew()).toEqual([2]);
    const slots = await portal.transaction((tx) => tx.db.selectFrom('totals_revision').selectAll().execute());
    expect(slots).toHaveLength(3);
  });
});
