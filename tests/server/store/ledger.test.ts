import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noPrevious } from '#ledger/entry.ts';
import { verifyChain } from '#ledger/verify-chain.ts';
import { appendLedgerEntry, listLedgerEntries, lockLedgerHead, type NewLedgerEntry } from '#store/ledger.ts';
import { vectorKey } from '../ledger/written-chain.ts';
import { append, day, openGuardedDatabase, type GuardedDatabase } from './guarded-portal.ts';

let database: GuardedDatabase;

beforeAll(async () => {
  database = await openGuardedDatabase();
});

afterAll(() => database.close());

const entry = (sequence: bigint, previousHash: string, entryHash = 'e'.repeat(64)): NewLedgerEntry => ({
  sequence,
  type: 'plan.issued',
  at: day,
  actorId: 2n,
  entry: '{}',
  entryHash,
  previousHash,
  seal: 'x',
  sealKeyId: 'k',
  treeHead: null,
  frontier: [],
});

const add = (portalId: bigint, one: NewLedgerEntry): Promise<void> =>
  database.portal(portalId).transaction((tx) => appendLedgerEntry(tx, one));

describe('a ledger in the store', () => {
  it('begins at zero with the hash of nothing', async () => {
    const head = await database.portal(10n).transaction((tx) => lockLedgerHead(tx, { entryHash: noPrevious, at: day }));
    expect(head).toEqual({ sequence: 0n, entryHash: noPrevious, at: day, haltedBecause: null });
  });

  it('refuses a gap, a repetition and a wrong previous hash', async () => {
    await expect(add(11n, entry(2n, noPrevious))).rejects.toThrow('does not continue the chain');
    await expect(add(11n, entry(0n, noPrevious))).rejects.toThrow('does not continue the chain');
    await expect(add(11n, entry(1n, 'f'.repeat(64)))).rejects.toThrow('does not continue the chain');
    await add(11n, entry(1n, noPrevious));
    await expect(add(11n, entry(3n, 'e'.repeat(64)))).rejects.toThrow('does not continue the chain');
    await expect(add(11n, entry(1n, noPrevious))).rejects.toThrow('does not continue the chain');
    await expect(add(11n, entry(2n, noPrevious))).rejects.toThrow('does not continue the chain');
    await add(11n, entry(2n, 'e'.repeat(64), 'd'.repeat(64)));
    const kept = await database.portal(11n).transaction((tx) => listLedgerEntries(tx));
    expect(kept.map((one) => one.sequence)).toEqual([1n, 2n]);
  });

  it('refuses them of the owner and of a superuser too', async () => {
    await database.portal(12n).transaction((tx) => append(tx, { version: 1 }));
    const broken = {
      portal_id: 12n,
      sequence: 5n,
      type: 't',
      at: day,
      actor_id: 1n,
      entry: '{}',
      entry_hash: 'a',
      previous_hash: 'b',
      seal: 's',
      seal_key_id: 'k',
    };
    await expect(database.asOwner(12n, (db) => db.insertInto('ledger_entry').values(broken).execute())).rejects.toThrow(
      'does not continue the chain',
    );
    await expect(database.asSuperuser((db) => db.insertInto('ledger_entry').values(broken).execute())).rejects.toThrow(
      'does not continue the chain',
    );
  });

  it('stays gapless and intact when 20 transactions append at once', async () => {
    const store = database.portal(13n);
    const numbers = await Promise.all(Array.from({ length: 20 }, (_, index) => store.transaction((tx) => append(tx, { version: index }))));
    const entries = await store.transaction((tx) => listLedgerEntries(tx));
    expect([...numbers].sort((a, b) => Number(a - b))).toEqual(Array.from({ length: 20 }, (_, index) => BigInt(index + 1)));
    expect(verifyChain(entries, vectorKey)).toEqual({ kind: 'intact', size: 20n, head: entries.at(-1)?.entryHash });
  });

  it('leaves no gap behind a transaction that was undone', async () => {
    const store = database.portal(14n);
    await store.transaction((tx) => append(tx, { version: 1 }));
    const undone = store.transaction(async (tx) => {
      await append(tx, { version: 2 });
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    expect(await store.transaction((tx) => append(tx, { version: 3 }))).toBe(2n);
    expect(verifyChain(await store.transaction((tx) => listLedgerEntries(tx)), vectorKey)).toMatchObject({ kind: 'intact', size: 2n });
  });

  it('is one of its own for every portal', async () => {
    for (const portalId of [15n, 16n]) await database.portal(portalId).transaction((tx) => append(tx, { version: 1 }));
    expect(await database.portal(16n).transaction((tx) => listLedgerEntries(tx))).toHaveLength(1);
  });

  it('reads in pages from an entry on', async () => {
    const store = database.portal(17n);
    for (let version = 1; version <= 5; version += 1) await store.transaction((tx) => append(tx, { version }));
    const page = await store.transaction((tx) => listLedgerEntries(tx, 2n, 2));
    expect(page.map((one) => one.sequence)).toEqual([3n, 4n]);
  });
});
