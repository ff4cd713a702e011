import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { findPostgresBinaries, missingPostgres } from '#support/postgres-binaries.ts';
import { startPostgresCluster } from '#support/postgres-cluster.ts';
import { prepareStore } from '#support/prepare-store.ts';
import type { Report, SeatOrder } from './live-seeds.ts';
import { runBatch } from './run-batch.ts';
import { sumUp, tellReport } from './tell-reports.ts';

const options = {
  schedules: { type: 'string', default: '1000' },
  from: { type: 'string', default: '1' },
  seed: { type: 'string' },
  store: { type: 'string', default: 'both' },
  jobs: { type: 'string', default: String(Math.max(1, Math.min(2, availableParallelism()))) },
  help: { type: 'boolean', default: false },
} as const;

const help = `npm run test:faults -- [--schedules 1000] [--from 1] [--seed N] [--store both|pglite|postgres] [--jobs 2]

Lives through schedules of faults by their seeds and compares the copy with the portal each time, in turns on both stores.
--seed N lives through one and prints all that happened.`;

const { values } = parseArgs({ options });

/** An embedded store takes in so many portals before it gets slow; then a new one is begun in a new process. */
const seedsInBatch = 10;

type StoreName = 'pglite' | 'postgres';

async function run(): Promise<boolean> {
  const isOne = values.seed !== undefined;
  const from = Number(values.seed ?? values.from);
  const count = isOne ? 1 : Number(values.schedules);
  const stores = storesOf(isOne);
  const places = await openPlaces(stores);
  const reports: Report[] = [];
  const batches = Array.from({ length: Math.ceil(count / seedsInBatch) }, (_, index) => index);
  const take = async (): Promise<void> => {
    for (let batch = batches.shift(); batch !== undefined; batch = batches.shift()) {
      const first = batch * seedsInBatch;
      const seeds = Array.from({ length: Math.min(seedsInBatch, count - first) }, (_, index) => from + first + index);
      const store = stores[batch % stores.length] ?? 'pglite';
      await runBatch({ seeds, place: places.of(store, batch) }, (report) => {
        reports.push(report);
        tellReport(report, store, reports.length, { count, isWhole: isOne });
      });
    }
  };
  try {
    await Promise.all(Array.from({ length: Number(values.jobs) }, take));
  } finally {
    await places.close();
  }
  return sumUp(reports, count, performance.now() / 1000);
}

function storesOf(isOne: boolean): readonly StoreName[] {
  if (values.store === 'pglite' || values.store === 'postgres') return [values.store];
  if (values.store !== 'both') throw new Error(`--store is both, pglite or postgres, not ${values.store}`);
  if (findPostgresBinaries() !== undefined && !isOne) return ['pglite', 'postgres'];
  if (!isOne) console.log(`SKIPPED: ${missingPostgres}; everything runs on PGlite`);
  return ['pglite'];
}

async function openPlaces(stores: readonly StoreName[]) {
  const folder = await mkdtemp(join(tmpdir(), 'kurs-faults-template-'));
  if (stores.includes('pglite')) await prepareStore({ databaseUrl: null, migrationDatabaseUrl: null, dataDir: folder });
  const cluster = stores.includes('postgres') ? await startCluster() : null;
  return {
    of: (store: StoreName, batch: number): SeatOrder['place'] => {
      if (store === 'pglite' || cluster === null) return { kind: 'folder', migratedFolder: join(folder, 'store') };
      const name = `faults_${batch}`;
      const urls = {
        databaseUrl: cluster.url('kurs_app', name),
        migrationDatabaseUrl: cluster.url('kurs_owner', name),
        adminUrl: cluster.url('postgres', name),
      };
      return { kind: 'database', url: cluster.url('postgres', 'postgres'), name, urls };
    },
    close: async () => {
      await cluster?.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function startCluster(): ReturnType<typeof startPostgresCluster> {
  const binaries = findPostgresBinaries();
  if (binaries === undefined) throw new Error(missingPostgres);
  return startPostgresCluster(binaries);
}

if (values.help) console.log(help);
else process.exitCode = (await run()) ? 0 : 1;
