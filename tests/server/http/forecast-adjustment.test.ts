import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getDrillDown } from '#contract/drill-down.ts';
import { getForecastAdjustment, setForecastAdjustment } from '#contract/forecast-adjustment.ts';
import { getForecastChanges } from '#contract/forecast-changes.ts';
import { getOverview, type Overview } from '#contract/overview.ts';
import { fromDecimal, sum } from '#domain/money.ts';
import { startTestService, type InstalledPortal, type TestService } from '#support/installed-portal.ts';
import { smallPortal, smallPortalPeople } from '#support/small-portal.ts';

const { head, anna } = smallPortalPeople;
const month = '2026-11';
const own = { month, userId: String(anna) };
const minor = (decimal: string): bigint => fromDecimal(decimal, 2);
let service: TestService;
let portal: InstalledPortal;

const overview = async (userId: number): Promise<Overview> => (await portal.open(userId)).call(getOverview, { month });
const set = async (userId: number, value: string, baseRevision: number, reason = 'Клиент подтвердил по телефону') =>
  (await portal.open(userId)).call(setForecastAdjustment, { ...own, value, reason, baseRevision });

beforeAll(async () => {
  service = await startTestService({ portals: 1 });
  portal = await service.installPortal();
});
afterAll(() => service.stop());

describe('an adjustment of a forecast', () => {
  it('moves the forecast of the person and of everybody above by exactly that, and stands in the list behind it', async () => {
    const before = await overview(head);
    await set(head, '600000.00', 0);
    const after = await overview(head);
    const [was, is] = [before, after].map(({ total }) => total.forecast);
    expect(minor(is!.expected) - minor(was!.expected)).toBe(60_000_000n);
    expect(minor(is!.high) - minor(was!.high)).toBe(60_000_000n);
    const row = after.rows.find(({ scope }) => scope === `person:${anna}`);
    expect(row?.forecast.adjustment).toBe('600000.00');
    expect(sum(after.rows.filter(({ kind }) => kind === 'person').map(({ forecast }) => minor(forecast.expected)))).toBe(
      minor(is!.expected),
    );
    const list = await (
      await portal.open(head)
    ).call(getDrillDown, { month, scope: `person:${anna}`, measure: 'forecast', offset: 0, limit: 500 });
    expect(list.sum).toBe(row?.forecast.expected);
    expect(sum(list.items.map(({ value }) => minor(value)))).toBe(minor(list.sum));
    expect(list.items[0]).toMatchObject({ kind: 'adjustment', value: '600000.00', reason: 'Клиент подтвердил по телефону' });
  });

  it('is a step of what has changed, whose end is still the forecast of the workspace', async () => {
    const reader = await portal.open(head);
    const { total } = await overview(head);
    const asked = await reader.call(getForecastChanges, { month, scope: total.scope, since: '2026-11-09' });
    const step = asked.steps.find(({ kind }) => kind === 'adjustment');
    expect(step).toMatchObject({ change: '600000.00', deals: 0, people: [{ userId: String(anna), change: '600000.00' }] });
    expect(minor(asked.start) + sum(asked.steps.map(({ change }) => minor(change)))).toBe(minor(asked.end));
    expect(asked.end).toBe(total.forecast.expected);
  });

  it('is set by one of two who have seen the same, and nothing that was set is lost', async () => {
    const results = await Promise.allSettled([set(head, '100000.00', 1), set(head, '200000.00', 1, 'Другая причина')]);
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    await set(head, '0.00', 2, 'Сделка перенесена');
    const { history } = await (await portal.open(anna)).call(getForecastAdjustment, own);
    expect(history.map(({ revision, value }) => [revision, value])).toEqual([
      [3, '0.00'],
      [2, expect.stringMatching(/^[12]00000\.00$/)],
      [1, '600000.00'],
    ]);
    expect((await overview(head)).total.forecast.adjustment).toBe('0.00');
  });

  it('names the deals that it holds: they and no others are marked wherever they stand, until it is taken back', async () => {
    const reader = await portal.open(head);
    const list = async () =>
      (await reader.call(getDrillDown, { month, scope: `person:${anna}`, measure: 'forecast', offset: 0, limit: 500 })).items;
    const marks = async () => (await list()).flatMap((item) => (item.kind === 'deal' ? [[item.dealId, item.adjusted?.as]] : []));
    const open = (await list()).flatMap((item) => (item.kind === 'deal' && item.percent !== null ? [item] : []));
    const [first, second] = open.map(({ dealId }) => dealId).toSorted((a, b) => Number(a) - Number(b)) as [string, string];
    const name = (dealIds: string[], baseRevision: number, reason = 'Оба клиента подтвердили') =>
      reader.call(setForecastAdjustment, { ...own, value: '300000.00', reason, dealIds, baseRevision });
    await set(head, '300000.00', 3, 'Пока без сделок');
    expect(new Set((await marks()).map(([, as]) => as))).toEqual(new Set(['unnamed']));
    const { history } = await name([second, first, second], 4);
    expect(history[0]).toMatchObject({ revision: 5, value: '300000.00', dealIds: [first, second] });
    expect(await name([first, second], 5)).toMatchObject({ history: { length: 5 } });
    const named = new Map((await marks()) as [string, string | undefined][]);
    for (const { dealId } of open) expect(named.get(dealId)).toBe(dealId === first || dealId === second ? 'this' : 'others');
    expect((await list())[0]).toMatchObject({ kind: 'adjustment', dealIds: [first, second] });
    const { steps } = await reader.call(getForecastChanges, { month, scope: `person:${anna}`, since: '2026-11-09' });
    expect(steps.find(({ kind }) => kind === 'adjustment')?.people).toMatchObject([{ dealIds: [first, second] }]);
    await expect(name(['999999'], 5)).rejects.toThrow('answered 404');
    const ended = smallPortal().deals.find(({ stageId, responsibleId }) => stageId === 'WON' && responsibleId === anna);
    await expect(name([String(ended!.id)], 5)).rejects.toThrow('answered 409');
    expect((await set(head, '0.00', 5, 'Снято')).history[0]).toMatchObject({ value: '0.00', dealIds: [] });
    expect((await marks()).every(([, as]) => as === undefined)).toBe(true);
  });

  it('is not for oneself, not for a month that is over, and not without a reason', async () => {
    await expect(set(anna, '1.00', 6)).rejects.toThrow('answered 403');
    const boss = await portal.open(head);
    await expect(
      boss.call(setForecastAdjustment, { ...own, month: '2026-10', value: '1.00', reason: 'Поздно', baseRevision: 0 }),
    ).rejects.toThrow('answered 409');
    await expect(set(head, '5.00', 6, ' ')).rejects.toThrow('answered 400');
    // What is taken back is not taken back once more.
    expect((await set(head, '0.00', 6)).history).toHaveLength(6);
  });
});
