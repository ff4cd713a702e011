import type { ReadCell } from '#domain/planning/plan-workbook.ts';
import type { Archive } from './open-archive.ts';
import { readNumber } from './read-number.ts';
import { readXmlPart, type UnpackedBytes } from './read-xml.ts';
import { workbookLimits } from './workbook-limits.ts';
import { WorkbookRefused } from './workbook-fault.ts';

/** A cell that holds something; of a formula the value that was computed last. */
export interface SheetCell {
  readonly row: number;
  readonly column: number;
  /** As text, whatever it holds; for names and headings. */
  readonly text: string;
  /** As a number, for targets. */
  readonly cell: ReadCell;
}

/** What all sheets of a file may hold together. */
export interface CellBudget {
  rows: number;
  cells: number;
}

interface OpenCell {
  type: string;
  value: string | null;
  hasFormula: boolean;
  row: number;
  column: number;
}

/** The cells of a sheet in their order; formulas, styles and everything else beside values are passed over. */
export async function readCells(
  archive: Archive,
  source: { path: string; texts: readonly string[]; spent: UnpackedBytes; budget: CellBudget },
): Promise<SheetCell[]> {
  const { path, texts, spent, budget } = source;
  const cells: SheetCell[] = [];
  let row = 0;
  let column = 0;
  let lastFilled = 0;
  let open: OpenCell | null = null;
  let collects = false;
  const isThere = await readXmlPart(archive, path, spent, {
    open: (element, attributes) => {
      if (element === 'row') {
        row = toCount(attributes['r'], row + 1);
        column = 0;
      } else if (element === 'c') {
        column = columnOf(attributes['r']) ?? column + 1;
        open = { type: attributes['t'] ?? 'n', value: null, hasFormula: false, row, column };
      } else if (element === 'f' && open !== null) open.hasFormula = true;
      collects = open !== null && (element === 'v' || element === 't');
    },
    text: (text) => {
      if (collects && open !== null) open.value = (open.value ?? '') + text;
    },
    close: (element) => {
      collects = false;
      if (element !== 'c' || open === null) return;
      const cell = toCell(open, texts);
      open = null;
      if (cell === null) return;
      if (cell.row !== lastFilled) budget.rows += 1;
      lastFilled = cell.row;
      budget.cells += 1;
      if (cell.column > workbookLimits.columns) throw new WorkbookRefused('too-much-content', `A cell in column ${cell.column}`);
      if (budget.rows > workbookLimits.rows) throw new WorkbookRefused('too-much-content', 'Too many rows');
      if (budget.cells > workbookLimits.cells) throw new WorkbookRefused('too-much-content', 'Too many cells');
      cells.push(cell);
    },
  });
  if (!isThere) throw new WorkbookRefused('damaged', `No part ${path}`);
  return cells;
}

function toCell({ type, value, hasFormula, row, column }: OpenCell, texts: readonly string[]): SheetCell | null {
  const at = { row, column };
  if (value === null || (value === '' && type === 'n')) {
    return hasFormula ? { ...at, text: '', cell: { fault: 'formula-without-value', text: '' } } : null;
  }
  const text = clean(type === 's' ? (texts[toCount(value, -1)] ?? '') : value);
  if (text === '') return null;
  // Truth values, errors and dates are no targets.
  const cell = ['n', 's', 'str', 'inlineStr'].includes(type) ? readNumber(text, type === 'n') : null;
  return { ...at, text, cell: cell ?? { fault: 'not-a-number', text } };
}

/** Longer than any name; a cell may hold 32 767 characters. */
const longest = 1000;

function clean(text: string): string {
  return text.slice(0, longest).toWellFormed().trim();
}

function toCount(text: string | undefined, otherwise: number): number {
  return text !== undefined && /^\d{1,7}$/.test(text) ? Number(text) : otherwise;
}

/** 28 of `AB7`. */
function columnOf(address: string | undefined): number | undefined {
  const letters = /^([A-Z]{1,3})\d{1,7}$/.exec(address ?? '')?.[1];
  return letters === undefined ? undefined : [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
}
