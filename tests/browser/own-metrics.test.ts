import type { Browser, FrameLocator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '#support/browser.ts';
import { askDemo, type Demo } from './ask-demo.ts';
import { findOverflow } from './find-overflow.ts';
import { applicationFrame, openDesk, plain, takeShot, type Desk, type DeskOptions } from './portal-desk.ts';

const admin = 1;
const head = 5;
const manager = 7;
const name = 'Выкладка на полках';

let demo: Demo;
let browser: Browser;
let desk: Desk;
let frame: FrameLocator;

beforeAll(async () => {
  demo = await askDemo();
  browser = await launchBrowser();
  desk = await openDesk(browser, demo.portalUrl);
  frame = await openSettings(desk);
});

afterAll(() => browser?.close());

afterEach(() => expect(desk.complaints).toEqual([]));

async function openSettings(of: Desk): Promise<FrameLocator> {
  await of.become(admin);
  await of.open('/marketplace/app/');
  const opened = applicationFrame(of.page);
  await opened.getByTestId('tab-settings').click();
  await opened.getByTestId('settings-metrics').click();
  await opened.getByTestId('own-metrics').waitFor();
  return opened;
}

/** The card of the metric of this test. */
const card = () => frame.locator('section', { has: frame.getByRole('heading', { name, exact: true }) });
const row = (userId: number) => card().getByTestId(`value-${userId}`);

async function enter(userId: number, value: string): Promise<void> {
  await card().getByTestId('enter-value').click();
  await frame.getByTestId('value-person').selectOption(String(userId));
  await frame.getByTestId('value-number').fill(value);
  await frame.getByTestId('value-save').click();
  await frame.getByTestId('value-form').waitFor({ state: 'detached' });
}

describe('an administrator', () => {
  it('reads what own metrics are for, and defines one that the head enters', async () => {
    await takeShot(desk.page, '50-own-metrics-none');
    await frame.getByTestId('define-metric').click();
    await frame.getByTestId('metric-name').fill(name);
    await frame.getByTestId('metric-entered-by').selectOption(String(head));
    await takeShot(desk.page, '51-own-metric-form');
    await frame.getByTestId('metric-save').click();
    await card().waitFor();
    expect(plain(await card().innerText())).toContain('Пора обновить');
    expect(plain(await card().innerText())).toContain('Значений пока нет.');
  });

  it('cannot give a second one the same name, and is told so in words', async () => {
    await frame.getByTestId('define-metric').click();
    await frame.getByTestId('metric-name').fill(name.toUpperCase());
    await frame.getByTestId('metric-save').click();
    await frame.getByTestId('metric-problem').waitFor();
    expect(plain(await frame.getByTestId('metric-problem').innerText())).toContain('уже есть');
    await desk.page.keyboard.press('Escape');
    await frame.getByTestId('metric-form').waitFor({ state: 'detached' });
    // The browser itself writes down every answer of a refused call.
    desk.complaints.splice(0, desk.complaints.length, ...desk.complaints.filter((words) => !words.includes('409')));
  });

  it('archives it and takes that back by the button of the message', async () => {
    await card().getByTestId('archive-metric').click();
    await card().waitFor({ state: 'detached' });
    expect(plain(await frame.getByTestId('archived-metrics').innerText())).toBe('В архиве: 1');
    await frame.getByRole('button', { name: 'Вернуть', exact: true }).last().click();
    await card().waitFor();
    expect(await frame.getByTestId('archived-metrics').count()).toBe(0);
  });
});

describe('the head who is named', () => {
  it('has a tab of own metrics, and enters a number', async () => {
    await desk.become(head);
    await desk.open('/marketplace/app/');
    frame = applicationFrame(desk.page);
    await frame.getByTestId('tab-metrics').click();
    await frame.getByTestId('own-metrics').waitFor();
    await enter(manager, '125');
    await row(manager).waitFor();
    expect(plain(await row(manager).innerText())).toContain('125');
    expect(plain(await card().innerText())).toContain('Значения свежие');
  });

  it('corrects it, and the history shows both', async () => {
    await row(manager).getByTestId(`enter-${manager}`).click();
    expect(plain(await frame.getByTestId('value-form').innerText())).toContain('уже внесено 125');
    await frame.getByTestId('value-number').fill('1 250');
    await frame.getByTestId('value-save').click();
    await expect.poll(async () => plain(await row(manager).innerText())).toContain('1 250');
    await row(manager).getByTestId(`history-${manager}`).click();
    await frame.getByTestId('value-history').waitFor();
    expect(await frame.getByTestId('value-history').locator('s').allInnerTexts()).toEqual(['125']);
    expect(await frame.getByTestId('value-history').locator('li').count()).toBe(2);
  });
});

describe('pictures', () => {
  const looks: readonly DeskOptions[] = [
    { language: 'ru', theme: 'light' },
    { language: 'ru', theme: 'dark' },
    { language: 'en', theme: 'light' },
  ];

  it.each(looks)('in $language, $theme hold at every width', async (look) => {
    const other = await openDesk(browser, demo.portalUrl, look);
    const opened = await openSettings(other);
    const overflow: string[] = [];
    for (const width of [1280, 390]) {
      await other.page.setViewportSize({ width, height: width === 390 ? 844 : 720 });
      const picture = (part: string) => takeShot(other.page, `52-own-metrics-${part}-${look.language}-${look.theme}-${width}`);
      await picture('list');
      overflow.push(...(await findOverflow(other.page, opened)));
      await opened.getByTestId('enter-value').first().click();
      await opened.getByTestId('value-form').waitFor();
      await picture('value');
      await other.page.keyboard.press('Escape');
      await opened.getByTestId('value-form').waitFor({ state: 'detached' });
      await opened.getByTestId('change-metric').first().click();
      await opened.getByTestId('metric-form').waitFor();
      await picture('form');
      await other.page.keyboard.press('Escape');
      await opened.getByTestId('metric-form').waitFor({ state: 'detached' });
      await opened.getByTestId(`history-${manager}`).first().click();
      await opened.getByTestId('value-history').waitFor();
      await picture('history');
      await other.page.keyboard.press('Escape');
      await opened.getByTestId('value-history').waitFor({ state: 'detached' });
    }
    const complaints = [...other.complaints];
    await other.close();
    expect(overflow).toEqual([]);
    expect(complaints).toEqual([]);
  });
});
