import { writeSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { createPortalEmulator } from '#portal-emulator/create-portal-emulator.ts';
import type { PortalEmulator } from '#portal-emulator/emulator-options.ts';
import type { PortalData, PortalDeal } from '#portal-emulator/portal-data.ts';
import { smallPortal, smallPortalNow } from '#support/small-portal.ts';
import { printFigures, summarize, type Figure } from './print-figures.ts';

/** `npm run bench:emulator`: lists of a portal with very many deals, from the request to the answer's text; the last line is JSON. */
const { values } = parseArgs({
  options: { json: { type: 'boolean' }, deals: { type: 'string', default: '1000000' }, runs: { type: 'string', default: '200' } },
});
const deals = Number(values.deals);
const runs = Number(values.runs);
const stages = ['NEW', 'PREPARATION', 'EXECUTING', 'WON', 'LOSE'] as const;

const emulator = createPortalEmulator({
  data: manyDeals(deals),
  application: {
    clientId: 'local.bench',
    clientSecret: 'bench',
    code: 'bench',
    version: 1,
    title: { ru: 'Замер', en: 'Bench' },
    handlerUrl: 'http://127.0.0.1:1/',
    installerUrl: 'http://127.0.0.1:1/',
    scopes: ['crm'],
  },
  portalOrigin: 'http://localhost:3001',
  oauthOrigin: 'http://localhost:3002',
  businessClock: () => smallPortalNow,
  memberId: '0123456789abcdef0123456789abcdef',
  limits: 'off',
  stateFile: null,
});
emulator.finishInstall(1);
const webhook = emulator.makeWebhook(1);

const since = new Date(smallPortalNow.getTime() - 3_600_000).toISOString();
const anyId = (run: number): number => (run * 7919) % deals;
const figures = {
  page: await measureList('page by >id', (run) => ({ order: { id: 'ASC' }, filter: { '>id': anyId(run) }, start: -1 })),
  selected: await measureList('fifty by @id', (run) => ({
    order: { id: 'ASC' },
    filter: { '@id': Array.from({ length: 50 }, (_, index) => anyId(run * 50 + index)) },
    start: -1,
  })),
  sorted: await measureList('newest first', () => ({ order: { updatedTime: 'DESC', id: 'DESC' }, start: -1 })),
  changed: await measureList('changed in the last hour', () => ({ order: { id: 'ASC' }, filter: { '>=updatedTime': since }, start: -1 })),
  counted: await measureList('counted, the same again', () => ({ order: { id: 'ASC' }, filter: { stageSemanticId: 'P' }, start: 0 })),
  // Another filter each time, so that no total is known.
  newCount: await measureList('counted for the first time', (run) => ({ filter: { '>opportunity': run, stageSemanticId: 'P' } }), 10),
  otherSort: await measureList('sorted by amount', () => ({ order: { opportunity: 'DESC' }, start: -1 }), 10),
};
const rssMb = Math.round(process.memoryUsage.rss() / 1_048_576);
if (values.json !== true) printFigures(Object.values(figures), { deals, rssMb, firstSortedMs: figures.sorted.maxMs });
const last = {
  page_ms: { p50: figures.page.medianMs, p95: figures.page.p95Ms },
  counted_page_ms: figures.newCount.medianMs,
  sorted_page_ms: figures.sorted.medianMs,
  rss_mb: rssMb,
  deals,
};
writeSync(1, `${JSON.stringify(last)}\n`);
await emulator.close();

/** The first question is among the figures: what an index costs that is built then is the longest. */
async function measureList(name: string, question: (run: number) => object, times = runs): Promise<Figure> {
  const taken: number[] = [];
  for (let run = 0; run < times; run += 1) {
    const startMs = performance.now();
    await ask(emulator, question(run));
    taken.push(performance.now() - startMs);
  }
  return summarize(name, 'emulator', taken);
}

async function ask({ handle }: PortalEmulator, question: object): Promise<void> {
  const body = JSON.stringify({ entityTypeId: 2, ...question });
  const response = await handle(
    new Request(`${webhook}crm.item.list`, { method: 'POST', headers: { 'content-type': 'application/json' }, body }),
  );
  if (response.status !== 200) throw new Error(await response.text());
  await response.text();
}

/** Changed evenly over two years, in an order that is not that of their ids. */
function manyDeals(count: number): PortalData {
  const base = smallPortal();
  const secondsBack = 2 * 365 * 86_400;
  const instant = (back: number): string => `${new Date(smallPortalNow.getTime() - back * 1000).toISOString().slice(0, 19)}Z`;
  const deal = (index: number): PortalDeal => {
    const changedAt = instant((index * 48_271) % secondsBack);
    return {
      id: index + 1,
      title: `Сделка ${index + 1}`,
      categoryId: 0,
      stageId: stages[index % stages.length] ?? 'NEW',
      amount: `${((index * 7919) % 90_000) + 1000}.00`,
      currency: 'RUB',
      companyId: (index % 10) + 1,
      leadId: null,
      responsibleId: (index % 3) + 2,
      createdById: 1,
      createdAt: instant(secondsBack + (index % 86_400)),
      modifiedAt: changedAt,
      movedAt: changedAt,
      closeDate: changedAt.slice(0, 10),
      isRepeat: index % 4 === 0,
    };
  };
  return {
    ...base,
    deals: Array.from({ length: count }, (_, index) => deal(index)),
    leads: [],
    stageHistory: [],
    calls: [],
    activities: [],
  };
}
