import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getForecastChanges, type ForecastChanges } from '#contract/forecast-changes.ts';
import { getOverview } from '#contract/overview.ts';
import { fromDecimal, sum } from '#domain/money.ts';
import { saveDeals, tombstoneDeals } from '#store/save-facts.ts';
import { startTestService, type InstalledPortal, type TestService } from '#support/installed-portal.ts';
import type { Person } from '#support/person.ts';
import { companyOfTwoTeams } from './company-of-two-teams.ts';

const company = companyOfTwoTeams();
const { people } = company;
const own = `person:${people.employee}`;
const month = '2026-11';
const since = '2026-11-09';
let service: TestService;
let portal: InstalledPortal;
let director: Person;

const deal = (deal_id: bigint, roubles: number, change: Partial<Parameters<typeof saveDeals>[1][number]> = {}) => ({
  ...{ deal_id, pipeline_id: 0n, stage_id: 'PREPARATION', semantics: 'P' as const, currency: 'RUB', is_repeat: false, company_id: 1n },
  ...{ lead_id: null, close_day: '2026-11-20', responsible_id: BigInt(people.employee) },
  ...{ amount_minor: BigInt(roubles * 100), base_minor: BigInt(roubles * 100) },
  ...{ created_at: at('2026-11-02'), modified_at: at('2026-11-02'), moved_at: at('2026-11-02') },
  ...change,
});
const at = (day: string): Date => new Date(`${day}T09:00:00Z`);
const later = { modified_at: at('2026-11-12'), moved_at: at('2026-11-12') };

beforeAll(async () => {
  service = await startTestService({ portals: 1 });
  portal = await service.installPortal({ ...company.data, deals: [], stageHistory: [], leads: [], calls: [], activities: [] });
  director = await portal.open(people.director);
  const seen = [1n, 2n, 3n, 4n, 5n, 6n];
  await portal.transaction((tx) =>
    saveDeals(
      tx,
      seen.map((id) => deal(id, 1000 * Number(id))),
      at('2026-11-03'),
    ),
  );
  // What became of them behind the ninth of November.
  await portal.transaction((tx) =>
    saveDeals(
      tx,
      [
        deal(1n, 1000, { ...later, semantics: 'S', stage_id: 'WON' }),
        deal(2n, 2000, { ...later, semantics: 'F', stage_id: 'LOSE' }),
        deal(3n, 9000, later),
        deal(4n, 4000, { ...later, close_day: '2026-12-15' }),
        deal(5n, 5000, { ...later, responsible_id: BigInt(people.stranger) }),
        deal(7n, 7000, { ...later, created_at: at('2026-11-11') }),
      ],
      at('2026-11-12'),
    ),
  );
  await portal.transaction((tx) => tombstoneDeals(tx, [6n], at('2026-11-13')));
}, 120_000);
afterAll(() => service.stop());

const ask = (scope: string, from = since): Promise<ForecastChanges> =>
  director.call(getForecastChanges, { month, scope, since: from, by: 'table' });
const minor = (decimal: string): bigint => fromDecimal(decimal, 2);

describe('what has moved the forecast since a day', () => {
  it('begins with what was known then, ends with the forecast of the workspace, and adds up', async () => {
    for (const scope of ['company', own, `department:${company.team}`, `department:${company.otherTeam}`]) {
      const changes = await ask(scope);
      const { total } = await director.call(getOverview, { month, scope });
      expect(changes.end).toBe(total.forecast.expected);
      expect(minor(changes.start) + sum(changes.steps.map(({ change }) => minor(change)))).toBe(minor(changes.end));
      for (const step of changes.steps) expect(sum(step.largest.map(({ change }) => minor(change)))).toBe(minor(step.change));
    }
  });

  it('names every deal under what happened to it', async () => {
    const { steps } = await ask(own);
    expect(Object.fromEntries(steps.map(({ kind, largest }) => [kind, largest.map(({ dealId }) => dealId)]))).toEqual({
      new: ['7'],
      won: ['1'],
      grown: ['3'],
      owner: ['5'],
      lost: ['6', '2'],
      'pushed-out': ['4'],
    });
    // For the company a deal that went from hand to hand has not moved.
    expect((await ask('company')).steps.map(({ kind }) => kind)).not.toContain('owner');
  });

  it('has nothing to tell since today, and refuses a day ahead', async () => {
    const { start, end, steps } = await ask('company', '2026-11-16');
    expect([steps, start]).toEqual([[], end]);
    await expect(ask('company', '2026-11-17')).rejects.toThrow('bad-request');
  });
});
