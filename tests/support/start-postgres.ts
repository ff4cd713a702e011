import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { findPostgresBinaries } from './postgres-binaries.ts';
import { startPostgresCluster, type PostgresCluster } from './postgres-cluster.ts';
import { prepareStore } from './prepare-store.ts';

export interface ProvidedPostgres {
  readonly adminUrl: string;
  readonly ownerUrl: string;
  readonly appUrl: string;
  readonly template: string;
}

declare module 'vitest' {
  export interface ProvidedContext {
    postgres: ProvidedPostgres;
  }
}

/**
 * A database for each file of tests: looking after all of them in turns would take more of the machine than most tests,
 * a checkpoint comes with each copy of the template anyway, and queries over so few rows are not worth compiling.
 */
const ofManyDatabases = { autovacuum: 'off', wal_level: 'minimal', max_wal_senders: '0', max_wal_size: '4GB', jit: 'off' };

/** Starts the cluster, migrates one database and hands it to the tests as the template of theirs. */
export default async function startPostgres(project: TestProject): Promise<() => Promise<void>> {
  const binaries = findPostgresBinaries();
  if (binaries === undefined) throw new Error('PostgreSQL was there when the run was planned and is gone now');
  const cluster = await startPostgresCluster(binaries, ofManyDatabases);
  const template = 'kurs_template';
  try {
    await createTemplate(cluster, template);
  } catch (failure) {
    await cluster.stop();
    throw failure;
  }
  project.provide('postgres', {
    adminUrl: cluster.url('postgres', 'postgres'),
    ownerUrl: cluster.url('kurs_owner', '@database'),
    appUrl: cluster.url('kurs_app', '@database'),
    template,
  });
  return () => cluster.stop();
}

async function createTemplate(cluster: PostgresCluster, template: string): Promise<void> {
  const admin = new pg.Client({ connectionString: cluster.url('postgres', 'postgres') });
  await admin.connect();
  await admin.query(`create database ${template} owner kurs_owner`).finally(() => admin.end());
  await prepareStore({
    databaseUrl: cluster.url('kurs_app', template),
    migrationDatabaseUrl: cluster.url('kurs_owner', template),
    dataDir: null,
  });
}
