import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sum } from '#domain/money.ts';
import { copyPlan, type CopyOptions } from '#domain/planning/copy-plan.ts';
import { findMetric, type MetricCode } from '#domain/planning/metric-catalogue.ts';
import type { PlanLine } from '#domain/planning/plan-line.ts';
import { parsePlanPeriod } from '#domain/planning/plan-period.ts';
import { createPlanTree } from '#domain/planning/plan-tree.ts';

const [december, january] = ['2026-12', '2027-01'].map((key) => parsePlanPeriod(key)!) as [never, never];
const line = (scope: string, value: bigint, metric: MetricCode = 'revenue', period = '2026-12'): PlanLine => ({
  metric,
  scope,
  dimensions: '',
  period,
  value,
});
const plain: CopyOptions = { index: 10_000, workdays: null, step: 1n, keepTotals: null, findMetric };
const tree = createPlanTree([
  { row: 'company', parent: null },
  ...['department:2', 'department:3'].map((row) => ({ row, parent: 'company' })),
  ...['person:20', 'person:21', 'person:22'].map((row) => ({ row, parent: 'department:2' })),
  ...['person:30', 'person:31'].map((row) => ({ row, parent: 'department:3' })),
]);

describe('a plan copied to the next period', () => {
  it('grows by the index and is rounded to the step', () => {
    expect(
      copyPlan([line('person:20', 4_700n), line('person:21', 1n, 'revenue', '2026-11')], december, january, {
        ...plain,
        index: 10_500,
        step: 100n,
      }),
    ).toEqual([line('person:20', 4_900n, 'revenue', '2027-01')]);
  });

  it('follows the working days where numbers add up over time, and there only', () => {
    const lines = [line('person:20', 30n, 'calls'), line('person:20', 300n, 'receivables'), line('person:20', 4_400n)];
    expect(
      copyPlan(lines, december, january, { ...plain, workdays: { from: 22, to: 15 } }).map(({ metric, value }) => [metric, value]),
    ).toEqual([
      ['calls', 30n],
      ['receivables', 300n],
      ['revenue', 3_000n],
    ]);
  });

  it('keeps what adds up when asked', () => {
    const people = ['person:20', 'person:21', 'person:22'].map((scope) => line(scope, 100n));
    const valuesOf = (keepTotals: CopyOptions['keepTotals']) =>
      copyPlan([line('department:2', 300n), ...people], december, january, { ...plain, index: 11_500, step: 10n, keepTotals }).map(
        ({ value }) => value,
      );
    // 115 rounds to 120 for each of three, and 345 to 340.
    expect(valuesOf(null)).toEqual([340n, 120n, 120n, 120n]);
    expect(valuesOf(tree)).toEqual([340n, 120n, 110n, 110n]);
  });

  it('leaves alone what did not add up before', () => {
    const lines = [line('department:3', 500n), line('person:30', 100n), line('person:31', 100n)];
    expect(copyPlan(lines, december, january, { ...plain, keepTotals: tree }).map(({ value }) => value)).toEqual([500n, 100n, 100n]);
  });

  it('adds up after as it did before, at every level, for any index and step', () => {
    const amount = fc.bigInt({ min: 0n, max: 10n ** 10n });
    const index = fc.integer({ min: 0, max: 30_000 });
    fc.assert(
      fc.property(
        fc.array(amount, { minLength: 5, maxLength: 5 }),
        index,
        fc.constantFrom(1n, 1000n, 7n),
        fc.integer({ min: 1, max: 23 }),
        (values, factor, step, to) => {
          const [a, b] = [sum(values.slice(0, 3)), sum(values.slice(3))];
          const scopes = ['person:20', 'person:21', 'person:22', 'person:30', 'person:31'];
          const lines = [
            line('company', a + b),
            line('department:2', a),
            line('department:3', b),
            ...scopes.map((scope, at) => line(scope, values[at]!)),
          ];
          const copies = copyPlan(lines, december, january, {
            index: factor,
            step,
            workdays: { from: 22, to },
            keepTotals: tree,
            findMetric,
          });
          const copyOf = new Map(copies.map(({ scope, value }) => [scope, value]));
          for (const row of ['company', 'department:2', 'department:3']) {
            expect(sum(tree.childrenOf(row).map((child) => copyOf.get(child)!))).toBe(copyOf.get(row));
          }
          for (const { value } of copies) expect(value % step).toBe(0n);
        },
      ),
    );
  });
});
