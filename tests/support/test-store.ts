import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore, type Store, type StoreOptions } from '#store/open-store.ts';
import { createTestDatabase } from './test-database.ts';

export type TestEngine = 'pglite' | 'postgres';

/** The engine this run of the server tests is about. */
export function testEngine(): TestEngine {
  return process.env['TEST_STORE'] === 'postgres' ? 'postgres' : 'pglite';
}

/** A fresh, migrated store that nobody else sees; close it when done. */
export async function openTestStore(): Promise<Store> {
  if (testEngine() === 'pglite') return openStore({ databaseUrl: null, migrationDatabaseUrl: null, dataDir: null });
  return openStore(await postgresOptions());
}

export interface ReopenableStore {
  readonly options: StoreOptions;
  remove(): Promise<void>;
}

/** Options that open the same fresh store again and again: for restarts and second processes. */
export async function createReopenableStore(): Promise<ReopenableStore> {
  if (testEngine() === 'postgres') return { options: await postgresOptions(), remove: async () => undefined };
  const dataDir = await mkdtemp(join(tmpdir(), 'kurs-store-'));
  return {
    options: { databaseUrl: null, migrationDatabaseUrl: null, dataDir },
    remove: () => rm(dataDir, { recursive: true, force: true }),
  };
}

async function postgresOptions(): Promise<StoreOptions> {
  const { databaseUrl, migrationDatabaseUrl } = await createTestDatabase();
  return { databaseUrl, migrationDatabaseUrl, dataDir: null };
}
