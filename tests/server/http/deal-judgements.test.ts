import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DealCategory, getDealJudgements, setDealCategory, setDealChance } from '#contract/deal-judgements.ts';
import { getDrillDown, type Measure } from '#contract/drill-down.ts';
import { getForecastChanges } from '#contract/forecast-changes.ts';
import { getOverview } from '#contract/overview.ts';
import { fromDecimal, sum } from '#domain/money.ts';
import { saveDeals } from '#store/save-facts.ts';
import { startTestService, type InstalledPortal, type TestService } from '#support/installed-portal.ts';
import type { Person } from '#support/person.ts';
import { companyOfTwoTeams } from './company-of-two-teams.ts';

const company = companyOfTwoTeams();
const { people } = company;
const month = '2026-11';
const own = `person:${people.employee}`;
const scopes = ['company', `department:${company.team}`, own];
let service: TestService;
let portal: InstalledPortal;
let employee: Person;
let colleague: Person;
let head: Person;
let director: Person;

const at = (day: string): Date => new Date(`${day}T09:00:00Z`);
const deal = (deal_id: bigint, roubles: number, stage_id = 'PREPARATION', day = '2026-11-02') => ({
  ...{ deal_id, pipeline_id: 0n, stage_id, semantics: 'P' as const, currency: 'RUB', is_repeat: false, company_id: 1n },
  ...{ lead_id: null, close_day: deal_id === 4n ? null : '2026-11-20', responsible_id: BigInt(people.employee) },
  ...{ amount_minor: BigInt(roubles * 100 + 1), base_minor: BigInt(roubles * 100 + 1) },
  ...{ created_at: at('2026-11-02'), modified_at: at(day), moved_at: at(day) },
});
const ids = [1n, 2n, 3n, 4n];

beforeAll(async () => {
  service = await startTestService({ portals: 1 });
  portal = await service.installPortal({ ...company.data, deals: [], stageHistory: [], leads: [], calls: [], activities: [] });
  const save = (tx: Parameters<typeof saveDeals>[0]) =>
    saveDeals(
      tx,
      ids.map((id) => deal(id, 1000 * Number(id))),
      at('2026-11-03'),
    );
  await portal.transaction(save);
  [employee, colleague, head, director] = [
    await portal.open(people.employee),
    await portal.open(people.colleague),
    await portal.open(people.head),
    await portal.open(people.director),
  ];
}, 120_000);
afterAll(() => service.stop());

const minor = (decimal: string): bigint => fromDecimal(decimal, 2);
const read = (dealId: string, by = head) => by.call(getDealJudgements, { dealId });
const judge = async (by: Person, dealId: string, category: DealCategory | null) =>
  by.call(setDealCategory, { dealId, category, reason: '', baseRevision: (await read(dealId)).categoryRevision });
const chance = async (by: Person, dealId: string, percent: number | null) =>
  by.call(setDealChance, { dealId, percent, reason: 'Клиент подтвердил', baseRevision: (await read(dealId)).chanceRevision });
const totalOf = async (scope: string) => (await director.call(getOverview, { month, scope })).total.forecast;

/** Every number on the screen is the sum of its list, and the categories are what is open. */
async function expectAllAddsUp(): Promise<void> {
  for (const scope of scopes) {
    const forecast = await totalOf(scope);
    const list = (measure: Measure) => director.call(getDrillDown, { month, scope, measure, offset: 0, limit: 500 });
    expect(sum(Object.values(forecast.categories).map(minor))).toBe(minor(forecast.open));
    for (const category of DealCategory.options) {
      const { sum: total, items } = await list(`category-${category}`);
      expect(total).toBe(forecast.categories[category]);
      expect(sum(items.map(({ value }) => minor(value)))).toBe(minor(total));
    }
    const weighted = await list('weighted');
    expect([weighted.sum, sum(weighted.items.map(({ value }) => minor(value)))]).toEqual([forecast.weighted, minor(forecast.weighted)]);
    const { start, end, steps } = await director.call(getForecastChanges, { month, scope, since: '2026-11-09', by: 'table' });
    expect(end).toBe(forecast.expected);
    expect(minor(start) + sum(steps.map(({ change }) => minor(change)))).toBe(minor(end));
  }
}

