import type { Attention } from '#contract/attention.ts';
import type { DrillDown } from '#contract/drill-down.ts';
import type { Overview, OverviewRow } from '#contract/overview.ts';
import type { PlanGrid, PlanWindow } from '#contract/plan.ts';
import type { Scope } from '#contract/wire.ts';
import { firstDay, lastDay, shiftMonth } from '#domain/period.ts';

export function buildRow(scope: Scope, change: Partial<OverviewRow> = {}): OverviewRow {
  const kind = scope === 'company' ? 'company' : scope.startsWith('department') ? 'department' : 'person';
  return {
    kind,
    scope,
    name: kind === 'person' ? 'Орлов Дмитрий' : kind === 'department' ? 'Оптовые продажи' : 'Снабсервис',
    firstName: kind === 'person' ? 'Дмитрий' : '',
    lastName: kind === 'person' ? 'Орлов' : '',
    isHead: false,
    isNewcomer: false,
    plan: '4200000.00',
    fact: '900000.00',
    attainment: 900 / 4200,
    expectedToDate: '1890000.00',
    deviation: '-990000.00',
    forecast: {
      expected: '2370000.00',
      low: '1800000.00',
      high: '3100000.00',
      open: '5300000.00',
      weighted: '1470000.00',
      openDeals: 6,
      adjustment: '0.00',
      categories: { commit: '1300000.00', best: '2000000.00', pipeline: '1500000.00', omitted: '500000.00' },
    },
    isAdjustable: false,
    forecastShare: 2370 / 4200,
    status: 'behind',
    trend: Array.from({ length: 30 }, (_, index) => index * 1000),
    trendLevel: 20_000,
    calls: { fact: 121, norm: 180, unknownLength: 0 },
    ...change,
  };
}

export function buildOverview(change: Partial<Overview> = {}): Overview {
  return {
    month: '2026-11',
    scope: 'company',
    currency: 'RUB',
    now: '2026-11-16T07:42:00.000Z',
    factsAt: '2026-11-16T07:42:00.000Z',
    callsAt: '2026-11-16T07:29:00.000Z',
    workdays: 20,
    workdaysPassed: 9,
    lastClose: '2026-11-13',
    lastDay: '2026-11-30',
    callSeconds: 30,
    callSource: 'statistics',
    counting: { wonDate: 'stage-history', pipelines: null },
    total: buildRow('company', {
      plan: '48000000.00',
      fact: '20160000.00',
      attainment: 0.42,
      deviation: '-1440000.00',
      expectedToDate: '21600000.00',
      status: 'at-risk',
    }),
    rows: [
      buildRow('department:5', { status: 'at-risk' }),
      buildRow('person:11'),
      buildRow('person:16', {
        firstName: 'Марина',
        lastName: 'Ковалёва',
        name: 'Ковалёва Марина',
        isHead: true,
        plan: null,
        fact: '180000.00',
        attainment: null,
        expectedToDate: null,
        deviation: '180000.00',
        forecastShare: null,
        status: 'no-plan',
        trendLevel: null,
        calls: { fact: 0, norm: null, unknownLength: 0 },
      }),
    ],
    remaining: '27840000.00',
    neededPerDay: '2530909.09',
    actualPerDay: '2240000.00',
    acceleration: 1.13,
    coverage: 1.43,
    weightedCoverage: 0.6,
    runRate: '44800000.00',
    pace: [],
    scopes: [{ scope: 'company', name: 'Снабсервис', depth: 0 }],
    ...change,
  };
}

export function buildDrillDown(change: Partial<DrillDown> = {}): DrillDown {
  const deal = { kind: 'deal', userId: '11', stageName: 'Закрыта', day: '2026-11-10', percent: null } as const;
  return {
    month: '2026-11',
    scope: 'company',
    measure: 'fact',
    name: 'Снабсервис',
    asOf: '2026-11-16T07:42:00.000Z',
    unit: 'money',
    callSource: 'statistics',
    sum: '20160000.00',
    items: [
      { ...deal, dealId: '901', amount: '20000000.00', value: '20000000.00' },
      { ...deal, dealId: '902', amount: '160000.00', value: '160000.00' },
    ],
    total: 2,
    offset: 0,
    ...change,
  };
}

