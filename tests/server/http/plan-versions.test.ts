import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listPlanVersions } from '#contract/plan-versions.ts';
import { publishPlan, saveDraft, type DraftLine } from '#contract/plan.ts';
import { startTestService, type InstalledPortal, type TestService } from '#support/installed-portal.ts';
import type { Person } from '#support/person.ts';
import { companyOfTwoTeams } from './company-of-two-teams.ts';

const company = companyOfTwoTeams();
const { people } = company;
const month = '2026-12';
const [employee, colleague] = [`person:${people.employee}`, `person:${people.colleague}`];
let service: TestService;
let portal: InstalledPortal;
let head: Person;

beforeAll(async () => {
  service = await startTestService({ portals: 1 });
  service.clock.now = new Date('2026-11-16T07:42:00.000Z');
  portal = await service.installPortal(company.data);
  head = await portal.open(people.head);
});
afterAll(() => service.stop());

async function publish(baseVersion: number, reason: string, lines: DraftLine[]): Promise<void> {
  await head.call(saveDraft, { month, lines });
  await head.call(publishPlan, { month, baseVersion, reason });
}

describe('the versions of a plan', () => {
  it('are none before the first is published', async () => {
    expect(await head.call(listPlanVersions, { month })).toMatchObject({ month, currency: 'RUB', versions: [] });
  });

  it('say who has changed what and why, newest first', async () => {
    await publish(0, '', [
      { metric: 'revenue', scope: employee, value: '100000.00' },
      { metric: 'calls', scope: employee, value: '20' },
    ]);
    service.clock.now = new Date('2026-12-01T09:00:00.000Z');
    await publish(1, 'Клиент ушёл', [
      { metric: 'revenue', scope: employee, value: '80000.50' },
      { metric: 'calls', scope: employee, value: null },
      { metric: 'revenue', scope: colleague, value: '5000.00' },
    ]);
    const { versions } = await head.call(listPlanVersions, { month });
    expect(versions.map(({ version, reason, isDuringMonth }) => [version, reason, isDuringMonth])).toEqual([
      [2, 'Клиент ушёл', true],
      [1, '', false],
    ]);
    expect(versions[0]?.publishedBy).toContain('Проба');
    expect(versions[0]?.changes).toEqual([
      { metric: 'calls', scope: employee, part: null, from: '20', to: null },
      { metric: 'revenue', scope: employee, part: null, from: '100000.00', to: '80000.50' },
      { metric: 'revenue', scope: colleague, part: null, from: null, to: '5000.00' },
    ]);
    expect(versions[1]?.changes).toEqual([
      { metric: 'calls', scope: employee, part: null, from: null, to: '20' },
      { metric: 'revenue', scope: employee, part: null, from: null, to: '100000.00' },
    ]);
  });

  it('show each viewer only the lines they may see', async () => {
    const scopesFor = async (userId: number): Promise<string[]> => {
      const { versions } = await (await portal.open(userId)).call(listPlanVersions, { month });
      return [...new Set(versions.flatMap(({ changes }) => changes.map((change) => change.scope)))];
    };
    expect(await scopesFor(people.employee)).toEqual([employee]);
    expect(await scopesFor(people.otherHead)).toEqual([]);
    expect((await scopesFor(people.director)).toSorted()).toEqual([employee, colleague].toSorted());
  });
});
