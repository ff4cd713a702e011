import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PlanColumn } from '#components/planning/plan-columns.ts';
import { planColumns } from '#components/planning/plan-columns.ts';
import type { PlanLineRow } from '#components/planning/plan-lines.ts';
import { hasShape, maySpread, spreadPeriod } from '#components/planning/spread-period.ts';

const scale = { digits: 2, shift: 3 };
const workdays = [15, 19, 22];
const columns = planColumns(['2027-01', '2027-02', '2027-03'].map((month, at) => ({ month, workdays: workdays[at] ?? 0, version: 0 })));
const quarter = columns.find((column): column is PlanColumn & { kind: 'total' } => column.kind === 'total');

function lineOf(values: readonly (bigint | null)[], editable: readonly boolean[] = [true, true, true]): PlanLineRow {
  const row = { kind: 'person' as const, scope: 'person:4', person: null, name: 'Петров', depth: 1 };
  const cells = values.map((value, at) => ({
    ...row,
    value,
    published: null,
    previousFact: null,
    check: null,
    editable: editable[at] === true,
  }));
  return { ...row, key: 'person person:4', cells };
}

function spread(total: bigint, basis: Parameters<typeof spreadPeriod>[1], line: PlanLineRow) {
  if (quarter === undefined) throw new Error('Three months make a quarter');
  return spreadPeriod(total, basis, { line, column: quarter, columns, scale });
}

const million = 100_000_000n;
const values = (result: ReturnType<typeof spread>): bigint[] => (result.kind === 'months' ? result.months.map(({ after }) => after) : []);

describe('a plan of a quarter', () => {
  it('falls on its months by working days, in whole thousands', () => {
    expect(values(spread(56n * million, 'workdays', lineOf([null, null, null])))).toEqual([15n, 19n, 22n].map((days) => days * million));
    expect(values(spread(10n * million, 'equal', lineOf([null, null, null])))).toEqual([333_400_000n, 333_300_000n, 333_300_000n]);
  });

  it('keeps the shape of what is planned already', () => {
    const line = lineOf([100n * million, 200n * million, 100n * million]);
    expect(quarter !== undefined && hasShape(line, quarter, columns)).toBe(true);
    expect(values(spread(800n * million, 'as-planned', line))).toEqual([200n * million, 400n * million, 200n * million]);
  });

  it('leaves a closed month as it is, and says when it is too large', () => {
    const line = lineOf([5n * million, null, null], [false, true, true]);
    expect(values(spread(46n * million, 'workdays', line))).toEqual([5n * million, 19n * million, 22n * million]);
    expect(spread(4n * million, 'workdays', line)).toEqual({ kind: 'kept-exceed' });
    expect(spread(4n * million, 'workdays', lineOf([null, null, null], [false, false, false]))).toEqual({ kind: 'nothing-open' });
  });

  it('adds up to the kopeck, whatever is kept', () => {
    const amount = fc.bigInt({ min: 0n, max: 10n ** 14n });
    fc.assert(
      fc.property(
        amount,
        fc.array(fc.option(amount), { minLength: 3, maxLength: 3 }),
        fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
        (total, own, open) => {
          for (const basis of ['workdays', 'equal', 'as-planned'] as const) {
            const result = spread(total, basis, lineOf(own, open));
            if (result.kind === 'months') expect(result.months.reduce((sum, { after }) => sum + after, 0n)).toBe(total);
          }
        },
      ),
    );
  });

  it('is set only of metrics whose months add up', () => {
    expect([maySpread('revenue'), maySpread('deals-won'), maySpread('calls'), maySpread('average-check')]).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});
