import type { Browser, FrameLocator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '#support/browser.ts';
import { askDemo, type Demo } from './ask-demo.ts';
import { applicationFrame, cell, exact, openDesk, plain, takeShot, type Desk } from './portal-desk.ts';

const [admin, director, kovaleva, belova] = [1, 2, 5, 8];
const own = `person:${belova}`;
/** Numbers come anew after what was done; on a busy machine that takes its time. */
const slow = { timeout: 20_000 };
let demo: Demo;
let browser: Browser;
let desk: Desk;
let frame: FrameLocator;

beforeAll(async () => {
  demo = await askDemo();
  browser = await launchBrowser();
  desk = await openDesk(browser, demo.portalUrl);
});
afterAll(async () => {
  await browser?.close();
  expect(desk.complaints).toEqual([]);
});

async function openForecast(userId: number): Promise<void> {
  await desk.become(userId);
  await desk.open('/marketplace/app/');
  frame = applicationFrame(desk.page);
  await frame.getByTestId('tab-forecast').click();
  await frame.getByTestId('forecast-table').waitFor();
}

const closePanel = async (testId: string): Promise<void> => {
  await desk.page.keyboard.press('Escape');
  await frame.getByTestId(testId).waitFor({ state: 'detached' });
};

describe('the head at the forecast', () => {
  it('sees what counts as commit, best and pipeline, and moves a deal of a list to another category', async () => {
    await openForecast(kovaleva);
    const commit = cell(frame, own, 'category-commit');
    const before = await exact(commit);
    expect(before).toBe(620_000);
    await cell(frame, own, 'category-best').click();
    const sum = frame.getByTestId('drill-sum');
    await sum.waitFor();
    expect(Number(await sum.getAttribute('data-value'))).toBe(1_250_000);
    await takeShot(desk.page, '60-category-list');
    const first = frame.locator('[data-test^="judge-"]').first();
    const judged = await first.getAttribute('data-test');
    await first.selectOption('commit');
    await frame.getByTestId(judged!).waitFor({ state: 'detached' });
    const left = Number(await sum.getAttribute('data-value'));
    await closePanel('drill-down');
    await expect.poll(() => exact(commit), slow).toBe(before + 1_250_000 - left);
    // Given back to its stage, everything is as it was.
    await commit.click();
    await frame.getByTestId(judged!).selectOption('stage');
    await frame.getByTestId(judged!).waitFor({ state: 'detached' });
    await closePanel('drill-down');
    await expect.poll(() => exact(commit), slow).toBe(before);
  });

  it('sees who has not submitted, and submits a number of their own', async () => {
    const panel = frame.getByTestId('forecast-submissions');
    expect(await panel.getByTestId('submission-person:18').getAttribute('data-state')).toBe('missing');
    expect(await panel.getByTestId('submission-person:6').getAttribute('data-state')).toBe('old');
    const department = panel.getByTestId('submission-department:2');
    await department.click();
    await frame.getByTestId('submission-value').fill('15 900 000');
    await frame.getByTestId('submission-comment').fill('После разговора с Орловым');
    await takeShot(desk.page, '61-submission');
    await frame.getByTestId('submission-save').click();
    await frame.getByTestId('submission-form').waitFor({ state: 'detached' });
    await expect.poll(async () => plain(await department.innerText()), slow).toContain('15 900');
    await expect.poll(() => department.getAttribute('data-state'), slow).toBe('fresh');
    // A head speaks for the department, and not for a person in it.
    await panel.getByTestId(`submission-${own}`).click();
    await frame.getByTestId('submission-history').waitFor();
    expect(await frame.getByTestId('submission-form').count()).toBe(0);
    await desk.page.keyboard.press('Escape');
  });

  it('sees what has moved the forecast, by the table and by history, and opens the deals of a step', async () => {
    const changes = frame.getByTestId('forecast-changes');
    const step = changes.locator('[data-test^="change-"]:not([data-test="change-adjustment"])').first();
    await step.click();
    expect(await frame.getByTestId('change-deals').locator('li').first().innerText()).not.toBe('');
    await closePanel('change-deals');
    await frame.getByTestId('changes-by').selectOption('history');
    await changes.locator('[data-code="expected-new"]').waitFor();
    await takeShot(desk.page, '62-changes-by-history');
    // Deals that do not exist yet have no list: how they are reckoned stands for it, then and now.
    await frame.getByTestId('change-expected-new').click();
    await frame.getByTestId('new-deal-terms').waitFor();
    expect(await frame.getByTestId('new-wins').count()).toBe(2);
    await closePanel('new-deal-terms');
  });

  it('picks deals of the route, makes tasks of them, and takes what is lacking to the review', async () => {
    const route = frame.getByTestId('forecast-route');
    const boxes = route.locator('input[type="checkbox"]');
    await boxes.nth(0).check();
    await boxes.nth(1).check();
    await route.getByTestId('route-chance').waitFor();
    await route.getByTestId('route-make-tasks').click();
    await expect.poll(() => route.locator('[data-test^="route-task-"]').count(), slow).toBe(2);
    await route.getByTestId('route-chain').waitFor();
    await takeShot(desk.page, '63-route');
    await route.getByTestId('route-to-review').click();
    await frame.getByTestId('to-review-question').waitFor();
    expect(await frame.getByTestId('to-review-question').inputValue()).toContain('В маршруте 2 сделки');
    await frame.getByTestId('to-review-ask').click();
    await frame.getByText('Вопрос в повестке планёрки').first().waitFor();
  });
});

describe('the deal in the portal', () => {
  it('is given another category and a chance by hand by the director, which stay until they are given back', async () => {
    await desk.become(director);
    await desk.open('/crm/deal/details/1847/');
    await desk.page.getByTestId('tab-CRM_DEAL_DETAIL_TAB').click();
    const tab = applicationFrame(desk.page, 'CRM_DEAL_DETAIL_TAB');
    await tab.getByText('закреплено: Марина Ковалёва, 12 ноября').waitFor();
    await tab.getByTestId('category-commit').click();
    await tab.getByText(/закреплено: Виктор Сомов/).waitFor();
    await tab.getByTestId('hand-chance-open').click();
    await tab.getByTestId('hand-chance-value').fill('55');
    await tab.getByTestId('hand-chance-save').click();
    await tab.getByText('Без причины шанс не сохранится').waitFor();
    await tab.getByTestId('hand-chance-reason').fill('Бюджет подтверждён письмом');
    await tab.getByTestId('hand-chance-save').click();
    await tab.getByText(/Вручную 55\s%: Виктор Сомов/).waitFor();
    await takeShot(desk.page, '64-deal-judged');
    await tab.getByTestId('hand-chance-reset').click();
    await tab.getByTestId('hand-chance-reset').waitFor({ state: 'detached' });
    await tab.getByTestId('category-best').click();
    await expect.poll(() => tab.getByTestId('category-best').locator('input').isChecked(), slow).toBe(true);
  });
});

describe('the director at the forecast', () => {
  it('sees what each pipeline is expected to bring, which makes the whole, and its deals', async () => {
    await openForecast(director);
    await frame.getByTestId('span-choice').selectOption('month');
    const parts = frame.getByTestId('span-pipelines').locator('[data-test^="span-pipeline:"][data-test$="-expected"]');
    await parts.nth(1).waitFor();
    const values = await parts.evaluateAll((all) => all.map((one) => Math.round(100 * Number(one.getAttribute('data-value')))));
    const whole = await exact(frame.getByTestId('span-company-expected'));
    expect(values.reduce((sum, value) => sum + value, 0)).toBe(Math.round(100 * whole));
    await takeShot(desk.page, '63-pipelines');
    await parts.first().click();
    await frame.getByTestId('learned-deals').locator('li').first().waitFor();
    await closePanel('learned-math');
    // A number opens with what it is made of in sight.
    await frame.getByTestId('span-choice').selectOption('quarter');
    const won = frame.getByTestId('span-company-fact');
    const fact = await exact(won);
    await won.click();
    const list = frame.getByTestId('learned-won');
    await list.locator('li').first().waitFor();
    expect(plain(await list.locator('summary').innerText())).toMatch(/Уже в факте: \d+ сдел/);
    expect(fact).toBeGreaterThan(0);
    await takeShot(desk.page, '63-won-in-days');
    await closePanel('learned-math');
  });
});

describe('the administrator at the stages', () => {
  it('sees what a change does to the forecast before it is saved, and takes it back', async () => {
    await desk.become(admin);
    await desk.open('/marketplace/app/');
    frame = applicationFrame(desk.page);
    await frame.getByTestId('tab-settings').click();
    await frame.getByTestId('settings-stages').click();
    await frame.getByTestId('stage-settings').waitFor();
    const stage = frame.locator('[data-test^="category-"]').first();
    const name = (await stage.getAttribute('data-test'))!.slice('category-'.length);
    await stage.selectOption('omitted');
    await frame.getByTestId('stages-save').click();
    await frame.getByText('Проценты сохранены, прогноз пересчитан').first().waitFor();
    await expect
      .poll(async () => plain(await frame.getByTestId('stage-settings').innerText()), slow)
      .toContain('Не считаем вместо Возможно');
    await takeShot(desk.page, '65-stages');
    await frame.getByTestId(`category-${name}`).selectOption('pipeline');
    await frame.getByTestId('stages-save').click();
    await expect
      .poll(async () => plain(await frame.getByTestId('stage-settings').innerText()), slow)
      .toContain('Возможно вместо Не считаем');
  });
});
