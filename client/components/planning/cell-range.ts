/** A cell of the grid by its row and its month, both counted from zero. */
export interface CellPlace {
  readonly row: number;
  readonly month: number;
}

/** What a cell is to hold; null empties it. */
export interface CellValue extends CellPlace {
  readonly value: bigint | null;
}

/** A rectangle of cells; both corners belong to it. */
export interface CellRange {
  readonly from: CellPlace;
  readonly to: CellPlace;
}

/** The rectangle between two cells, whichever comes first. */
export function rangeBetween(one: CellPlace, other: CellPlace): CellRange {
  return {
    from: { row: Math.min(one.row, other.row), month: Math.min(one.month, other.month) },
    to: { row: Math.max(one.row, other.row), month: Math.max(one.month, other.month) },
  };
}

/** All cells of a rectangle, row by row. */
export function listPlaces({ from, to }: CellRange): CellPlace[] {
  const places: CellPlace[] = [];
  for (let row = from.row; row <= to.row; row += 1) for (let month = from.month; month <= to.month; month += 1) places.push({ row, month });
  return places;
}

export function isInRange({ from, to }: CellRange, { row, month }: CellPlace): boolean {
  return row >= from.row && row <= to.row && month >= from.month && month <= to.month;
}

/** Each cell of the rectangle with the one it takes its value from: the first row or the first month of the rectangle. */
export function fillRange(range: CellRange, direction: 'down' | 'right'): { to: CellPlace; from: CellPlace }[] {
  return listPlaces(range).flatMap((to) => {
    const from = direction === 'down' ? { ...to, row: range.from.row } : { ...to, month: range.from.month };
    return from.row === to.row && from.month === to.month ? [] : [{ to, from }];
  });
}
