import type { Browser, FrameLocator, Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '#support/browser.ts';
import { askDemo } from './ask-demo.ts';
import { applicationFrame, openDesk, plain, takeShot, type Desk } from './portal-desk.ts';

const admin = 1;
const head = 5;

let browser: Browser;
let desk: Desk;
let frame: FrameLocator;

beforeAll(async () => {
  const demo = await askDemo();
  browser = await launchBrowser();
  desk = await openDesk(browser, demo.portalUrl);
  await openHealth();
});

afterAll(() => browser?.close());

afterEach(() => expect(desk.complaints).toEqual([]));

describe('the administrator at the health of the data', () => {
  it('sees every stream with a state in words, and fresh numbers', async () => {
    const states = await frame.locator('tr[data-state]').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-test')));
    expect(states).toHaveLength(7);
    await expect.poll(async () => plain(await frame.getByTestId('health-numbers').innerText())).toContain('Свежие');
    expect(await frame.getByTestId('stream-first-load').getAttribute('data-state')).toBe('done');
    await takeShot(desk.page, '40-data-health');
  });

  it('opens the list behind a number of quality, as long as the number says', async () => {
    const number = frame.getByTestId('quality-no-amount');
    const count = plain(await number.innerText());
    await number.click();
    const list = frame.getByTestId('quality-list');
    await expect.poll(() => list.getAttribute('data-total')).toBe(count);
    expect(await list.locator('li').count()).toBe(Number(count));
    await takeShot(desk.page, '41-deals-without-amount');
    await desk.page.keyboard.press('Escape');
    await list.waitFor({ state: 'detached' });
  });

  it('has a stream read out of its turn by the button of its row', async () => {
    const row = frame.getByTestId('stream-structure');
    const before = await lastSuccess(row);
    await frame.getByTestId('refresh-structure').click();
    await expect.poll(() => lastSuccess(row), { timeout: 60_000, interval: 500 }).not.toBe(before);
    await expect.poll(() => frame.getByTestId('refresh-structure').isEnabled(), { timeout: 60_000 }).toBe(true);
  });

  it('has everything compared at once by the button above, and sees it begin', async () => {
    const state = (): Promise<string | null> => frame.getByTestId('stream-reconcile').getAttribute('data-state');
    expect(await state()).toBe('never');
    await frame.getByTestId('health-refresh').click();
    await frame.getByText('Читаем портал. Числа обновятся сами').first().waitFor();
    await expect.poll(state, { timeout: 60_000, interval: 500 }).toMatch(/^(running|matched|differing)$/);
    await takeShot(desk.page, '42-read-now');
  });
});

describe('a head', () => {
  it('sees how fresh the numbers are, and of the settings only who acts for heads', async () => {
    await desk.become(head);
    await desk.open('/marketplace/app/');
    frame = applicationFrame(desk.page);
    await frame.getByTestId('tab-plans').waitFor();
    await frame.getByTestId('tile-fact').waitFor();
    expect(plain(await frame.locator('.page-header').innerText())).toMatch(/обновлено в \d\d:\d\d/);
    await frame.getByTestId('tab-settings').click();
    await frame.getByTestId('acting-heads').or(frame.getByText('Исполняющие обязанности').first()).first().waitFor();
    expect(await frame.getByTestId('settings-health').count()).toBe(0);
  });
});

async function openHealth(): Promise<void> {
  await desk.become(admin);
  await desk.open('/marketplace/app/');
  frame = applicationFrame(desk.page);
  await frame.getByTestId('tab-settings').click();
  await frame.getByTestId('data-health').waitFor();
}

async function lastSuccess(row: Locator): Promise<string> {
  return plain(await row.locator('td').nth(2).innerText());
}
