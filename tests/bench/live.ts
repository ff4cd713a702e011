import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { writeSync } from 'node:fs';
import { getChanges } from '#contract/changes.ts';
import { getOverview } from '#contract/overview.ts';
import type { Visitor } from '#demo/visitor.ts';
import { installAs, untilLoaded, visitAs } from '../server/process/portal-visitor.ts';
import { startProduct, type Product } from '../server/process/start-product.ts';
import { printFigures, summarize } from './print-figures.ts';

/** `npm run bench:live`: how long a deal won in the portal takes to stand on an open screen, while deals are won at a steady rate. */
const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    rate: { type: 'string', default: '20' },
    seconds: { type: 'string', default: '30' },
  },
});
const rate = Number(values.rate);
const deals = Math.ceil(rate * Number(values.seconds));
const now = '2026-11-16T10:42';
const month = '2026-11';
const director = 1;

const folder = await mkdtemp(join(tmpdir(), 'kurs-live-'));
await writePortal(folder);
const product = await startProduct({ args: ['--portal-data', folder, '--now', now] });
try {
  await installAs(product, director);
  const viewer = await visitAs(product, director);
  await untilLoaded(viewer);
  await report(viewer);
} finally {
  await product.remove();
  await rm(folder, { recursive: true });
}

async function report(viewer: Visitor): Promise<void> {
  const watching = watch(viewer, deals);
  const wonAt = await winAll(product);
  const seen = await watching;
  // Deals of equal amounts: the screen that shows n of them shows the n-th at the latest.
  const times = wonAt.map((at, index) => seenAt(seen, index + 1) - at);
  const figure = summarize(`${rate} deals a second, each an event`, 'pglite', times);
  if (!values.json) return printFigures([figure], { deals, screens: seen.length });
  writeSync(
    1,
    `${JSON.stringify({ rate, deals, screens: seen.length, p50_ms: figure.medianMs, p95_ms: figure.p95Ms, max_ms: figure.maxMs })}\n`,
  );
}

interface Seen {
  readonly at: number;
  readonly won: number;
}

function seenAt(seen: readonly Seen[], won: number): number {
  const first = seen.find((screen) => screen.won >= won);
  if (first === undefined) throw new Error(`${won} won deals were never seen`);
  return first.at;
}

/** What an open screen does: it waits for a change of facts, then asks for its numbers. */
async function watch(viewer: Visitor, wanted: number): Promise<Seen[]> {
  const seen: Seen[] = [];
  const look = async (): Promise<number> => {
    const { total } = await viewer.call(getOverview, { month, scope: 'company' });
    const won = Math.round(Number(total.fact));
    seen.push({ at: performance.now(), won });
    return won;
  };
  let { revision } = await viewer.call(getChanges, {});
  let won = await look();
  while (won < wanted) {
    const changes = await viewer.call(getChanges, { after: revision });
    revision = changes.revision;
    if (changes.topics.includes('facts')) won = await look();
  }
  return seen;
}

/** When each deal was won, by the clock of this process; a late answer of the portal does not slow the others down. */
async function winAll(portal: Product): Promise<number[]> {
  const began = performance.now();
  const answers: Promise<unknown>[] = [];
  const wonAt: number[] = [];
  for (let deal = 1; deal <= deals; deal += 1) {
    await pause(Math.max(0, began + (deal * 1000) / rate - performance.now()));
    wonAt.push(performance.now());
    answers.push(win(portal, deal).catch((failure: unknown) => failure));
  }
  const failure = (await Promise.all(answers)).find((answer) => answer !== undefined);
  if (failure !== undefined) throw failure;
  return wonAt;
}

async function win(portal: Product, deal: number): Promise<void> {
  const answer = await fetch(`${portal.portalUrl}/portal-api/deals/${deal}`, {
    method: 'PATCH',
    headers: { cookie: `portal_user=${director}`, origin: portal.portalUrl, 'content-type': 'application/json' },
    body: JSON.stringify({ stageId: 'WON' }),
  });
  if (!answer.ok) throw new Error(`Deal ${deal} was not won: ${answer.status} ${await answer.text()}`);
}

/** Open deals of one rouble each; the portal numbers its rows from 1, the files from 0. */
async function writePortal(into: string): Promise<void> {
  const ids = Array.from({ length: deals }, (_, index) => index);
  const table = (head: string, row: (id: number) => string): string => `${[head, ...ids.map(row)].join('\n')}\n`;
  await writeFile(
    join(into, 'deals.csv'),
    table('id,owner,category,created,closed,outcome,amount_final', (id) => `${id},0,0,2026-11-02T09:00:00,,open,`),
  );
  await writeFile(
    join(into, 'stage_history.csv'),
    table('id,ts,stage,percent', (id) => `${id},2026-11-02T09:00:00,0,0.1`),
  );
  await writeFile(
    join(into, 'amount_history.csv'),
    table('id,ts,amount', (id) => `${id},2026-11-02T09:00:00,1.00`),
  );
  await writeFile(join(into, 'close_date_history.csv'), 'id,ts,expected_close\n');
  await writeFile(join(into, 'activities.csv'), 'id,ts\n');
}
