import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { replyForecastChanges } from '#http/api/forecast-changes.ts';
import { replyForecastTrend } from '#http/api/forecast-trend.ts';
import { readPortalContext, type PortalContext } from '#http/portal-context.ts';
import { snapshotForecast } from '#jobs/snapshot-forecast.ts';
import { toDayNumber } from '#kernel/calendar-day.ts';
import { addAdjustment } from '#store/forecast-adjustments.ts';
import type { Store } from '#store/open-store.ts';
import type { PortalStore } from '#store/portal-store.ts';
import { findPortal, savePortal } from '#store/portals.ts';
import { addCursors, saveCursor } from '#store/sync-cursors.ts';
import { generatePortal } from '#support/generated-portal.ts';
import { recordDeals } from '#support/recorded-deals.ts';
import { openTestStore } from '#support/test-store.ts';
import { snabservice } from '../store/guarded-portal.ts';

const month = '2026-11';
const now = new Date('2026-11-16T07:42:00Z');
const moment = toDayNumber(now, 'Europe/Moscow');
const generated = generatePortal({ deals: 200, owners: 2, from: Math.floor(moment) - 300, days: 301, seed: 5 });
const history = { ...generated, categories: 2, category: generated.category.map((category) => category % 2) };
const [admin, anna, boris] = [10n, 11n, 12n] as const;
let store: Store;
let portal: PortalStore;

const withContext = <Answer>(answer: (context: PortalContext) => Promise<Answer>): Promise<Answer> =>
  portal.transaction(async (tx) => {
    const session = { portalId: tx.portalId, userId: admin, sessionId: 'made for this test', isAdmin: true, verifiedAt: now };
    return answer(await readPortalContext(tx, { session, portal: (await findPortal(tx))! }, now, () => undefined));
  });
const snapshot = (): Promise<void> => snapshotForecast({ businessClock: () => now }, portal);
const trend = () => withContext((context) => replyForecastTrend(context, { month, scope: 'company' }));

beforeAll(async () => {
  store = await openTestStore();
  portal = store.forPortal(await store.directory.savePortalId(randomBytes(16).toString('hex')));
  await portal.transaction(async (tx) => {
    await savePortal(tx, { ...snabservice, memberId: randomBytes(16).toString('hex') }, now);
    await recordDeals(tx, history, moment, [anna, boris]);
  });
});
afterAll(() => store.close());

describe('the trend of a forecast', () => {
  it('is kept from the end of the first load on, every day of the month once', async () => {
    await snapshot();
    expect((await trend()).days).toEqual([]);
    await portal.transaction(async (tx) => {
      await addCursors(tx, ['deals'], 'backward');
      await saveCursor(tx, { entity: 'deals', direction: 'backward' }, { state: 'ready', finishedAt: now, updatedAt: now });
    });
    await Promise.all([snapshot(), snapshot()]);
    await snapshot();
    const { days } = await trend();
    expect(days.map(({ day }) => day)).toEqual(Array.from({ length: 16 }, (_, index) => `2026-11-${String(index + 1).padStart(2, '0')}`));
  });

  it('is on each day what the waterfall since that day begins with, adjustments included', async () => {
    const setAt = new Date('2026-11-10T09:00:00Z');
    await portal.transaction((tx) =>
      addAdjustment(tx, month, { userId: anna, revision: 1, value: 700n, reason: 'Проба', dealIds: [], setBy: admin, setAt }),
    );
    const { days } = await trend();
    for (const { day, expected, adjustment } of days) {
      const { start } = await withContext((context) => replyForecastChanges(context, { month, scope: 'company', since: day, by: 'table' }));
      expect([day, expected]).toEqual([day, start]);
      expect([day, adjustment]).toEqual([day, day <= '2026-11-10' ? '0.00' : '7.00']);
    }
    expect(new Set(days.map(({ expected }) => expected)).size).toBeGreaterThan(1);
  });
});
