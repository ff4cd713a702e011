import type { Browser, FrameLocator, Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { DrillDown } from '#contract/drill-down.ts';
import { Boot } from '#contract/session.ts';
import { fromDecimal } from '#domain/money.ts';
import { launchBrowser } from '#support/browser.ts';
import { askDemo, type Demo } from './ask-demo.ts';
import { applicationFrame, cell, openDesk, takeShot, type Desk } from './portal-desk.ts';

const director = 2;
const pageSize = 500;

/** A number of the workspace as its element describes it. */
interface ShownNumber {
  readonly measure: string;
  readonly scope: string;
  /** Null for a percent, which is computed from the list and not its sum. */
  readonly value: string | null;
  readonly place: string;
}

let demo: Demo;
let browser: Browser;
let desk: Desk;
let frame: FrameLocator;

beforeAll(async () => {
  demo = await askDemo();
  browser = await launchBrowser();
  desk = await openDesk(browser, demo.portalUrl);
  await desk.become(director);
  await desk.open('/marketplace/app/');
  frame = applicationFrame(desk.page);
  await cell(frame, 'company', 'fact').waitFor();
});

afterAll(() => browser?.close());

afterEach(() => expect(desk.complaints).toEqual([]));

describe('every number of the workspace', () => {
  it.each([
    ['the workspace', 'tab-overview', ['plan', 'fact', 'deviation', 'forecast', 'calls']],
    ['the forecast', 'tab-forecast', ['plan', 'fact', 'open', 'weighted', 'forecast']],
  ])('adds up as it is written, people to their department and departments to the company: %s', async (_name, tab, measures) => {
    await frame.getByTestId(tab).click();
    await frame.locator('tr [data-scope="company"]').first().waitFor();
    const rows = await readRows(frame);
    for (const measure of measures) {
      const exactOf = (row: ShownRow | undefined): bigint => units(row?.numbers[measure]?.exact ?? '0');
      const sumOf = (some: readonly ShownRow[]): bigint => some.reduce((sum, row) => sum + exactOf(row), 0n);
      const departments = rows.filter(({ kind }) => kind === 'department');
      expect(departments).toHaveLength(3);
      for (const department of departments) {
        const after = rows.slice(rows.indexOf(department) + 1);
        const end = after.findIndex(({ kind }) => kind !== 'person');
        const people = end < 0 ? after : after.slice(0, end);
        expect([measure, department.scope, sumOf(people)]).toEqual([measure, department.scope, exactOf(department)]);
      }
      expect([measure, sumOf(departments)]).toEqual([measure, exactOf(rows.find(({ kind }) => kind === 'company'))]);
    }
    // What is read is what is meant: whole thousands of the exact sum.
    for (const { scope, numbers } of rows) {
      for (const [measure, { exact, shown }] of Object.entries(numbers)) {
        if (measure === 'calls' || measure === 'calls-norm') continue;
        expect([scope, measure, readThousands(shown)]).toEqual([scope, measure, Math.round(Number(exact) / 1000)]);
      }
    }
    await frame.getByTestId('tab-overview').click();
    await cell(frame, 'company', 'fact').first().waitFor();
  });

  it('is a button with a list behind it, in each cell of the matrix and each tile', async () => {
    const silent = await frame
      .locator('td.end')
      .evaluateAll((places) =>
        places
          .map((place) =>
            [...place.querySelectorAll('[data-measure]')].reduce(
              (text, number) => text.replace(number.textContent ?? '', ''),
              place.textContent ?? '',
            ),
          )
          .filter((rest) => /\d/.test(rest)),
      );
    expect(silent).toEqual([]);
    const measures = (await listNumbers(frame)).filter(({ place }) => place === 'tile').map(({ measure }) => measure);
    expect([...new Set(measures)].toSorted()).toEqual([
      'deviation',
      'expected-to-date',
      'fact',
      'forecast',
      'open',
      'plan',
      'remaining',
      'weighted',
    ]);
  });

  it('opens its list by a click, and the list sums to the number', async () => {
    const opened = representatives(await listNumbers(frame));
    expect(opened.length).toBeGreaterThan(12);
    for (const number of opened) {
      const sum = await openList(number);
      if (number.measure === 'fact') await takeShot(desk.page, '20-list-behind-the-fact');
      await closeList();
      expect([number, number.value === null ? sum : units(number.value)]).toEqual([number, sum]);
    }
  });

  it.each([
    ['the running month', 0],
    ['a month that is over', 1],
  ])('equals the sum of its list over all pages, item by item: %s', async (_name, back) => {
    for (let step = 0; step < back; step += 1) await showPreviousMonth(frame);
    const numbers = await listNumbers(frame);
    expect(numbers.length).toBeGreaterThan(back === 0 ? 80 : 60);
    const boot = Boot.parse(JSON.parse((await frame.locator('#boot').textContent()) ?? ''));
    const month = back === 0 ? boot.month : '2026-10';
    const lists = new Map<string, Promise<bigint>>();
    for (const number of numbers) {
      const key = `${number.measure} ${number.scope}`;
      const sum = lists.get(key) ?? sumOfList({ month, measure: number.measure, scope: number.scope }, boot.session?.token ?? '');
      lists.set(key, sum);
      if (number.value !== null) expect([key, number.place, await sum]).toEqual([key, number.place, units(number.value)]);
    }
  });
});

interface ShownRow {
  readonly kind: string;
  readonly scope: string;
  readonly numbers: Readonly<Record<string, { readonly exact: string; readonly shown: string }>>;
}

/** Rows of the table on the page with the numbers that are sums, as they are written. */
function readRows(within: FrameLocator): Promise<ShownRow[]> {
  return within.locator('tr:has([data-scope])').evaluateAll((elements) =>
    elements.map((element) => {
      const numbers = [...element.querySelectorAll('[data-measure][data-value]')];
      const scope = element.querySelector('[data-scope]')?.getAttribute('data-scope') ?? '';
      return {
        kind: scope.split(':')[0] ?? '',
        scope,
        numbers: Object.fromEntries(
          numbers.map((number) => [
            number.getAttribute('data-measure') ?? '',
            { exact: number.getAttribute('data-value') ?? '', shown: number.textContent ?? '' },
          ]),
        ),
      };
    }),
  );
}

/** «−1 440» is −1440. */
const readThousands = (shown: string): number => Number(shown.replaceAll(/[\s+]/g, '').replace('\u2212', '-'));

const list = (measure: string): Locator => frame.locator(`[data-test="drill-down"][data-measure-open="${measure}"][data-ready="true"]`);

/** The sum that the list says it has. */
async function openList(number: ShownNumber): Promise<bigint> {
  await find(frame, number).click();
  const sum = await list(number.measure).getByTestId('drill-sum').getAttribute('data-value');
  return units(sum ?? '');
}

async function closeList(): Promise<void> {
  await desk.page.keyboard.press('Escape');
  await frame.getByTestId('drill-down').waitFor({ state: 'detached' });
}

async function showPreviousMonth(within: FrameLocator): Promise<void> {
  const before = await within.getByTestId('month-current').innerText();
  await within.getByTestId('month-prev').click();
  await expect.poll(() => within.getByTestId('month-current').innerText()).not.toBe(before);
  await cell(within, 'company', 'fact').waitFor();
}

function listNumbers(within: FrameLocator): Promise<ShownNumber[]> {
  return within.locator('[data-measure]').evaluateAll((elements) =>
    elements.map((element) => ({
      measure: element.getAttribute('data-measure') ?? '',
      scope: element.getAttribute('data-scope') ?? '',
      value: element.getAttribute('data-value'),
      place: element.closest('tr') ? 'matrix' : element.closest('[data-attention]') ? 'attention' : 'tile',
    })),
  );
}

/** One of each kind: a measure in a place, as a sum or as a percent. */
function representatives(numbers: readonly ShownNumber[]): ShownNumber[] {
  const kinds = new Map<string, ShownNumber>();
  for (const number of numbers) {
    const kind = [number.measure, number.place, number.value === null].join(' ');
    if (!kinds.has(kind)) kinds.set(kind, number);
  }
  return [...kinds.values()];
}

function find(within: FrameLocator, { measure, scope, value, place }: ShownNumber): Locator {
  const holder = { tile: ':not(tr *, [data-attention] *)', attention: ':is([data-attention] *)', matrix: ':is(tr *)' }[place] ?? '';
  const which = value === null ? ':not([data-value])' : `[data-value="${value}"]`;
  return within.locator(`[data-measure="${measure}"][data-scope="${scope}"]${which}${holder}`).first();
}

/** Asks for every page with the session of the frame; the items must make the sum that the list claims. */
async function sumOfList(asked: { month: string; measure: string; scope: string }, token: string): Promise<bigint> {
  let counted = 0;
  let items = 0n;
  for (;;) {
    const query = new URLSearchParams({ ...asked, offset: String(counted), limit: String(pageSize) });
    const answer = await fetch(`${demo.appUrl}/api/drill-down?${query}`, { headers: { authorization: `Bearer ${token}` } });
    const list = DrillDown.parse(await answer.json());
    counted += list.items.length;
    items += list.items.reduce((sum, item) => sum + units(item.value), 0n);
    if (list.items.length > 0 && counted < list.total) continue;
    expect([asked, counted, items]).toEqual([asked, list.total, units(list.sum)]);
    return items;
  }
}

/** Whole units of four digits, enough for every amount of the contract. */
function units(value: string): bigint {
  return fromDecimal(value, 4);
}
