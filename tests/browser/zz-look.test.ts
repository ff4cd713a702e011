import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '#support/browser.ts';
import { findOverflow } from './find-overflow.ts';
import { applicationFrame, openDesk, settle, takeShot, type DeskOptions } from './portal-desk.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());
const looks: readonly (DeskOptions & { name: string })[] = [
  { name: 'ru', language: 'ru', theme: 'light', width: 1280, height: 900 },
  { name: 'en', language: 'en', theme: 'dark', width: 1280, height: 900 },
  { name: 'phone', language: 'ru', theme: 'light', width: 390, height: 844 },
];
it.each(looks)('$name', { timeout: 400_000 }, async (look) => {
  const desk = await openDesk(browser, 'http://localhost:3301', look);
  desk.context.setDefaultTimeout(60_000);
  const found: string[] = [];
  const shot = async (name: string): Promise<void> => {
    await settle(desk.page);
    const frame = applicationFrame(desk.page);
    found.push(...(await findOverflow(desk.page, frame)).map((one) => `${name}: ${one}`));
    const height = await frame.locator('body').evaluate((body) => body.scrollHeight);
    await desk.page.setViewportSize({ width: look.width ?? 1280, height: Math.min(3200, height + 140) });
    await settle(desk.page);
    await takeShot(desk.page, `zz-${look.name}-${name}`);
    await desk.page.setViewportSize({ width: look.width ?? 1280, height: look.height ?? 900 });
  };
  await desk.become(2);
  await desk.open('/marketplace/app/');
  const page = applicationFrame(desk.page);
  await page.getByTestId('tab-activity').click();
  await page.getByTestId('activity-table').waitFor();
  await page.getByTestId('provenance').waitFor();
  await shot('activity');
  const number = page.locator('[data-test^="activity-person:"][data-test$="-contacts-entered"]').first();
  if ((await number.count()) > 0) {
    await number.click();
    await page.getByTestId('activity-sum').waitFor();
    await shot('list-contacts');
    await desk.page.keyboard.press('Escape');
  }
  for (const [place, panel] of Object.entries({ report: 'activity-report', tasks: 'task-done', order: 'crm-order', clients: 'relationships' })) {
    await page.getByTestId(`place-${place}`).click();
    await page.getByTestId(panel).locator('table').waitFor();
    await shot(place);
  }
  await page.getByTestId('tab-settings').click();
  await page.getByTestId('settings-alerts').click();
  await page.getByTestId('alert-preview').waitFor();
  await shot('alerts');
  await page.getByTestId('settings-rules').click();
  await page.getByTestId('rule-preview').waitFor();
  await page.getByTestId('relationship-field').waitFor();
  await page.getByTestId('relationship-source').selectOption({ index: 1 });
  await page.getByTestId('rule-of-field-hours').click();
  await page.getByTestId('rule-entity').selectOption('activity');
  await page.getByTestId('rule-preview').waitFor();
  await desk.page.waitForTimeout(1500);
  await shot('rules');
  await page.getByTestId('settings-norms').click();
  await page.getByTestId('norms-form').waitFor();
  await shot('norms');
  await desk.become(7);
  await desk.open('/marketplace/app/');
  const own = applicationFrame(desk.page);
  await own.getByTestId('tab-day').click();
  await own.getByTestId('day-needs').waitFor();
  await shot('my-day');
  console.log(look.name, found, desk.complaints);
  await desk.close();
  expect(found).toEqual([]);
});
