import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { findPostgresBinaries, missingPostgres } from '#support/postgres-binaries.ts';
import { startPostgresCluster } from '#support/postgres-cluster.ts';
import { faultClasses, type FaultClass } from './fault-log.ts';
import type { Report, SeatOrder } from './live-seeds.ts';

const options = {
  seeds: { type: 'string', default: '1000' },
  from: { type: 'string', default: '1' },
  seed: { type: 'string' },
  store: { type: 'string', default: 'pglite' },
  jobs: { type: 'string', default: String(Math.max(1, Math.min(2, availableParallelism()))) },
  help: { type: 'boolean', default: false },
} as const;

const help = `npm run test:faults -- [--seeds 1000] [--from 1] [--seed N] [--store pglite|postgres] [--jobs 2]

Lives through schedules of faults by their seeds and compares the copy with the portal each time.
--seed N lives through one and prints all that happened.`;

const { values } = parseArgs({ options });

async function run(): Promise<boolean> {
  const only = values.seed === undefined ? null : Number(values.seed);
  const from = only ?? Number(values.from);
  const count = only === null ? Number(values.seeds) : 1;
  const seeds = Array.from({ length: count }, (_, index) => from + index);
  const jobs = Math.min(Number(values.jobs), count);
  const startedAt = performance.now();
  const cluster = await openCluster();
  const reports: Report[] = [];
  try {
    const orders = Array.from({ length: jobs }, (_, job): SeatOrder => ({
      database: cluster === null ? null : { url: cluster.url('postgres', 'postgres'), job, urls: urlsOf(cluster, job) },
      seeds: seeds.filter((seed) => (seed - from) % jobs === job),
    }));
    await Promise.all(orders.map((order) => live(order, (report) => reports.push(tell(report, only !== null, reports.length + 1, count)))));
  } finally {
    await cluster?.stop();
  }
  return sumUp(reports, count, (performance.now() - startedAt) / 1000);
}

type Cluster = Awaited<ReturnType<typeof startPostgresCluster>>;

async function openCluster(): Promise<Cluster | null> {
  if (values.store === 'pglite') return null;
  if (values.store !== 'postgres') throw new Error(`--store is pglite or postgres, not ${values.store}`);
  const binaries = findPostgresBinaries();
  if (binaries === undefined) throw new Error(missingPostgres);
  return startPostgresCluster(binaries);
}

const urlsOf = (cluster: Cluster, job: number) => ({
  databaseUrl: cluster.url('kurs_app', `faults_${job}`),
  migrationDatabaseUrl: cluster.url('kurs_owner', `faults_${job}`),
  adminUrl: cluster.url('postgres', `faults_${job}`),
});

/** One process lives through its seeds one after another. */
async function live(order: SeatOrder, onReport: (report: Report) => void): Promise<void> {
  const child: ChildProcess = fork(fileURLToPath(new URL('live-seeds.ts', import.meta.url)), {
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  child.on('message', (message) => onReport(message as Report));
  child.send(order);
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`the process of seeds ${order.seeds.join(', ').slice(0, 60)} ended with ${code}`);
}

function tell(report: Report, isWhole: boolean, done: number, count: number): Report {
  const failures = [...report.differences, ...report.surprises];
  if (isWhole) for (const line of report.lines) console.log(line);
  if (failures.length > 0) {
    const file = join(tmpdir(), `kurs-faults-${report.seed}.log`);
    writeFileSync(file, `${report.lines.join('\n')}\n${failures.join('\n')}\n`);
    console.log(`\nseed ${report.seed} FAILED, its log is ${file}`);
    for (const failure of failures.slice(0, isWhole ? 1000 : 10)) console.log(`  ${failure}`);
    console.log(`  again: npm run test:faults -- --seed ${report.seed} --store ${values.store}`);
  }
  if (isWhole) console.log(`hash ${report.hash}`);
  else if (done % 10 === 0 || done === count) console.log(`${done} of ${count} seeds`);
  return report;
}

function sumUp(reports: readonly Report[], count: number, seconds: number): boolean {
  const sums = new Map<FaultClass, { times: number; schedules: number }>();
  for (const { fired } of reports) {
    for (const [fault, times] of fired) {
      const sum = sums.get(fault) ?? { times: 0, schedules: 0 };
      sums.set(fault, { times: sum.times + times, schedules: sum.schedules + 1 });
    }
  }
  console.log(`\n${'class of fault'.padEnd(30)}${'times'.padStart(9)}${'schedules'.padStart(12)}`);
  for (const fault of faultClasses) {
    const { times, schedules } = sums.get(fault) ?? { times: 0, schedules: 0 };
    console.log(`${fault.padEnd(30)}${String(times).padStart(9)}${String(schedules).padStart(12)}`);
  }
  const failed = reports.filter(({ differences, surprises }) => differences.length + surprises.length > 0).map(({ seed }) => seed);
  const silent = count < 20 ? [] : faultClasses.filter((fault) => !sums.has(fault));
  if (silent.length > 0) console.log(`\nnever happened: ${silent.join(', ')}`);
  console.log(`\n${reports.length - failed.length} of ${count} schedules ended with a copy equal to the portal, ${Math.round(seconds)} s`);
  if (failed.length > 0) console.log(`failed seeds: ${failed.toSorted((left, right) => left - right).join(', ')}`);
  return failed.length === 0 && silent.length === 0 && reports.length === count;
}

if (values.help) console.log(help);
else process.exitCode = (await run()) ? 0 : 1;
