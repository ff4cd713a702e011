import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findPortal } from '#store/portals.ts';
import type { Store } from '#store/open-store.ts';
import { openTestStore, testEngine } from '#support/test-store.ts';
import { day, fillPortal, openGuardedDatabase, snabservice, type GuardedDatabase } from './guarded-portal.ts';

let database: GuardedDatabase;

beforeAll(async () => {
  database = await openGuardedDatabase();
  await fillPortal(database.portal(1n));
  await fillPortal(database.portal(2n), 'b'.repeat(32));
});

afterAll(() => database.close());

const filled = [
  'portal',
  'plan',
  'plan_version',
  'plan_line',
  'plan_sheet',
  'challenge',
  'ledger_head',
  'ledger_entry',
  'signature',
] as const;

describe('T9: row-level security', () => {
  it('is on and forced, with one policy, for every table that has a portal', async () => {
    const tables = await database.asSuperuser((db) =>
      sql<{ name: string; on: boolean; forced: boolean; policies: bigint }>`
        select c.relname as name, c.relrowsecurity as on, c.relforcerowsecurity as forced,
          (select count(*) from pg_policy p where p.polrelid = c.oid) as policies
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        join pg_attribute a on a.attrelid = c.oid and a.attname = 'portal_id' and not a.attisdropped
        where n.nspname = 'public' and c.relkind = 'r' order by c.relname`.execute(db),
    );
    const guarded = tables.rows.filter((table) => table.on && table.forced && table.policies === 1n).map((table) => table.name);
    expect(guarded).toEqual(tables.rows.map((table) => table.name).filter((name) => name !== 'portal_directory'));
    expect(guarded).toEqual(
      expect.arrayContaining([...filled, 'deal', 'call', 'activity', 'person', 'session', 'setting', 'outbox', 'portal_token']),
    );
  });

  it('has the portal first in every key', async () => {
    const keys = await database.asSuperuser((db) =>
      sql<{ name: string; first: string }>`
        select c.relname as name, a.attname as first
        from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
        join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
        where n.nspname = 'public' and c.relname not in ('migration', 'portal_directory', 'public_root')`.execute(db),
    );
    expect(keys.rows.length).toBeGreaterThan(filled.length);
    expect(keys.rows.filter((key) => key.first !== 'portal_id')).toEqual([]);
  });

  it('hides every row from a query that forgot its portal', async () => {
    for (const table of filled) {
      const seen = await database.asApplication((db) =>
        db
          .selectFrom(table)
          .select(sql<number>`count(*)::int`.as('rows'))
          .executeTakeFirstOrThrow(),
      );
      const there = await database.asSuperuser((db) =>
        db
          .selectFrom(table)
          .select(sql<number>`count(*)::int`.as('rows'))
          .executeTakeFirstOrThrow(),
      );
      expect([table, seen.rows]).toEqual([table, 0]);
      expect(there.rows).toBeGreaterThan(0);
    }
  });

  it('shows one portal only, also to a query without a condition or with another portal in it', async () => {
    for (const table of filled) {
      const ids = await database.portal(1n).transaction(({ db }) => db.selectFrom(table).select('portal_id').distinct().execute());
      expect([table, ids]).toEqual([table, [{ portal_id: 1n }]]);
      const foreign = await database
        .portal(1n)
        .transaction(({ db }) => db.selectFrom(table).select('portal_id').where('portal_id', '=', 2n).execute());
      expect(foreign).toEqual([]);
    }
  });

  it('binds the owner of the tables too, where the owner is not a superuser', async () => {
    const seen = await database.asOwner(1n, (db) => db.selectFrom('plan').select('portal_id').orderBy('portal_id').execute());
    // PGlite's one session is a superuser.
    expect(seen.map((row) => row.portal_id)).toEqual(testEngine() === 'postgres' ? [1n] : [1n, 2n]);
  });

  it('refuses a row of another portal', async () => {
    const foreign = { portal_id: 2n, name: 'x', value: '1', updated_at: day, updated_by: null };
    await expect(database.portal(1n).transaction(({ db }) => db.insertInto('setting').values(foreign).execute())).rejects.toThrow(
      'row-level security',
    );
    await expect(database.asApplication((db) => db.insertInto('setting').values(foreign).execute())).rejects.toThrow('row-level security');
  });

  it('refuses to move a row to another portal, and finds none of others to change or delete', async () => {
    const one = database.portal(1n);
    await expect(one.transaction(({ db }) => db.updateTable('portal').set({ portal_id: 3n }).execute())).rejects.toThrow(
      /row-level security|foreign key/,
    );
    const changed = await one.transaction(({ db }) =>
      db.updateTable('portal').set({ title: 'other' }).where('portal_id', '=', 2n).returning('portal_id').execute(),
    );
    const deleted = await one.transaction(({ db }) =>
      db.deleteFrom('challenge').where('portal_id', '=', 2n).returning('portal_id').execute(),
    );
    expect([changed, deleted]).toEqual([[], []]);
    expect(await database.portal(2n).transaction(findPortal)).toMatchObject({ title: snabservice.title });
  });

  it('forgets the portal with the transaction, whether it was kept or undone', async () => {
    await database.portal(1n).transaction(findPortal);
    await expect(database.portal(1n).transaction(() => Promise.reject(new Error('undone')))).rejects.toThrow('undone');
    for (let attempt = 0; attempt < 12; attempt += 1) {
      expect(await database.asApplication((db) => db.selectFrom('portal').select('portal_id').execute())).toEqual([]);
    }
  });

  it('cannot be switched off by the application', async () => {
    for (const statement of [
      'alter table plan disable row level security',
      'drop policy own_portal on plan',
      'drop trigger signature_append_only on signature',
      'alter table signature disable trigger signature_append_only',
      'set session_replication_role = replica',
    ]) {
      await expect(database.asApplication((db) => sql.raw(statement).execute(db))).rejects.toThrow(/permission denied|must be owner/);
    }
  });
});

describe('a transaction of a portal', () => {
  it('keeps nothing when its work fails', async () => {
    const one = database.portal(1n);
    const failing = one.transaction(async ({ db, portalId }) => {
      await db.insertInto('setting').values({ portal_id: portalId, name: 'lost', value: '1', updated_at: day, updated_by: null }).execute();
      throw new Error('after the write');
    });
    await expect(failing).rejects.toThrow('after the write');
    expect(await one.transaction(({ db }) => db.selectFrom('setting').select('name').where('name', '=', 'lost').execute())).toEqual([]);
  });
});

describe('the directory', () => {
  let store: Store;

  beforeAll(async () => {
    store = await openTestStore();
  });

  afterAll(() => store.close());

  it('gives every member id one portal, also when many ask at once', async () => {
    const ids = await Promise.all(Array.from({ length: 8 }, () => store.directory.savePortalId('c'.repeat(32))));
    expect(new Set(ids).size).toBe(1);
    const other = await store.directory.savePortalId('d'.repeat(32));
    expect(await store.directory.findPortalId('c'.repeat(32))).toBe(ids[0]);
    expect(await store.directory.findPortalId('unknown')).toBeUndefined();
    expect(await store.directory.listPortalIds()).toEqual([ids[0], other]);
  });

  it('refuses a member id that no portal has', async () => {
    await expect(store.directory.savePortalId("x'; drop table portal")).rejects.toThrow('check constraint');
    await expect(store.directory.savePortalId('')).rejects.toThrow('check constraint');
  });
});
