import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { getSyncStatus, type SyncStatus } from '#contract/sync-status.ts';
import type { Visitor } from '#demo/visitor.ts';
import { openStore, type StoreOptions } from '#store/open-store.ts';
import { isEveryEngine } from '#support/every-engine.ts';
import { readFacts } from '#support/portal-facts.ts';
import { createReopenableStore } from '#support/test-store.ts';
import { installAs, untilLoaded, visitAs } from './portal-visitor.ts';
import { startProduct, until, type Product } from './start-product.ts';

const admin = 1;
const fresh = ['--scenario', 'fresh'];

/** Shares of the expected rows at which the process is killed: at its beginning and in the middle, and later too by `npm run test:engines`. */
const moments = isEveryEngine() ? [0.05, 0.35, 0.7] : [0.05, 0.5];
/** On PostgreSQL the queue waits for the heartbeat of the dead process. */
const goesOnWithinMs = 60_000;

const products: Product[] = [];

afterEach(async () => {
  for (const product of products.splice(0)) await product.remove();
});

describe('a first load that is killed', () => {
  it('goes on where it was each time, and ends with the facts of an undisturbed one', { timeout: 400_000 }, async () => {
    // Beside the other: both wait for what a portal takes in a second.
    const undisturbed = loadUndisturbed();
    undisturbed.catch(() => undefined);
    const database = await chooseDatabase();
    let product = await start(database);
    await installAs(product, admin);
    for (const share of moments) {
      const before = await untilShare(await visitAs(product, admin), share);
      await product.kill();
      const startedAt = performance.now();
      product = await start(database, product);
      expect(performance.now() - startedAt).toBeLessThan(60_000);
      const after = await (await visitAs(product, admin)).call(getSyncStatus, {});
      expect(before.state).toBe('loading');
      expect(after.rows).toBeGreaterThanOrEqual(before.rows);
      expect(after.expectedRows).toBe(before.expectedRows);
    }
    const end = await untilLoaded(await visitAs(product, admin), goesOnWithinMs);
    const { status, facts } = await undisturbed;
    expect(end.entities.map(({ entity, rows }) => [entity, rows])).toEqual(status.entities.map(({ entity, rows }) => [entity, rows]));
    await product.stop();
    expect(await sumUp(product, database)).toEqual(facts);
  });
});

async function loadUndisturbed(): Promise<{ status: SyncStatus; facts: Fingerprints }> {
  const database = await chooseDatabase();
  const product = await start(database);
  await installAs(product, admin);
  const status = await untilLoaded(await visitAs(product, admin));
  await product.stop();
  return { status, facts: await sumUp(product, database) };
}

/** Rows are never taken back while the load goes on. */
async function untilShare(visitor: Visitor, share: number): Promise<SyncStatus> {
  let status = await visitor.call(getSyncStatus, {});
  const isThere = async (): Promise<boolean> => {
    const next = await visitor.call(getSyncStatus, {});
    expect(next.rows).toBeGreaterThanOrEqual(status.rows);
    status = next;
    return next.rows >= share * (next.expectedRows ?? Number.POSITIVE_INFINITY);
  };
  await until(isThere, goesOnWithinMs, () => `the load did not reach ${share}: ${JSON.stringify(status)}`);
  return status;
}

/** Where the product keeps its facts, in words of its environment. */
type Database = Readonly<Record<string, string>>;

async function chooseDatabase(): Promise<Database> {
  const { options } = await createReopenableStore();
  const { databaseUrl, migrationDatabaseUrl, dataDir } = options;
  if (dataDir !== null) return { DATA_DIR: dataDir };
  return { DATABASE_URL: databaseUrl ?? '', MIGRATION_DATABASE_URL: migrationDatabaseUrl ?? '' };
}

async function start(environment: Database, before?: Product): Promise<Product> {
  const dataDir = before?.dataDir ?? environment['DATA_DIR'];
  const place = { ...(dataDir === undefined ? {} : { dataDir }), ...(before === undefined ? {} : { ports: before.ports }) };
  const product = await startProduct({ args: fresh, environment, ...place });
  if (before === undefined) products.push(product);
  else products.splice(products.indexOf(before), 1, product);
  return product;
}

type Fingerprints = Readonly<Record<string, { count: number; hash: string }>>;

/** Count and hash of every kind of fact, read from the store after the process has ended. */
async function sumUp(product: Product, database: Database): Promise<Fingerprints> {
  const options: StoreOptions = {
    databaseUrl: database['DATABASE_URL'] ?? null,
    migrationDatabaseUrl: database['MIGRATION_DATABASE_URL'] ?? null,
    dataDir: product.dataDir,
  };
  const store = await openStore(options);
  try {
    const [portalId] = await store.directory.listPortalIds();
    if (portalId === undefined) throw new Error('No portal is installed in this store');
    const facts = await readFacts(store, portalId);
    return Object.fromEntries(
      Object.entries(facts).map(([kind, rows]) => [kind, { count: Array.isArray(rows) ? rows.length : 1, hash: hashOf(rows) }]),
    );
  } finally {
    await store.close();
  }
}

function hashOf(rows: unknown): string {
  const text = JSON.stringify(rows, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
  return createHash('sha256').update(text).digest('hex');
}
