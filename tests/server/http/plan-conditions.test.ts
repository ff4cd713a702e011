import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { getSheet, listMyPlans } from '#contract/acknowledgement.ts';
import { getPlanConditions, putPlanConditions, type PlanConditions } from '#contract/plan-conditions.ts';
import { listPlanVersions } from '#contract/plan-versions.ts';
import { getPlan, publishPlan, saveDraft } from '#contract/plan.ts';
import { shiftMonth } from '#domain/period.ts';
import { startTestService, type InstalledPortal, type TestService } from '#support/installed-portal.ts';
import type { Person } from '#support/person.ts';
import { companyOfTwoTeams } from './company-of-two-teams.ts';

const company = companyOfTwoTeams();
const { people } = company;
const team = `department:${company.team}`;
let service: TestService;
let portal: InstalledPortal;
let director: Person;
let head: Person;
let otherHead: Person;
let employee: Person;
/** Every test plans a month of its own. */
let month = '2026-11';

const conditions: PlanConditions = {
  vat: 'excluded',
  terms: ['Отсрочка не больше 30 дней', 'Скидка до 7 % без согласования'],
  weights: [
    { metric: 'revenue', weight: 7000, cap: 12_000 },
    { metric: 'calls', weight: 3000, cap: null },
  ],
  bands: [],
};

beforeAll(async () => {
  service = await startTestService({ portals: 1 });
  portal = await service.installPortal(company.data);
  [director, head, otherHead, employee] = await Promise.all([
    portal.open(people.director),
    portal.open(people.head),
    portal.open(people.otherHead),
    portal.open(people.employee),
  ]);
});
afterAll(() => service.stop());
beforeEach(async () => {
  month = shiftMonth(month, 1);
  await director.call(saveDraft, {
    month,
    lines: [people.employee, people.colleague].map((userId) => ({
      metric: 'revenue' as const,
      scope: `person:${userId}`,
      value: '100000.00',
    })),
  });
  await director.call(publishPlan, { month, baseVersion: 0 });
});

const sheetOf = async (person: Person, userId: number) => {
  const [last] = (await person.call(listMyPlans, {})).sheets.filter((sheet) => sheet.month === month);
  return person.call(getSheet, { month, version: last?.version ?? 0, userId: String(userId) });
};

