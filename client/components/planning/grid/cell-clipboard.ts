import type { Language } from '#contract/wire.ts';
import { pastedBlock } from '../pasted-block.ts';
import { type AmountScale, editableAmount } from '../plan-amount.ts';
import type { PlanLineRow } from '../plan-lines.ts';
import type { CellPlace, CellRange, CellValue } from '../cell-range.ts';

export interface PastedCells {
  readonly taken: number;
  readonly unclear: number;
  readonly left: number;
}

interface Writing {
  readonly rows: readonly PlanLineRow[];
  readonly scale: AmountScale;
  readonly language: Language;
}

/** A block goes over the rows that may be set, from the active cell on. */
export function pasteCells(
  text: string,
  at: CellPlace,
  { rows, scale, language }: Writing,
  months: number,
): { values: CellValue[]; told: PastedCells } {
  const open = rows.flatMap((row, index) => (index >= at.row && row.cells[at.month]?.editable ? [index] : []));
  const block = pastedBlock(text, scale, language);
  const cells = block.flatMap((line, index) => {
    const row = open[index];
    if (row === undefined) return [];
    return line.map((typed, column) => ({ typed, row, month: at.month + column })).filter(({ month }) => month < months);
  });
  const values = cells.flatMap(({ typed, row, month }) =>
    typed.kind === 'unclear' ? [] : [{ row, month, value: typed.kind === 'empty' ? null : typed.minor }],
  );
  const unclear = cells.length - values.length;
  return { values, told: { taken: values.length, unclear, left: block.flat().length - cells.length } };
}

/** The chosen rectangle as a spreadsheet takes it. */
export function copyCells({ from, to }: CellRange, { rows, scale, language }: Writing): string {
  const lines = rows.slice(from.row, to.row + 1).map((row) =>
    row.cells
      .slice(from.month, to.month + 1)
      .map(({ value }) => (value === null ? '' : editableAmount(value, scale, language)))
      .join('\t'),
  );
  return lines.join('\n');
}
