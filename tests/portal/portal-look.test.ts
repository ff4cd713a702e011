import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '#support/browser.ts';
import { admin } from './portal-under-test.ts';
import { startPortalWithApplication, type PortalWithApplication } from './portal-window.ts';

let browser: Browser;
let portal: PortalWithApplication;
const contexts: BrowserContext[] = [];

beforeAll(async () => {
  [browser, portal] = await Promise.all([launchBrowser(), startPortalWithApplication()]);
  for (const code of [
    'CRM_DEAL_DETAIL_TAB',
    'CRM_DEAL_DETAIL_TOOLBAR',
    'CRM_ANALYTICS_MENU',
    'CRM_DEAL_LIST_TOOLBAR',
    'CRM_DEAL_LIST_MENU',
  ]) {
    await portal.bind(code, 'Приложение с длинным названием');
  }
});

afterAll(async () => {
  await browser.close();
  await portal.close();
});

afterEach(async () => {
  const done = contexts.filter((context) => context !== phone?.context());
  await Promise.all(done.map((context) => context.close()));
  contexts.splice(0);
});

let phone: Page | undefined;

/** Nothing is chosen or kept on it, so all who only look share it. */
async function openPhone(): Promise<Page> {
  phone ??= await openPage({ width: 390 });
  return phone;
}

async function openPage(look: { width: number; system?: 'light' | 'dark' }): Promise<Page> {
  const { width, system = 'light' } = look;
  const context = await browser.newContext({
    viewport: { width, height: 844 },
    colorScheme: system,
    locale: 'ru-RU',
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(10_000);
  contexts.push(context);
  await context.addCookies([{ name: 'portal_user', value: String(admin), url: portal.origin }]);
  return context.newPage();
}

const brightness = (page: Page, selector: string): Promise<number> =>
  page
    .locator(selector)
    .first()
    .evaluate((element) => {
      const [red = 0, green = 0, blue = 0] = (/\d+, \d+, \d+/.exec(getComputedStyle(element).backgroundColor)?.[0] ?? '')
        .split(', ')
        .map(Number);
      return (red + green + blue) / 3;
    });

describe('the theme of the portal', () => {
  it('is what the system prefers until somebody chooses, and the choice stays in this browser', async () => {
    const page = await openPage({ width: 1280, system: 'dark' });
    await page.goto(`${portal.origin}/crm/deal/list/`);
    const theme = (): Promise<string | null> => page.locator('html').getAttribute('data-theme');
    await page.getByTestId('theme-switch').waitFor();
    expect([await theme(), await page.getByTestId('theme-switch').textContent()]).toEqual(['dark', 'Светлая тема']);
    await page.getByTestId('theme-switch').click();
    expect([await theme(), await page.getByTestId('theme-switch').textContent()]).toEqual(['light', 'Тёмная тема']);
    await page.goto(`${portal.origin}/crm/deal/details/5/?lang=en`);
    await page.getByTestId('card-title').waitFor();
    expect([await theme(), await page.getByTestId('theme-switch').textContent()]).toEqual(['light', 'Dark theme']);
  });

  it('darkens panels and cards alike', async () => {
    const page = await openPage({ width: 1280 });
    const look = async (): Promise<number[]> => {
      await page.goto(`${portal.origin}/crm/deal/details/5/`);
      await page.getByTestId('card-title').waitFor();
      return Promise.all(['.records-panel', '.slider', '.card-panel', '.card-tabs'].map((selector) => brightness(page, selector)));
    };
    expect(Math.min(...(await look()))).toBeGreaterThan(200);
    await page.getByTestId('theme-switch').click();
    expect(Math.max(...(await look()))).toBeLessThan(70);
  });

  it('is the portal’s own: a frame goes on with what the system prefers', async () => {
    const page = await openPage({ width: 1280, system: 'light' });
    await page.goto(`${portal.origin}/crm/analytics/`);
    const handle = await page.getByTestId('app-frame').elementHandle();
    const frame = await handle?.contentFrame();
    await page.getByTestId('theme-switch').click();
    expect(await frame?.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)).toBe(false);
  });
});

describe('the portal on a phone', () => {
  const pages = [
    ['/crm/deal/list/', '[data-test="deal-row-5"]'],
    ['/crm/lead/list/', '[data-test^="lead-row"]'],
    ['/crm/deal/details/5/', '[data-test="card-title"]'],
    ['/crm/analytics/', '[data-test="app-frame"]'],
    ['/marketplace/', '[data-test="market-open"]'],
    ['/marketplace/app/', '[data-test="app-frame"]'],
    ['/?section=feed', '.nothing'],
  ] as const;

  it.each(pages)('%s fits into 390 points and leaves nothing to scroll sideways', async (path, ready) => {
    const page = await openPhone();
    await page.goto(portal.origin + path);
    await page.locator(ready).first().waitFor();
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(overflow).toBe(0);
  });

  it('has buttons large enough for a finger', async () => {
    const page = await openPhone();
    await page.goto(`${portal.origin}/crm/deal/list/`);
    await page.getByTestId('deal-row-5').waitFor();
    for (const name of ['theme-switch', 'person-switch', 'notifications']) {
      const box = await page.getByTestId(name).boundingBox();
      expect([name, Math.min(box?.width ?? 0, box?.height ?? 0) >= 44]).toEqual([name, true]);
    }
  });

  it('names the application over its page, where the close button lies inside', async () => {
    const page = await openPhone();
    await page.goto(`${portal.origin}/marketplace/app/`);
    await page.getByTestId('app-frame').waitFor();
    expect(await page.locator('.application-bar').innerText()).toBe('Курс');
    const [frame, close] = [await page.getByTestId('app-frame').boundingBox(), await page.getByTestId('slider-close').boundingBox()];
    expect(frame?.width).toBe(390);
    expect((close?.y ?? 0) + (close?.height ?? 0)).toBeLessThanOrEqual(frame?.y ?? 0);
    await page.getByTestId('slider-close').click();
    await page.getByTestId('deal-row-5').waitFor();
  });

  it('keeps its menu behind a button', async () => {
    const page = await openPhone();
    await page.goto(`${portal.origin}/crm/deal/list/`);
    expect(await page.getByTestId('menu-market').isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Меню' }).click();
    await page.getByTestId('menu-market').click();
    await page.getByTestId('market-open').waitFor();
    expect(await page.getByTestId('menu-market').isVisible()).toBe(false);
  });
});
