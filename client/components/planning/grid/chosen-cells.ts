import { computed, type ComputedRef, nextTick, ref } from 'vue';
import type { Scope } from '#contract/wire.ts';
import { type CellPlace, type CellRange, rangeBetween } from '../cell-range.ts';
import type { PlanLineRow } from '../plan-lines.ts';
import type { PlanRow } from '../plan-rows.ts';

interface Options {
  /** Rows that hold cells, in order. */
  readonly rows: ComputedRef<readonly PlanLineRow[]>;
  readonly months: () => number;
  /** Gives the browser's focus to a cell that is drawn. */
  readonly focus: (place: CellPlace) => void;
}

export interface ChosenCells {
  readonly active: ComputedRef<CellPlace | null>;
  /** The rectangle that is chosen, the active cell at one of its corners. */
  readonly range: ComputedRef<CellRange | null>;
  cellAt: (place: CellPlace) => PlanRow | undefined;
  /** The cell may be set. */
  isOpen: (place: CellPlace) => boolean;
  choose: (place: CellPlace) => void;
  extend: (place: CellPlace) => void;
  /** Chooses a cell and gives it the focus; false where there is none. */
  goTo: (place: CellPlace) => boolean;
  move: (down: number, right: number) => boolean;
  /** To the next cell that may be set: along the months, then down the rows. */
  moveOn: (step: 1 | -1) => boolean;
  stretch: (down: number, right: number) => void;
  firstOpen: () => number;
}

/** Which cell is active, which rectangle is chosen, and how one gets from cell to cell. */
export function useChosenCells({ rows, months, focus }: Options): ChosenCells {
  const chosen = ref<{ scope: Scope; month: number } | null>(null);
  const corner = ref<CellPlace | null>(null);

  const firstOpen = (): number =>
    Math.max(
      0,
      rows.value.findIndex((row) => row.cells[0]?.editable),
    );
  const active = computed<CellPlace | null>(() => {
    if (rows.value.length === 0) return null;
    const row = rows.value.findIndex((one) => one.scope === chosen.value?.scope);
    return { row: row < 0 ? firstOpen() : row, month: Math.min(chosen.value?.month ?? 0, months() - 1) };
  });
  const range = computed(() => (active.value === null ? null : rangeBetween(active.value, corner.value ?? active.value)));
  const cellAt = ({ row, month }: CellPlace): PlanRow | undefined => rows.value[row]?.cells[month];
  const isOpen = (place: CellPlace): boolean => cellAt(place)?.editable === true;

  function choose({ row, month }: CellPlace): void {
    const scope = rows.value[row]?.scope;
    if (scope === undefined) return;
    chosen.value = { scope, month };
    corner.value = null;
  }

  function extend(place: CellPlace): void {
    if (cellAt(place) !== undefined) corner.value = place;
  }

  function goTo(place: CellPlace): boolean {
    if (cellAt(place) === undefined) return false;
    choose(place);
    void nextTick(() => focus(place));
    return true;
  }

  const toward = (from: CellPlace, down: number, right: number): CellPlace => ({
    row: Math.min(Math.max(from.row + down, 0), rows.value.length - 1),
    month: Math.min(Math.max(from.month + right, 0), months() - 1),
  });

  function move(down: number, right: number): boolean {
    const at = active.value;
    if (at === null) return false;
    const place = toward(at, down, right);
    return (place.row !== at.row || place.month !== at.month) && goTo(place);
  }

  return {
    ...{ active, range, cellAt, isOpen, choose, extend, goTo, move, firstOpen },
    moveOn: (step) => {
      const place = active.value === null ? undefined : nextOpen(active.value, step, { rows: rows.value.length, months: months() }, isOpen);
      return place !== undefined && goTo(place);
    },
    stretch: (down, right) => {
      const from = corner.value ?? active.value;
      if (from !== null) extend(toward(from, down, right));
    },
  };
}

function nextOpen(
  from: CellPlace,
  step: 1 | -1,
  size: { rows: number; months: number },
  isOpen: (place: CellPlace) => boolean,
): CellPlace | undefined {
  const last = size.rows * size.months;
  for (let flat = from.row * size.months + from.month + step; flat >= 0 && flat < last; flat += step) {
    const place = { row: Math.floor(flat / size.months), month: flat % size.months };
    if (isOpen(place)) return place;
  }
  return undefined;
}
