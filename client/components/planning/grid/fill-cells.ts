import { type CellPlace, type CellRange, type CellValue, fillRange, listPlaces } from '../cell-range.ts';
import type { ChosenCells } from './chosen-cells.ts';

/** Cells of the chosen rectangle that become empty. */
export function clearedCells({ range, isOpen, cellAt }: ChosenCells): CellValue[] {
  if (range.value === null) return [];
  return listPlaces(range.value)
    .filter((place) => isOpen(place) && cellAt(place)?.value !== null)
    .map((place) => ({ ...place, value: null }));
}

/** The rectangle filled from its first row or month; of one cell alone the neighbour above or to the left is taken, as spreadsheets do. */
export function filledCells(chosen: ChosenCells, direction: 'down' | 'right'): CellValue[] {
  const one = chosen.range.value;
  if (one === null) return [];
  const isSingle = direction === 'down' ? one.from.row === one.to.row : one.from.month === one.to.month;
  const from = direction === 'down' ? { ...one.from, row: one.from.row - 1 } : { ...one.from, month: one.from.month - 1 };
  return takenOver(chosen, isSingle ? { ...one, from } : one, direction);
}

/** The handle was drawn from the active cell to another one: along the months, or down the rows. */
export function drawnCells(chosen: ChosenCells, to: CellPlace): CellValue[] {
  const at = chosen.active.value;
  if (at === null || to.row < at.row || to.month < at.month) return [];
  return to.row > at.row
    ? takenOver(chosen, { from: at, to: { ...to, month: at.month } }, 'down')
    : takenOver(chosen, { from: at, to }, 'right');
}

function takenOver({ cellAt, isOpen }: ChosenCells, area: CellRange, direction: 'down' | 'right'): CellValue[] {
  return fillRange(area, direction).flatMap(({ to, from }) => {
    const source = cellAt(from);
    return source === undefined || !isOpen(to) || cellAt(to)?.value === source.value ? [] : [{ ...to, value: source.value }];
  });
}
