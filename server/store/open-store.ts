import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { PgBoss } from 'pg-boss';
import { connectPglite, connectPostgres, type Connection } from './connect.ts';
import { lockDataDir } from './lock-data-dir.ts';
import { migrate } from './migrate.ts';
import { createSumsCache } from './sums-cache.ts';
import { createDirectoryStore, createPortalStore, type DirectoryStore, type PortalStore } from './portal-store.ts';
import type { SecretText } from './secret-text.ts';
import { createPublicRootStore, type PublicRootStore } from './public-roots.ts';

export interface StoreOptions {
  /** PostgreSQL 15 or newer, as the application's role; null is the embedded PGlite. */
  readonly databaseUrl: string | null;
  /** The owner's role; null when the application's role may change the schema itself. */
  readonly migrationDatabaseUrl: string | null;
  /** Folder of PGlite; null keeps it in memory. */
  readonly dataDir: string | null;
  /** Told how long each transaction of a portal waited for its beginning. */
  readonly onWait?: ((seconds: number) => void) | undefined;
  /** Keeps the keys that personal texts are sealed with; without it such texts are neither written nor read. */
  readonly secretText?: SecretText | undefined;
}

export interface Store {
  readonly engine: 'pglite' | 'postgres';
  readonly directory: DirectoryStore;
  readonly publicRoots: PublicRootStore;
  forPortal(portalId: bigint): PortalStore;
  /** Not started yet. */
  createJobs(): PgBoss;
  /** Tells every process of this store that a topic of a portal has changed. */
  announce(portalId: bigint): Promise<void>;
  onAnnounce(listener: (portalId: bigint) => void): Promise<() => Promise<void>>;
  ping(): Promise<void>;
  /** Lets the planner see the rows of a load at once: PGlite has no background process that would. */
  refreshStatistics(): Promise<void>;
  close(): Promise<void>;
}

/** What goes from portal to portal needs. */
export interface PortalsOf {
  readonly directory: Pick<DirectoryStore, 'listPortalIds'>;
  forPortal(portalId: bigint): PortalStore;
}

export async function openStore(options: StoreOptions): Promise<Store> {
  if (options.databaseUrl !== null) return openPostgres(options.databaseUrl, options.migrationDatabaseUrl ?? options.databaseUrl, options);
  if (options.dataDir === null) return toStore(await migrated(await connectPglite(null)), async () => undefined, options);
  await mkdir(options.dataDir, { recursive: true });
  const folder = join(options.dataDir, 'store');
  const unlock = await lockDataDir(folder);
  try {
    return toStore(await migrated(await connectPglite(folder)), unlock, options);
  } catch (failure) {
    await unlock();
    throw failure;
  }
}

type Told = Pick<StoreOptions, 'onWait' | 'secretText'>;

async function openPostgres(url: string, ownerUrl: string, told: Told): Promise<Store> {
  const owner = await connectPostgres(ownerUrl, { maxConnections: 1 });
  try {
    await migrate(owner);
  } finally {
    await owner.close();
  }
  return toStore(await connectPostgres(url, { maxConnections: 10 }), async () => undefined, told);
}

async function migrated(connection: Connection): Promise<Connection> {
  await migrate(connection);
  return connection;
}

const channel = 'kurs_changes';

function toStore(connection: Connection, unlock: () => Promise<void>, { onWait, secretText }: Told): Store {
  const { kysely } = connection;
  const sums = createSumsCache();
  return {
    engine: connection.engine,
    directory: createDirectoryStore(kysely),
    publicRoots: createPublicRootStore(kysely),
    forPortal: (portalId) => createPortalStore(connection, portalId, { sums, onWait, secretText: secretText ?? null }),
    createJobs: () => connection.createJobs(),
    announce: async (portalId) => {
      await kysely.executeQuery(
        kysely.selectNoFrom(({ fn, val }) => fn<void>('pg_notify', [val(channel), val(String(portalId))]).as('sent')).compile(),
      );
    },
    onAnnounce: (listener) => connection.listen(channel, (payload) => listener(BigInt(payload))),
    refreshStatistics: async () => {
      if (connection.engine === 'pglite') await connection.runScript('analyze');
    },
    ping: async () => void (await kysely.selectNoFrom(({ lit }) => lit(1).as('one')).executeTakeFirst()),
    close: async () => {
      await connection.close();
      await unlock();
    },
  };
}
