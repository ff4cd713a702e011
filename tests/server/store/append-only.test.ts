import { sql, type Kysely } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Tables } from '#store/tables.ts';
import { actTables, fillActs } from './fill-acts.ts';
import { fillPortal, openGuardedDatabase, type GuardedDatabase } from './guarded-portal.ts';

let database: GuardedDatabase;

beforeAll(async () => {
  database = await openGuardedDatabase();
  const { planId, sequence } = await fillPortal(database.portal(1n));
  await database.portal(1n).transaction((tx) => fillActs(tx, { planId, version: 2, userId: 6n, sequence }));
});

afterAll(() => database.close());

const tables = [
  'ledger_entry',
  'signature',
  'plan_version',
  'plan_line',
  'plan_condition',
  'plan_dimension_line',
  'plan_sheet',
  ...actTables,
] as const;

const column: Readonly<Record<(typeof tables)[number], string>> = {
  ledger_entry: 'type',
  signature: 'text',
  plan_version: 'reason',
  plan_line: 'metric',
  plan_condition: 'scope',
  plan_dimension_line: 'title',
  plan_sheet: 'human_text',
  sheet_read: 'read_at',
  sheet_notice: 'sent_at',
  sheet_message: 'text',
  objection_answer: 'text',
  paper_acknowledgement: 'witnesses_salt',
  sheet_overdue: 'noted_at',
  agreement_acceptance: 'text_hash',
  erasure: 'reference',
};

const rewrites = (table: (typeof tables)[number]): string[] => [
  `update ${table} set ${column[table]} = ${column[table].endsWith('_at') ? 'now()' : "'x'"}`,
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
    const twice: readonly string[] = ['plan_version', 'plan_condition', 'plan_dimension_line', 'plan_sheet'];
    expect(rows[0]?.rows).toBe(table === 'plan_line' ? 4 : twice.includes(table) ? 2 : 1);
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
