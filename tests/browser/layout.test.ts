import { join } from 'node:path';
import { mkdir, writeFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '#support/browser.ts';
import { askDemo, type Demo } from './ask-demo.ts';
import { openDesk, plain, settle, takeShot, type Desk } from './portal-desk.ts';
import { openDealTab, views, type View } from './views.ts';
import { findBarriers } from './find-barriers.ts';
import { findOverflow } from './find-overflow.ts';
import { findOverlaps } from './find-overlaps.ts';
import { dealTab, measureScreen, oneProcess, workspace } from './measure-screen.ts';

const manager = 7;
const widths = [1280, 1000, 390, 360];
/** Scripts that a deal tab fetches before its first number, packed. */
const budget = 120_000;

let demo: Demo;
let browser: Browser;

beforeAll(async () => {
  demo = await askDemo();
  browser = await launchBrowser();
});

afterAll(() => browser?.close());

type Look = readonly ['ru' | 'en', 'light' | 'dark'];

/** A theme changes colours and no widths: each language is measured in one of them, and in both for the pictures. */
const looks: readonly [Look, Look] = [
  ['ru', 'light'],
  ['en', 'dark'],
];
const furtherLooks: readonly [Look, Look] = [
  ['ru', 'dark'],
  ['en', 'light'],
];

describe.each(process.env['TAKE_SHOTS'] === '1' ? [looks, furtherLooks] : [looks])('in %s and in %s', (...pair) => {
  let desks: readonly (readonly [Look, Desk])[];

  // One profile for all views: the browser compiles the scripts once. One look waits while the other is drawn.
  beforeAll(async () => {
    desks = await Promise.all(
      pair.map(async (look) => [look, await openDesk(browser, demo.portalUrl, { language: look[0], theme: look[1] })] as const),
    );
  });

  afterAll(() => Promise.all((desks ?? []).map(([, desk]) => desk.close())));

  it.each(views)('$name holds at every width without a sideways scroll, and complains of nothing', async (view) => {
    const seen = await Promise.all(desks.map(async ([look, desk]) => [look.join(' '), await lookAt(view, desk, look)] as const));
    const wanted = pair.map(([language, theme]) => ({ language, theme, overflow: [], barriers: [], complaints: [] }));
    expect(Object.fromEntries(seen)).toEqual(Object.fromEntries(pair.map((look, at) => [look.join(' '), wanted[at]])));
  });
});

/** What a view shows in one look, and what is wrong with it at any width. */
async function lookAt({ name, userId, open }: View, desk: Desk, [language, theme]: Look) {
  // What was open before would complain when somebody else signs in.
  await desk.page.goto('about:blank');
  await desk.page.setViewportSize({ width: 1280, height: 720 });
  desk.complaints.length = 0;
  await desk.become(userId);
  const frame = await open(desk);
  const overflow: string[] = [];
  const barriers: string[] = [];
  for (const width of widths) {
    await desk.page.setViewportSize({ width, height: width < 400 ? 844 : 720 });
    await settle(desk.page);
    await takeShot(desk.page, `30-${name}-${language}-${theme}-${width}`);
    const found = [...(await findOverflow(desk.page, frame)), ...(await findOverlaps(frame))];
    overflow.push(...found.map((one) => `${width}: ${one}`));
    if (width === widths[0]) barriers.push(...(await findBarriers(frame)));
  }
  const root = frame.locator('html');
  const classes = ((await root.getAttribute('class')) ?? '').split(' ');
  return {
    language: await root.getAttribute('lang'),
    theme: ['light', 'dark'].filter((one) => classes.includes(one)).join(' '),
    overflow,
    barriers,
    complaints: [...desk.complaints],
  };
}

describe('the tab in a deal', () => {
  it(`needs at most ${budget / 1000} kB of scripts before it shows its first data`, async () => {
    const desk = await openDesk(browser, demo.portalUrl);
    await desk.context.addInitScript(rememberFirstData);
    await desk.become(manager);
    const frame = await openDealTab(desk);
    const scripts = await frame.locator('html').evaluate(() =>
      performance
        .getEntriesByType('resource')
        .filter(
          (entry) =>
            entry instanceof PerformanceResourceTiming && entry.name.endsWith('.js') && entry.startTime < (window.firstDataAt ?? 0),
        )
        .map((entry) => ({
          name: entry.name.replace(/.*\//, ''),
          bytes: entry instanceof PerformanceResourceTiming ? entry.transferSize : 0,
        })),
    );
    await desk.close();
    const sum = scripts.reduce((all, script) => all + script.bytes, 0);
    console.log(`deal tab: ${scripts.length} scripts, ${Math.round(sum / 100) / 10} kB before the first data`);
    // No file may count as nothing because it came from a cache.
    expect(scripts.filter((script) => script.bytes === 0)).toEqual([]);
    expect(scripts.length).toBeGreaterThan(0);
    expect(sum).toBeLessThanOrEqual(budget);
  });
});

describe('a part of the page that cannot be fetched', () => {
  it('is told with the way out, and what came with the page stays', async () => {
    const desk = await openDesk(browser, demo.portalUrl);
    await desk.context.route('**/assets/send-request-*.js', (route) => route.abort());
    await desk.become(manager);
    const frame = await openDealTab(desk);
    await frame.getByText('Вышла новая версия «Курса»').waitFor();
    expect(await frame.locator('ol.ladder').isVisible()).toBe(true);
    await takeShot(desk.page, '41-missing-part');
    await desk.context.unroute('**/assets/send-request-*.js');
    await frame.getByRole('button', { name: 'Обновить' }).click();
    await frame.getByText('Вышла новая версия «Курса»').waitFor({ state: 'detached' });
    // The portal has loaded the card anew, and shows its first tab.
    await desk.page.getByTestId('tab-CRM_DEAL_DETAIL_TAB').click();
    await frame.locator('ol.ladder').waitFor();
    expect(await frame.getByText('Вышла новая версия «Курса»').count()).toBe(0);
    await desk.close();
  });
});

describe('on a processor that is four times slower', () => {
  let slow: Browser;

  beforeAll(async () => {
    slow = await launchBrowser(oneProcess);
  });

  afterAll(() => slow?.close());

  it('the tab of a deal has its data in the page itself: one round trip', async () => {
    const cost = await measureScreen(slow, demo, dealTab, 4);
    console.log(`deal tab, ${cost.slowedBy} times slower: data after ${cost.dataMs} ms, ${Math.round(cost.transferredBytes / 1000)} kB`);
    const [page, ...rest] = cost.asked;
    expect(page).toMatch(/^POST \/portal\/placement/);
    expect(rest.filter((what) => !what.includes('/assets/'))).toEqual([]);
  });

  it('the workspace asks for its numbers once, and for nothing else before them twice', async () => {
    const cost = await measureScreen(slow, demo, workspace, 4);
    console.log(`workspace, ${cost.slowedBy} times slower: data after ${cost.dataMs} ms, ${Math.round(cost.transferredBytes / 1000)} kB`);
    // Whoever listens for changes asks again as soon as there was an answer.
    const calls = cost.asked.filter((what) => what.includes(' /api/') && what !== 'GET /api/changes');
    expect(calls.filter((what) => what === 'GET /api/overview')).toHaveLength(1);
    expect(calls.length).toBeLessThanOrEqual(6);
    expect(new Set(calls).size).toBe(calls.length);
  });
});

/** Pictures for the README and the vendor's cabinet are made on demand only: a run of tests changes no file of the project. */
const listed = new Set(['workspace', 'forecast', 'planning', 'sheet', 'deal-tab', 'review']);
const listing = process.env['WRITE_SCREENSHOTS'] === '1' ? views.filter(({ name }) => listed.has(name)) : [];

describe.each(listing)('the picture of $name for the listing', ({ name, userId, open }) => {
  const folder = join(import.meta.dirname, '../../bitrix-manifest/listing/screenshots');
  const size = { width: 1280, height: 720 };
  const zoom = 1.25;

  it('is 1280 × 720', async () => {
    const desk = await openDesk(browser, demo.portalUrl, { width: size.width * zoom, height: size.height * zoom, scale: 1 / zoom });
    await desk.become(userId);
    await open(desk);
    await settle(desk.page);
    const picture = await desk.page.screenshot({ animations: 'disabled' });
    await desk.close();
    // Width and height stand at fixed places of a PNG.
    expect([picture.readUInt32BE(16), picture.readUInt32BE(20)]).toEqual([size.width, size.height]);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, `${name}.png`), picture);
  });
});

describe('a page that cannot be shown', () => {
  it('says in words what to do', async () => {
    const desk = await openDesk(browser, demo.portalUrl);
    await desk.page.goto(demo.appUrl);
    await desk.page.getByRole('heading').waitFor();
    expect(plain(await desk.page.locator('body').innerText())).toContain('Откройте «Курс» из Битрикс24');
    await takeShot(desk.page, '40-opened-by-address');
    await desk.close();
  });
});

declare global {
  interface Window {
    firstDataAt?: number;
  }
}

function rememberFirstData(): void {
  const look = (): void => {
    if (window.firstDataAt !== undefined || document.querySelector('ol.ladder') === null) return;
    window.firstDataAt = performance.now();
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true });
}
