import { describe, expect, it } from 'vitest';
import { amountScale } from '#components/planning/plan-amount.ts';
import { type PlanAmounts, planRows } from '#components/planning/plan-rows.ts';
import { changedPeople, draftAmounts, previousAmounts, publishedAmounts } from '#components/planning/plan-sheet.ts';
import { planSums } from '#components/planning/plan-sums.ts';
import type { DraftLine, PlanGrid } from '#contract/plan.ts';
import { buildGrid } from './sample-overview.ts';

const scale = amountScale('revenue', 'RUB');

function amountsOf(grid: PlanGrid, unsaved: DraftLine[] = []): PlanAmounts {
  return {
    draft: draftAmounts(grid, unsaved, 'revenue', scale),
    published: publishedAmounts(grid, 'revenue', scale),
    previousFact: previousAmounts(grid, scale),
    groupsNeedPlan: true,
    addsUp: true,
  };
}
const rowsOf = (grid: PlanGrid, unsaved: DraftLine[] = []) => planRows(grid, amountsOf(grid, unsaved), 'Снабсервис');
const checkOf = (rows: ReturnType<typeof rowsOf>, scope: string) =>
  rows.find((row) => row.scope === scope && row.kind !== 'people-sum')?.check;

describe('the rows of the planning grid', () => {
  it('run company, department, its people by size, their sum', () => {
    expect(rowsOf(buildGrid()).map((row) => `${row.kind} ${row.scope}`)).toEqual([
      'company company',
      'department department:5',
      'person person:11',
      'person person:12',
      'person person:16',
      'people-sum department:5',
      'department department:7',
      'person person:31',
      'person person:32',
      'people-sum department:7',
    ]);
  });

  it('say by how much people differ from their department', () => {
    expect(checkOf(rowsOf(buildGrid()), 'department:5')).toEqual({ kind: 'differs', difference: 45_000_000n });
  });

  it('say whose plan is missing, and that the company is short by it', () => {
    const rows = rowsOf(buildGrid());
    expect(checkOf(rows, 'department:7')).toEqual({ kind: 'people-missing', people: 1, difference: -240_000_000n });
    expect(checkOf(rows, 'company')).toEqual({ kind: 'differs', difference: -195_000_000n });
  });

  it('do not miss a plan of a head who never had one', () => {
    const rows = rowsOf(buildGrid(), [{ metric: 'revenue', scope: 'person:11', value: '4200000.00' }]);
    expect(checkOf(rows, 'department:5')).toEqual({ kind: 'adds-up' });
  });

  it('lock the row of the person who looks', () => {
    expect(rowsOf(buildGrid()).find((row) => row.scope === 'person:16')?.editable).toBe(false);
  });

  it('add up in the footer, short of the plan by a share', () => {
    const grid = buildGrid();
    const sums = planSums(grid, amountsOf(grid).draft);
    expect(sums.people).toBe(1_215_000_000n);
    expect(sums.plan).toBe(1_410_000_000n);
    expect(sums.balance?.verdict).toBe('shortfall');
    expect(sums.balance?.share).toBeCloseTo(-195 / 1410);
  });

  it('let edits that are not saved yet stand over the saved draft', () => {
    const rows = rowsOf(buildGrid(), [{ metric: 'revenue', scope: 'person:32', value: '2400000.00' }]);
    expect(rows.find((row) => row.scope === 'person:32')?.value).toBe(240_000_000n);
    expect(checkOf(rows, 'department:7')).toEqual({ kind: 'adds-up' });
  });
});

describe('the people a new version reaches', () => {
  it('are those whose own line differs from the published one', () => {
    const draft: DraftLine[] = [
      { metric: 'revenue', scope: 'person:11', value: '4650000' },
      { metric: 'revenue', scope: 'person:12', value: '5000000.00' },
      { metric: 'calls', scope: 'person:12', value: '20' },
      { metric: 'revenue', scope: 'department:5', value: '9000000.00' },
      { metric: 'revenue', scope: 'person:16', value: null },
    ];
    expect(changedPeople(buildGrid({ draft }))).toEqual(['person:12']);
  });
});