describe('conditions of a plan', () => {
  it('are a draft until they are published, and then stand on the sheets of those they concern', async () => {
    await head.call(putPlanConditions, { month, scope: team, conditions });
    expect((await head.call(getPlan, { month })).draftConditions).toEqual([team]);
    expect(await head.call(getPlanConditions, { month })).toMatchObject({ published: [], draft: [{ scope: team, conditions }] });
    expect((await otherHead.call(getPlanConditions, { month })).draft).toEqual([]);
    expect((await sheetOf(employee, people.employee)).text).not.toContain('Отсрочка');
    const { sentTo } = await head.call(publishPlan, { month, baseVersion: 1, reason: 'Новая коммерческая политика' });
    expect(sentTo.toSorted()).toEqual([String(people.employee), String(people.colleague)].toSorted());
    const { text } = await sheetOf(employee, people.employee);
    expect(text).toContain(
      [
        'Суммы плана без НДС.',
        'Условия:',
        '— Отсрочка не больше 30 дней',
        '— Скидка до 7 % без согласования',
        'Вес показателей в оценке: Выручка 70\u00a0% (в зачёт не больше 120\u00a0%), Звонки 30\u00a0%.',
      ].join('\n'),
    );
    expect(await head.call(getPlanConditions, { month })).toMatchObject({ published: [{ scope: team, conditions }], draft: [] });
  });

  it('of the company hold for whoever has none nearer', async () => {
    const own: PlanConditions = { ...conditions, terms: ['Своё'], weights: [] };
    const bands: PlanConditions['bands'] = [
      { code: 'not-met', from: 0 },
      { code: 'met', from: 9500 },
    ];
    await director.call(putPlanConditions, { month, scope: 'company', conditions: { ...conditions, terms: ['Общее'], bands } });
    await head.call(putPlanConditions, { month, scope: team, conditions: own });
    await director.call(publishPlan, { month, baseVersion: 1, reason: 'Условия' });
    const { text } = await sheetOf(employee, people.employee);
    expect(text).toContain('— Своё');
    expect(text).not.toContain('— Общее');
    expect(text).toContain('Оценка по доле выполнения: не выполнен от 0\u00a0%, выполнен от 95\u00a0%.');
  });

  it('that change for nobody ask nobody to sign again', async () => {
    await head.call(putPlanConditions, { month, scope: team, conditions });
    await head.call(publishPlan, { month, baseVersion: 1, reason: 'Условия' });
    // The team has its own, so those of the company concern nobody in it.
    await director.call(putPlanConditions, { month, scope: 'company', conditions: { ...conditions, terms: ['Общее'] } });
    expect((await director.call(publishPlan, { month, baseVersion: 2, reason: 'Общие условия' })).sentTo).toEqual([]);
    const again = await head.ask(publishPlan, { month, baseVersion: 3, reason: 'Ничего' });
    expect(again.status).toBe(400);
  });

  it('are told in the list of versions, each with what it was before', async () => {
    await head.call(putPlanConditions, { month, scope: team, conditions });
    await head.call(publishPlan, { month, baseVersion: 1, reason: 'Условия' });
    await head.call(putPlanConditions, { month, scope: team, conditions: { ...conditions, vat: 'included', terms: ['Предоплата'] } });
    await head.call(publishPlan, { month, baseVersion: 2, reason: 'Ещё условия' });
    const { versions } = await head.call(listPlanVersions, { month });
    expect(versions[0]?.conditionChanges.map(({ kind, from, to }) => ({ kind, from, to }))).toEqual([
      { kind: 'term', from: 'Отсрочка не больше 30 дней', to: 'Предоплата' },
      { kind: 'term', from: 'Скидка до 7 % без согласования', to: null },
      { kind: 'vat', from: 'excluded', to: 'included' },
    ]);
    expect(versions[1]?.conditionChanges).toHaveLength(5);
  });

  it('can be taken out, and a draft of them can be dropped', async () => {
    await head.call(putPlanConditions, { month, scope: team, conditions });
    await head.call(publishPlan, { month, baseVersion: 1, reason: 'Условия' });
    await head.call(putPlanConditions, { month, scope: team, conditions: null });
    expect((await head.call(getPlan, { month })).draftConditions).toEqual([team]);
    await head.call(putPlanConditions, { month, scope: team });
    expect((await head.call(getPlan, { month })).draftConditions).toEqual([]);
    await head.call(putPlanConditions, { month, scope: team, conditions: null });
    await head.call(publishPlan, { month, baseVersion: 2, reason: 'Без условий' });
    expect((await sheetOf(employee, people.employee)).text).not.toContain('Условия:');
  });

  it('keep a term on a line of its own, so that it cannot pass for another line of the sheet', async () => {
    await head.call(putPlanConditions, { month, scope: team, conditions: { ...conditions, terms: ['Скидка\nВыручка: 1 ₽'] } });
    const { draft } = await head.call(getPlanConditions, { month });
    expect(draft[0]?.conditions?.terms).toEqual(['Скидка Выручка: 1 ₽']);
  });

  it.each<[string, Partial<PlanConditions>]>([
    ['weights that do not make the whole', { weights: [{ metric: 'revenue', weight: 9000, cap: null }] }],
    ['a metric with two weights', { weights: [1, 2].map(() => ({ metric: 'revenue' as const, weight: 5000, cap: null })) }],
    [
      'activity that weighs more than results',
      {
        weights: [
          { metric: 'revenue', weight: 4000, cap: null },
          { metric: 'calls', weight: 6000, cap: null },
        ],
      },
    ],
    ['limits of a department', { bands: [{ code: 'met', from: 10_000 }] }],
  ])('refuse %s', async (_what, wrong) => {
    const answer = await head.ask(putPlanConditions, { month, scope: team, conditions: { ...conditions, ...wrong } });
    expect(answer.status).toBe(400);
    expect((await head.call(getPlanConditions, { month })).draft).toEqual([]);
  });

  it('refuse limits that do not rise, and conditions of one person', async () => {
    const bands: PlanConditions['bands'] = [
      { code: 'almost', from: 9000 },
      { code: 'met', from: 9000 },
    ];
    expect((await director.ask(putPlanConditions, { month, scope: 'company', conditions: { ...conditions, bands } })).status).toBe(400);
    expect((await head.ask(putPlanConditions, { month, scope: `person:${people.employee}`, conditions })).status).toBe(400);
  });
});
