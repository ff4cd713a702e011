import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getSheet, listMyPlans, listSigning } from '#contract/acknowledgement.ts';
import { getMetricFacts, listMetricFacts } from '#contract/metric-facts.ts';
import { closePlan } from '#contract/plan-closing.ts';
import { putPlanConditions } from '#contract/plan-conditions.ts';
import { copyPlanDimensions, getPlanDimensions, putPlanDimensions } from '#contract/plan-dimensions.ts';
import { draftPlanParts, getPlanParts } from '#contract/plan-parts.ts';
import { discardDraft, getPlan, getPlanWindow, publishPlan, saveDraft, type DraftLine } from '#contract/plan.ts';
import { listClosedFacts } from '#store/plan-closing.ts';
import { findPlan } from '#store/plans.ts';
import { saveDeals } from '#store/save-facts.ts';
import { saveAbsentDays } from '#store/working-time.ts';
import { startTestService, type InstalledPortal, type TestService } from '#support/installed-portal.ts';
import type { Person } from '#support/person.ts';
import { companyOfTwoTeams } from './company-of-two-teams.ts';

const company = companyOfTwoTeams();
const { people } = company;
const own = `person:${people.employee}`;
const team = `department:${company.team}`;
let service: TestService;
let portal: InstalledPortal;
let admin: Person;
let head: Person;
let otherHead: Person;
let employee: Person;

/** Won deals: id, whose, day, roubles. */
const sold = [
  [501n, people.employee, '2026-11-02', 100],
  [502n, people.employee, '2026-11-06', 50],
  [503n, people.employee, '2026-11-09', 70],
  [504n, people.colleague, '2026-11-10', 30],
  [505n, people.employee, '2026-10-20', 900],
] as const;

beforeAll(async () => {
  service = await startTestService({ portals: 1 });
  portal = await service.installPortal({ ...company.data, deals: [], stageHistory: [], leads: [], calls: [], activities: [] });
  [admin, head, otherHead, employee] = await Promise.all([
    portal.open(people.admin),
    portal.open(people.head),
    portal.open(people.otherHead),
    portal.open(people.employee),
  ]);
  await portal.transaction(async (tx) => {
    const deals = sold.map(([deal_id, userId, day, roubles]) => {
      const at = new Date(`${day}T09:00:00Z`);
      const money = { amount_minor: BigInt(roubles * 100), base_minor: BigInt(roubles * 100) };
      const times = { created_at: at, modified_at: at, moved_at: at };
      const rest = { stage_id: 'WON', semantics: 'S' as const, currency: 'RUB', close_day: day, is_repeat: false, lead_id: null };
      return { deal_id, pipeline_id: 0n, responsible_id: BigInt(userId), company_id: null, contact_id: null, ...rest, ...money, ...times };
    });
    await saveDeals(tx, deals, at(1));
  });
});
afterAll(() => service.stop());

const at = (day: number): Date => new Date(Date.UTC(2026, 10, day, 9));
const revenue = (scope: string, value: string | null): DraftLine => ({ metric: 'revenue', scope, value });

async function send(month: string, lines: DraftLine[], words: { reason?: string } = {}): Promise<number> {
  await head.call(saveDraft, { month, lines });
  const { version } = await head.call(getPlan, { month });
  return (await head.call(publishPlan, { month, baseVersion: version, ...words })).version;
}

