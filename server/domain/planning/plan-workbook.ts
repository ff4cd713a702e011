import type { Month } from '../period.ts';
import type { Scope } from '../plan.ts';
import type { DimensionKey } from './line-dimensions.ts';
import type { Unit } from './metric.ts';

/** The plans of some months as a workbook shows them: one sheet a metric, one column a month, one row a scope or a part of its plan. */
export interface PlanWorkbook {
  readonly currency: string;
  readonly months: readonly WorkbookMonth[];
  readonly metrics: readonly WorkbookMetric[];
  readonly rows: readonly WorkbookRow[];
  /** By `valueKey`, in the smallest parts of the metric's unit; no entry where there is no plan. */
  readonly values: ReadonlyMap<string, bigint>;
}

export interface WorkbookMonth {
  readonly month: Month;
  readonly workdays: number;
  /** Nothing of it may change any more. */
  readonly isLocked: boolean;
}

export interface WorkbookMetric {
  readonly code: string;
  readonly unit: Unit;
  readonly isPerWorkday: boolean;
  /** Decimal places of the smallest part. */
  readonly digits: number;
  /** In smallest parts. */
  readonly largest: bigint;
}

export interface WorkbookRow {
  /** What the file knows the row by, of `rowId`. */
  readonly id: string;
  readonly scope: Scope;
  /** Null where the row is about the whole plan of the scope. */
  readonly part: WorkbookPart | null;
  readonly kind: 'company' | 'department' | 'person';
  readonly name: string;
  /** Other ways to write the name, such as «Иван Петров» beside «Петров Иван». */
  readonly otherNames: readonly string[];
  /** Of a person the department, of a department the one above it, of a part whose plan it belongs to. */
  readonly department: string;
  readonly depth: number;
  readonly isEditable: boolean;
  /** Of whoever asks; nobody sets an own plan. */
  readonly isOwn: boolean;
}

/** A part of what is sold, on the sheets of the metrics that are planned by it. */
export interface WorkbookPart {
  readonly key: DimensionKey;
  readonly metrics: readonly string[];
}

/** What stood in a cell: a decimal number as text, nothing, or something that is no number. */
export type ReadCell = string | null | { readonly fault: 'not-a-number' | 'formula-without-value'; readonly text: string };

export interface ReadRow {
  /** Counted from 1. */
  readonly row: number;
  readonly id: string;
  readonly name: string;
  readonly department: string;
  /** One for each month of the sheet. */
  readonly cells: readonly ReadCell[];
}

/** A sheet of a metric as it came back; columns are counted from 1. */
export interface ReadSheet {
  readonly name: string;
  readonly metric: string;
  readonly columns: { readonly id: number; readonly name: number };
  readonly months: readonly { readonly month: Month; readonly column: number }[];
  readonly rows: readonly ReadRow[];
  /** Headings that mean nothing here, and months that stand there twice. */
  readonly strangeHeadings: readonly {
    readonly column: number;
    readonly row: number;
    readonly text: string;
    readonly isDoubled: boolean;
  }[];
}

export interface ReadWorkbook {
  readonly sheets: readonly ReadSheet[];
  readonly ignoredSheets: readonly string[];
}

/** `person:5`, or `person:5 client=company:12` of a part of that plan. */
export function rowId(scope: Scope, key: DimensionKey | null): string {
  return key === null ? scope : `${scope} ${key}`;
}

export function valueKey(month: Month, metric: string, id: string): string {
  return `${month} ${metric} ${id}`;
}

/** `B7`; row and column are counted from 1. */
export function cellAddress(column: number, row: number): string {
  let letters = '';
  for (let rest = column; rest > 0; rest = Math.floor((rest - 1) / 26)) letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  return `${letters}${row}`;
}
