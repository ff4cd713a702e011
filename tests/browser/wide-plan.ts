import type { Page } from 'playwright-core';
import type { DraftLine, PlanGrid, PlanMonth, PlanWindow } from '#contract/plan.ts';
import type { Metric } from '#contract/wire.ts';
import { firstDay, lastDay, shiftMonth } from '#domain/period.ts';

export interface WidePlanSize {
  readonly people: number;
  readonly metrics: readonly Metric[];
}

export const widePlan: WidePlanSize = {
  people: 200,
  metrics: ['revenue', 'margin', 'new-deals', 'new-clients', 'calls', 'meetings'],
};

const peopleInDepartment = 10;

/** Answers for the plans of a company that the demo is too small for; saving is answered as the server does. */
export async function answerWidePlan(page: Page, size: WidePlanSize): Promise<void> {
  const drafts = new Map<string, Map<string, DraftLine>>();
  const owners = createOwners(size.people);
  await page.route(/\/api\/plans\?/, async (route) => {
    const asked = new URL(route.request().url()).searchParams;
    const months = Array.from({ length: Number(asked.get('months')) }, (_, at) => shiftMonth(asked.get('from') ?? '', at));
    const answer: PlanWindow = { ...owners, months: months.map((month) => createMonth(size, month, drafts.get(month))) };
    await route.fulfill({ json: answer });
  });
  await page.route(/\/api\/plans\/[^/]+\/draft/, async (route) => {
    const month = new URL(route.request().url()).pathname.split('/')[3] ?? '';
    const { lines } = route.request().postDataJSON() as { lines: DraftLine[] };
    const draft = drafts.get(month) ?? new Map<string, DraftLine>();
    for (const line of lines) draft.set(`${line.metric} ${line.scope}`, line);
    drafts.set(month, draft);
    const answer: PlanGrid = { ...owners, ...createMonth(size, month, draft) };
    await route.fulfill({ json: answer });
  });
}

function createOwners(count: number): Omit<PlanWindow, 'months'> {
  const people = Array.from({ length: count }, (_, at) => ({
    userId: String(1000 + at),
    firstName: 'Иван',
    lastName: `Сотрудник ${String(at + 1).padStart(3, '0')}`,
    departmentId: String(100 + Math.floor(at / peopleInDepartment)),
    isHead: false,
    isActive: true,
  }));
  const departments = Array.from({ length: Math.ceil(count / peopleInDepartment) }, (_, at) => ({
    departmentId: String(100 + at),
    name: `Отдел ${at + 1}`,
    parentId: null,
    depth: 1,
  }));
  const editable = [
    'company',
    ...departments.map(({ departmentId }) => `department:${departmentId}`),
    ...people.map(({ userId }) => `person:${userId}`),
  ];
  return {
    currency: 'RUB',
    departments,
    people,
    editable,
    factsAt: '2026-11-16T07:42:00.000Z',
    toClose: [],
    mayReopen: false,
    planned: [],
  };
}

function createMonth({ people, metrics }: WidePlanSize, month: string, draft: ReadonlyMap<string, DraftLine> = new Map()): PlanMonth {
  const published = metrics.flatMap((metric) =>
    Array.from({ length: people }, (_, at) => ({
      metric,
      scope: `person:${1000 + at}`,
      value: metric === 'revenue' || metric === 'margin' ? `${1_000_000 + at * 1000}.00` : '20',
    })),
  );
  return {
    month,
    from: firstDay(month),
    to: lastDay(month),
    workdays: 21,
    workdaysPassed: 0,
    version: 1,
    publishedAt: '2026-11-01T07:00:00.000Z',
    publishedBy: 'Директор',
    effectiveFrom: null,
    closed: null,
    published,
    draft: [...draft.values()],
    draftSavedAt: draft.size === 0 ? null : '2026-11-16T07:42:00.000Z',
    draftConditions: [],
    draftDimensions: [],
    previousFact: [],
    sentTo: people,
    signedBy: 0,
  };
}
