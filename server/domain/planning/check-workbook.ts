import type { Month } from '../period.ts';
import type { Scope } from '../plan.ts';
import type { DimensionKey } from './line-dimensions.ts';
import { findRow, indexRows, type RowIndex } from './match-workbook-row.ts';
import { readPlanValue } from './plan-value.ts';
import {
  cellAddress,
  valueKey,
  type PlanWorkbook,
  type ReadCell,
  type ReadRow,
  type ReadSheet,
  type WorkbookMetric,
  type WorkbookMonth,
  type WorkbookRow,
} from './plan-workbook.ts';

export interface WorkbookChange {
  /** The sheet that says so, by the name that it has in the file. */
  readonly sheet: string;
  readonly month: Month;
  readonly metric: string;
  readonly scope: Scope;
  /** The part that it is about; null of the whole. */
  readonly key: DimensionKey | null;
  readonly name: string;
  readonly from: bigint | null;
  readonly to: bigint | null;
}

export type WorkbookErrorCode =
  | 'unknown-id'
  | 'unknown-name'
  | 'ambiguous-name'
  | 'no-name'
  | 'doubled-row'
  | 'doubled-month'
  | 'not-a-number'
  | 'formula-without-value'
  | 'negative'
  | 'too-large'
  | 'too-many-decimals'
  | 'own-plan'
  | 'not-yours';

export type WorkbookWarningCode = 'name-differs' | 'tenfold' | 'month-locked' | 'column-ignored' | 'sheet-ignored';

/** Something to tell about a place of the file; `text` is what stands there. */
export interface WorkbookFinding<Code extends string> {
  readonly sheet: string;
  readonly cell: string | null;
  readonly code: Code;
  readonly text: string;
  /** Whose row it is, where that is known. */
  readonly scope: Scope | null;
  readonly name: string;
}

export interface WorkbookCheck {
  readonly changes: WorkbookChange[];
  readonly errors: WorkbookFinding<WorkbookErrorCode>[];
  readonly warnings: WorkbookFinding<WorkbookWarningCode>[];
  /** Rows of the file that say what the plan says already. */
  unchanged: number;
}

/** Compares a workbook that came back with the plan as it stands; row by row, so that the caller may pause between them. */
export interface WorkbookComparison {
  readonly result: WorkbookCheck;
  /** Rows to be gone through, each told once. */
  readonly steps: Iterable<void>;
}

export function compareWorkbook(plan: PlanWorkbook, sheets: readonly ReadSheet[]): WorkbookComparison {
  const result: WorkbookCheck = { changes: [], errors: [], warnings: [], unchanged: 0 };
  return { result, steps: walk(plan, sheets, result) };
}

function* walk(plan: PlanWorkbook, sheets: readonly ReadSheet[], result: WorkbookCheck): Iterable<void> {
  const months = new Map(plan.months.map((month) => [month.month, month]));
  for (const sheet of sheets) {
    const metric = plan.metrics.find(({ code }) => code === sheet.metric);
    if (metric === undefined) {
      result.warnings.push({ sheet: sheet.name, cell: null, code: 'sheet-ignored', text: '', scope: null, name: '' });
      continue;
    }
    checkHeadings(sheet, result);
    const rows = indexRows(plan.rows.filter(({ part }) => part === null || part.metrics.includes(metric.code)));
    const seen = new Set<string>();
    for (const read of sheet.rows) {
      checkRow({ plan, rows, months, sheet, metric, seen, result }, read);
      yield;
    }
  }
}

interface RowCheck {
  readonly plan: PlanWorkbook;
  readonly rows: RowIndex;
  readonly months: ReadonlyMap<Month, WorkbookMonth>;
  readonly sheet: ReadSheet;
  readonly metric: WorkbookMetric;
  readonly seen: Set<string>;
  readonly result: WorkbookCheck;
}

function checkHeadings(sheet: ReadSheet, result: WorkbookCheck): void {
  for (const { column, row, text, isDoubled } of sheet.strangeHeadings) {
    const at = { sheet: sheet.name, cell: cellAddress(column, row), text, scope: null, name: '' };
    if (isDoubled) result.errors.push({ ...at, code: 'doubled-month' });
    else result.warnings.push({ ...at, code: 'column-ignored' });
  }
}

function checkRow(check: RowCheck, read: ReadRow): void {
  const { sheet, result, seen } = check;
  const found = findRow(check.rows, read);
  const column = found.by === 'id' ? sheet.columns.id : sheet.columns.name;
  const at = { sheet: sheet.name, cell: cellAddress(column, read.row), text: found.by === 'id' ? read.id : read.name, name: read.name };
  if (found.row === undefined) {
    result.errors.push({ ...at, code: found.fault, scope: null });
    return;
  }
  const { row } = found;
  if (seen.has(row.id)) {
    result.errors.push({ ...at, code: 'doubled-row', scope: row.scope });
    return;
  }
  seen.add(row.id);
  if (found.nameDiffers) {
    const cell = cellAddress(sheet.columns.name, read.row);
    result.warnings.push({ sheet: sheet.name, cell, code: 'name-differs', text: read.name, scope: row.scope, name: row.name });
  }
  const outcomes = sheet.months.map(({ month, column: monthColumn }, index) =>
    checkCell(check, { row, month, cell: cellAddress(monthColumn, read.row) }, read.cells[index] ?? null),
  );
  if (outcomes.every((isSame) => isSame)) result.unchanged += 1;
}

/** True where the cell says what the plan says. */
function checkCell(
  { plan, months, sheet, metric, result }: RowCheck,
  { row, month, cell }: { row: WorkbookRow; month: Month; cell: string },
  read: ReadCell,
): boolean {
  const text = read === null ? '' : typeof read === 'string' ? read : read.text;
  const at = { sheet: sheet.name, cell, text, scope: row.scope, name: row.name };
  const from = plan.values.get(valueKey(month, metric.code, row.id)) ?? null;
  const to = read === null ? null : typeof read === 'string' ? readPlanValue(read, metric) : read;
  if (typeof to === 'object' && to !== null) {
    result.errors.push({ ...at, code: to.fault });
    return false;
  }
  if (from === to) return true;
  if (!row.isEditable) result.errors.push({ ...at, code: row.isOwn ? 'own-plan' : 'not-yours' });
  else if (months.get(month)?.isLocked === true) result.warnings.push({ ...at, code: 'month-locked' });
  else {
    const name = row.part === null ? row.name : `${row.department} · ${row.name}`;
    const whose = { scope: row.scope, key: row.part?.key ?? null, name };
    result.changes.push({ sheet: sheet.name, month, metric: metric.code, ...whose, from, to });
    if (isTenfold(from, to)) result.warnings.push({ ...at, code: 'tenfold' });
  }
  return false;
}

/** A shifted decimal point or a forgotten «thousand» shows as a jump of more than ten times. */
function isTenfold(from: bigint | null, to: bigint | null): boolean {
  if (from === null || to === null || from === 0n || to === 0n) return false;
  return to > from * 10n || to * 10n < from;
}
