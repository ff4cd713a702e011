import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ForecastRisks } from '#contract/forecast-risks.ts';
import { getForecastRisks } from '#contract/forecast-risks.ts';
import { fromDecimal, sum } from '#domain/money.ts';
import { replyDrillDown } from '#http/api/drill-down.ts';
import { replyForecastRisks } from '#http/api/forecast-risks.ts';
import { readPortalContext, type PortalContext } from '#http/portal-context.ts';
import { toDayNumber } from '#kernel/calendar-day.ts';
import type { Store } from '#store/open-store.ts';
import type { PortalStore } from '#store/portal-store.ts';
import { findPortal, savePortal } from '#store/portals.ts';
import { generatePortal } from '#support/generated-portal.ts';
import { recordDeals } from '#support/recorded-deals.ts';
import { openTestStore } from '#support/test-store.ts';
import { snabservice } from '../store/guarded-portal.ts';

const month = '2026-11';
const now = new Date('2026-11-16T07:42:00Z');
const moment = toDayNumber(now, 'Europe/Moscow');
const generated = generatePortal({ deals: 700, owners: 2, from: Math.floor(moment) - 200, days: 201, seed: 8 });
const history = { ...generated, categories: 2, category: generated.category.map((category) => category % 2) };
const [admin, anna, boris] = [10n, 11n, 12n] as const;
const dayMs = 86_400_000;
let store: Store;
let portal: PortalStore;

const withContext = <Answer>(answer: (context: PortalContext) => Promise<Answer>): Promise<Answer> =>
  portal.transaction(async (tx) => {
    const session = { portalId: tx.portalId, userId: admin, sessionId: 'made for this test', isAdmin: true, verifiedAt: now };
    return answer(await readPortalContext(tx, { session, portal: (await findPortal(tx))! }, now, () => undefined));
  });
const ask = (scope: string): Promise<ForecastRisks> =>
  withContext(async (context) => getForecastRisks.response.parse(await replyForecastRisks(context, { month, scope })));
const weighted = (scope: string) =>
  withContext((context) => replyDrillDown(context, { month, scope, measure: 'weighted', offset: 0, limit: 500 }));

beforeAll(async () => {
  store = await openTestStore();
  portal = store.forPortal(await store.directory.savePortalId(randomBytes(16).toString('hex')));
  await portal.transaction(async (tx) => {
    await savePortal(tx, { ...snabservice, memberId: randomBytes(16).toString('hex') }, now);
    await recordDeals(tx, history, moment, [anna, boris]);
  });
});
afterAll(() => store.close());

describe('the risks of a forecast', () => {
  it('are of the deals that it weighs, and of no others', async () => {
    for (const scope of ['company', `person:${anna}`]) {
      const [risks, list] = [await ask(scope), await weighted(scope)];
      const held = list.items.filter(({ value }) => fromDecimal(value, 2) !== 0n);
      expect(risks.deals).toBe(held.length);
      expect(fromDecimal(risks.weighted, 2)).toBe(sum(held.map(({ value }) => fromDecimal(value, 2))));
      expect(risks.deals).toBeGreaterThan(2);
    }
  });

  it('equal a plain recount of what is recorded', async () => {
    const { risks } = await ask('company');
    const rows = await portal.transaction(async (tx) => ({
      versions: await tx.db.selectFrom('deal_version').select(['deal_id', 'close_day']).orderBy('seen_at').execute(),
      activities: await tx.db
        .selectFrom('activity')
        .select(['owner_id', 'started_at', 'is_completed'])
        .where('owner_kind', '=', 2)
        .execute(),
    }));
    const list = await weighted('company');
    const held = list.items.flatMap((item) => (item.kind === 'deal' && fromDecimal(item.value, 2) !== 0n ? [item] : []));
    const pushesOf = (id: string): number => {
      const days = rows.versions.filter(({ deal_id }) => String(deal_id) === id).map(({ close_day }) => close_day);
      return days.filter((day, index) => index > 0 && day !== null && days[index - 1] != null && day > days[index - 1]!).length;
    };
    const silentOf = (id: string): number => {
      const done = rows.activities.filter((row) => String(row.owner_id) === id && row.is_completed && row.started_at <= now);
      const last = Math.max(...done.map((row) => row.started_at.getTime()));
      return done.length === 0 ? Infinity : Math.floor((now.getTime() - last) / dayMs);
    };
    const isPlanned = (id: string): boolean =>
      rows.activities.some((row) => String(row.owner_id) === id && !row.is_completed && row.started_at >= now);
    const counted = {
      'past-date': held.filter(({ day }) => day !== null && day < '2026-11-16').length,
      pushed: held.filter(({ dealId }) => pushesOf(dealId) >= 2).length,
      'no-next-step': held.filter(({ dealId }) => !isPlanned(dealId)).length,
      silent: held.filter(({ dealId }) => silentOf(dealId) >= 14).length,
    };
    const found = Object.fromEntries(risks.map(({ kind, deals }) => [kind, deals]));
    expect(Object.values(counted).some((count) => count > 0)).toBe(true);
    expect({ ...{ 'past-date': 0, pushed: 0, 'no-next-step': 0, silent: 0 }, ...found, stalled: undefined }).toEqual({
      ...counted,
      stalled: undefined,
    });
  });
});
