import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fillRange, isInRange, listPlaces, rangeBetween } from '#components/planning/cell-range.ts';
import { amountScale } from '#components/planning/plan-amount.ts';
import { planColumns } from '#components/planning/plan-columns.ts';
import { keepSameRows, planLines, totalOf } from '#components/planning/plan-lines.ts';
import { planRows, type PlanRow } from '#components/planning/plan-rows.ts';
import { draftAmounts, previousAmounts, publishedAmounts } from '#components/planning/plan-sheet.ts';
import type { DraftLine } from '#contract/plan.ts';
import type { Metric } from '#contract/wire.ts';
import { shiftMonth } from '#domain/period.ts';
import { buildGrid, buildWindow } from './sample-overview.ts';

const monthsFrom = (first: string, count: number) =>
  Array.from({ length: count }, (_, at) => ({ month: shiftMonth(first, at), workdays: 20 + at, version: 0 }));

describe('the columns of the planning grid', () => {
  it('put a quarter behind its last month, and only where all its months are there', () => {
    expect(planColumns(monthsFrom('2026-12', 4)).map(({ key }) => key)).toEqual(['2026-12', '2027-01', '2027-02', '2027-03', '2027-Q1']);
  });

  it('end a whole year with the year', () => {
    expect(
      planColumns(monthsFrom('2027-01', 12))
        .map(({ key }) => key)
        .slice(-3),
    ).toEqual(['2027-12', '2027-Q4', '2027']);
    expect(planColumns(monthsFrom('2026-12', 12)).map(({ key }) => key)).not.toContain('2027');
  });
});

describe('rows over several months', () => {
  const rowsOf = (metric: Metric, edits: DraftLine[] = [], grid = buildGrid()): PlanRow[] => {
    const scale = amountScale(metric, 'RUB');
    const amounts = {
      draft: draftAmounts(grid, edits, metric, scale),
      published: publishedAmounts(grid, metric, scale),
      previousFact: previousAmounts(grid, scale),
      groupsNeedPlan: true,
      addsUp: true,
    };
    return planRows(grid, amounts, 'Снабсервис');
  };
  const window = buildWindow(buildGrid(), 4);
  const [december, ...others] = window.months.map((plan) => rowsOf('revenue', [], { ...window, ...plan }));

  it('stand in the order of the first month, a cell for each month', () => {
    const lines = planLines([december ?? [], ...others]);
    expect(lines.map(({ key }) => key)).toEqual(december?.map((row) => `${row.kind} ${row.scope}`));
    for (const line of lines) expect(line.cells).toHaveLength(4);
    expect(lines.find(({ scope, kind }) => scope === 'person:31' && kind === 'person')?.cells.map(({ value }) => value)).toEqual([
      290_000_000n,
      null,
      null,
      null,
    ]);
  });

  it('are the same objects where nothing has changed, so that they are not drawn anew', () => {
    const before = planLines([december ?? [], ...others]);
    const changed = keepSameRows(rowsOf('revenue', [{ metric: 'revenue', scope: 'person:31', value: '3000000.00' }]), december);
    const after = planLines([changed, ...others], before);
    const anew = after.filter((line, at) => line !== before[at]).map(({ key }) => key);
    expect(anew).toEqual(['company company', 'department department:7', 'person person:31', 'people-sum department:7']);
  });

  it('add months up to a quarter the way of their metric, and say where one is missing', () => {
    const columns = planColumns(monthsFrom('2027-01', 3));
    const quarter = columns.find((column) => column.kind === 'total');
    const line = (values: (bigint | null)[]) => {
      const [first] = planLines(
        values.map((value) =>
          rowsOf('revenue')
            .slice(0, 1)
            .map((row) => ({ ...row, value })),
        ),
      );
      return first;
    };
    const total = (metric: Metric, values: (bigint | null)[]) => {
      const row = line(values);
      return row === undefined || quarter?.kind !== 'total' ? undefined : totalOf(row, quarter, columns, metric);
    };
    expect(total('revenue', [1n, 2n, 3n])).toEqual({ value: 6n, isPartial: false });
    expect(total('revenue', [1n, null, 3n])).toEqual({ value: 4n, isPartial: true });
    expect(total('revenue', [null, null, null])).toEqual({ value: null, isPartial: false });
    // A norm for each day is averaged over 20, 21 and 22 days.
    expect(total('calls', [10n, 20n, 30n])).toEqual({ value: 20n, isPartial: false });
    expect(total('receivables', [5n, 4n, 3n])).toEqual({ value: 3n, isPartial: false });
    expect(total('average-check', [5n, 4n, 3n])).toEqual({ value: null, isPartial: false });
  });
});

describe('a rectangle of cells', () => {
  const place = fc.record({ row: fc.nat(20), month: fc.nat(11) });

  it('is the same from either corner and holds both', () => {
    fc.assert(
      fc.property(place, place, (one, other) => {
        const range = rangeBetween(one, other);
        expect(rangeBetween(other, one)).toEqual(range);
        expect(isInRange(range, one) && isInRange(range, other)).toBe(true);
        expect(listPlaces(range)).toHaveLength((Math.abs(one.row - other.row) + 1) * (Math.abs(one.month - other.month) + 1));
        expect(listPlaces(range).every((at) => isInRange(range, at))).toBe(true);
      }),
    );
  });

  it('is filled from its first row or its first month', () => {
    const range = rangeBetween({ row: 1, month: 2 }, { row: 2, month: 3 });
    expect(fillRange(range, 'down')).toEqual([
      { from: { row: 1, month: 2 }, to: { row: 2, month: 2 } },
      { from: { row: 1, month: 3 }, to: { row: 2, month: 3 } },
    ]);
    expect(fillRange(range, 'right')).toEqual([
      { from: { row: 1, month: 2 }, to: { row: 1, month: 3 } },
      { from: { row: 2, month: 2 }, to: { row: 2, month: 3 } },
    ]);
  });
});
