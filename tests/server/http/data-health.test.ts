import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getDataHealth, refreshData } from '#contract/data-health.ts';
import { listDataQuality, QualityCheck } from '#contract/data-quality.ts';
import { getSyncStatus } from '#contract/sync-status.ts';
import { takeReconcileRequest } from '#store/reconcile-requests.ts';
import { startTestService, type InstalledPortal, type TestService } from '#support/installed-portal.ts';
import type { Person } from '#support/person.ts';
import { companyOfTwoTeams } from './company-of-two-teams.ts';

const company = companyOfTwoTeams();
let service: TestService;
let portal: InstalledPortal;
let admin: Person;

beforeAll(async () => {
  service = await startTestService({ portals: 1 });
  portal = await service.installPortal({
    ...company.data,
    deals: company.data.deals.map((deal, index) => (index % 4 === 0 ? { ...deal, amount: '0.00', closeDate: '2026-01-01' } : deal)),
  });
  admin = await portal.open(company.people.admin);
});
afterAll(() => service.stop());

describe('the health of the data', () => {
  it('says as of when numbers are and that the first load is done', async () => {
    const health = await admin.call(getDataHealth, {});
    expect(health.numbers.state).toBe('fresh');
    expect(health.streams.find(({ stream }) => stream === 'first-load')).toMatchObject({ state: 'done' });
    expect(health.streams.find(({ stream }) => stream === 'structure')).toMatchObject({ state: 'fine' });
    expect(health.sync.freshness).toMatchObject({ dealsAt: health.numbers.dealsAt, callsAt: health.numbers.callsAt, delays: [] });
    expect(health.limit).toMatchObject({ limitSeconds: 480 });
  });

  it('has a list behind each number of quality, as long as the number', async () => {
    const health = await admin.call(getDataHealth, {});
    expect(health.quality.map(({ check }) => check).sort()).toEqual([...QualityCheck.options].sort());
    expect(health.quality.find(({ check }) => check === 'no-amount')?.items).toBeGreaterThan(0);
    for (const { check, items } of health.quality) {
      const list = await admin.call(listDataQuality, { check, limit: 500 });
      expect([check, list.items.length, list.total]).toEqual([check, items, items]);
      const ids = list.items.flatMap((item) => (item.kind === 'deal' ? [item.dealId] : []));
      expect(new Set(ids).size).toBe(ids.length);
    }
  });

  it('keeps a request to read now for the lane, with who asked', async () => {
    const { requestedAt } = await admin.call(refreshData, { streams: ['calls', 'delta'] });
    expect(requestedAt).toBe(service.clock.now.toISOString());
    const rows = await portal.transaction((tx) => tx.db.selectFrom('reconcile_request').selectAll().orderBy('stream').execute());
    expect(rows).toMatchObject([
      { stream: 'calls', requested_by: BigInt(company.people.admin) },
      { stream: 'delta', requested_by: BigInt(company.people.admin) },
    ]);
    await portal.transaction(takeReconcileRequest);
  });

  it('refuses to read the history again, and streams there are not', async () => {
    for (const streams of [['first-load'], ['everything'], []]) {
      expect((await admin.ask(refreshData, { streams } as never)).status).toBe(400);
    }
  });

  it('is not shown to a head, who still learns how fresh the numbers are', async () => {
    const head = await portal.open(company.people.head);
    expect((await head.ask(getDataHealth, {})).status).toBe(403);
    const { freshness } = await head.call(getSyncStatus, {});
    expect(freshness.dealsAt).not.toBeNull();
  });
});