describe('what people set of a deal for the forecast', () => {
  it('takes a category of its own and a chance by hand, and every number follows', async () => {
    await expectAllAddsUp();
    const before = await totalOf(own);
    await judge(employee, '1', 'commit');
    await judge(head, '2', 'omitted');
    await chance(employee, '3', 90);
    await expectAllAddsUp();
    const after = await totalOf(own);
    expect(after.categories).toMatchObject({ commit: '1000.01', omitted: '2000.01' });
    expect(after.open).toBe(before.open);
    const stage = await read('2');
    expect(stage).toMatchObject({ percent: 0, category: 'omitted' });
    // The third weighs nine tenths now, the second nothing; the rest is as it was.
    const points = (roubles: number, percent: number): number => Math.round((roubles * 100 + 1) * percent) / 100;
    const change = Number(minor(after.weighted) - minor(before.weighted));
    expect(Math.abs(change - points(3000, 90 - stage.stagePercent) + points(2000, stage.stagePercent))).toBeLessThan(2);
  });

  it('stays whatever stage the deal moves to, one by one or many at once', async () => {
    await portal.transaction((tx) =>
      saveDeals(
        tx,
        ids.map((id) => deal(id, 1000 * Number(id), 'PREPAYMENT_INVOICE', '2026-11-12')),
        at('2026-11-12'),
      ),
    );
    expect(await read('1')).toMatchObject({ category: 'commit', categoryLock: { category: 'commit' } });
    expect(await read('2')).toMatchObject({ category: 'omitted', percent: 0 });
    expect(await read('3')).toMatchObject({ percent: 90, chanceLock: { percent: 90, reason: 'Клиент подтвердил' } });
    await expectAllAddsUp();
  });

  it('is of the responsible and the heads above, and what a head has set nobody below changes', async () => {
    await expect(judge(colleague, '1', 'best')).rejects.toThrow('answered 403');
    await expect(judge(employee, '2', 'commit')).rejects.toThrow('answered 403');
    expect(await read('2', employee)).toMatchObject({ mayCategory: false, mayChance: true });
    await judge(director, '2', 'best');
    await expect(judge(head, '2', null)).rejects.toThrow('answered 403');
  });

  it('is set by one of two who have seen the same, keeps its history, and is given back to the stage', async () => {
    const set = (by: Person, category: DealCategory) => by.call(setDealCategory, { dealId: '1', category, reason: '', baseRevision: 1 });
    const results = await Promise.allSettled([set(employee, 'best'), set(head, 'pipeline')]);
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    await judge(director, '1', null);
    await chance(head, '3', null);
    const { history, categoryLock, category, stageCategory } = await read('1');
    expect([category, categoryLock]).toEqual([stageCategory, null]);
    expect(history.map(({ revision }) => revision)).toEqual([3, 2, 1]);
    expect((await read('3')).chanceLock).toBeNull();
    await expectAllAddsUp();
  });

  it('takes the same once more without a change, and another reason for it as one', async () => {
    expect((await judge(head, '1', null)).categoryRevision).toBe((await read('1')).categoryRevision);
    const first = await chance(head, '3', 70);
    expect((await chance(head, '3', 70)).chanceRevision).toBe(first.chanceRevision);
    const again = { dealId: '3', percent: 70, reason: 'Подтвердили письмом', baseRevision: first.chanceRevision };
    expect(await head.call(setDealChance, again)).toMatchObject({
      chanceRevision: first.chanceRevision + 1,
      chanceLock: { percent: 70, reason: 'Подтвердили письмом' },
    });
    await chance(head, '3', null);
  });

  it('refuses a percent of no kind and an ended deal', async () => {
    await expect(chance(head, '1', 101)).rejects.toThrow('answered 400');
    await portal.transaction((tx) =>
      saveDeals(tx, [{ ...deal(4n, 4000, 'WON', '2026-11-13'), semantics: 'S' as const }], at('2026-11-13')),
    );
    await expect(judge(head, '4', 'commit')).rejects.toThrow('answered 409');
  });
});
