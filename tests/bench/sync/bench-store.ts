import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StoreOptions } from '#store/open-store.ts';
import { findPostgresBinaries, missingPostgres } from '#support/postgres-binaries.ts';
import { startPostgresCluster } from '#support/postgres-cluster.ts';
import pg from 'pg';

/** An empty store that another process may open. */
export interface BenchStore {
  readonly name: string;
  readonly options: StoreOptions;
  /** Of a role that row-level security does not hold; null where there is none. */
  readonly superuserUrl: string | null;
  remove(): Promise<void>;
}

export async function createBenchStore(engine: string): Promise<BenchStore> {
  if (engine === 'pglite') {
    const dataDir = mkdtempSync(join(tmpdir(), 'kurs-bench-'));
    return {
      name: 'PGlite',
      options: { databaseUrl: null, migrationDatabaseUrl: null, dataDir },
      superuserUrl: null,
      remove: async () => rmSync(dataDir, { recursive: true, force: true }),
    };
  }
  const binaries = findPostgresBinaries();
  if (binaries === undefined) throw new Error(missingPostgres);
  const cluster = await startPostgresCluster(binaries);
  const admin = new pg.Client({ connectionString: cluster.url('postgres', 'postgres') });
  await admin.connect();
  await admin.query('create database bench owner kurs_owner').finally(() => admin.end());
  return {
    name: 'PostgreSQL',
    options: {
      databaseUrl: cluster.url('kurs_app', 'bench'),
      migrationDatabaseUrl: cluster.url('kurs_owner', 'bench'),
      dataDir: null,
    },
    superuserUrl: cluster.url('postgres', 'bench'),
    remove: () => cluster.stop(),
  };
}
