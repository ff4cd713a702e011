import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { Connection } from './connect.ts';

const lockNumber = 7_021_001;
const folder = join(import.meta.dirname, 'migrations');

/** Applies the numbered files that were not applied yet, each in a transaction of its own; several processes wait for each other. */
export async function migrate(connection: Connection): Promise<string[]> {
  // A lock of the session, taken before anything is looked at; the connection is the only one of its pool.
  await connection.runScript(`select pg_advisory_lock(${lockNumber})`);
  try {
    await connection.runScript(
      `create table if not exists migration (name text primary key, applied_at timestamptz not null default now())`,
    );
    const applied: string[] = [];
    for (const name of (await readdir(folder)).filter((file) => file.endsWith('.sql')).sort()) {
      if (await applyOnce(connection, name)) applied.push(name);
    }
    return applied;
  } finally {
    await connection.runScript(`select pg_advisory_unlock(${lockNumber})`);
  }
}

async function applyOnce(connection: Connection, name: string): Promise<boolean> {
  const done = await sql<{ name: string }>`select name from migration where name = ${name}`.execute(connection.kysely);
  if (done.rows.length > 0) return false;
  const text = await readFile(join(folder, name), 'utf8');
  const escaped = name.replaceAll("'", "''");
  await connection.runScript(`begin;
${text}
insert into migration (name) values ('${escaped}');
commit;`);
  return true;
}
