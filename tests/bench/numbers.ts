import { parseArgs } from 'node:util';
import { replyDealOutlook } from '#http/api/deal-outlook.ts';
import { replyDrillDown } from '#http/api/drill-down.ts';
import { replyOverview } from '#http/api/overview.ts';
import { readPortalContext, type PortalContext } from '#http/portal-context.ts';
import { openStore, type Store } from '#store/open-store.ts';
import { findPostgresBinaries } from '#support/postgres-binaries.ts';
import { startPostgresCluster } from '#support/postgres-cluster.ts';
import pg from 'pg';
import { month, now, savePortalOf, type PortalSize } from './generated-portal.ts';
import { measure, printFigures, type Figure } from './print-figures.ts';

/** `npm run bench:numbers`: the screens' numbers from the store to the answer, on both stores in one run. */
const { values } = parseArgs({
  options: {
    json: { type: 'boolean' },
    people: { type: 'string', default: '50' },
    won: { type: 'string', default: '20000' },
    runs: { type: 'string', default: '30' },
  },
});
const size: PortalSize = {
  people: Number(values.people),
  wonDeals: Number(values.won),
  openDeals: Math.ceil(Number(values.won) / 10),
  calls: Number(values.won) * 2,
};
const runs = Number(values.runs);
const figures: Figure[] = [];

const embedded = await openStore({ databaseUrl: null, migrationDatabaseUrl: null, dataDir: null });
figures.push(...(await measureStore(embedded, 'PGlite')));
await embedded.close();

const binaries = findPostgresBinaries();
if (binaries !== undefined) {
  const cluster = await startPostgresCluster(binaries);
  const admin = new pg.Client({ connectionString: cluster.url('postgres', 'postgres') });
  await admin.connect();
  await admin.query('create database bench owner kurs_owner').finally(() => admin.end());
  const store = await openStore({
    databaseUrl: cluster.url('kurs_app', 'bench'),
    migrationDatabaseUrl: cluster.url('kurs_owner', 'bench'),
    dataDir: null,
  });
  figures.push(...(await measureStore(store, 'PostgreSQL').finally(() => store.close())));
  await cluster.stop();
}
printFigures(figures, { ...size, memoryMb: Math.round(process.memoryUsage.rss() / 1_048_576) });

async function measureStore(store: Store, engine: string): Promise<Figure[]> {
  const portalId = await store.directory.savePortalId('bench');
  const portal = store.forPortal(portalId);
  await portal.transaction((tx) => savePortalOf(tx, size));
  const session = { portalId, userId: 1n, sessionId: '0197f000-0000-7000-8000-000000000000', isAdmin: true };
  const inPortal = (work: (context: PortalContext) => Promise<unknown>) => () =>
    portal.transaction(async (tx) => work(await readPortalContext(tx, session, now, () => undefined)));
  const list = { month, scope: 'company', offset: 0, limit: 200 } as const;
  const deal = { dealId: String(size.wonDeals + 1) };
  return [
    await measure(
      'workspace, whole company',
      engine,
      runs,
      inPortal((context) => replyOverview(context, { month })),
    ),
    await measure(
      'workspace, one person',
      engine,
      runs,
      inPortal((context) => replyOverview(context, { month, scope: 'person:2' })),
    ),
    await measure(
      'list behind the fact',
      engine,
      runs,
      inPortal((context) => replyDrillDown(context, { ...list, measure: 'fact' })),
    ),
    await measure(
      'list behind the calls',
      engine,
      runs,
      inPortal((context) => replyDrillDown(context, { ...list, measure: 'calls' })),
    ),
    await measure(
      'deal tab',
      engine,
      runs,
      inPortal((context) => replyDealOutlook(context, deal)),
    ),
  ];
}
