import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fitModel } from '#domain/forecast/forecast-model.ts';
import { openRows } from '#domain/forecast/landmark-rows.ts';
import { readForecast } from '#domain/forecast/stored-forecast.ts';
import { expectedOf, forecastWindow } from '#domain/forecast/window-forecast.ts';
import { refitForecast } from '#jobs/refit-forecast.ts';
import { toDayNumber } from '#kernel/calendar-day.ts';
import { findForecastModel } from '#store/forecast-models.ts';
import { readForecastInputs } from '#store/forecast-inputs.ts';
import type { Store } from '#store/open-store.ts';
import type { PortalStore } from '#store/portal-store.ts';
import { savePortal } from '#store/portals.ts';
import { addCursors, saveCursor } from '#store/sync-cursors.ts';
import { generatePortal } from '#support/generated-portal.ts';
import { recordDeals } from '#support/recorded-deals.ts';
import { openTestStore } from '#support/test-store.ts';
import { snabservice } from '../store/guarded-portal.ts';

const timeZone = 'Europe/Moscow';
const start = new Date('2026-11-16T07:42:00Z');
const moment = toDayNumber(start, timeZone);
const generated = generatePortal({ deals: 300, owners: 3, from: Math.floor(moment) - 400, days: 401, seed: 3 });
const history = { ...generated, categories: 2, category: generated.category.map((category) => category % 2) };

let store: Store;
let portal: PortalStore;
let now = start;
const refit = (): Promise<boolean> => refitForecast({ businessClock: () => now }, portal);
const finishLoad = (): Promise<void> =>
  portal.transaction(async (tx) => {
    await addCursors(tx, ['deals'], 'backward');
    await saveCursor(tx, { entity: 'deals', direction: 'backward' }, { state: 'ready', finishedAt: start, updatedAt: start });
  });

beforeAll(async () => {
  store = await openTestStore();
  portal = store.forPortal(await store.directory.savePortalId(randomBytes(16).toString('hex')));
  await portal.transaction(async (tx) => {
    await savePortal(tx, { ...snabservice, memberId: randomBytes(16).toString('hex') }, start);
    await recordDeals(tx, history, moment, [11n, 12n, 13n]);
  });
});
afterAll(() => store.close());

describe('the history that the forecast learns from', () => {
  it('comes out of the copy as it was recorded', async () => {
    const stages = new Map([
      ...history.stages.map((stage, index) => [`77 G${index}`, stage] as const),
      ['77 WON', { percent: 1, funnel: 0 }] as const,
      ['77 LOST', { percent: 0, funnel: 0 }] as const,
    ]);
    const rule = { timeZone, wonDate: 'stage-history', pipelineIds: null, since: new Date(0), until: start, stages } as const;
    const read = await portal.transaction((tx) => readForecastInputs(tx, rule));
    expect(read.ownerIds.toSorted()).toEqual([11n, 12n, 13n]);
    const span = { from: moment - 15, to: moment + 15 };
    const [recorded, original] = [read.history, { ...history, stages: [...stages.values()] }].map((one) => {
      const rows = openRows(one, moment);
      const window = forecastWindow(fitModel(one, moment), { at: moment, open: rows, wonSoFar: new Float64Array(4) }, span);
      return { rows, window };
    }) as [
      { rows: ReturnType<typeof openRows>; window: ReturnType<typeof forecastWindow> },
      { rows: ReturnType<typeof openRows>; window: ReturnType<typeof forecastWindow> },
    ];
    expect(recorded.rows.count).toBe(original.rows.count);
    expect(recorded.rows.stage).toEqual(original.rows.stage);
    const printed = (column: Float32Array): string[] => Array.from(column, (value) => value.toFixed(2));
    for (const column of ['dealDays', 'closeIn', 'activityDays', 'stageDays'] as const) {
      expect(printed(recorded.rows[column])).toEqual(printed(original.rows[column]));
    }
    expect(expectedOf(recorded.window) / 100 / expectedOf(original.window)).toBeCloseTo(1, 6);
  });
});

describe('fitting the forecast', () => {
  it('waits for the first load, happens once a day of the company, and is the same for the same history', async () => {
    expect(await refit()).toBe(false);
    await finishLoad();
    expect(await refit()).toBe(true);
    const first = await portal.transaction(findForecastModel);
    const forecast = readForecast(first?.model);
    expect(forecast?.ownerIds.toSorted()).toEqual(['11', '12', '13']);
    expect(forecast?.model.closedDeals).toBeGreaterThan(150);
    expect(forecast?.guard).toBeGreaterThanOrEqual(1);
    now = new Date('2026-11-16T20:59:00Z');
    expect(await refit()).toBe(false);
    now = new Date('2026-11-16T21:01:00Z');
    expect(await refit()).toBe(true);
    const second = await portal.transaction(findForecastModel);
    expect(second).toMatchObject({ fittedAt: now, inputsHash: first?.inputsHash });
    expect(readForecast({ ...(second?.model as object), format: 0 })).toBeUndefined();
  });
});
