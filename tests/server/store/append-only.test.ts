import { sql, type Kysely } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Tables } from '#store/tables.ts';
import { fillPortal, openGuardedDatabase, type GuardedDatabase } from './guarded-portal.ts';

let database: GuardedDatabase;

beforeAll(async () => {
  database = await openGuardedDatabase();
  await fillPortal(database.portal(1n));
});

afterAll(() => database.close());

const tables = ['ledger_entry', 'signature', 'plan_version', 'plan_line', 'plan_condition', 'plan_dimension_line', 'plan_sheet'] as const;

const column: Readonly<Record<(typeof tables)[number], string>> = {
  ledger_entry: 'type',
  signature: 'text',
  plan_version: 'reason',
  plan_line: 'metric',
  plan_condition: 'scope',
  plan_dimension_line: 'title',
  plan_sheet: 'human_text',
};

const rewrites = (table: (typeof tables)[number]): string[] => [
  `update ${table} set ${column[table]} = 'x'`,
  `update ${table} set ${column[table]} = ${column[table]}`,
  `update ${table} set portal_id = portal_id`,
  `delete from ${table}`,
  `truncate ${table} cascade`,
];

const run = (statement: string) => (db: Kysely<Tables>) => sql.raw(statement).execute(db);

describe.each(tables)('%s', (table) => {
  it('refuses UPDATE, DELETE and TRUNCATE of the application', async () => {
    for (const statement of rewrites(table)) {
      const attempt = database.portal(1n).transaction(({ db }) => run(statement)(db));
      await expect(attempt).rejects.toThrow(/permission denied|append-only/);
    }
  });

  it('refuses UPDATE, DELETE and TRUNCATE of its owner', async () => {
    for (const statement of rewrites(table)) await expect(database.asOwner(1n, run(statement))).rejects.toThrow('append-only');
  });

  it('refuses them of a superuser, also as a replica, where ordinary triggers are silent', async () => {
    for (const statement of rewrites(table)) {
      await expect(database.asSuperuser(run(statement))).rejects.toThrow('append-only');
      const asReplica = database.asSuperuser(async (db) => {
        await sql`set local session_replication_role = replica`.execute(db);
        return run(statement)(db);
      });
      await expect(asReplica).rejects.toThrow('append-only');
    }
  });

  it('holds the same rows after all of that', async () => {
    const { rows } = await database.asSuperuser((db) =>
      sql<{ rows: number }>`select count(*)::int as rows from ${sql.table(table)}`.execute(db),
    );
    expect(rows[0]?.rows).toBe(
      { ledger_entry: 1, signature: 1, plan_version: 2, plan_line: 4, plan_condition: 2, plan_dimension_line: 2, plan_sheet: 2 }[table],
    );
  });

  it('refuses an INSERT that would overwrite', async () => {
    const overwriting = `insert into ${table} select * from ${table} on conflict do nothing`;
    const before = await database.asSuperuser((db) => sql.raw(`select * from ${table}`).execute(db));
    await database.asOwner(1n, run(overwriting)).catch(() => undefined);
    const after = await database.asSuperuser((db) => sql.raw(`select * from ${table}`).execute(db));
    expect(after.rows).toEqual(before.rows);
  });
});

describe('a plan without lines of the past', () => {
  it('cannot lose a version that somebody was asked to sign', async () => {
    await expect(database.portal(1n).transaction(({ db }) => run('delete from plan')(db))).rejects.toThrow(/foreign key/);
  });
});
