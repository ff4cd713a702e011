import type { Metric, Person, Scope } from '#contract/wire.ts';
import { combineOverTime } from '#domain/planning/combine-targets.ts';
import { metricCatalogue } from '#domain/planning/metric-catalogue.ts';
import type { PlanColumn } from './plan-columns.ts';
import type { PlanRow } from './plan-rows.ts';

/** One row of the grid over all its months. */
export interface PlanLineRow {
  readonly key: string;
  readonly kind: PlanRow['kind'];
  readonly scope: Scope;
  readonly person: Person | null;
  readonly name: string;
  readonly depth: number;
  /** By month, in the order of the columns. */
  readonly cells: readonly PlanRow[];
}

const rowKey = (row: Pick<PlanRow, 'kind' | 'scope'>): string => `${row.kind} ${row.scope}`;

/**
 * Rows of months side by side, in the order of the first month. A row that says the same as before is the same object,
 * so that only what has changed is drawn anew.
 */
export function planLines(months: readonly (readonly PlanRow[])[], before: readonly PlanLineRow[] = []): PlanLineRow[] {
  const [first = [], ...others] = months;
  const byKey = others.map((rows) => new Map(rows.map((row) => [rowKey(row), row])));
  const known = new Map(before.map((line) => [line.key, line]));
  return first.map((row) => {
    const key = rowKey(row);
    const cells = [row, ...byKey.map((rows) => rows.get(key) ?? { ...row, value: null, published: null, previousFact: null, check: null })];
    const old = known.get(key);
    if (old?.cells.length === cells.length && cells.every((cell, at) => cell === old.cells[at])) return old;
    const { kind, scope, person, name, depth } = row;
    return { key, kind, scope, person, name, depth, cells };
  });
}

/** Rows that say the same as before are the same objects. */
export function keepSameRows(rows: readonly PlanRow[], before: readonly PlanRow[] = []): PlanRow[] {
  const known = new Map(before.map((row) => [rowKey(row), row]));
  return rows.map((row) => {
    const old = known.get(rowKey(row));
    return old !== undefined && isSameRow(old, row) ? old : row;
  });
}

function isSameRow(one: PlanRow, other: PlanRow): boolean {
  return (
    one.value === other.value &&
    one.published === other.published &&
    one.previousFact === other.previousFact &&
    one.editable === other.editable &&
    one.name === other.name &&
    one.depth === other.depth &&
    one.person?.isHead === other.person?.isHead &&
    one.check?.kind === other.check?.kind &&
    differenceOf(one) === differenceOf(other)
  );
}

function differenceOf({ check }: PlanRow): bigint | null {
  return check !== null && 'difference' in check ? check.difference : null;
}

export interface PlanTotal {
  /** Null where no month is set, or where the metric does not add up over time. */
  readonly value: bigint | null;
  /** Some of its months are not set. */
  readonly isPartial: boolean;
}

/** What the months of a total come to. */
export function totalOf(
  line: PlanLineRow,
  column: PlanColumn & { kind: 'total' },
  columns: readonly PlanColumn[],
  metric: Metric,
): PlanTotal {
  const parts = columns.flatMap((one) =>
    one.kind === 'month' && column.months.includes(one.month) ? [{ value: line.cells[one.at]?.value ?? null, workdays: one.workdays }] : [],
  );
  const value = combineOverTime(metricCatalogue[metric], parts);
  return { value, isPartial: value !== null && parts.some((part) => part.value === null) };
}
