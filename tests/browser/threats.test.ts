import { randomBytes } from 'node:crypto';
import type { Browser, Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signSheet } from '#contract/acknowledgement.ts';
import { publishPlan, saveDraft } from '#contract/plan.ts';
import { openStore } from '#store/open-store.ts';
import { createSecretText } from '#store/secret-text.ts';
import { launchBrowser } from '#support/browser.ts';
import { startTestService, type InstalledPortal, type TestService } from '#support/installed-portal.ts';
import { smallPortalPeople } from '#support/small-portal.ts';
import { blockForeignCookies, openForeignPages, type ForeignPages } from './foreign-pages.ts';
import { openClient } from './patched-client.ts';
import { applicationFrame, openDesk, plain, type Desk } from './portal-desk.ts';
import { portalOfPayloads, scriptPayloads } from './script-payloads.ts';
import { openAndRead } from '#support/sheet-acts.ts';

const { admin, head, anna, boris } = smallPortalPeople;
const month = '2026-11';
const dealOfAnna = '/crm/deal/details/6/';
let service: TestService;
let portal: InstalledPortal;
let browser: Browser;
let foreign: ForeignPages;
let removeClient = async (): Promise<void> => undefined;

beforeAll(async () => {
  const secretText = createSecretText(randomBytes(32));
  const store = await openStore({ databaseUrl: null, migrationDatabaseUrl: null, dataDir: null, secretText });
  const { client, remove } = await openClient();
  removeClient = remove;
  service = await startTestService({ portals: 1, store, client });
  portal = await service.installPortal(portalOfPayloads());
  await planWithPayloads();
  foreign = await openForeignPages();
  browser = await launchBrowser();
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await foreign?.close();
  await service?.stop();
  await removeClient();
});

/** Two versions, so that a sheet has a reason and something before it; one person objects, one has yet to sign. */
async function planWithPayloads(): Promise<void> {
  const planner = await portal.open(admin);
  const [reason = '', rationale = '', objection = ''] = scriptPayloads;
  for (const version of [0, 1]) {
    const value = `${version + 1}00000.00`;
    await planner.call(saveDraft, {
      month,
      lines: [anna, boris].map((id) => ({ metric: 'revenue' as const, scope: `person:${id}`, value })),
    });
    await planner.call(publishPlan, { month, baseVersion: version, reason, rationale });
  }
  const objector = await portal.open(boris);
  const sheet = { month, version: 2, userId: String(boris) };
  const { challengeId, planHash } = await openAndRead(objector, sheet);
  await objector.call(signSheet, { ...sheet, challengeId, planHash, decision: 'signed-with-objections', text: objection });
}

async function openDeskAs(userId: number): Promise<Desk> {
  const desk = await openDesk(browser, portal.origin);
  await desk.context.addInitScript(() => {
    window.__violations = [];
    document.addEventListener('securitypolicyviolation', (event) =>
      window.__violations.push(
        `${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}:${event.columnNumber}`,
      ),
    );
  });
  await desk.become(userId);
  return desk;
}

declare global {
  interface Window {
    __xss?: number;
    __violations: string[];
  }
}

const ourFrames = (page: Page): Frame[] => page.frames().filter((frame) => frame.url().startsWith(service.appUrl));

async function signInBrowser(page: Page): Promise<void> {
  const card = applicationFrame(page, 'CRM_DEAL_DETAIL_TAB');
  await card.getByRole('button', { name: 'Прочитать' }).click();
  const sheet = applicationFrame(page);
  await sheet.getByText('Точный текст, который подписывается').scrollIntoViewIfNeeded();
  await sheet.getByText('Прочитано').waitFor();
  await sheet.getByLabel('Подписать', { exact: false }).first().check();
  await sheet.getByLabel('План версии 2 мне понятен').check();
  await sheet.getByRole('button', { name: 'Подписать план' }).click();
  await sheet.getByText('План подписан').waitFor();
}

describe('T13: in a browser that keeps no cookies of third parties', { timeout: 120_000 }, () => {
  it('a person reads and signs a plan, and we have set no cookie and stored nothing', async () => {
    const desk = await openDeskAs(anna);
    await blockForeignCookies(desk.context, desk.page);
    await desk.page.goto(foreign.cookieProbe);
    await desk.page.reload();
    const probe = desk.page.frameLocator('iframe').locator('#seen');
    await probe.waitFor();
    expect(await probe.innerText()).toBe('none');

    await desk.open(dealOfAnna);
    await desk.page.getByTestId('tab-CRM_DEAL_DETAIL_TAB').click();
    await applicationFrame(desk.page, 'CRM_DEAL_DETAIL_TAB').getByRole('button', { name: 'Прочитать' }).waitFor();
    expect(new URL(portal.origin).hostname).not.toBe(new URL(service.appUrl).hostname);
    await signInBrowser(desk.page);
    expect(await desk.context.cookies(service.appUrl)).toEqual([]);
    for (const frame of ourFrames(desk.page)) {
      expect(await frame.evaluate(() => [document.cookie, localStorage.length, sessionStorage.length])).toEqual(['', 0, 0]);
    }
    await desk.close();
  });

  it('would be told by a cookie that comes back where nothing is blocked', async () => {
    const desk = await openDesk(browser, portal.origin);
    await desk.page.goto(foreign.cookieProbe);
    const probe = desk.page.frameLocator('iframe').locator('#seen');
    await probe.waitFor();
    expect(await probe.innerText()).toContain('probe=1');
    await desk.close();
  });
});

