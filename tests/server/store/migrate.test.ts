import { readFile } from 'node:fs/promises';
import pg from 'pg';
import { afterEach, describe, expect, it } from 'vitest';
import { openStore, type Store, type StoreOptions } from '#store/open-store.ts';
import { createTestDatabase } from '#support/test-database.ts';
import { createReopenableStore, testEngine } from '#support/test-store.ts';

const opened: Store[] = [];

afterEach(async () => {
  for (const store of opened.splice(0)) await store.close();
});

const open = async (options: StoreOptions): Promise<Store> => {
  const store = await openStore(options);
  opened.push(store);
  return store;
};

/** A database that no process has opened yet. */
async function emptyDatabase(): Promise<StoreOptions> {
  const { adminUrl, databaseUrl, migrationDatabaseUrl, name } = await createTestDatabase();
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  await admin.query(`create database ${name}_empty owner kurs_owner`).finally(() => admin.end());
  const empty = (url: string): string => url.replace(/[^/]+$/, `${name}_empty`);
  return { databaseUrl: empty(databaseUrl), migrationDatabaseUrl: empty(migrationDatabaseUrl), dataDir: null };
}

describe('migrations', () => {
  it('are applied once: what was saved is there when the store is opened again', async () => {
    const { options, remove } = await createReopenableStore();
    const first = await openStore(options);
    const portalId = await first.directory.savePortalId('kept');
    await first.close();
    const second = await open(options);
    expect(await second.directory.findPortalId('kept')).toBe(portalId);
    await second.close();
    opened.length = 0;
    await remove();
  }, 60_000);

  it('of several processes that start at once on an empty database wait for each other', async () => {
    // PGlite's folder belongs to one process, so there the second is refused by the lock instead.
    const starts = testEngine() === 'postgres' ? 3 : 1;
    const options = testEngine() === 'postgres' ? await emptyDatabase() : { databaseUrl: null, migrationDatabaseUrl: null, dataDir: null };
    const stores = await Promise.all(Array.from({ length: starts }, () => open(options)));
    for (const store of stores) await store.ping();
    expect(await stores[0]?.directory.listPortalIds()).toEqual([]);
  });

  it('bring rows of an older store up to date although every row is guarded', async ({ skip }) => {
    skip(testEngine() !== 'postgres', 'the embedded store’s owner sees every row');
    const { migrationDatabaseUrl, ...options } = await emptyDatabase();
    const owner = new pg.Client({ connectionString: migrationDatabaseUrl ?? '' });
    await owner.connect();
    await owner.query('create table migration (name text primary key, applied_at timestamptz not null default now())');
    for (const name of ['0001-portals.sql', '0002-facts.sql', '0003-plans.sql', '0004-guards.sql']) {
      await owner.query(await readFile(new URL(`../../../server/store/migrations/${name}`, import.meta.url), 'utf8'));
      await owner.query('insert into migration (name) values ($1)', [name]);
    }
    await owner.query(`
      set app.portal_id = '7';
      insert into deal (portal_id, deal_id, pipeline_id, stage_id, semantics, amount_minor, currency, base_minor, responsible_id, created_at, modified_at, moved_at)
      values (7, 1, 0, 'NEW', 'P', 1, 'RUB', 1, 3, '2026-11-01', '2026-11-02', '2026-11-01');
      insert into plan (portal_id, plan_id, month, created_at, created_by)
      values (7, '01890a5d-ac96-774b-bcce-b302099a8057', '2026-12', '2026-11-05', 3);
      insert into plan_version (portal_id, plan_id, version, published_at, published_by, reason, rationale)
      values (7, '01890a5d-ac96-774b-bcce-b302099a8057', 1, '2026-12-05', 3, '', '')`);
    await owner.end();
    const store = await open({ ...options, migrationDatabaseUrl });
    const rows = await store.forPortal(7n).transaction((tx) => tx.db.selectFrom('deal').select('first_seen_at').execute());
    expect(rows).toEqual([{ first_seen_at: new Date('2026-11-02T00:00:00Z') }]);
    const versions = await store.forPortal(7n).transaction((tx) => tx.db.selectFrom('plan_version').select('effective_from').execute());
    expect(versions).toEqual([{ effective_from: '2026-12-01' }]);
    expect(await store.forPortal(8n).transaction((tx) => tx.db.selectFrom('deal').selectAll().execute())).toEqual([]);
  });
});
