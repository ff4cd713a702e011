import { sql } from 'kysely';
import pg from 'pg';
import { expect, it } from 'vitest';
import { openStore } from '#store/open-store.ts';
import { createTestDatabase } from '#support/test-database.ts';
import { testEngine } from '#support/test-store.ts';

it.runIf(testEngine() === 'postgres')(
  'a server that restarts in the middle of a transaction fails it, and the next one works',
  async () => {
    const database = await createTestDatabase();
    const store = await openStore({ ...database, dataDir: null });
    const portal = store.forPortal(1n);
    const broken = portal.transaction(async ({ db }) => {
      await sql`select 1`.execute(db);
      const admin = new pg.Client({ connectionString: database.adminUrl });
      await admin.connect();
      await admin.query(
        'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
      );
      await admin.end();
      // Nobody asks the connection anything while it learns that it is gone.
      await new Promise((resolve) => setTimeout(resolve, 100));
    });
    await expect(broken).rejects.toThrow(/connection/i);
    await expect(portal.transaction(({ db }) => sql`select 1`.execute(db))).resolves.toBeDefined();
    await store.close();
  },
);
