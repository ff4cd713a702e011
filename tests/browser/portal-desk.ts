import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { selectors, type Browser, type BrowserContext, type FrameLocator, type Locator, type Page } from 'playwright-core';

selectors.setTestIdAttribute('data-test');

export interface DeskOptions {
  readonly language?: 'ru' | 'en';
  readonly theme?: 'light' | 'dark';
  readonly width?: number;
  readonly height?: number;
  /** Points of the picture for each point of the page. */
  readonly scale?: number;
}

/** The portal in one browser profile: one person at a time, several windows. */
export interface Desk {
  readonly context: BrowserContext;
  readonly page: Page;
  /** What the page and its frames complained about; empty when all is well. */
  readonly complaints: string[];
  /** Goes to a page of the portal by its address. */
  open(path: string): Promise<void>;
  /** Signs in by the switch «Войти как», as a visitor of the demo does. */
  becomeBySwitch(userId: number): Promise<void>;
  /** Signs in as anybody, those included whom the switch does not offer. */
  become(userId: number): Promise<void>;
  close(): Promise<void>;
}

export async function openDesk(browser: Browser, portalUrl: string, options: DeskOptions = {}): Promise<Desk> {
  const context = await browser.newContext({
    viewport: { width: options.width ?? 1280, height: options.height ?? 720 },
    deviceScaleFactor: options.scale ?? 1,
    locale: options.language === 'en' ? 'en-GB' : 'ru-RU',
    colorScheme: options.theme ?? 'light',
    reducedMotion: 'reduce',
    // Far from the portal's own zone, so that a time taken from the browser is seen to be wrong.
    timezoneId: 'Asia/Vladivostok',
  });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  const complaints = collectComplaints(page);
  const address = (path: string): string => {
    const url = new URL(path, portalUrl);
    if (options.language !== undefined) url.searchParams.set('lang', options.language);
    return url.href;
  };
  return {
    context,
    page,
    complaints,
    open: async (path) => {
      await page.goto(address(path));
    },
    becomeBySwitch: async (userId) => {
      await page.getByTestId('person-switch').click();
      await page.getByTestId(`person-${userId}`).click();
    },
    become: async (userId) => {
      const answer = await context.request.post(`${portalUrl}/portal-api/sign-in`, {
        data: { userId },
        headers: { origin: portalUrl },
      });
      if (!answer.ok()) throw new Error(`Signing in failed: ${answer.status()} ${await answer.text()}`);
    },
    close: () => context.close(),
  };
}

function collectComplaints(page: Page): string[] {
  const complaints: string[] = [];
  page.on('pageerror', (failure) => complaints.push(`page error: ${failure.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(`console: ${message.text()} ${message.location().url}`);
  });
  return complaints;
}

/** The application's frame that lies on top, of one placement when it is named. */
export function applicationFrame(page: Page, placement?: string): FrameLocator {
  const selector = placement === undefined ? '[data-test="app-frame"]' : `[data-test="app-frame"][data-placement="${placement}"]`;
  return page.frameLocator(selector).last();
}

/** A number of the workspace that opens its list. */
export function cell(frame: FrameLocator, scope: string, measure: string): Locator {
  return frame.getByTestId(`cell-${scope}-${measure}`);
}

/** The exact value behind a shown number, in whole units of the currency or calls. */
export async function exact(number: Locator): Promise<number> {
  return Number((await number.getAttribute('data-value')) ?? Number.NaN);
}

/** Text without the special spaces that keep a number together. */
export function plain(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}

/** The client's files come from the disk, because a server that loads a portal answers late; what they are stays the same. */
export async function serveAssetsFromDisk(context: BrowserContext): Promise<void> {
  const assets = join(import.meta.dirname, '../../dist/client/assets');
  await context.route('**/assets/*', (route) => route.fulfill({ path: join(assets, basename(new URL(route.request().url()).pathname)) }));
}

const folder = join(import.meta.dirname, 'shots');

/** A picture of this moment for people to look at; drawing a hundred of them takes its time, so a run makes them when TAKE_SHOTS=1 asks. */
export async function takeShot(page: Page, name: string): Promise<void> {
  if (process.env['TAKE_SHOTS'] !== '1') return;
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' });
}

/** Two frames and the fonts: what the new width has changed is drawn then. */
export async function settle(page: Page): Promise<void> {
  for (const frame of page.frames()) {
    await frame.evaluate(() =>
      document.fonts.ready.then(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))),
    );
  }
}
