import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getPlanHistory, type PlanHistory } from '#contract/plan-history.ts';
import { saveDeals } from '#store/save-facts.ts';
import { startTestService, type InstalledPortal, type TestService } from '#support/installed-portal.ts';
import type { Person } from '#support/person.ts';
import { companyOfTwoTeams } from './company-of-two-teams.ts';

const company = companyOfTwoTeams();
const { people } = company;
const month = '2026-12';
let service: TestService;
let portal: InstalledPortal;
let director: Person;

beforeAll(async () => {
  service = await startTestService({ portals: 1 });
  service.clock.now = new Date('2026-11-16T07:42:00.000Z');
  portal = await service.installPortal({ ...company.data, deals: [], stageHistory: [] });
  director = await portal.open(people.director);
});
afterAll(() => service.stop());

let lastId = 0n;

async function win(wonAt: string, responsible: number, amount: bigint): Promise<void> {
  lastId += 1n;
  const at = new Date(wonAt);
  const deal = {
    deal_id: lastId,
    pipeline_id: 0n,
    stage_id: 'WON',
    semantics: 'S' as const,
    amount_minor: amount,
    currency: 'RUB',
    base_minor: amount,
    responsible_id: BigInt(responsible),
    created_at: at,
    modified_at: at,
    moved_at: at,
    close_day: null,
    is_repeat: false,
    company_id: null,
    lead_id: null,
  };
  await portal.transaction((tx) => saveDeals(tx, [deal], service.clock.now));
}

const sumsOf = (history: PlanHistory, scope: string): readonly string[] | undefined => history.won.find((one) => one.scope === scope)?.sums;

describe('the history that a plan is proposed from', () => {
  it('has no month while no deal was won', async () => {
    expect(await director.call(getPlanHistory, { month })).toMatchObject({ months: [], workdays: 22 });
  });

  it('begins with the first month that is known as a whole and ends with the present one', async () => {
    await win('2026-08-20T09:00:00.000Z', people.employee, 100n);
    await win('2026-09-01T09:00:00.000Z', people.employee, 10_000n);
    // Past midnight in Moscow.
    await win('2026-09-30T21:30:00.000Z', people.colleague, 5_000n);
    await win('2026-11-13T09:00:00.000Z', people.stranger, 700n);
    const history = await director.call(getPlanHistory, { month });
    expect(history.months).toEqual([
      { month: '2026-09', workdays: 22, workdaysPassed: 22 },
      { month: '2026-10', workdays: 22, workdaysPassed: 22 },
      { month: '2026-11', workdays: 20, workdaysPassed: 9 },
    ]);
    expect(sumsOf(history, `person:${people.employee}`)).toEqual(['100.00', '0.00', '0.00']);
    expect(sumsOf(history, `department:${company.team}`)).toEqual(['100.00', '50.00', '0.00']);
    expect(sumsOf(history, 'company')).toEqual(['100.00', '50.00', '7.00']);
  });

  it('stops before the planned month', async () => {
    const history = await director.call(getPlanHistory, { month: '2026-10' });
    expect(history.months.map((one) => one.month)).toEqual(['2026-09']);
    expect((await director.call(getPlanHistory, { month: '2026-08' })).months).toEqual([]);
  });

  it('shows each viewer those whose plans they may see', async () => {
    const scopes = async (userId: number): Promise<string[]> =>
      (await (await portal.open(userId)).call(getPlanHistory, { month })).won.map((one) => one.scope);
    expect(await scopes(people.employee)).toEqual([`person:${people.employee}`]);
    const ofHead = await scopes(people.head);
    expect(ofHead).toContain(`department:${company.team}`);
    expect(ofHead).not.toContain('company');
    expect(ofHead).not.toContain(`person:${people.stranger}`);
  });

  it('counts what people won whom the structure does not know in the company only', async () => {
    await win('2026-10-05T09:00:00.000Z', 777, 900n);
    const history = await director.call(getPlanHistory, { month });
    expect(sumsOf(history, 'company')).toEqual(['100.00', '59.00', '7.00']);
    expect(sumsOf(history, 'person:777')).toBeUndefined();
  });
});
