import { writeSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { createBenchStore } from './sync/bench-store.ts';
import { compareClients, loadedBy, type ClientFigure, type OwnFigure } from './sync/compare-clients.ts';
import { keysetOperating, leastTime, longestBatchOffset, offsetOperating, offsetWindows, type Bound } from './sync/cost-model.ts';
import { portalOfRows, rowsOf, sizeOf } from './sync/portal-of-rows.ts';
import { servePortals } from './sync/served-portals.ts';

/** `npm run bench:sync`: the first load of a big portal beside other clients and the least time anybody could take; the last line is JSON. */
const { values } = parseArgs({
  options: {
    json: { type: 'boolean' },
    deals: { type: 'string', default: '100000' },
    'time-scale': { type: 'string', default: '1' },
    store: { type: 'string', default: 'postgres' },
    /** Seconds of the wall that a slow client is watched behind its burst. */
    seconds: { type: 'string', default: '20' },
    /** Only our own load. */
    alone: { type: 'boolean' },
  },
});
const size = sizeOf(Number(values.deals));
const timeScale = Number(values['time-scale']);
if (!(timeScale > 0 && timeScale <= 5)) throw new Error('a time scale above 5 would measure this machine');
const print = (text: string): void => void (values.json !== true && writeSync(1, text));

// A client with a limiter of its own fixed pace gets a portal whose clock runs as the wall's.
const clients = [
  { name: 'fetchList', title: 'b24jssdk fetchList', burst: 50, timeScale, paging: 'keyset' },
  { name: 'chainedBatch', title: 'b24jssdk batch, chained', burst: 1, timeScale, paging: 'keyset' },
  { name: 'twoBadList', title: '@2bad/bitrix list', burst: 1, timeScale: 1, paging: 'offset' },
  { name: 'offsetBatches', title: 'parallel batches by offset', burst: 50, timeScale, paging: 'offset' },
] as const;

const served = await servePortals(portalOfRows(size), [{ name: 'ours', timeScale }, ...clients]);
const store = await createBenchStore(values.store);
try {
  const bound = leastTime(size);
  print(
    `${size.deals} deals, ${size.moves} stage moves, ${size.activities} activities, ${size.calls} calls; time runs ${timeScale} times faster\n`,
  );
  const own = await loadedBy(served, store.options, size);
  const others = values.alone === true ? [] : await compareClients(served, clients, { size, seconds: Number(values.seconds) });
  print(describe(own, others, bound));
  print(describeMillion());
  writeSync(1, `${JSON.stringify(toLastLine(own, others, bound))}\n`);
} finally {
  await store.remove();
  await served.close();
}

function describe(own: OwnFigure, others: readonly ClientFigure[], bound: Bound): string {
  const cells = (values: readonly (string | number)[]): string =>
    values.map((cell, index) => (index === 0 ? String(cell).padEnd(30) : String(cell).padStart(11))).join('');
  const lines = [
    cells(['what', 'portal s', 'rows/s', 'requests', 'operating s', '503+429', 'times ours']),
    cells([
      'the least anybody could take',
      round(bound.seconds),
      round(rowsOf(size) / bound.seconds),
      bound.requests,
      round(keysetOperating(size)),
      0,
      round(bound.seconds / own.portalSeconds),
    ]),
    cells([
      `first load, ${store.name}`,
      round(own.portalSeconds),
      round(rowsOf(size) / own.portalSeconds),
      own.requests,
      round(own.operating),
      own.limitErrors,
      1,
    ]),
    ...others.map((other) => {
      const mark = other.how === 'measured' ? '' : other.how === 'extrapolated' ? ' *' : ' **';
      return cells([
        other.title + mark,
        round(other.portalSeconds),
        round(rowsOf(size) / other.portalSeconds),
        other.requests,
        round(other.operating),
        other.limitErrors,
        round(other.portalSeconds / own.portalSeconds),
      ]);
    }),
    ...(others.length === 0
      ? []
      : [
          '*  watched behind its burst and extrapolated   ** by its operating time, of which a method has 480 s in ten minutes; operating of all rows computed',
        ]),
    ...others.flatMap(({ title, failure }) => (failure === null ? [] : [`${title} gave up: ${failure}`])),
    `memory of the loading process: ${own.tenths.map(({ rows, rssMb }) => `${Math.round(rows / 1000)}k ${rssMb} MB`).join(', ')}; most ${own.peakMb} MB; processor ${round(own.cpuSeconds)} s`,
  ];
  return `${lines.join('\n')}\n`;
}

/** What the same portal ten times as big asks of each way, by the cost model alone. */
function describeMillion(): string {
  const million = sizeOf(1_000_000);
  const bound = leastTime(million);
  return [
    `1,000,000 deals and ${rowsOf(million) - million.deals} rows beside them: ${bound.requests} requests and ${round(keysetOperating(million))} s of work behind ids, at least ${round(bound.seconds / 60)} min;`,
    `by offset ${round(offsetOperating(million) / 3600)} h of work, at least ${round(offsetWindows(million) / 3600)} h, and from row ${longestBatchOffset} on no batch of fifty ends within its minute.\n`,
  ].join(' ');
}

function toLastLine(own: OwnFigure, others: readonly ClientFigure[], bound: Bound): Record<string, number | null> {
  const times = (name: ClientFigure['name']): number | null => {
    const found = others.find((other) => other.name === name);
    return found ? round(found.portalSeconds / own.portalSeconds) : null;
  };
  return {
    bound_ratio: round(bound.seconds / own.portalSeconds),
    vs_sdk_fetchlist: times('fetchList'),
    vs_sdk_batch: times('chainedBatch'),
    vs_2bad: times('twoBadList'),
    vs_offset_batches: times('offsetBatches'),
    operating_share: round(own.operating / offsetOperating(size)),
    peak_mb: own.peakMb,
    limit_errors: own.limitErrors,
  };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
