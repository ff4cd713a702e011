import type { Browser, FrameLocator, Page } from 'playwright-core';
import { applicationFrame, openDesk } from './portal-desk.ts';

/** What is opened, and the element that shows its first data. */
export interface Screen {
  readonly name: string;
  readonly userId: number;
  readonly path: string;
  /** What a person presses on the portal's page. */
  readonly press: string;
  readonly placement: string;
  readonly data: string;
}

export const dealTab: Screen = {
  name: 'deal tab',
  userId: 7,
  path: '/crm/deal/details/1847/',
  press: 'tab-CRM_DEAL_DETAIL_TAB',
  placement: 'CRM_DEAL_DETAIL_TAB',
  data: 'ol.ladder',
};

export const workspace: Screen = {
  name: 'workspace',
  userId: 2,
  path: '/crm/deal/list/',
  press: 'menu-application',
  placement: '',
  data: '[data-test="cell-company-fact"]',
};

/** How a screen came to show its data; times are milliseconds from the frame's own navigation. */
export interface ScreenCost {
  readonly firstPaintMs: number;
  readonly largestPaintMs: number;
  /** Σ of what tasks of the main thread took beyond 50 ms, until two seconds after the data. */
  readonly blockedMs: number;
  readonly layoutShift: number;
  readonly dataMs: number;
  /** Of the frame and everything it fetched until then. */
  readonly transferredBytes: number;
  /** Everything the frame asked the application for before its data was there, by method and path. */
  readonly asked: readonly string[];
  /** How many times slower the processor was in the frame than without the brake. */
  readonly slowedBy: number;
}

/** Frames of another site would have a process of their own, which the brake does not reach. */
export const oneProcess = ['--disable-site-isolation-trials'];

const settledAfterMs = 2_000;

/** Opens a screen as a person does, with a cold cache, on a processor that is so many times slower. */
export async function measureScreen(
  browser: Browser,
  demo: { portalUrl: string; appUrl: string },
  screen: Screen,
  slowdown: number,
): Promise<ScreenCost> {
  const desk = await openDesk(browser, demo.portalUrl);
  try {
    await desk.context.addInitScript(watchScreen, screen.data);
    await desk.become(screen.userId);
    await desk.open(screen.path);
    await desk.page.getByTestId(screen.press).waitFor();
    const brake = await desk.context.newCDPSession(desk.page);
    const asked = listAsked(desk.page, demo.appUrl);
    const quick = await desk.page.evaluate(timeWork);
    await brake.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
    await desk.page.getByTestId(screen.press).click();
    const frame = screen.placement === '' ? applicationFrame(desk.page) : applicationFrame(desk.page, screen.placement);
    await frame.locator(screen.data).first().waitFor({ timeout: 60_000 });
    await desk.page.waitForTimeout(settledAfterMs);
    const slow = await frame.locator('html').evaluate(timeWork);
    const seen = await readScreen(frame);
    if (desk.complaints.length > 0) throw new Error(desk.complaints.join('\n'));
    return {
      ...seen,
      asked: asked.filter(({ at }) => at <= seen.dataAt).map(({ what }) => what),
      slowedBy: Math.round((slow / quick) * 10) / 10,
    };
  } finally {
    await desk.close();
  }
}

function listAsked(page: Page, appUrl: string): { what: string; at: number }[] {
  const asked: { what: string; at: number }[] = [];
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.origin === new URL(appUrl).origin) asked.push({ what: `${request.method()} ${url.pathname}`, at: Date.now() });
  });
  return asked;
}

async function readScreen(frame: FrameLocator): Promise<Omit<ScreenCost, 'asked' | 'slowedBy'> & { dataAt: number }> {
  return frame.locator('html').evaluate(() => {
    const seen = window.screenSeen;
    const dataMs = seen?.dataMs ?? 0;
    const resources = performance.getEntriesByType('resource').filter((entry) => entry instanceof PerformanceResourceTiming);
    const [page] = performance.getEntriesByType('navigation').filter((entry) => entry instanceof PerformanceNavigationTiming);
    const bytes = resources
      .filter((entry) => entry.startTime <= dataMs)
      .reduce((sum, entry) => sum + entry.transferSize, page?.transferSize ?? 0);
    return {
      firstPaintMs: Math.round(performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0),
      largestPaintMs: Math.round(seen?.largestMs ?? 0),
      blockedMs: Math.round(seen?.blockedMs ?? 0),
      layoutShift: Math.round((seen?.shift ?? 0) * 1000) / 1000,
      dataMs: Math.round(dataMs),
      transferredBytes: bytes,
      dataAt: performance.timeOrigin + dataMs,
    };
  });
}

declare global {
  interface Window {
    screenSeen?: { dataMs: number; largestMs: number; blockedMs: number; shift: number };
  }
}

/** Runs in every frame before anything else of it. */
function watchScreen(data: string): void {
  const seen = { dataMs: 0, largestMs: 0, blockedMs: 0, shift: 0 };
  window.screenSeen = seen;
  const watch = (type: string, take: (entry: PerformanceEntry) => void): void =>
    new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true });
  watch('largest-contentful-paint', (entry) => (seen.largestMs = entry.startTime));
  watch('longtask', (entry) => (seen.blockedMs += Math.max(0, entry.duration - 50)));
  watch('layout-shift', (entry) => {
    if ('value' in entry && typeof entry.value === 'number' && !('hadRecentInput' in entry && entry.hadRecentInput === true))
      seen.shift += entry.value;
  });
  const look = (): void => {
    if (seen.dataMs === 0 && document.querySelector(data) !== null) seen.dataMs = performance.now();
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true });
}

/** The same work takes so many times longer on a slower processor. */
function timeWork(): number {
  const start = performance.now();
  let sum = 0;
  for (let step = 0; step < 20_000_000; step += 1) sum += step % 7;
  return sum < 0 ? 0 : performance.now() - start;
}
