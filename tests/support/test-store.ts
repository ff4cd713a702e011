import { randomBytes } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { inject } from 'vitest';
import { openStore, type Store, type StoreOptions } from '#store/open-store.ts';
import { createSecretText } from '#store/secret-text.ts';
import { createTestDatabase } from './test-database.ts';

export type TestEngine = 'pglite' | 'postgres';

/** The engine this run of the server tests is about. */
export function testEngine(): TestEngine {
  return process.env['TEST_STORE'] === 'postgres' ? 'postgres' : 'pglite';
}

/** A fresh, migrated store that nobody else sees; close it when done. */
export async function openTestStore(told: Pick<StoreOptions, 'onWait' | 'secretText'> = {}): Promise<Store> {
  const options = { secretText: createSecretText(randomBytes(32)), ...told };
  if (testEngine() === 'postgres') return openStore({ ...(await postgresOptions()), ...options });
  return fromTemplate(() => openStore({ databaseUrl: null, migrationDatabaseUrl: null, dataDir: null, ...options }));
}

export interface ReopenableStore {
  readonly options: StoreOptions;
  remove(): Promise<void>;
}

/** Options that open the same fresh store again and again: for restarts and second processes. */
export async function createReopenableStore(): Promise<ReopenableStore> {
  if (testEngine() === 'postgres') return { options: await postgresOptions(), remove: async () => undefined };
  const dataDir = await mkdtemp(join(tmpdir(), 'kurs-store-'));
  await copyMigratedStore(dataDir);
  return {
    options: { databaseUrl: null, migrationDatabaseUrl: null, dataDir },
    remove: () => rm(dataDir, { recursive: true, force: true }),
  };
}

/** Puts a migrated store of PGlite into the folder of a product. */
export async function copyMigratedStore(dataDir: string): Promise<void> {
  await cp(inject('pgliteFolder'), join(dataDir, 'store'), { recursive: true });
}

async function postgresOptions(): Promise<StoreOptions> {
  const { databaseUrl, migrationDatabaseUrl } = await createTestDatabase();
  return { databaseUrl, migrationDatabaseUrl, dataDir: null };
}

const ignore = (): void => undefined;
// One opening at a time, because the constructor is exchanged for as long as it lasts.
let lastOpening: Promise<void> = Promise.resolve();

/** A PGlite that is opened in memory meanwhile begins as a copy of the migrated template; everything after that is the product's own way. */
export function fromTemplate<T>(open: () => Promise<T>): Promise<T> {
  const opened = lastOpening.then(() => openWithCopy(open));
  lastOpening = opened.then(ignore, ignore);
  return opened;
}

async function openWithCopy<T>(open: () => Promise<T>): Promise<T> {
  const loadDataDir = await openAsBlob(inject('pgliteTemplate'));
  const pgliteWasmModule = await (engine ??= compileEngine());
  const create: (options: object) => Promise<PGlite> = PGlite.create.bind(PGlite);
  const replacement = { create: (options: object) => create({ ...options, loadDataDir, pgliteWasmModule }) };
  const original = Object.getOwnPropertyDescriptor(PGlite, 'create');
  if (original === undefined) throw new Error('PGlite has no create of its own any more');
  Object.assign(PGlite, replacement);
  try {
    return await open();
  } finally {
    Object.defineProperty(PGlite, 'create', original);
  }
}

let engine: Promise<WebAssembly.Module> | undefined;

/** Compiled once in a worker: what has become fast in one store stays fast in the next. */
async function compileEngine(): Promise<WebAssembly.Module> {
  return WebAssembly.compile(await readFile(new URL('pglite.wasm', import.meta.resolve('@electric-sql/pglite'))));
}
