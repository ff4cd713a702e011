import { readFile } from 'node:fs/promises';
import type { Browser, FrameLocator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '#support/browser.ts';
import { askDemo, type Demo } from './ask-demo.ts';
import { applicationFrame, cell, openDesk, takeShot, type Desk } from './portal-desk.ts';

const director = 2;
let demo: Demo;
let browser: Browser;
let desk: Desk;
let frame: FrameLocator;

beforeAll(async () => {
  demo = await askDemo();
  browser = await launchBrowser();
  desk = await openDesk(browser, demo.portalUrl);
  await desk.become(director);
  frame = await openWorkspace();
});
afterAll(() => browser?.close());

async function openWorkspace(): Promise<FrameLocator> {
  await desk.open('/crm/deal/list/');
  await desk.page.getByTestId('menu-application').click();
  const opened = applicationFrame(desk.page);
  await cell(opened, 'company', 'fact').waitFor();
  return opened;
}

describe('the director at the workspace', () => {
  it('is offered a tour of five steps once, and can ask for it again', async () => {
    await frame.getByTestId('tour-begin').click();
    for (let step = 1; step < 5; step += 1) await frame.getByTestId('tour-next').click();
    await takeShot(desk.page, '50-tour-last');
    // A page that is left at once takes an unsent word with it.
    const remembered = desk.page.waitForResponse((response) => response.request().method() === 'PUT' && response.ok());
    await frame.getByTestId('tour-done').click();
    await remembered;
    frame = await openWorkspace();
    expect(await frame.getByTestId('tour-offer').count()).toBe(0);
    await frame.getByTestId('tour-again').click();
    await frame.getByTestId('tour').waitFor();
    await desk.page.keyboard.press('Escape');
    await frame.getByTestId('tour').waitFor({ state: 'detached' });
  });

  it('takes the matrix as a workbook', async () => {
    const [download] = await Promise.all([desk.page.waitForEvent('download'), frame.getByTestId('export').first().click()]);
    expect(download.suggestedFilename()).toMatch(/ноябрь 2026\.xlsx$/);
    const bytes = await readFile(await download.path());
    expect(bytes.subarray(0, 2).toString()).toBe('PK');
  });

  it('looks at people by another metric, whose numbers open what they are made of', async () => {
    await frame.getByTestId('metric-select').selectOption('new-clients');
    await frame.getByTestId('metric-matrix').waitFor();
    const shown = await frame.getByTestId('metric-fact').innerText();
    await frame.getByTestId('metric-fact').click();
    const sum = frame.getByTestId('metric-sum');
    await sum.waitFor();
    expect(Number(await sum.getAttribute('data-value'))).toBe(Number(shown.trim()));
    await desk.page.keyboard.press('Escape');
    await frame.getByTestId('metric-select').selectOption('revenue');
    await cell(frame, 'company', 'fact').waitFor();
  });

  it('goes from what needs attention to where something is done about it', async () => {
    await frame.locator('[data-attention="late-decision"] button').click();
    await frame.getByTestId('register').waitFor();
    await frame.getByTestId('tab-overview').click();
    await frame.getByTestId('next-review').click();
    await frame.getByTestId('review-back').waitFor();
    expect(await frame.getByTestId('tab-review').getAttribute('aria-current')).toBe('page');
  });

  it('comes to the register by the link of a message', async () => {
    await desk.open('/marketplace/view/kurs/?params%5Bview%5D=decisions');
    await applicationFrame(desk.page).getByTestId('register').waitFor();
    expect(desk.complaints).toEqual([]);
  });
});
