import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getSheet } from '#contract/acknowledgement.ts';
import { getDrillDown } from '#contract/drill-down.ts';
import { getLeadOutlook } from '#contract/lead-outlook.ts';
import { getOverview } from '#contract/overview.ts';
import { listPlanVersions } from '#contract/plan-versions.ts';
import { getPlan, publishPlan, saveDraft, type DraftLine } from '#contract/plan.ts';
import { startTestService, type InstalledPortal, type TestService } from '#support/installed-portal.ts';
import type { Person } from '#support/person.ts';
import { companyOfTwoTeams } from './company-of-two-teams.ts';

const company = companyOfTwoTeams();
const { people } = company;
const scope = `person:${people.employee}`;
/** Twenty working days; nine of them have passed on the sixteenth. */
const month = '2026-11';
const sixteenth = new Date('2026-11-16T07:42:00.000Z');
let service: TestService;
let portal: InstalledPortal;
let head: Person;

beforeAll(async () => {
  service = await startTestService({ portals: 1 });
  portal = await service.installPortal(company.data);
  head = await portal.open(people.head);
});
afterAll(() => service.stop());

const plan = (revenue: string, calls: string): DraftLine[] => [
  { metric: 'revenue', scope, value: revenue },
  { metric: 'calls', scope, value: calls },
];
const at = (instant: string): void => void (service.clock.now = new Date(instant));

async function publish(lines: DraftLine[], more: { baseVersion: number; month?: string; effectiveFrom?: string }) {
  const asked = { month, reason: 'Пересчёт', ...more };
  await head.call(saveDraft, { month: asked.month, lines });
  return head.call(publishPlan, asked);
}

describe('a plan that is revised while its month runs', () => {
  it('holds from today on, and days that have passed keep their version', async () => {
    at('2026-10-26T07:00:00.000Z');
    expect((await publish(plan('1000000.00', '20'), { baseVersion: 0 })).grid.effectiveFrom).toBe('2026-11-01');
    service.clock.now = sixteenth;
    const before = (await head.call(getOverview, { month, scope })).total;
    expect(before).toMatchObject({ plan: '1000000.00', expectedToDate: '450000.00', calls: { norm: 180 } });
    expect((await publish(plan('800000.00', '30'), { baseVersion: 1 })).grid.effectiveFrom).toBe('2026-11-16');
    const { total, pace } = await head.call(getOverview, { month, scope });
    expect(total).toMatchObject({ plan: '890000.00', expectedToDate: '450000.00', calls: { norm: 180 } });
    expect(total.deviation).toBe(before.deviation);
    expect(pace.map((day) => day.plan).filter((_, day) => [14, 15, 29].includes(day))).toEqual(['450000.00', '490000.00', '890000.00']);
    expect((await (await portal.open(people.employee)).call(getLeadOutlook, { leadId: '5' })).calls.norm).toBe(30);
  });

  it('tells in the list of a number which version holds from which day', async () => {
    const list = await head.call(getDrillDown, { month, scope, measure: 'plan' });
    expect(list.items).toMatchObject([
      { version: 1, from: '2026-11-01', value: '450000.00' },
      { version: 2, from: '2026-11-16', value: '440000.00' },
    ]);
    expect(list.sum).toBe('890000.00');
    const days = await head.call(getDrillDown, { month, scope, measure: 'deviation' });
    expect(days.items.filter((item) => item.kind === 'plan-day').map((item) => item.version)).toEqual(Array.from({ length: 9 }, () => 1));
    const norm = await head.call(getDrillDown, { month, scope, measure: 'calls-norm' });
    expect(norm.items.map(({ value }) => value)).toEqual(['180', '0']);
  });

  it('judges past days anew only when it is backdated, and says so on the sheet and among the versions', async () => {
    const { version } = await publish(plan('600000.00', '30'), { baseVersion: 2, effectiveFrom: '2026-11-09' });
    const { total } = await head.call(getOverview, { month, scope });
    // Four days of the first version, sixteen of the third, which covers the second.
    expect(total).toMatchObject({ plan: '680000.00', expectedToDate: '350000.00', calls: { norm: 4 * 20 + 5 * 30 } });
    const { versions } = await head.call(listPlanVersions, { month });
    expect(versions.map((one) => [one.version, one.effectiveFrom, one.isRetroactive, one.isDuringMonth])).toEqual([
      [3, '2026-11-09', true, true],
      [2, '2026-11-16', false, true],
      [1, '2026-11-01', false, false],
    ]);
    const sheetOf = (number: number) => head.call(getSheet, { month, version: number, userId: String(people.employee) });
    const [first, backdated] = [await sheetOf(1), await sheetOf(version)];
    expect(backdated).toMatchObject({ effectiveFrom: '2026-11-09', isRetroactive: true });
    expect(backdated.text).toContain('Задним числом: версия отправлена 16 ноября 2026');
    expect(backdated.text).toContain('План действует с 9 ноября 2026');
    expect(first).toMatchObject({ effectiveFrom: '2026-11-01', isRetroactive: false });
    expect(first.text).not.toContain('Задним числом');
  });

  it('is judged by one version again when that holds from the first day', async () => {
    await publish(plan('500000.00', '25'), { baseVersion: 3, effectiveFrom: '2026-11-01' });
    expect((await head.call(getOverview, { month, scope })).total).toMatchObject({ plan: '500000.00', calls: { norm: 225 } });
    const { items } = await head.call(getDrillDown, { month, scope, measure: 'plan' });
    expect(items).toMatchObject([{ version: 4, from: null, value: '500000.00' }]);
  });
});

describe('the day a version holds from', () => {
  it('is one of its month', async () => {
    await head.call(saveDraft, { month: '2027-02', lines: plan('1000.00', '1') });
    for (const effectiveFrom of ['2027-01-31', '2027-03-01', '2027-02-29', '2027-02-31', 'soon']) {
      const answer = await head.ask(publishPlan, { month: '2027-02', baseVersion: 0, effectiveFrom });
      expect(`${effectiveFrom} ${answer.status}`).toBe(`${effectiveFrom} 400`);
    }
    expect((await head.call(getPlan, { month: '2027-02' })).version).toBe(0);
  });

  it('is the first of the month for a plan of a month ahead, in whichever version', async () => {
    const ahead = { month: '2027-01' };
    expect((await publish(plan('1000.00', '1'), { ...ahead, baseVersion: 0 })).grid.effectiveFrom).toBe('2027-01-01');
    expect((await publish(plan('2000.00', '1'), { ...ahead, baseVersion: 1 })).grid.effectiveFrom).toBe('2027-01-01');
    const { versions } = await head.call(listPlanVersions, ahead);
    expect(versions.map(({ isRetroactive }) => isRetroactive)).toEqual([false, false]);
  });

  it('is in the past for a month that has ended, and is told to be', async () => {
    await publish(plan('1000.00', '1'), { month: '2026-10', baseVersion: 0 });
    await publish(plan('2000.00', '1'), { month: '2026-10', baseVersion: 1 });
    const { versions } = await head.call(listPlanVersions, { month: '2026-10' });
    expect(versions.map((one) => [one.effectiveFrom, one.isRetroactive])).toEqual([
      ['2026-10-01', true],
      ['2026-10-01', true],
    ]);
  });
});
