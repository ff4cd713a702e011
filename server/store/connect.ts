import { PGlite, types as pgliteTypes } from '@electric-sql/pglite';
import { Kysely, PGliteDialect, PostgresDialect, type PGlite as AskedByKysely } from 'kysely';
import pg from 'pg';
import { PgBoss, fromPglite } from 'pg-boss';
import { createPreparedStatements } from './prepared-statements.ts';
import type { Tables } from './tables.ts';

/** One database, whichever engine serves it. */
export interface Connection {
  readonly engine: 'pglite' | 'postgres';
  readonly kysely: Kysely<Tables>;
  /** Runs several statements that have no parameters: migrations. */
  runScript(script: string): Promise<void>;
  createJobs(): PgBoss;
  listen(channel: string, onMessage: (payload: string) => void): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

/** A job of a process that died is given up within these seconds and its own heartbeat, not after a minute. */
const supervision = { superviseIntervalSeconds: 5, monitorIntervalSeconds: 5 };

const parseDay = (text: string): string => text;

/** `dataDir` null keeps everything in memory. */
export async function connectPglite(dataDir: string | null): Promise<Connection> {
  const parsers = { [pgliteTypes.INT8]: BigInt, [pgliteTypes.DATE]: parseDay };
  const pglite = await PGlite.create({ ...(dataDir === null ? {} : { dataDir }), parsers });
  return {
    engine: 'pglite',
    kysely: new Kysely<Tables>({ dialect: new PGliteDialect({ pglite: withPrepared(pglite) }) }),
    runScript: async (script) => void (await pglite.exec(script)),
    createJobs: () => new PgBoss({ db: fromPglite(withNumbers(pglite)), backend: 'pglite', useListenNotify: true }),
    listen: (channel, onMessage) => pglite.listen(channel, onMessage),
    close: () => pglite.close(),
  };
}

/** Only inside a transaction is the engine ours alone, as statements that are prepared need it. */
function withPrepared(pglite: PGlite): AskedByKysely {
  const prepared = createPreparedStatements(pglite);
  return {
    close: () => pglite.close(),
    get closed() {
      return pglite.closed;
    },
    get ready() {
      return pglite.ready;
    },
    waitReady: pglite.waitReady,
    query: (...asked) => pglite.query(...asked),
    transaction: (work) =>
      pglite.transaction((tx) => work({ query: prepared((...asked) => tx.query(...asked)), rollback: () => tx.rollback() })),
  };
}

/** The job queue counts with numbers, our facts with bigint, and both share one instance. */
function withNumbers(pglite: PGlite) {
  const options = { parsers: { [pgliteTypes.INT8]: Number } };
  return {
    query: (text: string, values?: unknown[]) => pglite.query<Record<string, unknown>>(text, values, options),
    exec: (text: string) => pglite.exec(text, options),
    listen: (channel: string, onMessage: (payload: string) => void) => pglite.listen(channel, onMessage),
  } as unknown as Parameters<typeof fromPglite>[0];
}

export async function connectPostgres(url: string, options: { maxConnections: number }): Promise<Connection> {
  const types = {
    getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
      if (oid === pg.types.builtins.INT8) return BigInt;
      if (oid === 1016) return (text: string) => text.slice(1, -1).split(',').filter(Boolean).map(BigInt);
      if (oid === pg.types.builtins.DATE) return parseDay;
      return pg.types.getTypeParser(oid, format as 'text');
    }) as typeof pg.types.getTypeParser,
  };
  const pool = new pg.Pool({ connectionString: url, max: options.maxConnections, types });
  pool.on('error', () => undefined);
  // A server that restarts breaks connections in use as well: their transaction fails, and nothing but it.
  pool.on('connect', (client) => void client.on('error', () => undefined));
  return {
    engine: 'postgres',
    kysely: new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) }),
    runScript: async (script) => void (await pool.query(script)),
    createJobs: () => new PgBoss({ connectionString: url, max: 4, useListenNotify: true, createSchema: false, ...supervision }),
    listen: (channel, onMessage) => listenOn(url, channel, onMessage),
    close: () => pool.end(),
  };
}

async function listenOn(url: string, channel: string, onMessage: (payload: string) => void): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  client.on('notification', (message) => onMessage(message.payload ?? ''));
  await client.query(`listen ${client.escapeIdentifier(channel)}`);
  return () => client.end();
}