describe('T12: a page of ours', { timeout: 60_000 }, () => {
  it('does not open in a frame of anybody but its portal', async () => {
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    const frame = portal.frame(anna);
    await page.goto(foreign.formPage('frame', frame.url, frame.fields));
    await expect.poll(() => complaints.join('\n'), { timeout: 20_000 }).toMatch(/frame-ancestors/);
    const inner = page.frames().find((one) => one.name() === 'frame');
    expect(await inner?.locator('#app').count()).toBe(0);
    await page.close();
  });
});

describe('T14: a page that somebody else has sent into the browser', { timeout: 60_000 }, () => {
  it('shows nothing of its session in a window of its own, and asks for nothing', async () => {
    const page = await browser.newPage();
    const calls: string[] = [];
    page.on('request', (request) => request.url().includes('/api/') && calls.push(request.url()));
    const frame = portal.frame(head);
    await page.goto(foreign.formPage('_self', frame.url, frame.fields));
    await page.getByText(/Откройте «Курс» из Битрикс24|Open Kurs from Bitrix24/).waitFor();
    expect(await page.getByTestId('tab-overview').count()).toBe(0);
    expect(calls).toEqual([]);
    await page.close();
  });
});

describe('T15: names, titles and texts that are script', { timeout: 180_000 }, () => {
  async function expectNothingRuns(page: Page, where: string): Promise<void> {
    const frames = ourFrames(page);
    expect(frames.length, where).toBeGreaterThan(0);
    for (const frame of frames) {
      expect(await frame.evaluate(() => window.__xss ?? 0), where).toBe(0);
      expect(await frame.evaluate(() => window.__violations ?? []), where).toEqual([]);
    }
  }

  it('stay texts in the views of the head', async () => {
    const desk = await openDeskAs(admin);
    const { page } = desk;
    await desk.open('/crm/deal/list/');
    await page.getByTestId('menu-application').click();
    const frame = applicationFrame(page);
    await frame.getByTestId('cell-company-fact').waitFor();
    await expectNothingRuns(page, 'overview');
    expect(plain(await frame.locator('body').innerText())).toContain('window.__xss');
    // Long names lie over the numbers.
    await frame.getByTestId('cell-company-fact').dispatchEvent('click');
    await frame.getByRole('dialog').waitFor();
    await expectNothingRuns(page, 'the list behind a number');
    await page.keyboard.press('Escape');
    await frame.getByTestId('signing-open').dispatchEvent('click');
    await frame.getByTestId(`signing-${boris}`).waitFor();
    await expectNothingRuns(page, 'signing');
    await page.keyboard.press('Escape');
    await frame.getByTestId('tab-plans').dispatchEvent('click');
    await frame.locator(`[data-test^="plan-cell-"][data-test$="-person:${anna}"]`).first().waitFor();
    await expectNothingRuns(page, 'plans');
    await desk.close();
  });

  it('stay texts in the cards and on the sheet', async () => {
    const desk = await openDeskAs(anna);
    const { page } = desk;
    await desk.open(dealOfAnna);
    await page.getByTestId('tab-CRM_DEAL_DETAIL_TAB').click();
    await applicationFrame(page, 'CRM_DEAL_DETAIL_TAB').locator('main, section').first().waitFor();
    await expectNothingRuns(page, 'the card of a deal');
    await desk.open('/crm/lead/details/3/');
    await page.getByTestId('tab-CRM_LEAD_DETAIL_TAB').click();
    await applicationFrame(page, 'CRM_LEAD_DETAIL_TAB').locator('main, section').first().waitFor();
    await expectNothingRuns(page, 'the card of a lead');
    await desk.close();
    const other = await openDeskAs(boris);
    await other.open('/crm/deal/list/');
    await other.page.getByTestId('menu-application').click();
    const frame = applicationFrame(other.page);
    await frame.locator('body').getByText('window.__xss').first().waitFor();
    await expectNothingRuns(other.page, 'my own page');
    await other.close();
  });
});
