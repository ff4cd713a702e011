import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getCounting, putCounting, type CountingSetting } from '#contract/counting.ts';
import { getDrillDown, type Measure } from '#contract/drill-down.ts';
import { getOverview, type Overview } from '#contract/overview.ts';
import { fromDecimal } from '#domain/money.ts';
import { deleteCalls } from '#store/save-facts.ts';
import { startTestService, type InstalledPortal, type TestService } from '#support/installed-portal.ts';
import type { Person } from '#support/person.ts';
import { smallPortal, smallPortalPeople } from '#support/small-portal.ts';

const month = '2026-11';
let service: TestService;
let portal: InstalledPortal;
let admin: Person;

/** The small portal with every third deal in a second pipeline, and close dates a month after the deals were won. */
beforeAll(async () => {
  service = await startTestService({ portals: 1 });
  const data = smallPortal();
  portal = await service.installPortal({
    ...data,
    categories: [...data.categories, { id: 1, name: 'Сервис', sort: 200, isDefault: false }],
    deals: data.deals.map((deal) => (deal.id % 3 === 0 ? { ...deal, categoryId: 1 } : deal)),
  });
  admin = await portal.open(smallPortalPeople.admin);
}, 120_000);
afterAll(() => service.stop());

const money = (value: string): bigint => fromDecimal(value, 2);
const read = (): Promise<Overview> => admin.call(getOverview, { month, scope: 'company' });

/** All pages of the list behind a number, three lines at a time. */
async function sumOfList(measure: Measure): Promise<{ items: bigint; sum: bigint }> {
  let sum = 0n;
  for (let offset = 0; ; offset += 3) {
    const page = await admin.call(getDrillDown, { month, scope: 'company', measure, offset, limit: 3 });
    sum += page.items.reduce((total, item) => total + money(item.value), 0n);
    if (offset + 3 >= page.total) return { items: sum, sum: money(page.sum) };
  }
}

const numberOf: Partial<Record<Measure, (overview: Overview) => string>> = {
  fact: (overview) => overview.total.fact,
  forecast: (overview) => overview.total.forecast.expected,
  open: (overview) => overview.total.forecast.open,
  weighted: (overview) => overview.total.forecast.weighted,
};

describe('what counts as a fact', () => {
  it('is the last entry to a won stage in all pipelines while nobody has changed it', async () => {
    const answer = await admin.call(getCounting, {});
    expect(answer).toMatchObject({ setting: { wonDate: 'stage-history', pipelineIds: null }, changedAt: null, changedBy: null });
    expect(answer.pipelines.map(({ id }) => id)).toEqual(['0', '1']);
  });

  const settings = (['stage-history', 'stage-move', 'close-date'] as const).flatMap((wonDate) =>
    [null, ['0'], ['1']].map((pipelineIds): CountingSetting => ({ wonDate, pipelineIds })),
  );

  it.each(settings)('by $wonDate in $pipelineIds makes every number equal its list', async (setting) => {
    expect((await admin.call(putCounting, setting)).setting).toMatchObject(setting);
    const overview = await read();
    expect(overview.counting.wonDate).toBe(setting.wonDate);
    for (const [measure, shown] of Object.entries(numberOf) as [Measure, (given: Overview) => string][]) {
      const number = money(shown(overview));
      expect([measure, await sumOfList(measure)]).toEqual([measure, { items: number, sum: number }]);
    }
  });

  it('changes the fact at once, adds up over pipelines, and says who changed it', async () => {
    const factBy = async (setting: CountingSetting): Promise<bigint> => {
      await admin.call(putCounting, setting);
      return money((await read()).total.fact);
    };
    const byHistory = await factBy({ wonDate: 'stage-history', pipelineIds: null });
    const parts = [
      await factBy({ wonDate: 'stage-history', pipelineIds: ['0'] }),
      await factBy({ wonDate: 'stage-history', pipelineIds: ['1'] }),
    ];
    expect((parts[0] ?? 0n) + (parts[1] ?? 0n)).toBe(byHistory);
    expect(await factBy({ wonDate: 'close-date', pipelineIds: null })).not.toBe(byHistory);
    const { changedAt, changedBy } = await admin.call(getCounting, {});
    expect([changedAt, changedBy?.userId]).toEqual([service.clock.now.toISOString(), String(smallPortalPeople.admin)]);
  });

  it('refuses a pipeline there is not, and none at all', async () => {
    for (const pipelineIds of [['9'], []]) {
      expect((await admin.ask(putCounting, { wonDate: 'stage-move', pipelineIds })).status).toBe(400);
    }
  });
});

describe('a portal that does not let its call statistics be read', () => {
  it('has its call activities counted instead, in the overview and in the list, and says so', async () => {
    const before = await read();
    expect([before.callSource, before.total.calls.unknownLength]).toEqual(['statistics', 0]);
    await portal.transaction(async (tx) => {
      const calls = await tx.db.selectFrom('call').select('call_id').execute();
      await deleteCalls(
        tx,
        calls.map((call) => call.call_id),
      );
      await tx.db.updateTable('sync_cursor').set({ failure: 'ACCESS_DENIED' }).where('entity', '=', 'calls').execute();
    });
    const overview = await read();
    const list = await admin.call(getDrillDown, { month, scope: 'company', measure: 'calls', offset: 0, limit: 500 });
    expect([overview.callSource, list.callSource]).toEqual(['activities', 'activities']);
    expect(overview.total.calls).toMatchObject({ fact: list.total, unknownLength: 0 });
    expect(list.items).toHaveLength(list.total);
    expect(list.total).toBeGreaterThan(0);
    expect(list.items.every((item) => item.kind === 'call' && item.seconds === null)).toBe(true);
  });
});
