import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { setDealCategory } from '#contract/deal-judgements.ts';
import { getForecastRoute } from '#contract/forecast-route.ts';
import { getForecastSubmissions, listSubmissionHistory, submitForecast } from '#contract/forecast-submissions.ts';
import { getOverview } from '#contract/overview.ts';
import { fromDecimal } from '#domain/money.ts';
import { saveDeals } from '#store/save-facts.ts';
import { startTestService, type InstalledPortal, type TestService } from '#support/installed-portal.ts';
import type { Person } from '#support/person.ts';
import { smallPortalNow } from '#support/small-portal.ts';
import { companyOfTwoTeams } from './company-of-two-teams.ts';

const company = companyOfTwoTeams();
const { people } = company;
const month = '2026-11';
const [own, team] = [`person:${people.employee}`, `department:${company.team}`];
let service: TestService;
let portal: InstalledPortal;
let employee: Person;
let head: Person;
let director: Person;

const at = (day: string): Date => new Date(`${day}T09:00:00Z`);
const won = (deal_id: bigint) => ({
  ...{ deal_id, pipeline_id: 0n, stage_id: 'WON', semantics: 'S' as const, currency: 'RUB', is_repeat: false, company_id: 1n },
  ...{ lead_id: null, close_day: '2026-10-20', responsible_id: BigInt(people.employee), amount_minor: 5_000_000n, base_minor: 5_000_000n },
  ...{ created_at: at('2026-10-10'), modified_at: at('2026-10-20'), moved_at: at('2026-10-20') },
});
const open = { ...won(50n), stage_id: 'PREPARATION', semantics: 'P' as const, close_day: '2026-11-25', moved_at: at('2026-11-02') };

beforeAll(async () => {
  service = await startTestService({ portals: 1 });
  portal = await service.installPortal({ ...company.data, deals: [], stageHistory: [], leads: [], calls: [], activities: [] });
  await portal.transaction((tx) => saveDeals(tx, [...[1n, 2n, 3n, 4n, 5n, 6n].map(won), open], at('2026-11-03')));
  [employee, head, director] = [await portal.open(people.employee), await portal.open(people.head), await portal.open(people.director)];
}, 120_000);
afterAll(() => service.stop());

const said = { value: '90000.00', commit: '0.00', best: '0.00', pipeline: '50000.00', comment: 'Жду решения' };
const submit = (by: Person, scope: string, baseRevision: number, change: Partial<typeof said> = {}) =>
  by.call(submitForecast, { month, scope, ...said, ...change, baseRevision });
const read = (scope: string, by = director) => by.call(getForecastSubmissions, { month, scope });
const rowOf = async (scope: string) => (await read('company')).rows.find((row) => row.scope === scope)!;

describe('what people submit of a month', () => {
  it('is said by oneself and for whom one leads; nobody speaks for a person below or for a level above', async () => {
    await submit(employee, own, 0);
    await submit(head, team, 0);
    await submit(director, 'company', 0);
    await expect(submit(head, own, 1)).rejects.toThrow('answered 403');
    await expect(submit(employee, team, 1)).rejects.toThrow('answered 403');
    await expect(submit(head, 'company', 1)).rejects.toThrow('answered 403');
  });

  it('shows the head who has not, and keeps beside each number what was calculated', async () => {
    const { rows, total, submitted } = await read(team, head);
    expect(total).toMatchObject({ scope: team, state: 'fresh', maySubmit: true, moved: '0.00' });
    expect(rows.filter(({ state }) => state !== 'missing').map(({ scope }) => scope)).toEqual([own]);
    expect(submitted).toBe(1);
    const { forecast } = (await director.call(getOverview, { month, scope: own })).total;
    const row = await rowOf(own);
    expect(row.now).toMatchObject({ expected: forecast.expected, pipeline: forecast.categories.pipeline });
    expect(row.last).toMatchObject({ value: '90000.00', comment: 'Жду решения', calculated: row.now });
    expect(row.maySubmit).toBe(false);
  });

  it('grows stale when the pipeline changes, and with a new week', async () => {
    await head.call(setDealCategory, { dealId: '50', category: 'omitted', baseRevision: 0 });
    const moved = await rowOf(own);
    expect(moved.state).toBe('moved');
    expect(fromDecimal(moved.moved!, 2)).toBe(fromDecimal(moved.now.expected, 2) - fromDecimal(moved.last!.calculated.expected, 2));
    expect(fromDecimal(moved.moved!, 2)).toBeLessThan(0n);
    await submit(employee, own, 1, { value: '40000.00' });
    expect((await rowOf(own)).state).toBe('fresh');
    service.clock.now = new Date('2026-11-23T07:00:00Z');
    expect((await rowOf(own)).state).toBe('old');
    service.clock.now = smallPortalNow;
  });

  it('is submitted by one of two who have seen the same, and everything that was said stays', async () => {
    const results = await Promise.allSettled([submit(employee, own, 2, { value: '41000.00' }), submit(employee, own, 2)]);
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const { history } = await head.call(listSubmissionHistory, { month, scope: own });
    expect(history.map(({ revision }) => revision)).toEqual([3, 2, 1]);
    expect(history.slice(1).map(({ value }) => value)).toEqual(['40000.00', '90000.00']);
  });

  it('is not below nothing, and not of a month that is over', async () => {
    await expect(submit(employee, own, 3, { value: '-1.00' })).rejects.toThrow('answered 400');
    await expect(employee.call(submitForecast, { month: '2026-10', scope: own, ...said, baseRevision: 0 })).rejects.toThrow('answered 409');
  });
});

describe('what is lacking to the plan as new deals', () => {
  it('rests on the own past, names whose it is, and says whether a new deal comes in time', async () => {
    const route = await employee.call(getForecastRoute, { month, scope: own });
    expect(route.averageDeal).toEqual({ value: '50000.00', wins: 6, source: { scope: own, name: expect.any(String) as string } });
    // Ten days from creation to winning: it has to begin by the twentieth.
    expect(route.cycles).toEqual([{ scope: own, name: expect.any(String) as string, days: 10, deals: 6, startBy: '2026-11-20' }]);
    expect(route.uncovered).toBeNull();
  });
});
