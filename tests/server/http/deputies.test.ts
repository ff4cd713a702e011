import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getOverview } from '#contract/overview.ts';
import { saveDraft } from '#contract/plan.ts';
import { saveDeputies } from '#store/structure.ts';
import { startTestService, type InstalledPortal, type TestService } from '#support/installed-portal.ts';
import { companyOfTwoTeams } from './company-of-two-teams.ts';

const month = '2026-12';
const company = companyOfTwoTeams();
const { people, team, otherTeam } = company;
let service: TestService;
let portal: InstalledPortal;

beforeAll(async () => {
  service = await startTestService({ portals: 1 });
  const deputyHeads = [{ id: 1, departmentId: team, userId: people.colleague }];
  portal = await service.installPortal({ ...company.data, records: { ...company.data.records, deputyHeads } });
});
afterAll(() => service.stop());

describe('the deputy of a head, whom the portal names', () => {
  it('sees and plans what the head does, and nothing of another team', async () => {
    const deputy = await portal.open(people.colleague);
    const overview = await deputy.call(getOverview, { month, scope: `department:${team}` });
    expect(overview.scopes.map(({ scope }) => scope)).toEqual([`department:${team}`]);
    await deputy.call(saveDraft, { month, lines: [{ metric: 'revenue', scope: `person:${people.employee}`, value: '1000.00' }] });
    await expect(deputy.call(getOverview, { month, scope: `department:${otherTeam}` })).rejects.toThrow('answered 403');
    await expect(deputy.call(getOverview, { month, scope: 'company' })).rejects.toThrow('answered 403');
  });

  it('sets no plan of their own', async () => {
    const deputy = await portal.open(people.colleague);
    const own = [{ metric: 'revenue' as const, scope: `person:${people.colleague}`, value: '1.00' }];
    await expect(deputy.call(saveDraft, { month, lines: own })).rejects.toThrow('answered 403');
  });

  it('is an employee again once the portal names nobody', async () => {
    const deputy = await portal.open(people.colleague);
    await portal.transaction((tx) => saveDeputies(tx, []));
    await expect(deputy.call(getOverview, { month, scope: `department:${team}` })).rejects.toThrow('answered 403');
    await deputy.call(getOverview, { month, scope: `person:${people.colleague}` });
  });
});