describe('a plan', () => {
  it('is for any period, beside the plans of its months', async () => {
    const keys = ['2027-02-01', '2027-W06', '2027-Q1', '2027-H1', '2027', '2027-02-01--2027-03-10'];
    for (const [index, month] of keys.entries()) await send(month, [revenue(own, `${100 + index}.00`)]);
    for (const [index, month] of keys.entries()) {
      const plan = await head.call(getPlan, { month });
      expect(plan).toMatchObject({
        month,
        version: 1,
        published: [revenue(own, `${100 + index}.00`)],
        sentTo: 1,
        planned: expect.anything(),
      });
    }
    expect((await head.call(getPlan, { month: '2027-02' })).published).toEqual([]);
    const { planned } = await otherHead.call(getPlan, { month: '2027-02' });
    expect(planned).toEqual(['2027-W06', '2027-02-01', '2027-02-01--2027-03-10', '2027', '2027-Q1', '2027-H1'].toSorted(latestFirst));
    const { sheets } = await employee.call(listMyPlans, {});
    expect(sheets.map(({ month }) => month)).toEqual(
      ['2027-W06', '2027-02-01', '2027-02-01--2027-03-10', '2027-Q1', '2027-H1', '2027'].toSorted(byStart),
    );
  });

  it('is refused for what the calendar does not have, and nothing is kept of it', async () => {
    for (const month of [
      '2027-02-30',
      '2027-W54',
      '2027-Q5',
      '2027-13',
      '2027-03-10--2027-03-01',
      '2027-01-01--2031-01-01',
      '1',
      '2027-W6',
    ]) {
      const { status } = await head.ask(saveDraft, { month, lines: [revenue(own, '1.00')] });
      expect(`${month} ${status}`).toBe(`${month} 400`);
      expect(await portal.transaction((tx) => findPlan(tx, month)), month).toBeUndefined();
    }
  });

  it('stands beside others of its kind, each with its days and what was won before', async () => {
    const { months } = await head.call(getPlanWindow, { from: '2026-W45', months: 3 });
    expect(months.map(({ month, from, to, workdays }) => [month, from, to, workdays])).toEqual([
      ['2026-W45', '2026-11-02', '2026-11-08', 4],
      ['2026-W46', '2026-11-09', '2026-11-15', 5],
      ['2026-W47', '2026-11-16', '2026-11-22', 5],
    ]);
    const before = months.map(({ previousFact }) => previousFact.find(({ scope }) => scope === team)?.value);
    expect(before).toEqual(['0.00', '150.00', '100.00']);
    const quarter = await head.call(getPlan, { month: '2027-Q1' });
    expect(quarter.previousFact.find(({ scope }) => scope === own)?.value).toBe('1120.00');
  });

  it('is judged by the facts of its days, each list summing to its number', async () => {
    const { facts } = await head.call(getMetricFacts, { metric: 'revenue', from: '2026-W45', months: 2 });
    expect(facts.find(({ scope }) => scope === own)).toMatchObject({ values: ['150.00', '70.00'], total: '220.00' });
    for (const [month, sum, total] of [
      ['2026-11-02--2026-11-09', '220.00', 3],
      ['2026-11-06', '50.00', 1],
      ['2026-Q4', '1120.00', 4],
      ['2027-Q1', null, 0],
    ] as const)
      expect(await head.call(listMetricFacts, { metric: 'revenue', month, scope: own })).toMatchObject({ month, sum, total });
  });

  it('holds from a day of its period, is signed by its own sheet and closed with its own facts', async () => {
    const month = '2026-11-02--2026-11-10';
    await head.call(saveDraft, { month, lines: [revenue(own, '300.00'), revenue(team, '400.00')] });
    await head.call(putPlanDimensions, {
      month,
      metric: 'revenue',
      lines: [{ scope: own, key: 'pipeline=0', title: '', value: '200.00' }],
    });
    expect((await head.ask(publishPlan, { month, baseVersion: 0, effectiveFrom: '2026-11-11' })).status).toBe(400);
    await head.call(publishPlan, { month, baseVersion: 0, effectiveFrom: '2026-11-02' });
    const sheet = await employee.call(getSheet, { month, version: 1, userId: String(people.employee) });
    expect(sheet.text).toContain('План на 2–10 ноября 2026');
    expect(sheet.text).toContain('Выручка по дням:');
    expect(sheet.weeks.map(({ from, to }) => `${from} ${to}`)).toContain('2026-11-10 2026-11-10');
    expect(sheet.workdays).toBe(6);
    expect((await head.call(listSigning, { month })).people).toMatchObject([{ userId: String(people.employee), state: 'sent' }]);
    expect((await admin.ask(closePlan, { month: '2027-Q1' })).status).toBe(400);
    expect((await admin.call(getPlan, { month })).toClose).toContain(month);
    expect(await admin.call(closePlan, { month })).toMatchObject({ month, closed: expect.anything() });
    const kept = await portal.transaction(async (tx) => listClosedFacts(tx, (await findPlan(tx, month))?.planId ?? ''));
    expect(kept.map(({ scope, dimensions, target, fact }) => [scope, dimensions, target, fact])).toEqual(
      expect.arrayContaining([
        [team, '', 40_000n, 25_000n],
        [own, '', 30_000n, 22_000n],
        [own, 'pipeline=0', 20_000n, 22_000n],
      ]),
    );
    const { lines } = await head.call(getPlanDimensions, { month, metric: 'revenue' });
    expect(lines).toMatchObject([{ scope: own, key: 'pipeline=0', published: '200.00', fact: '220.00' }]);
  });
});

