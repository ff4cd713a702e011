import type { Metric, Month } from '#contract/wire.ts';
import { metricCatalogue } from '#domain/planning/metric-catalogue.ts';
import { splitTotal, type SplitMethod } from '#domain/planning/split.ts';
import type { AmountScale } from './plan-amount.ts';
import type { PlanColumn } from './plan-columns.ts';
import type { PlanLineRow } from './plan-lines.ts';

/** How a quarter or a year falls on its months: by their working days, alike, or as they stand to each other now. */
export type SpreadBasis = 'workdays' | 'equal' | 'as-planned';

export interface SpreadMonth {
  readonly month: Month;
  readonly workdays: number;
  readonly before: bigint | null;
  readonly after: bigint;
  /** A closed month, or one that its owner may not set, keeps what it has. */
  readonly isKept: boolean;
}

export type Spread = { kind: 'months'; months: readonly SpreadMonth[] } | { kind: 'kept-exceed' } | { kind: 'nothing-open' };

type TotalColumn = PlanColumn & { kind: 'total' };

/** A plan for a quarter or a year can be typed where its months add up. */
export function maySpread(metric: Metric): boolean {
  return metricCatalogue[metric].overTime === 'sum';
}

/** The amount over the months of a period, exactly; what is kept is taken off first. */
export function spreadPeriod(
  total: bigint,
  basis: SpreadBasis,
  { line, column, columns, scale }: { line: PlanLineRow; column: TotalColumn; columns: readonly PlanColumn[]; scale: AmountScale },
): Spread {
  const months = columns.flatMap((one) => (one.kind === 'month' && column.months.includes(one.month) ? [one] : []));
  const cells = months.map(({ at }) => line.cells[at]);
  const settled = cells.map((cell) => (cell?.editable === true ? null : (cell?.value ?? 0n)));
  if (settled.every((value) => value !== null)) return { kind: 'nothing-open' };
  const kept = settled.reduce<bigint>((sum, value) => sum + (value ?? 0n), 0n);
  if (kept > total) return { kind: 'kept-exceed' };
  const unit = 10n ** BigInt(scale.digits + scale.shift);
  const step = (total - kept) % unit === 0n ? unit : 1n;
  const { parts } = splitTotal(total, months.length, methodOf(basis, months, cells), { settled, step });
  return {
    kind: 'months',
    months: months.map(({ month, workdays }, at) => ({
      month,
      workdays,
      before: cells[at]?.value ?? null,
      after: parts[at] ?? 0n,
      isKept: settled[at] !== null,
    })),
  };
}

function methodOf(
  basis: SpreadBasis,
  months: readonly { readonly workdays: number }[],
  cells: readonly (PlanLineRow['cells'][number] | undefined)[],
): SplitMethod {
  if (basis === 'equal') return { kind: 'equal' };
  if (basis === 'as-planned') return { kind: 'weights', weights: cells.map((cell) => cell?.value ?? 0n) };
  return { kind: 'workdays', workdays: months.map(({ workdays }) => workdays) };
}

/** Months that are set already have a shape worth keeping. */
export function hasShape(line: PlanLineRow, column: TotalColumn, columns: readonly PlanColumn[]): boolean {
  const own = columns.flatMap((one) =>
    one.kind === 'month' && column.months.includes(one.month) ? [line.cells[one.at]?.value ?? 0n] : [],
  );
  return own.every((value) => value > 0n);
}
