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
  /** The scope whose number it is. */
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

type Line = CellAddress & { readonly value: bigint };

/** Cells of one metric by period and row. */
type Table = ReadonlyMap<PeriodKey, Map<string, GridCell>>;

interface Board {
  readonly tree: PlanTree;
  readonly nested: NestedPeriods;
  readonly workdays: ReadonlyMap<PeriodKey, number>;
}

/** Roll-up over people and periods (peers.md 5.11); a changed cell costs one path up the rows and the periods. */
export function createPlanGrid(shape: GridShape, lines: readonly Line[]): PlanGrid {
  const board: Board = {
    tree: shape.tree,
    nested: nestPeriods(shape.periods),
    workdays: new Map(shape.periods.map((period) => [period.key, shape.workdaysOf(period)])),
  };
  const linesOf = Map.groupBy(lines, (line) => line.metric);
  const tables = new Map<string, Table>();
  // The page shows one metric at a time: the others wait until they are asked for.
  const tableOf = (code: string, metric: Metric): Table => {
    const table = tables.get(code) ?? computeTable(board, metric, linesOf.get(code) ?? []);
    tables.set(code, table);
    return table;
  };
  const cellsAt = ({ metric: code, period, row }: CellAddress): Map<string, GridCell> | undefined => {
    const metric = shape.metrics.get(code);
    const cells = metric && tableOf(code, metric).get(period);
    return cells?.has(row) === true ? cells : undefined;
  };
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
      if (cells === undefined || metric === undefined) return false;
      cells.set(at.row, { ...emptyCell, own });
      const table = tableOf(at.metric, metric);
      const periods = board.nested.pathUp(at.period);
      for (let row: string | null = at.row; row !== null; row = board.tree.parentOf(row)) computeRow(board, table, metric, row, periods);
      return true;
    },
  };
}

function computeTable(board: Board, metric: Metric, lines: readonly Line[]): Table {
  const { tree, nested } = board;
  const table = new Map(nested.keys.map((period) => [period, new Map(tree.rows.map((row) => [row, emptyCell]))]));
  for (const { period, row, value } of lines) {
    const cells = table.get(period);
    if (cells?.has(row) === true) cells.set(row, { ...emptyCell, own: value });
  }
  for (const row of tree.rows.toReversed()) computeRow(board, table, metric, row, nested.keys);
  return table;
}

/** Periods come finer first, and the rows below have been computed already. */
function computeRow(board: Board, table: Table, metric: Metric, row: string, periods: readonly PeriodKey[]): void {
  // What a ratio comes to is read from the totals of its two metrics.
  if (metric.ratio !== null) return;
  const below = board.tree.childrenOf(row);
  for (const period of periods) {
    const cells = table.get(period);
    const own = cells?.get(row)?.own ?? null;
    const { target, ...ofParts } = targetOf(board, table, metric, { row, period, own });
    const { sum, lacking } = below.length === 0 ? nothingBelow : sumBelow(below, cells);
    cells?.set(row, { own, target, sum, value: target ?? sum, lacking, ...ofParts });
  }
}

const nothingBelow = { sum: null, lacking: 0 };

function sumBelow(rows: readonly string[], cells: ReadonlyMap<string, GridCell> | undefined): Pick<GridCell, 'sum' | 'lacking'> {
  let sum: bigint | null = null;
  let lacking = 0;
  for (const row of rows) {
    const cell = cells?.get(row) ?? emptyCell;
    const rolled = cell.sum ?? cell.target;
    if (rolled === null) lacking += 1;
    else sum = sum === null ? rolled : sum + rolled;
  }
  return { sum, lacking };
}

/** What is set, else what the parts of the period make. */
function targetOf(board: Board, table: Table, metric: Metric, at: Place): Pick<GridCell, 'target' | 'partsSum' | 'lackingParts'> {
  const keys = board.nested.partsOf(at.period);
  if (keys.length === 0) return { target: at.own, partsSum: null, lackingParts: 0 };
  const cells = keys.map((key) => table.get(key)?.get(at.row) ?? emptyCell);
  const parts = cells.map(({ value }, index) => ({ value, workdays: board.workdays.get(keys[index] ?? '') ?? 0 }));
  const partsSum = combineOverTime(metric, parts);
  const target = at.own ?? (cells.some((cell) => cell.target !== null) ? partsSum : null);
  return { target, partsSum, lackingParts: partsSum === null ? 0 : cells.filter(({ value }) => value === null).length };
}

interface Place {
  readonly row: string;
  readonly period: PeriodKey;
  readonly own: bigint | null;
}
