import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { StorePlace } from './store-place.ts';

/** Long enough for a client to notice that its connections are gone. */
const noticeMs = 50;

/** A folder of the embedded store that begins as a copy of a migrated one. */
export async function openFolderPlace(migratedFolder: string): Promise<StorePlace & { remove(): Promise<void> }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'kurs-faults-'));
  await cp(migratedFolder, join(dataDir, 'store'), { recursive: true });
  return {
    options: { databaseUrl: null, migrationDatabaseUrl: null, dataDir },
    breakConnections: null,
    remove: () => rm(dataDir, { recursive: true, force: true }),
  };
}

/** A database whose superuser may end the sessions of everybody. */
export function databasePlace(database: { databaseUrl: string; migrationDatabaseUrl: string; adminUrl: string }): StorePlace {
  return {
    options: { databaseUrl: database.databaseUrl, migrationDatabaseUrl: database.migrationDatabaseUrl, dataDir: null },
    breakConnections: async () => {
      const admin = new pg.Client({ connectionString: database.adminUrl });
      await admin.connect();
      await admin.query(
        'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
      );
      await admin.end();
      await pause(noticeMs);
    },
  };
}