const person = (userId: string, lastName: string, departmentId: string, isHead = false) => ({
  userId,
  firstName: 'А',
  lastName,
  departmentId,
  isHead,
  isActive: true,
});

/** Plans of the months of a grid, and of the months behind it, which nobody has planned. */
export function buildWindow(grid: PlanGrid, months = 1): PlanWindow {
  const { currency, departments, people, editable, factsAt, toClose, mayReopen, planned, ...plan } = grid;
  const empty = {
    version: 0,
    publishedAt: null,
    publishedBy: null,
    effectiveFrom: null,
    closed: null,
    published: [],
    draft: [],
    draftSavedAt: null,
    draftConditions: [],
    draftDimensions: [],
    sentTo: 0,
    signedBy: 0,
  };
  const others = Array.from({ length: months - 1 }, (_, at) => ({
    ...plan,
    ...empty,
    month: shiftMonth(plan.month, at + 1),
    from: firstDay(shiftMonth(plan.month, at + 1)),
    to: lastDay(shiftMonth(plan.month, at + 1)),
    previousFact: [],
  }));
  return { currency, departments, people, editable, factsAt, toClose, mayReopen, planned, months: [plan, ...others] };
}

/** Two departments: the first does not add up by +450 thousand, in the second one person has lost a plan. */
export function buildGrid(change: Partial<PlanGrid> = {}): PlanGrid {
  const revenue = (scope: Scope, value: string) => ({ metric: 'revenue', scope, value }) as const;
  return {
    month: '2026-12',
    from: firstDay(change.month ?? '2026-12'),
    to: lastDay(change.month ?? '2026-12'),
    currency: 'RUB',
    workdays: 22,
    workdaysPassed: 0,
    version: 3,
    publishedAt: '2026-11-13T09:00:00.000Z',
    publishedBy: 'Ковалёва Марина',
    effectiveFrom: '2026-12-01',
    closed: null,
    toClose: [],
    mayReopen: false,
    planned: [],
    departments: [
      { departmentId: '5', name: 'Оптовые продажи', parentId: null, depth: 0 },
      { departmentId: '7', name: 'Новые клиенты', parentId: null, depth: 0 },
    ],
    people: [
      person('11', 'Орлов', '5'),
      person('12', 'Петров', '5'),
      person('16', 'Ковалёва', '5', true),
      person('31', 'Кузьмин', '7'),
      person('32', 'Волкова', '7'),
    ],
    published: [
      revenue('company', '14100000.00'),
      revenue('department:5', '8800000.00'),
      revenue('person:11', '4650000.00'),
      revenue('person:12', '4600000.00'),
      revenue('department:7', '5300000.00'),
      revenue('person:31', '2900000.00'),
      revenue('person:32', '2400000.00'),
    ],
    draft: [{ metric: 'revenue', scope: 'person:32', value: null }],
    draftSavedAt: '2026-11-16T07:41:00.000Z',
    draftConditions: [],
    draftDimensions: [],
    editable: ['company', 'department:5', 'department:7', 'person:11', 'person:12', 'person:31', 'person:32'],
    factsAt: '2026-11-16T07:42:00.000Z',
    previousFact: [
      { scope: 'person:11', value: '900000.00' },
      { scope: 'person:12', value: '1620000.00' },
    ],
    signedBy: 11,
    sentTo: 13,
    ...change,
  };
}

export function buildAttention(change: Partial<Attention> = {}): Attention {
  return {
    items: [{ kind: 'overdue', deals: 5, sum: '1860000.00' }],
    signing: { month: '2026-12', signed: 10, withObjections: 1, refused: 0, onPaper: 0, waiting: 2 },
    review: {
      reviewId: '01935f2e-0000-7000-8000-000000000001',
      plannedAt: '2026-11-16T08:00:00.000Z',
      state: 'planned',
      items: 5,
      prepared: 9,
      people: 13,
    },
    ...change,
  };
}
