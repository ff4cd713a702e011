import { randomBytes } from 'node:crypto';
import { writeSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { openStore, type Store } from '#store/open-store.ts';
import { createSecretText } from '#store/secret-text.ts';
import { raiseTotalsRevision } from '#store/totals-revision.ts';
import { findPostgresBinaries, missingPostgres } from '#support/postgres-binaries.ts';
import { startPostgresCluster } from '#support/postgres-cluster.ts';
import pg from 'pg';
import { admin, managersOf, month, now, savePortalOf, type PortalSize } from './large-portal.ts';
import { measure, printFigures, type Figure } from './print-figures.ts';
import { computeRestTime, type RestTime } from './rest-time.ts';
import { serveStore, type ServedStore } from './serve-store.ts';

/** `npm run bench:dashboards`: how long the server takes for every screen of a large portal, by HTTP. */
const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    deals: { type: 'string' },
    managers: { type: 'string', default: '50' },
    runs: { type: 'string', default: '40' },
    store: { type: 'string', default: 'postgres' },
    screens: { type: 'string', default: '' },
  },
});
if (values.store !== 'postgres' && values.store !== 'pglite') throw new Error('--store is postgres or pglite');
const engine = values.store;
const size: PortalSize = {
  deals: Number(values.deals ?? (engine === 'postgres' ? 1_000_000 : 100_000)),
  managers: Number(values.managers),
};
const runs = Number(values.runs);
/** `--screens activity` measures those alone whose name begins so. */
const isAskedFor = (name: string): boolean => name.startsWith(values.screens);
/** A server that has just started compiles what it runs; these are of one that has served for a while. */
const warmUpRuns = 25;
/** Screens that are asked for the first time after each change of facts. */
const afterChange = ', facts changed';

const secretText = createSecretText(randomBytes(32));
const { store, vacuum, stop } = await (engine === 'postgres' ? openCluster() : openEmbedded());
await report(store, vacuum).finally(stop);

async function report(on: Store, settle: () => Promise<void>): Promise<void> {
  const portalId = await on.directory.savePortalId('bench');
  const began = performance.now();
  const { summingMs } = await savePortalOf(on, portalId, size);
  await settle();
  const preparing = performance.now() - began;
  const rest = await on.forPortal(portalId).transaction((tx) => computeRestTime(tx, '2026-11-16'));
  const served = await serveStore(on, portalId, now);
  const changeFacts = (): Promise<void> => on.forPortal(portalId).transaction(raiseTotalsRevision);
  await changeFacts();
  const { figures, stallMs } = await measureScreens(served, changeFacts).finally(() => served.close());
  print(figures, { rest, summingMs, preparing, stallMs });
}

/** `changeFacts` lets the next screen sum the facts anew. */
async function measureScreens(served: ServedStore, changeFacts: () => Promise<void>): Promise<{ figures: Figure[]; stallMs: number }> {
  const asAdmin = await served.openSession(admin, true);
  const asManager = await served.openSession(3n, false);
  for (const planned of [month, '2026-12']) await publishPlan(served, asAdmin, planned);
  const dealId = size.deals - 1;
  const list = (measured: string, offset = 0, scope = 'company'): string =>
    `/api/drill-down?month=${month}&scope=${scope}&measure=${measured}&offset=${offset}&limit=200`;
  const totalOf = async (path: string): Promise<number> => (JSON.parse(await served.ask(asAdmin, path)) as { total: number }).total;
  const middle = async (measured: string): Promise<string> => list(measured, Math.floor((await totalOf(list(measured))) / 2));
  const screens: Readonly<Record<string, readonly [token: string, path: string]>> = {
    'overview, company': [asAdmin, `/api/overview?month=${month}`],
    'overview, company, last month': [asAdmin, '/api/overview?month=2026-10'],
    'overview, department': [asAdmin, `/api/overview?month=${month}&scope=department:2`],
    attention: [asAdmin, `/api/attention?month=${month}`],
    'overview, person': [asManager, `/api/overview?month=${month}`],
    'list of fact': [asAdmin, list('fact')],
    'list of fact, middle': [asAdmin, await middle('fact')],
    'list of deviation, department': [asAdmin, list('deviation', 0, 'department:2')],
    'list of forecast, middle': [asAdmin, await middle('forecast')],
    'list of open deals': [asAdmin, list('open')],
    'list of open deals, person': [asManager, list('open', 0, 'person:3')],
    'list of weighted, middle': [asAdmin, await middle('weighted')],
    'list of overdue': [asAdmin, list('overdue')],
    'list of calls': [asAdmin, list('calls')],
    'list of calls, middle': [asAdmin, await middle('calls')],
    'list of calls without length, middle': [asAdmin, await middle('calls-unknown')],
    'deal tab': [asManager, `/api/deals/${dealId}/outlook`],
    'lead tab': [asManager, '/api/leads/5/outlook'],
    'plan of the next month': [asAdmin, '/api/plans/2026-12'],
    'history for a plan': [asAdmin, '/api/plans/2026-12/history'],
    'versions of a plan': [asAdmin, `/api/plans/${month}/versions`],
    'my plans': [asManager, '/api/my-plans'],
    signing: [asAdmin, `/api/signing/${month}`],
    'quiz results': [asAdmin, `/api/quiz-results/${month}`],
    'state of reading': [asAdmin, '/api/sync-status'],
    changes: [asManager, '/api/changes?after=-1'],
    activity: [asAdmin, `/api/intensity?period=month&day=${month}-16`],
    'activity of a person': [asManager, `/api/intensity?period=month&day=${month}-16`],
    'list of activity': [asAdmin, `/api/intensity/list?metric=calls&period=month&day=${month}-16&scope=company`],
    'my day': [asManager, '/api/my-day'],
    'what counts': [asAdmin, '/api/settings/counting'],
  };
  const figures: Figure[] = [];
  const stalls: number[] = [];
  const measureScreen = async (name: string, between?: () => Promise<void>): Promise<void> => {
    const [token, path] = screens[name] ?? ['', ''];
    for (let run = 0; run < warmUpRuns; run += 1) await served.ask(token, path);
    // One that is enabled again counts the time it was off as a stall.
    const delays = monitorEventLoopDelay({ resolution: 5 });
    delays.enable();
    const what = { name: between === undefined ? name : name + afterChange, engine, runs, ...(between && { between }) };
    figures.push(await measure(what, () => served.ask(token, path)));
    delays.disable();
    stalls.push(delays.max / 1e6);
  };
  for (const name of Object.keys(screens).filter(isAskedFor)) await measureScreen(name);
  const changing = ['overview, company', 'overview, department', 'overview, person', 'list of fact, middle', 'deal tab'];
  for (const name of changing.filter(isAskedFor)) await measureScreen(name, changeFacts);
  return { figures, stallMs: Math.max(...stalls) };
}