describe('a draft that is dropped', () => {
  it('is dropped as a whole and tells what it was', async () => {
    const month = '2027-06';
    const line = { scope: own, key: 'pipeline=0', title: '', value: '200.00' };
    const conditions = { vat: 'included' as const, terms: ['Предоплата'], weights: [], bands: [] };
    await head.call(saveDraft, { month, lines: [revenue(own, '300.00')] });
    await head.call(putPlanDimensions, { month, metric: 'revenue', lines: [line] });
    await head.call(putPlanConditions, { month, scope: team, conditions });
    const { dropped, ...plan } = await head.call(discardDraft, { month });
    expect(plan).toMatchObject({ draft: [], draftConditions: [], draftDimensions: [] });
    expect(dropped).toMatchObject({
      lines: [revenue(own, '300.00')],
      dimensions: [{ metric: 'revenue', scope: own, key: 'pipeline=0', value: '200.00' }],
      conditions: [{ scope: team, conditions }],
    });
    expect((await head.ask(publishPlan, { month, baseVersion: 0 })).status).toBe(400);
  });
});

describe('targets by dimensions', () => {
  it('are copied into another plan by an index, as far as the author sets them', async () => {
    const line = { scope: own, key: 'pipeline=0', title: '', value: '200.00' };
    await head.call(putPlanDimensions, { month: '2027-08', metric: 'revenue', lines: [line] });
    await send('2027-08', [revenue(own, '300.00')]);
    const copy = { month: '2027-09', from: '2027-08', index: 11_000, isByWorkdays: false };
    expect(await otherHead.call(copyPlanDimensions, copy)).toEqual({ lines: [] });
    expect(await head.call(copyPlanDimensions, copy)).toEqual({ lines: [{ metric: 'revenue', scope: own, key: 'pipeline=0' }] });
    const { lines } = await head.call(getPlanDimensions, { month: '2027-09', metric: 'revenue' });
    expect(lines).toMatchObject([{ scope: own, key: 'pipeline=0', published: null, draft: { value: '220.00' } }]);
  });
});

describe('a plan split over time', () => {
  it('comes to parts by everybody’s own working days, and groups follow their people', async () => {
    await portal.transaction((tx) =>
      saveAbsentDays(tx, {
        from: '2027-04-01',
        before: '2027-05-01',
        days: ['2027-04-12', '2027-04-13', '2027-04-14', '2027-04-15', '2027-04-16'].map((day) => ({
          user_id: BigInt(people.employee),
          day,
        })),
      }),
    );
    const month = '2027-04';
    await head.call(saveDraft, {
      month,
      lines: [revenue(own, '170000.00'), revenue(`person:${people.colleague}`, '220000.00'), revenue(team, '400000.00')],
    });
    const asked = { month, metric: 'revenue', into: 'week', basis: 'workdays' } as const;
    const { parts, rows, replaced } = await head.call(getPlanParts, asked);
    expect(parts.map((part) => part.month)).toEqual([
      '2027-04-01--2027-04-04',
      '2027-W14',
      '2027-W15',
      '2027-W16',
      '2027-04-26--2027-04-30',
    ]);
    const valuesOf = (scope: string): number[] => rows.find((row) => row.scope === scope)?.values.map(Number) ?? [];
    expect(valuesOf(own)).toEqual([20_000, 50_000, 0, 50_000, 50_000]);
    expect(valuesOf(`person:${people.colleague}`)).toEqual([20_000, 50_000, 50_000, 50_000, 50_000]);
    for (const { target, values } of rows) expect(values.reduce((sum, value) => sum + Number(value), 0)).toBe(Number(target));
    expect(replaced).toBe(0);
    expect(await head.call(draftPlanParts, asked)).toEqual({ parts: parts.map((part) => part.month), lines: 14 });
    expect((await head.call(getPlan, { month: '2027-W15' })).draft).toContainEqual(revenue(`person:${people.colleague}`, '50000.00'));
    expect((await head.call(getPlanParts, { ...asked, basis: 'season' })).season).toBeNull();
  });

  it('is refused where there is nothing to split, or no shorter period', async () => {
    const asked = { metric: 'revenue', basis: 'workdays' } as const;
    expect((await head.ask(draftPlanParts, { ...asked, month: '2028-05', into: 'week' })).status).toBe(400);
    expect((await head.ask(getPlanParts, { ...asked, month: '2027-W15', into: 'month' })).status).toBe(400);
    expect((await head.ask(getPlanParts, { ...asked, month: '2027', into: 'day' })).status).toBe(400);
  });
});

const starts: Readonly<Record<string, string>> = {
  '2027-W06': '2027-02-08',
  '2027-02-01': '2027-02-01',
  '2027-02-01--2027-03-10': '2027-02-01',
};
const startOf = (key: string): string => starts[key] ?? '2027-01-01';
const byStart = (a: string, b: string): number => (startOf(a) < startOf(b) ? 1 : startOf(a) > startOf(b) ? -1 : 0);
const latestFirst = (a: string, b: string): number => byStart(a, b) || a.length - b.length;
