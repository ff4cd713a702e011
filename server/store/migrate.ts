import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { Connection } from './connect.ts';

const folder = join(import.meta.dirname, 'migrations');

/** Applies the numbered files that were not applied yet, each in a transaction of its own; several processes wait for each other. */
export async function migrate(connection: Connection): Promise<string[]> {
  await connection.runScript(
    `create table if not exists migration (name text primary key, applied_at timestamptz not null default now())`,
  );
  const applied: string[] = [];
  for (const name of (await readdir(folder)).filter((file) => file.endsWith('.sql')).sort()) {
    if (await applyOnce(connection, name)) applied.push(name);
  }
  return applied;
}

async function applyOnce(connection: Connection, name: string): Promise<boolean> {
  const done = await sql<{ name: string }>`select name from migration where name = ${name}`.execute(connection.kysely);
  if (done.rows.length > 0) return false;
  const text = await readFile(join(folder, name), 'utf8');
  const escaped = name.replaceAll("'", "''");
  await connection.runScript(`begin;
select pg_advisory_xact_lock(7021001);
${text}
insert into migration (name) values ('${escaped}');
commit;`);
  return true;
}
