import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PlanCalculation, putPlanCalculation } from '#contract/plan-calculation.ts';
import { getPlanHistory } from '#contract/plan-history.ts';
import { getPlan, saveDraft } from '#contract/plan.ts';
import { startTestService, type InstalledPortal, type TestService } from '#support/installed-portal.ts';
import type { Person } from '#support/person.ts';
import { companyOfTwoTeams } from './company-of-two-teams.ts';

const company = companyOfTwoTeams();
const { people } = company;
const month = '2026-12';
const scope = `department:${company.team}`;
let service: TestService;
let portal: InstalledPortal;
let director: Person;
let head: Person;

beforeAll(async () => {
  service = await startTestService({ portals: 1 });
  portal = await service.installPortal(company.data);
  [director, head] = await Promise.all([portal.open(people.director), portal.open(people.head)]);
});
afterAll(() => service.stop());

const calculation: PlanCalculation = {
  base: { kind: 'average', periods: 3 },
  season: { kind: 'own', multiplier: 11_000 },
  factors: [
    { code: 'prices', name: '', answer: { kind: 'considered', basisPoints: 500 } },
    { code: 'own:1', name: 'Новый ассортимент: зимние СИЗ', answer: { kind: 'considered', basisPoints: 1000 } },
    { code: 'competitors', name: '', answer: { kind: 'not-relevant' } },
  ],
  limit: { value: '50000000.00', name: 'Склад и поставки' },
  rationale: 'План ограничен поставками.',
};

describe('how a plan is calculated', () => {
  it('is kept and shown to everybody who sets that plan', async () => {
    await head.call(putPlanCalculation, { month, scope, calculation });
    const [seen, ...more] = (await director.call(getPlanHistory, { month })).calculations;
    expect(more).toEqual([]);
    expect(seen).toMatchObject({ scope, calculation, savedBy: expect.stringContaining('Проба') as string });
    await director.call(putPlanCalculation, { month, scope, calculation: { ...calculation, limit: null } });
    expect((await head.call(getPlanHistory, { month })).calculations).toMatchObject([{ scope, calculation: { limit: null } }]);
  });

  it('is of its month only', async () => {
    expect((await head.call(getPlanHistory, { month: '2027-01' })).calculations).toEqual([]);
  });

  it('needs a name for a factor of its own, and takes away no more than everything', async () => {
    const refused = async (factor: PlanCalculation['factors'][number]): Promise<void> => {
      const request = { month: '2027-02', scope, calculation: { ...calculation, factors: [factor] } };
      await expect(head.call(putPlanCalculation, request)).rejects.toThrow('answered 400');
    };
    await refused({ code: 'own:2', name: ' ', answer: { kind: 'not-relevant' } });
    await refused({ code: 'market', name: '', answer: { kind: 'considered', basisPoints: -10_001 } });
    expect((await head.call(getPlanHistory, { month: '2027-02' })).calculations).toEqual([]);
  });

  it('shows nobody how their own plan is calculated or drafted before it is sent', async () => {
    const own = `person:${people.head}`;
    await director.call(putPlanCalculation, { month, scope: own, calculation });
    await director.call(saveDraft, { month, lines: [{ metric: 'revenue', scope: own, value: '1000.00' }] });
    expect((await head.call(getPlanHistory, { month })).calculations.map((one) => one.scope)).toEqual([scope]);
    expect((await head.call(getPlan, { month })).draft.map((line) => line.scope)).not.toContain(own);
    expect((await director.call(getPlan, { month })).draft.map((line) => line.scope)).toContain(own);
  });
});
