import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';

export interface TestDatabase {
  readonly name: string;
  /** As the application's role, bound by row-level security. */
  readonly databaseUrl: string;
  /** As the owner of the schema. */
  readonly migrationDatabaseUrl: string;
  /** As the superuser of the throw-away cluster: to look past row-level security. */
  readonly adminUrl: string;
}

/** A migrated database of one's own on the throw-away cluster; it disappears with the cluster. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const { adminUrl, ownerUrl, appUrl, template } = inject('postgres');
  const name = `kurs_${randomBytes(6).toString('hex')}`;
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    // Files are copied as they are; through the log, page by page, a copy costs five times as much.
    await admin.query(`create database ${name} template ${template} strategy file_copy owner kurs_owner`);
  } finally {
    await admin.end();
  }
  return {
    name,
    databaseUrl: appUrl.replace('@database', name),
    migrationDatabaseUrl: ownerUrl.replace('@database', name),
    adminUrl: adminUrl.replace(/\/postgres$/, `/${name}`),
  };
}
