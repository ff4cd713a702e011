import type { Browser, FrameLocator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '#support/browser.ts';
import { askDemo } from './ask-demo.ts';
import { applicationFrame, openDesk, plain, takeShot, type Desk } from './portal-desk.ts';
import { answerWidePlan, widePlan } from './wide-plan.ts';

const director = 2;
let browser: Browser;
let desk: Desk;
let frame: FrameLocator;

beforeAll(async () => {
  const demo = await askDemo();
  browser = await launchBrowser();
  desk = await openDesk(browser, demo.portalUrl, { width: 1440, height: 1000 });
  await answerWidePlan(desk.page, widePlan);
  await desk.open('/crm/deal/list/');
  await desk.become(director);
  await desk.open('/crm/deal/list/');
  await desk.page.getByTestId('menu-application').click();
  frame = applicationFrame(desk.page);
  await frame.getByTestId('tab-plans').click();
  await frame.getByTestId('plan-span').selectOption('12');
  await cellOf('2027-10', 'person:1199').waitFor();
});
afterAll(() => browser?.close());

const cellOf = (month: string, scope: string) => frame.getByTestId(`plan-cell-${month}-${scope}`);
const valueOf = async (month: string, scope: string) => (await cellOf(month, scope).getAttribute('data-minor')) ?? null;
const textOf = async (testId: string) => plain(await frame.getByTestId(testId).innerText());

/** Rows of the table that are drawn anew while something is done. */
async function countRedrawn(work: () => Promise<void>): Promise<number> {
  await frame.locator('table.plan').evaluate((table) => {
    const rows = new Set<Element>();
    window.redrawn = rows;
    new MutationObserver((changes) => {
      for (const { target } of changes) {
        const row = (target instanceof Element ? target : target.parentElement)?.closest('tbody tr');
        if (row) rows.add(row);
      }
    }).observe(table, { childList: true, subtree: true, characterData: true, attributes: true });
  });
  await work();
  return frame.locator('body').evaluate(() => window.redrawn.size);
}

describe('a plan of 200 people over 12 months', { timeout: 60_000 }, () => {
  it('stands on one screen with its quarters', async () => {
    expect(await frame.locator('table.plan tbody tr').count()).toBeGreaterThan(240);
    expect(await textOf('plan-total-2027-Q1-person:1000')).toBe('3 000');
    await takeShot(desk.page, '70-wide-plan');
  });

  it('draws only the rows anew that a typed number changes', async () => {
    await cellOf('2027-02', 'person:1005').click();
    const redrawn = await countRedrawn(async () => {
      await cellOf('2027-02', 'person:1005').pressSequentially('2500');
      await frame.getByTestId('plan-input-person:1005').press('Enter');
      await expect.poll(() => valueOf('2027-02', 'person:1005')).toBe('250000000');
    });
    // The person, the sum of the department, the department, the company, and the row that is active next.
    expect(redrawn).toBeLessThanOrEqual(5);
    expect(await textOf('plan-total-2027-Q1-person:1005')).toBe('4 510');
    expect(await textOf('plan-sum-2027-02-department:100')).toBe('11 540');
  });

  it('takes a block from a spreadsheet, fills it to the right and takes both back', async () => {
    // The larger plan stands above the smaller one.
    const before = await valueOf('2027-01', 'person:1011');
    await cellOf('2027-01', 'person:1011').click();
    await cellOf('2027-01', 'person:1011').evaluate((cell) => {
      const data = new DataTransfer();
      data.setData('text/plain', 'Сотрудник 012\t1 500\t1 600\nСотрудник 011\t1 700\t1 800');
      cell.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }));
    });
    await expect.poll(() => valueOf('2027-02', 'person:1010')).toBe('180000000');
    expect(await valueOf('2027-01', 'person:1010')).toBe('170000000');
    const { keyboard } = desk.page;
    await keyboard.press('Shift+ArrowRight');
    await keyboard.press('Shift+ArrowRight');
    await keyboard.press('Control+r');
    await expect.poll(() => valueOf('2027-03', 'person:1011')).toBe('150000000');
    await keyboard.press('Control+z');
    await keyboard.press('Control+z');
    await expect.poll(() => valueOf('2027-01', 'person:1011')).toBe(before);
    expect(await valueOf('2027-02', 'person:1010')).toBe('101000000');
  });

  it('is walked through by keys alone, and says which month it works on', async () => {
    await cellOf('2026-11', 'person:1022').click();
    await desk.page.keyboard.press('ArrowRight');
    await desk.page.keyboard.press('ArrowDown');
    await expect.poll(() => frame.locator('[data-cell]:focus').getAttribute('data-cell')).toBe('2026-12 person:1021');
    expect(await textOf('plan-published')).toContain('Декабрь');
  });

  it('draws the handle over cells to give them the same number', async () => {
    await cellOf('2026-11', 'person:1030').click();
    await desk.page.keyboard.type('900');
    await desk.page.keyboard.press('Enter');
    await cellOf('2026-11', 'person:1030').click();
    await cellOf('2026-11', 'person:1030').locator('.handle').hover();
    await desk.page.mouse.down();
    await cellOf('2027-01', 'person:1030').hover();
    await desk.page.mouse.up();
    await expect.poll(() => valueOf('2027-01', 'person:1030')).toBe('90000000');
    expect(await valueOf('2026-12', 'person:1030')).toBe('90000000');
    expect(await valueOf('2027-02', 'person:1030')).toBe('103000000');
    expect(desk.complaints).toEqual([]);
  });
});

declare global {
  interface Window {
    redrawn: Set<Element>;
  }
}
