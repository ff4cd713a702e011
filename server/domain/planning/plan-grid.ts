import { combineOverTime, ratioOf } from './combine-targets.ts';
import type { Metric } from './metric.ts';
import { nestPeriods, type NestedPeriods } from './nested-periods.ts';
import type { PeriodKey, PlanPeriod } from './plan-period.ts';
import type { PlanTree } from './plan-tree.ts';

/** All amounts are in the metric's unit. */
export interface GridCell {
  /** What somebody has set; null for an empty cell. */
  readonly own: bigint | null;
  /** What is set, else what the sub-periods make where one of them is set. */
  readonly target: bigint | null;
  /** Of the rows below, from the bottom up: each brings the sum of its own rows, or its target where nothing is set below it. */
  readonly sum: bigint | null;
  /** Target, or the sum where there is none. */
  readonly value: bigint | null;
  /** Rows directly below without any value. */
  readonly lacking: number;
  /** What the sub-periods make, and how many of them have no value. */
  readonly partsSum: bigint | null;
  readonly lackingParts: number;
}

export interface CellAddress {
  readonly metric: string;
  readonly period: PeriodKey;
  readonly row: string;
}

export interface PlanGrid {
  /** A cell with its totals; undefined for an address outside the grid. */
  find(at: CellAddress): GridCell | undefined;
  /** Sets or empties a cell and computes anew only what depends on it; false for an address outside the grid. */
  set(at: CellAddress, own: bigint | null): boolean;
}

export interface GridShape {
  readonly tree: PlanTree;
  /** Periods that fill a wider one of them make it up. */
  readonly periods: readonly PlanPeriod[];
  readonly metrics: ReadonlyMap<string, Metric>;
  /** Working days of a period, for metrics that are set for a working day. */
  workdaysOf(period: PlanPeriod): number;
}

const emptyCell: GridCell = { own: null, target: null, sum: null, value: null, lacking: 0, partsSum: null, lackingParts: 0 };

/** Cells of one metric by period and row. */
type Table = ReadonlyMap<PeriodKey, Map<string, GridCell>>;

interface Board {
  readonly tree: PlanTree;
  readonly nested: NestedPeriods;
  readonly workdays: ReadonlyMap<PeriodKey, number>;
}

/** Roll-up over people and periods (peers.md 5.11); a changed cell costs one path up the rows and the periods. */
export function createPlanGrid(shape: GridShape, lines: readonly (CellAddress & { readonly value: bigint })[]): PlanGrid {
  const board: Board = {
    tree: shape.tree,
    nested: nestPeriods(shape.periods),
    workdays: new Map(shape.periods.map((period) => [period.key, shape.workdaysOf(period)])),
  };
  const tables = new Map([...shape.metrics.keys()].map((code) => [code, emptyTable(board)]));
  const cellsAt = ({ metric, period, row }: CellAddress): Map<string, GridCell> | undefined => {
    const cells = tables.get(metric)?.get(period);
    return cells?.has(row) === true ? cells : undefined;
  };
  for (const line of lines) cellsAt(line)?.set(line.row, { ...emptyCell, own: line.value });
  for (const [code, table] of tables) {
    const metric = shape.metrics.get(code);
    if (metric === undefined) continue;
    for (const row of board.tree.rows.toReversed()) computeRow(board, table, metric, row, board.nested.keys);
  }
  return {
    find: (at) => {
      const cell = cellsAt(at)?.get(at.row);
      const ratio = shape.metrics.get(at.metric)?.ratio ?? null;
      if (cell === undefined || ratio === null) return cell;
      const totalOf = (metric: string): bigint | null => cellsAt({ ...at, metric })?.get(at.row)?.value ?? null;
      const sum = ratioOf(shape.metrics.get(at.metric) ?? { unit: 'percent' }, totalOf(ratio.of), totalOf(ratio.to));
      return { ...emptyCell, own: cell.own, target: cell.own, sum, value: cell.own ?? sum };
    },
    set: (at, own) => {
      const cells = cellsAt(at);
      const metric = shape.metrics.get(at.metric);
      const table = tables.get(at.metric);
      if (cells === undefined || metric === undefined || table === undefined) return false;
      cells.set(at.row, { ...emptyCell, own });
      const periods = board.nested.pathUp(at.period);
      for (let row: string | null = at.row; row !== null; row = board.tree.parentOf(row)) computeRow(board, table, metric, row, periods);
      return true;
    },
  };
}

function emptyTable({ tree, nested }: Board): Table {
  return new Map(nested.keys.map((period) => [period, new Map(tree.rows.map((row) => [row, emptyCell]))]));
}

interface Place {
  readonly row: string;
  readonly period: PeriodKey;
  readonly own: bigint | null;
}

/** Periods come finer first, and the rows below have been computed already. */
function computeRow(board: Board, table: Table, metric: Metric, row: string, periods: readonly PeriodKey[]): void {
  // What a ratio comes to is read from the totals of its two metrics.
  if (metric.ratio !== null) return;
  for (const period of periods) {
    const cells = table.get(period);
    const own = cells?.get(row)?.own ?? null;
    cells?.set(row, { own, ...totalsOf(board, table, metric, { row, period, own }) });
  }
}

function totalsOf(board: Board, table: Table, metric: Metric, at: Place): Omit<GridCell, 'own'> {
  const { row, period, own } = at;
  const parts = board.nested.partsOf(period).map((key) => ({ cell: table.get(key)?.get(row), workdays: board.workdays.get(key) ?? 0 }));
  const partsSum = combineOverTime(
    metric,
    parts.map(({ cell, workdays }) => ({ value: cell?.value ?? null, workdays })),
  );
  const isMadeOfParts = parts.some(({ cell }) => cell !== undefined && cell.target !== null);
  let [sum, lacking]: [bigint | null, number] = [null, 0];
  for (const child of board.tree.childrenOf(row)) {
    const below = table.get(period)?.get(child);
    const rolled = below?.sum ?? below?.target ?? null;
    if (rolled === null) lacking += 1;
    else sum = (sum ?? 0n) + rolled;
  }
  const target = own ?? (isMadeOfParts ? partsSum : null);
  const lackingParts = partsSum === null ? 0 : parts.filter(({ cell }) => (cell?.value ?? null) === null).length;
  return { target, sum, value: target ?? sum, lacking, partsSum, lackingParts };
}
