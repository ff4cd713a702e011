import { parseArgs } from 'node:util';
import { launchBrowser } from '#support/browser.ts';
import { applicationFrame, openDesk } from '../browser/portal-desk.ts';
import { answerWidePlan, widePlan } from '../browser/wide-plan.ts';
import { untilLoaded, visitAs } from '../server/process/portal-visitor.ts';
import { startProduct } from '../server/process/start-product.ts';
import { measure, printFigures, summarize, type Figure } from './print-figures.ts';

/** `npm run bench:grid`: how long a person waits while typing into a wide plan, from a key to the next picture of a real browser. */
const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    people: { type: 'string', default: String(widePlan.people) },
    rows: { type: 'string', default: '30' },
  },
});
const director = 2;
const size = { ...widePlan, people: Number(values.people) };

const product = await startProduct({ args: ['--scenario', 'demo'] });
const browser = await launchBrowser();
try {
  await product.untilPrinted(/Open http/);
  await untilLoaded(await visitAs(product, director));
  printFigures(await measureGrid(), { people: size.people, months: 12, metrics: size.metrics.length });
} finally {
  await browser.close();
  await product.remove();
}

async function measureGrid(): Promise<Figure[]> {
  const desk = await openDesk(browser, product.portalUrl, { width: 1440, height: 1000 });
  await answerWidePlan(desk.page, size);
  await desk.open('/crm/deal/list/');
  await desk.become(director);
  await desk.open('/crm/deal/list/');
  await desk.page.getByTestId('menu-application').click();
  const frame = applicationFrame(desk.page);
  await frame.getByTestId('tab-plans').click();
  const last = frame.getByTestId(`plan-cell-2027-10-person:${999 + size.people}`);
  const opening = await measure({ name: 'opening 12 months', engine: 'Chromium', runs: 5, between: () => show(4) }, () => show(12));

  async function show(months: number): Promise<void> {
    await frame.getByTestId('plan-span').selectOption(String(months));
    await last.waitFor({ state: months === 12 ? 'attached' : 'detached' });
  }

  await frame.locator('body').evaluate(watchKeys);
  await frame.getByTestId('plan-cell-2027-02-person:1000').click();
  for (let row = 0; row < Number(values.rows); row += 1) {
    await desk.page.keyboard.type(String(1000 + row), { delay: 40 });
    await desk.page.keyboard.press('Enter', { delay: 40 });
  }
  const keys = await frame.locator('body').evaluate(() => window.keyTimes);
  const typed = keys.filter(({ key }) => key !== 'Enter').map(({ ms }) => ms);
  const entered = keys.filter(({ key }) => key === 'Enter').map(({ ms }) => ms);
  return [opening, summarize('a typed digit', 'Chromium', typed), summarize('Enter: saved and summed', 'Chromium', entered)];
}

/** Runs in the frame: from a key to the end of the next frame that is drawn. */
function watchKeys(): void {
  window.keyTimes = [];
  addEventListener(
    'keydown',
    ({ key }) => {
      const began = performance.now();
      requestAnimationFrame(() => {
        // A message comes behind the drawing of this frame.
        const { port1, port2 } = new MessageChannel();
        port1.addEventListener('message', () => window.keyTimes.push({ key, ms: performance.now() - began }));
        port1.start();
        port2.postMessage(null);
      });
    },
    { capture: true },
  );
}

declare global {
  interface Window {
    keyTimes: { key: string; ms: number }[];
  }
}
