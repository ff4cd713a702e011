import type { Browser, FrameLocator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchBrowser } from '#support/browser.ts';
import { askDemo, type Demo } from './ask-demo.ts';
import { findOverflow } from './find-overflow.ts';
import { applicationFrame, openDesk, plain, settle, takeShot, type Desk } from './portal-desk.ts';
import { setPin, typePin } from './signing-steps.ts';

const people = { admin: 1, akhmetov: 10, zhukov: 11 };
const pin = '702418';

let demo: Demo;
let browser: Browser;
let manager: Desk;
let head: Desk;
let administrator: Desk;
let isBroken = false;

beforeAll(async () => {
  demo = await askDemo();
  browser = await launchBrowser();
  [manager, head, administrator] = (await Promise.all([1, 2, 3].map(() => openDesk(browser, demo.portalUrl, { height: 1600 })))) as [
    Desk,
    Desk,
    Desk,
  ];
  await manager.become(people.zhukov);
  await head.become(people.akhmetov);
  await administrator.become(people.admin);
});
afterAll(() => browser?.close());

beforeEach((context) => {
  context.skip(isBroken, 'the step before has failed');
  context.onTestFailed(() => {
    isBroken = true;
  });
});
afterEach(() => {
  expect([manager, head, administrator].flatMap((desk) => desk?.complaints.splice(0) ?? [])).toEqual([]);
});

async function openApplication(desk: Desk): Promise<FrameLocator> {
  await desk.open('/crm/deal/list/');
  await desk.page.getByTestId('menu-application').click();
  return applicationFrame(desk.page);
}

/** The page at the narrow widths, where nothing may stick out. */
async function holdsEverywhere(desk: Desk, name: string): Promise<void> {
  const found: string[] = [];
  for (const width of [1280, 1000, 390]) {
    await desk.page.setViewportSize({ width, height: width === 390 ? 2600 : 1600 });
    await settle(desk.page);
    await takeShot(desk.page, `60-${name}-${width}`);
    found.push(...(await findOverflow(desk.page, applicationFrame(desk.page))).map((what) => `${width}: ${what}`));
  }
  await desk.page.setViewportSize({ width: 1280, height: 1600 });
  expect(found).toEqual([]);
}

// Steps of one story, of the plan that waits for Zhukov.
describe('a plan on its way to the signature', { timeout: 90_000 }, () => {
  it('is read to its end, and asked about', async () => {
    const frame = await openApplication(manager);
    await frame.getByTestId('tab-my-plan').click();
    await frame.getByRole('heading', { name: 'План на декабрь 2026' }).waitFor();
    await frame.getByText('Точный текст, который подписывается').scrollIntoViewIfNeeded();
    await frame.getByText('до конца страницы').waitFor();
    await frame.getByTestId('thread-open').click();
    await frame.getByTestId('thread-text').fill('Учтён ли отпуск в декабре?');
    await frame.getByTestId('thread-send').click();
    await frame.getByText('1 вопрос, ответа ещё нет').waitFor();
    await holdsEverywhere(manager, 'question');
    expect(await frame.getByRole('button', { name: 'Подписать план' }).isDisabled()).toBe(true);
  });

  it('is answered by the head from the board, and the manager sees it without a reload', async () => {
    const frame = await openApplication(head);
    await frame.getByTestId('signing-open').click();
    await frame.getByTestId('signing-filter-question').click();
    expect(await frame.getByTestId('signing-list').locator('[data-state]').count()).toBe(1);
    await holdsEverywhere(head, 'board');
    await frame.getByTestId(`signing-${people.zhukov}`).getByRole('button').click();
    await frame.getByTestId('thread-open').click();
    await frame.getByTestId('thread-text').fill('Да, одна неделя.');
    await frame.getByTestId('thread-send').click();
    await frame.getByText('Да, одна неделя.').waitFor();
    await holdsEverywhere(head, 'sheet-for-head');
    await applicationFrame(manager.page).getByText('1 вопрос, ответ получен').waitFor();
  });

  it('is spread over weeks and over a company of the manager’s own deals until it adds up', async () => {
    const frame = applicationFrame(manager.page);
    const save = frame.getByTestId('breakdown-save');
    const first = frame.getByTestId('breakdown-week-0');
    const before = await first.inputValue();
    await first.fill('1');
    await frame.getByText('По неделям не хватает').waitFor();
    expect(await save.isDisabled()).toBe(true);
    await first.fill(before);
    await frame.getByTestId('breakdown-clients').click();
    const choice = frame.getByTestId('breakdown-add');
    await expect.poll(() => choice.locator('option').count()).toBeGreaterThan(4);
    await choice.selectOption({ index: 1 });
    await frame.getByRole('button', { name: /^Убрать/ }).waitFor();
    await holdsEverywhere(manager, 'breakdown');
    await save.click();
    await frame.getByText('Разложено по неделям и клиентам').waitFor();
  });

  it('is signed with a PIN that the manager sets after the agreement; a wrong one says how many tries are left', async () => {
    const frame = applicationFrame(manager.page);
    await frame.getByLabel('Подписать', { exact: false }).first().check();
    await frame.getByLabel(/мне понятен/).check();
    const sign = frame.getByRole('button', { name: 'Подписать план' });
    expect(await sign.isDisabled()).toBe(true);
    await holdsEverywhere(manager, 'pin-setup');
    await setPin(frame, pin);
    await typePin(frame.getByTestId('pin-field'), '702419');
    await sign.click();
    await frame.getByText('ПИН-код не подошёл').waitFor();
    await frame.getByText('Осталось 4 попытки').waitFor();
    // The refusal is meant to be.
    expect(manager.complaints.splice(0)).toEqual([expect.stringContaining('403')]);
    await holdsEverywhere(manager, 'pin-wrong');
    await typePin(frame.getByTestId('pin-field'), pin);
    await sign.click();
    await frame.getByText('План подписан').waitFor();
    const text = plain(await frame.locator('body').innerText());
    // Within its first day a PIN counts as the session.
    expect(text).toContain('Способ вход через портал');
    expect(text).toContain('подписана вместе с планом');
    expect(text).not.toContain(pin);
    await holdsEverywhere(manager, 'receipt');
  });

  it('stands as signed on the head’s board, with the breakdown', async () => {
    const frame = applicationFrame(head.page);
    await frame.getByText('Подписано без возражений').waitFor();
    await frame.getByText('Разбивка сотрудника').waitFor();
    await frame.getByTestId('signing-back').click();
    expect(await frame.getByTestId(`signing-${people.zhukov}`).getAttribute('data-state')).toBe('signed');
  });

  it('shows the administrator who has a PIN, and lets them reset it', async () => {
    const frame = await openApplication(administrator);
    await frame.getByTestId('tab-settings').click();
    await frame.getByTestId('settings-signing').click();
    const row = frame.getByTestId(`pin-of-${people.zhukov}`);
    await row.getByTestId('pin-reset').waitFor();
    expect(await frame.getByTestId('signing-level-L2').isChecked()).toBe(true);
    await holdsEverywhere(administrator, 'settings');
    await row.getByTestId('pin-reset').click();
    await frame.getByTestId('confirm-action').click();
    await row.getByText('не задан').waitFor();
  });
});
