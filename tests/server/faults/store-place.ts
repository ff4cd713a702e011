import { sql } from 'kysely';
import pg from 'pg';
import { openStore, type Store, type StoreOptions } from '#store/open-store.ts';
import type { PortalTransaction } from '#store/portal-store.ts';

/** Where the product keeps its data for one schedule after another; it may go away and come back. */
export interface StorePlace {
  readonly options: StoreOptions;
  /** Breaks every connection, as a restart of the server does; the embedded store has no server and goes with its process. */
  readonly breakConnections: (() => Promise<void>) | null;
}

/** A place with its store open. */
export interface StoreSeat {
  readonly store: Store;
  readonly place: StorePlace;
  reopen(): Promise<void>;
  close(): Promise<void>;
}

export async function takeSeat(place: StorePlace): Promise<StoreSeat> {
  let store = await openStore(place.options);
  await addVirtualTime(store, place);
  return {
    place,
    get store() {
      return store;
    },
    reopen: async () => {
      await store.close();
      store = await openStore(place.options);
    },
    close: () => store.close(),
  };
}

const clocks = ['statement_timestamp', 'clock_timestamp', 'transaction_timestamp', 'now'] as const;

/** Functions that tell the time of a schedule, so that leases run out in it. */
const statements = [
  'create schema if not exists virtual_time',
  ...clocks.map(
    (name) => `create or replace function virtual_time.${name}() returns timestamptz language sql stable as $$
      select coalesce(to_timestamp(nullif(current_setting('virtual.now_ms', true), '')::double precision / 1000), pg_catalog.${name}()) $$`,
  ),
  'grant usage on schema virtual_time to kurs_app',
  'grant execute on all functions in schema virtual_time to kurs_app',
];

async function addVirtualTime(store: Store, { options }: StorePlace): Promise<void> {
  if (options.migrationDatabaseUrl !== null) {
    const owner = new pg.Client({ connectionString: options.migrationDatabaseUrl });
    await owner.connect();
    for (const statement of statements) await owner.query(statement);
    return owner.end();
  }
  await store.forPortal(0n).transaction(async ({ db }) => {
    for (const statement of ['reset role', ...statements]) await sql.raw(statement).execute(db);
  });
}

/** They are found before those of the system for as long as the transaction lasts. */
export async function enterVirtualTime({ db }: PortalTransaction, nowMs: number): Promise<void> {
  await sql`select set_config('virtual.now_ms', ${String(nowMs)}, true), set_config('search_path', 'virtual_time, pg_catalog, public', true)`.execute(
    db,
  );
}
