import { randomBytes } from 'node:crypto';
import { writeSync } from 'node:fs';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { createSessions } from '#http/session.ts';
import { openStore, type Store } from '#store/open-store.ts';
import { getPortal } from '#store/portals.ts';
import { admin, managersOf, month, now, savePortalOf } from './large-portal.ts';
import { summarize } from './print-figures.ts';
import { createBenchStore } from './sync/bench-store.ts';
import { load, type Ask, type Load } from './server/load.ts';
import { startApp, type ServedApp } from './server/served-app.ts';

/**
 * `npm run bench:server`: requests per second of the dashboard beside a bare Express that asks the same SQL and answers the same
 * bytes, in turns in one run; then a long mixed load, and what it does to memory. With `--json` the last line is for machines.
 */
const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    /** Of the mixed load. */
    seconds: { type: 'string', default: '600' },
    deals: { type: 'string', default: '20000' },
    people: { type: 'string', default: '8' },
  },
});
const size = { deals: Number(values.deals), managers: 50 };
const print = (text: string): void => void (values.json || writeSync(1, `${text}\n`));
const dashboard: readonly Ask[] = [{ path: `/api/overview?month=${month}&scope=company` }];
/** What people do on a busy morning; every tenth request changes the draft of a plan. */
const mixed: readonly Ask[] = [
  ...dashboard,
  { path: `/api/overview?month=${month}&scope=department:2` },
  { path: `/api/overview?month=${month}&scope=person:3` },
  { path: `/api/drill-down?month=${month}&scope=company&measure=fact&offset=0&limit=200` },
  { path: `/api/drill-down?month=${month}&scope=company&measure=calls&offset=0&limit=200` },
  { path: `/api/deals/${size.deals - 1}/outlook` },
  { path: '/api/my-plans' },
  { path: '/api/plans/2026-12' },
  { path: '/api/sync-status' },
  { path: '/api/plans/2026-12/draft', put: { lines: [{ metric: 'calls', scope: 'person:40', value: '20' }] } },
];

/** Both sides get turns of this many seconds, so that whatever else the machine does meets both. */
const turnSeconds = 5;
const turns = 6;
const sampleSeconds = 10;

const cluster = await createBenchStore('postgres');
const store = await openStore(cluster.options);
try {
  await run();
} finally {
  await store.close();
  await cluster.remove();
}

async function run(): Promise<void> {
  const portalId = await store.directory.savePortalId('bench');
  await savePortalOf(store, portalId, size);
  const key = randomBytes(32);
  const order = { portalId: String(portalId), sessionKey: key.toString('hex'), now: now.toISOString(), options: cluster.options };
  const own = await startApp({ kind: 'own', ...order });
  const bare = await startApp({ kind: 'bare', ...order, options: { ...cluster.options, databaseUrl: cluster.superuserUrl } });
  try {
    const openAll = (): Promise<string[]> => openSessions(store, portalId, key);
    const sides = await compare(own, bare, openAll);
    const memory = await watchMemory(own, openAll);
    report(sides, memory);
  } finally {
    await Promise.all([own.stop(), bare.stop()]);
  }
}

async function openSessions(from: Store, portalId: bigint, key: Uint8Array): Promise<string[]> {
  const sessions = createSessions({ key, systemClock: () => new Date() });
  return from.forPortal(portalId).transaction(async (tx) => {
    const portal = await getPortal(tx);
    const tokens: string[] = [];
    for (const userId of [admin, ...managersOf(size)].slice(0, Number(values.people))) {
      tokens.push((await sessions.open(tx, portal, { userId, isAdmin: true })).session.token);
    }
    return tokens;
  });
}

interface Side {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
}

async function compare(own: ServedApp, bare: ServedApp, openAll: () => Promise<string[]>): Promise<{ own: Side; bare: Side }> {
  const people = await openAll();
  const loads: { own: Load[]; bare: Load[] } = { own: [], bare: [] };
  // The first turn of each warms the server up and is not counted.
  for (let turn = 0; turn <= turns; turn += 1) {
    const [ofOwn, ofBare] = [await load(own.port, people, dashboard, turnSeconds), await load(bare.port, people, dashboard, turnSeconds)];
    if (!isSameAnswer(ofOwn.lastBody, ofBare.lastBody)) throw new Error('The bare server answers something else');
    if (turn > 0) loads.own.push(ofOwn);
    if (turn > 0) loads.bare.push(ofBare);
  }
  return { own: toSide(loads.own), bare: toSide(loads.bare) };
}

/** The contract puts the fields into its own order: as many bytes, and the same values. */
function isSameAnswer(one: string, other: string): boolean {
  return one.length === other.length && isDeepStrictEqual(JSON.parse(one), JSON.parse(other));
}

function toSide(loads: readonly Load[]): Side {
  const times = loads.flatMap((one) => one.times);
  const { medianMs, p95Ms } = summarize('', '', times);
  return { perSecond: times.length / loads.reduce((total, one) => total + one.seconds, 0), p50Ms: medianMs, p95Ms };
}

/** Memory at the end of each sample of the mixed load; the first, in which caches fill, is left out. */
async function watchMemory(own: ServedApp, openAll: () => Promise<string[]>): Promise<{ rssMb: number[]; load: Side }> {
  const rssMb: number[] = [];
  const loads: Load[] = [];
  for (let second = 0; second < Number(values.seconds); second += sampleSeconds) {
    // A session token lives for ten minutes.
    loads.push(await load(own.port, await openAll(), mixed, sampleSeconds));
    rssMb.push(await own.rssMb());
  }
  return { rssMb: rssMb.length > 1 ? rssMb.slice(1) : rssMb, load: toSide(loads) };
}

function report(sides: { own: Side; bare: Side }, memory: { rssMb: number[]; load: Side }): void {
  const ratio = Math.round((sides.own.perSecond / sides.bare.perSecond) * 100) / 100;
  const [start = 0] = memory.rssMb;
  const end = memory.rssMb.at(-1) ?? 0;
  const line = (name: string, side: Side): string =>
    `${name.padEnd(28)}${side.perSecond.toFixed(1).padStart(8)} requests/s   p50 ${side.p50Ms} ms   p95 ${side.p95Ms} ms`;
  print(`${values.people} people at once, ${size.deals} deals, PostgreSQL on the same machine`);
  print(line('dashboard, bare Express', sides.bare));
  print(line('dashboard, Kurs', sides.own));
  print(line('mixed load, Kurs', memory.load));
  print(`${ratio} of the bare server; memory ${memory.rssMb.join(', ')} MB`);
  if (values.json)
    writeSync(1, `${JSON.stringify({ ceiling_ratio: ratio, p95_ms: sides.own.p95Ms, rss_start_mb: start, rss_end_mb: end })}\n`);
}
