import type { Browser, FrameLocator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '#support/browser.ts';
import { askDemo, type Demo } from './ask-demo.ts';
import { findOverflow } from './find-overflow.ts';
import { applicationFrame, openDesk, plain, settle, takeShot, type Desk, type DeskOptions } from './portal-desk.ts';

const director = 2;
const petrov = 7;
/** Heads the department of Zhukov, who stopped calling. */
const akhmetov = 10;
const zhukov = 11;

let demo: Demo;
let browser: Browser;

beforeAll(async () => {
  demo = await askDemo();
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

async function openApplication(desk: Desk, userId: number): Promise<FrameLocator> {
  await desk.become(userId);
  await desk.open('/marketplace/app/');
  return applicationFrame(desk.page);
}

async function openActivity(desk: Desk, userId: number): Promise<FrameLocator> {
  const frame = await openApplication(desk, userId);
  await frame.getByTestId('tab-activity').click();
  await frame.getByTestId('activity-table').waitFor();
  await frame.getByTestId('alerts').waitFor();
  return frame;
}

describe('activity', () => {
  it('tells the head who stopped calling, and a decision becomes a task with a day of the check', async () => {
    const desk = await openDesk(browser, demo.portalUrl);
    const frame = await openActivity(desk, akhmetov);
    const card = frame.getByTestId(`alert-${zhukov}-calls`);
    await card.waitFor();
    expect(plain(await card.innerText())).toContain('Звонки: ничего за 3 рабочих дня');
    await frame.getByTestId(`answer-${zhukov}-calls`).click();
    await frame.getByTestId('answer-kind-task').check();
    await frame.getByTestId('answer-words').fill('Обзвонить ключевых клиентов');
    await takeShot(desk.page, '60-activity-answer');
    await frame.getByTestId('answer-save').click();
    await card.getByTestId('effect-waiting').waitFor();
    expect(plain(await card.innerText())).toContain('Задача в Битрикс24: Обзвонить ключевых клиентов');
    expect(await card.getByTestId(`answer-${zhukov}-calls`).count()).toBe(0);
    expect(desk.complaints).toEqual([]);
    await desk.close();
  });

  it('opens the list behind a number, and the list adds up to it', async () => {
    const desk = await openDesk(browser, demo.portalUrl);
    const frame = await openActivity(desk, director);
    const number = frame.getByTestId(`activity-person:${petrov}-calls`);
    const shown = await number.getAttribute('data-value');
    await number.click();
    await frame.getByTestId('activity-sum').waitFor();
    expect(await frame.getByTestId('activity-sum').getAttribute('data-value')).toBe(shown);
    // The same number as on the overview: the workspace and this page count alike.
    expect(shown).toBe('158');
    expect(desk.complaints).toEqual([]);
    await desk.close();
  });
});

describe('what a head looks after', () => {
  it('is a task of somebody, on a day apart from the deadline', async () => {
    const desk = await openDesk(browser, demo.portalUrl);
    const frame = await openActivity(desk, akhmetov);
    await frame.getByTestId('place-tasks').click();
    const total = frame.getByTestId('number-department:3-running');
    const shown = await total.innerText();
    await total.click();
    const list = frame.getByTestId('list-panel');
    await list.and(frame.locator(`[data-total="${shown}"]`)).waitFor();
    // Some are other heads’ to look at.
    const task = list.locator('[data-test^="task-task-"]:has([data-test^="check-"])').first();
    await task.locator('[data-test^="check-"]').first().click();
    await task.getByTestId('check-day').fill('2026-11-19');
    await task.getByTestId('check-set').click();
    await expect.poll(async () => plain(await task.innerText())).toContain('проверка 19 ноября');
    expect(desk.complaints).toEqual([]);
    await desk.close();
  });

  it('is what deals lack, and each number opens them', async () => {
    const desk = await openDesk(browser, demo.portalUrl);
    const frame = await openActivity(desk, director);
    await frame.getByTestId('place-order').click();
    const number = frame.getByTestId('number-company-no-amount');
    const shown = await number.innerText();
    await number.click();
    await frame
      .getByTestId('list-panel')
      .and(frame.locator(`[data-total="${shown}"]`))
      .waitFor();
    expect(desk.complaints).toEqual([]);
    await desk.close();
  });
});

describe('rules of alerts', () => {
  it('are looked at in the last four weeks while they are changed, and hold when they are saved', async () => {
    const desk = await openDesk(browser, demo.portalUrl);
    const frame = await openApplication(desk, director);
    await frame.getByTestId('tab-settings').click();
    await frame.getByTestId('settings-alerts').click();
    const sum = frame.getByTestId('alert-preview').locator('.sum');
    const before = Number(await sum.getAttribute('data-total'));
    expect(before).toBeGreaterThan(0);
    await frame.getByTestId('rule-byNorm').uncheck();
    await frame.getByTestId('rule-bySilence').uncheck();
    await frame.getByTestId('rule-byPast').uncheck();
    await expect.poll(async () => Number(await sum.getAttribute('data-total'))).toBe(0);
    await frame.getByTestId('alert-rules-usual').click();
    await expect.poll(async () => Number(await sum.getAttribute('data-total'))).toBe(before);
    await frame.getByTestId('rule-normPercent').fill('80');
    await frame.getByTestId('alert-rules-save').click();
    await frame.getByText('Правила сохранены').first().waitFor();
    expect(desk.complaints).toEqual([]);
    await desk.close();
  });
});

describe('norms', () => {
  it('are changed by the director from a day on', async () => {
    const desk = await openDesk(browser, demo.portalUrl);
    const frame = await openApplication(desk, director);
    await frame.getByTestId('tab-settings').click();
    await frame.getByTestId('settings-norms').click();
    await frame.getByTestId('profile-service').click();
    await frame.getByTestId('norm-line-calls-in').waitFor();
    await frame.getByTestId('norm-day-calls-in').fill('4');
    await takeShot(desk.page, '61-norms');
    await frame.getByTestId('norms-save').click();
    await expect.poll(async () => plain(await frame.getByTestId('norms-form').innerText())).toContain('Менялись: 16 ноя');
    expect(desk.complaints).toEqual([]);
    await desk.close();
  });
});

describe('my day', () => {
  it('is the first thing a manager sees on a phone, with the plan to sign on top', async () => {
    const desk = await openDesk(browser, demo.portalUrl, { width: 390, height: 844 });
    const frame = await openApplication(desk, petrov);
    await frame.getByTestId('day-needs').waitFor();
    expect(plain(await frame.getByTestId('need-calls').innerText())).toContain('Звонки > 30 с');
    expect(plain(await frame.getByTestId('need-calls').innerText())).toContain('7 из 20');
    expect(plain(await frame.getByTestId('day-plan').innerText())).toContain('Отстаёт');
    expect(plain(await frame.getByTestId('day-sign-2026-12').innerText())).toMatch(/версия \d, изменена · до 20 ноября/);
    await frame.locator('[data-test^="day-call-"]').first().click();
    await desk.page.locator('.notice', { hasText: /позвонил бы на \+7000\d{7}/ }).waitFor();
    // Under the thumb, above nothing that scrolls.
    const bar = await frame.getByTestId('tab-day').boundingBox();
    expect(bar?.y).toBeGreaterThan(760);
    expect(desk.complaints).toEqual([]);
    await desk.close();
  });
});

describe('pictures', () => {
  const looks: readonly DeskOptions[] = [
    { language: 'ru', theme: 'light' },
    { language: 'ru', theme: 'dark' },
    { language: 'en', theme: 'light' },
  ];

  it.each(looks)('in $language, $theme hold at every width', async (look) => {
    const desk = await openDesk(browser, demo.portalUrl, look);
    const overflow: string[] = [];
    const takeAll = async (name: string, frame: FrameLocator): Promise<void> => {
      for (const width of [1280, 1000, 390]) {
        await desk.page.setViewportSize({ width, height: width === 390 ? 844 : 720 });
        await settle(desk.page);
        await takeShot(desk.page, `62-${name}-${look.language}-${look.theme}-${width}`);
        overflow.push(...(await findOverflow(desk.page, frame)).map((found) => `${name} ${width}: ${found}`));
      }
      await desk.page.setViewportSize({ width: 1280, height: 720 });
    };
    const page = await openActivity(desk, director);
    await page.getByTestId('provenance').waitFor();
    await takeAll('activity', page);
    const places = { report: 'activity-report', tasks: 'task-done', order: 'crm-order', clients: 'relationships' };
    for (const [place, panel] of Object.entries(places)) {
      await page.getByTestId(`place-${place}`).click();
      await page.getByTestId(panel).locator('table').waitFor();
      await takeAll(`activity-${place}`, page);
    }
    await page.getByTestId('tab-settings').click();
    await page.getByTestId('settings-alerts').click();
    await page.getByTestId('alert-preview').waitFor();
    await takeAll('alert-rules', page);
    await page.getByTestId('settings-rules').click();
    await page.getByTestId('rule-preview').waitFor();
    await takeAll('metric-rules', page);
    await page.getByTestId('settings-norms').click();
    await page.getByTestId('norms-form').waitFor();
    await takeAll('norms', page);
    const own = await openApplication(desk, petrov);
    await own.getByTestId('tab-day').click();
    await own.getByTestId('day-needs').waitFor();
    await takeAll('my-day', own);
    const complaints = [...desk.complaints];
    await desk.close();
    expect(overflow).toEqual([]);
    expect(complaints).toEqual([]);
  });
});