/** Every manager gets a sheet to sign. */
async function publishPlan(served: ServedStore, token: string, planned: string): Promise<void> {
  const lines = managersOf(size).flatMap((id) => [
    { metric: 'revenue', scope: `person:${id}`, value: '50000000.00' },
    { metric: 'calls', scope: `person:${id}`, value: '20' },
  ]);
  await served.send(token, 'PUT', `/api/plans/${planned}/draft`, { lines });
  await served.send(token, 'POST', `/api/plans/${planned}/publish`, { baseVersion: 0, reason: '', rationale: 'As last year' });
}

function print(figures: readonly Figure[], about: { rest: RestTime; summingMs: number; preparing: number; stallMs: number }): void {
  const { rest, summingMs, preparing, stallMs } = about;
  const overview = figures[0]?.p95Ms ?? 1;
  const restRatio = Math.round((rest.seconds * 1000) / overview);
  if (!values.json) {
    printFigures(figures, {
      ...size,
      history: size.deals * 3,
      activities: size.deals * 3,
      memoryMb: Math.round(process.memoryUsage.rss() / 1_048_576),
    });
    const seconds = (ms: number): string => `${Math.round(ms / 100) / 10} s`;
    writeSync(
      1,
      `prepared in ${seconds(preparing)}, all sums computed in ${seconds(summingMs)} · longest stall of the event loop ${Math.round(stallMs)} ms\n`,
    );
    writeSync(
      1,
      `by REST the overview needs ${rest.rows} rows, ${rest.batches} batches, at least ${rest.seconds} s: ${restRatio} times as long\n`,
    );
    return;
  }
  const screens = Object.fromEntries(figures.map((figure) => [figure.name, { p50_ms: figure.medianMs, p95_ms: figure.p95Ms }]));
  const worst = (isAfterChange: boolean): number =>
    Math.max(...figures.filter((figure) => figure.name.endsWith(afterChange) === isAfterChange).map((figure) => figure.p95Ms));
  writeSync(
    1,
    `${JSON.stringify({
      store: engine,
      ...size,
      worst_p95_ms: worst(false),
      worst_p95_after_change_ms: worst(true),
      longest_stall_ms: Math.round(stallMs),
      screens,
      rest_ratio: restRatio,
    })}\n`,
  );
}

interface Opened {
  readonly store: Store;
  /** What the database's own background work would have done after a while. */
  vacuum(): Promise<void>;
  stop(): Promise<void>;
}

async function openEmbedded(): Promise<Opened> {
  const opened = await openStore({ databaseUrl: null, migrationDatabaseUrl: null, dataDir: null, secretText });
  return { store: opened, vacuum: async () => undefined, stop: () => opened.close() };
}

async function openCluster(): Promise<Opened> {
  const binaries = findPostgresBinaries();
  if (binaries === undefined) throw new Error(missingPostgres);
  const cluster = await startPostgresCluster(binaries);
  await ask(cluster.url('postgres', 'postgres'), 'create database bench owner kurs_owner');
  const opened = await openStore({
    databaseUrl: cluster.url('kurs_app', 'bench'),
    migrationDatabaseUrl: cluster.url('kurs_owner', 'bench'),
    dataDir: null,
    secretText,
  });
  return {
    store: opened,
    vacuum: () => ask(cluster.url('postgres', 'bench'), 'vacuum analyze'),
    stop: async () => {
      await opened.close();
      await cluster.stop();
    },
  };
}

async function ask(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(statement).finally(() => client.end());
}
