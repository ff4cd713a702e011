import { divideHalfEven, sum } from '../money.ts';
import type { Metric } from './metric.ts';
import { sortLines, type PlanLine } from './plan-line.ts';
import type { PlanPeriod } from './plan-period.ts';
import type { PlanTree } from './plan-tree.ts';
import { splitTotal } from './split.ts';

export interface CopyOptions {
  /** Basis points: 10 500 copies with ×1,05. */
  readonly index: number;
  /** Working days of both periods; numbers that add up over time follow them. Null copies the numbers as they are. */
  readonly workdays: { readonly from: number; readonly to: number } | null;
  /** Values are multiples of it. */
  readonly step: bigint;
  /** Where the rows below a target add up to it, their copies do too; null rounds each row by itself. */
  readonly keepTotals: PlanTree | null;
  findMetric(code: string): Metric | undefined;
}

/** V' = V · index · (working days to / from), rounded half to even to the step. Lines of other periods are left out. */
export function copyPlan(lines: readonly PlanLine[], from: PlanPeriod, to: PlanPeriod, options: CopyOptions): PlanLine[] {
  const source = lines.filter((line) => line.period === from.key);
  const groups = Map.groupBy(source, (line) => `${line.metric} ${line.dimensions}`);
  return sortLines([...groups.values()].flatMap((group) => copyGroup(group, to, options)));
}

/** Lines of one metric and the same dimensions. */
function copyGroup(group: readonly PlanLine[], to: PlanPeriod, options: CopyOptions): PlanLine[] {
  const values = new Map(group.map((line) => [line.scope, line.value]));
  const copies = new Map(group.map((line) => [line.scope, scaled(line, options)]));
  if (options.keepTotals !== null) fitBelow(options.keepTotals, values, copies, options.step);
  return group.map((line) => ({ ...line, period: to.key, value: copies.get(line.scope) ?? 0n }));
}

function scaled(line: PlanLine, { index, workdays, step, findMetric }: CopyOptions): bigint {
  const follows = workdays !== null && workdays.from > 0 && findMetric(line.metric)?.overTime === 'sum';
  const [top, bottom] = follows ? [workdays.to, workdays.from] : [1, 1];
  return divideHalfEven(line.value * BigInt(index) * BigInt(top), 10_000n * BigInt(bottom) * step) * step;
}

/** Parents come first, so that a department is settled before its people are fitted to it. */
function fitBelow(tree: PlanTree, values: ReadonlyMap<string, bigint>, copies: Map<string, bigint>, step: bigint): void {
  for (const row of tree.rows) {
    const below = tree.childrenOf(row);
    const own = below.map((child) => values.get(child) ?? null);
    const [before, target] = [values.get(row), copies.get(row)];
    if (before === undefined || target === undefined || below.length === 0 || own.includes(null)) continue;
    const amounts = own.map((value) => value ?? 0n);
    if (sum(amounts) !== before || amounts.some((amount) => amount < 0n)) continue;
    const { parts } = splitTotal(target, below.length, { kind: 'weights', weights: amounts }, { step });
    for (const [at, child] of below.entries()) copies.set(child, parts[at] ?? 0n);
  }
}
