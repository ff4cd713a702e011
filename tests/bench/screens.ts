import { writeSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { launchBrowser } from '#support/browser.ts';
import { dealTab, measureScreen, oneProcess, workspace, type Screen, type ScreenCost } from '../browser/measure-screen.ts';
import { untilLoaded, visitAs } from '../server/process/portal-visitor.ts';
import { startProduct } from '../server/process/start-product.ts';

/** `npm run bench:screens`: what Lighthouse tells of a page, told of a frame inside the portal, on a processor that is four times slower. */
const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    runs: { type: 'string', default: '5' },
    slowdown: { type: 'string', default: '4' },
  },
});
const director = 2;
const [runs, slowdown] = [Number(values.runs), Number(values.slowdown)];

type Numbers = Omit<ScreenCost, 'asked'>;
const columns: readonly (readonly [keyof Numbers, string])[] = [
  ['firstPaintMs', 'FCP ms'],
  ['largestPaintMs', 'LCP ms'],
  ['blockedMs', 'TBT ms'],
  ['layoutShift', 'CLS'],
  ['dataMs', 'data ms'],
  ['transferredBytes', 'kB'],
  ['slowedBy', 'slowed'],
];

const product = await startProduct({ args: ['--scenario', 'demo'] });
const browser = await launchBrowser(oneProcess);
try {
  await product.untilPrinted(/Open http/, 240_000);
  await untilLoaded(await visitAs(product, director));
  const measured = [];
  for (const screen of [dealTab, workspace]) measured.push(await measureOften(screen));
  print(measured);
} finally {
  await browser.close();
  await product.remove();
}

/** Medians of some openings; the first, which warms the server, is not counted. */
async function measureOften(
  screen: Screen,
): Promise<{ screen: string; runs: number; median: Numbers; worstDataMs: number; asked: readonly string[] }> {
  await measureScreen(browser, product, screen, slowdown);
  const costs: ScreenCost[] = [];
  for (let run = 0; run < runs; run += 1) costs.push(await measureScreen(browser, product, screen, slowdown));
  const median = (key: keyof Numbers): number =>
    costs.map((cost) => cost[key]).toSorted((a, b) => a - b)[Math.floor(costs.length / 2)] ?? 0;
  return {
    screen: screen.name,
    runs,
    median: Object.fromEntries(columns.map(([key]) => [key, median(key)])) as unknown as Numbers,
    worstDataMs: Math.max(...costs.map(({ dataMs }) => dataMs)),
    asked: costs[0]?.asked ?? [],
  };
}

function print(measured: readonly Awaited<ReturnType<typeof measureOften>>[]): void {
  if (values.json) {
    writeSync(1, `${JSON.stringify({ about: { slowdown, runs }, screens: measured })}\n`);
    return;
  }
  const line = (cells: readonly (string | number)[]): string =>
    cells.map((cell, at) => (at === 0 ? String(cell).padEnd(12) : String(cell).padStart(9))).join('');
  const shown = (key: keyof Numbers, value: number): number => (key === 'transferredBytes' ? Math.round(value / 1000) : value);
  const rows = measured.map(({ screen, median, asked }) =>
    line([screen, ...columns.map(([key]) => shown(key, median[key])), asked.length]),
  );
  writeSync(
    1,
    `processor slowed ${slowdown} times, medians of ${runs}\n${line(['screen', ...columns.map(([, title]) => title), 'asked'])}\n${rows.join('\n')}\n`,
  );
}
