import { computed, type ComputedRef, nextTick, ref, shallowRef, type ShallowRef } from 'vue';
import type { Language, Scope } from '#contract/wire.ts';
import { type CellPlace, type CellRange, fillRange, listPlaces, rangeBetween } from './cell-range.ts';
import { type AmountScale, editableAmount, parseTyped } from './plan-amount.ts';
import type { PlanLineRow } from './plan-lines.ts';
import { pastedBlock } from './pasted-block.ts';

export interface CellValue {
  readonly row: number;
  readonly month: number;
  readonly value: bigint | null;
}

export interface PastedCells {
  readonly taken: number;
  readonly unclear: number;
  readonly left: number;
}

export interface OpenEditor extends CellPlace {
  /** What it is opened with; what is typed then is told by `type`. */
  readonly text: string;
  readonly isUnclear: boolean;
  /** Everything in it is chosen, so that the next key replaces it. */
  readonly isWhole: boolean;
}

interface CellsOptions {
  /** Rows that hold cells, in order. */
  readonly rows: ComputedRef<readonly PlanLineRow[]>;
  readonly months: () => number;
  readonly scale: () => AmountScale;
  readonly language: () => Language;
  /** Gives the browser's focus to a cell that is drawn. */
  readonly focus: (place: CellPlace) => void;
  readonly set: (values: CellValue[]) => void;
  readonly pasted: (result: PastedCells) => void;
  readonly undo: () => void;
  readonly redo: () => void;
}

export interface PlanCells {
  readonly active: ComputedRef<CellPlace | null>;
  /** The rectangle that is chosen, the active cell at one of its corners. */
  readonly range: ComputedRef<CellRange | null>;
  readonly editor: ShallowRef<OpenEditor | null>;
  choose: (place: CellPlace) => void;
  extend: (place: CellPlace) => void;
  fillTo: (place: CellPlace) => void;
  startEditing: (place: CellPlace, how?: { text?: string; isWhole?: boolean }) => void;
  type: (text: string) => void;
  commit: () => boolean;
  onCellKey: (event: KeyboardEvent) => void;
  onEditorKey: (event: KeyboardEvent) => void;
  onPaste: (event: ClipboardEvent) => void;
  onCopy: (event: ClipboardEvent) => void;
  close: () => void;
  /** Goes to the first cell that may be set, of the month that is worked on. */
  focusFirst: (month: number) => void;
}

/** Moving over cells, choosing, typing, filling and pasting, the way a spreadsheet does. */
export function usePlanCells(options: CellsOptions): PlanCells {
  const { rows } = options;
  const chosen = ref<{ scope: Scope; month: number } | null>(null);
  const corner = ref<CellPlace | null>(null);
  const editor = shallowRef<OpenEditor | null>(null);
  /** Not reactive: a typed key draws nothing but its own field. */
  let typedText = '';

  const firstOpen = (): number =>
    Math.max(
      0,
      rows.value.findIndex((row) => row.cells[0]?.editable),
    );
  const active = computed<CellPlace | null>(() => {
    if (rows.value.length === 0) return null;
    const row = rows.value.findIndex((one) => one.scope === chosen.value?.scope);
    const month = Math.min(chosen.value?.month ?? 0, options.months() - 1);
    return { row: row < 0 ? firstOpen() : row, month };
  });
  const range = computed(() => (active.value === null ? null : rangeBetween(active.value, corner.value ?? active.value)));
  const cellAt = ({ row, month }: CellPlace) => rows.value[row]?.cells[month];
  const isOpen = (place: CellPlace): boolean => cellAt(place)?.editable === true;

  function choose({ row, month }: CellPlace): void {
    const scope = rows.value[row]?.scope;
    if (scope === undefined) return;
    chosen.value = { scope, month };
    corner.value = null;
  }

  function goTo(place: CellPlace): boolean {
    if (cellAt(place) === undefined) return false;
    choose(place);
    void nextTick(() => options.focus(place));
    return true;
  }

  function extend(place: CellPlace): void {
    if (cellAt(place) !== undefined) corner.value = place;
  }

  function move(rowsDown: number, monthsRight: number): boolean {
    const at = active.value;
    if (at === null) return false;
    const row = Math.min(Math.max(at.row + rowsDown, 0), rows.value.length - 1);
    const month = Math.min(Math.max(at.month + monthsRight, 0), options.months() - 1);
    return (row !== at.row || month !== at.month) && goTo({ row, month });
  }

  /** To the next cell that may be set: along the months, then down the rows. */
  function moveOn(step: 1 | -1): boolean {
    const at = active.value;
    if (at === null) return false;
    const months = options.months();
    for (let flat = at.row * months + at.month + step; flat >= 0 && flat < rows.value.length * months; flat += step) {
      const place = { row: Math.floor(flat / months), month: flat % months };
      if (isOpen(place)) return goTo(place);
    }
    return false;
  }

  function startEditing(place: CellPlace, how: { text?: string; isWhole?: boolean } = {}): void {
    if (!isOpen(place)) return;
    choose(place);
    const value = cellAt(place)?.value ?? null;
    typedText = how.text ?? (value === null ? '' : editableAmount(value, options.scale(), options.language()));
    editor.value = { ...place, text: typedText, isUnclear: false, isWhole: how.isWhole ?? false };
  }

  function type(text: string): void {
    typedText = text;
    if (editor.value?.isUnclear === true) editor.value = { ...editor.value, isUnclear: false };
  }

  /** True when the editor is closed; text that does not read as a number keeps it open. */
  function commit(): boolean {
    const open = editor.value;
    if (open === null) return true;
    const typed = parseTyped(typedText, options.scale(), options.language());
    if (typed.kind === 'unclear') {
      editor.value = { ...open, text: typedText, isUnclear: true };
      return false;
    }
    editor.value = null;
    const value = typed.kind === 'empty' ? null : typed.minor;
    if (cellAt(open)?.value !== value) options.set([{ row: open.row, month: open.month, value }]);
    return true;
  }

  function onEditorKey(event: KeyboardEvent): void {
    if (event.key === 'Escape') {
      event.stopPropagation();
      act(event, () => {
        const place = editor.value;
        editor.value = null;
        if (place !== null) goTo(place);
      });
    } else if (event.key === 'Enter' || event.key === 'Tab') {
      if (!commit()) return event.preventDefault();
      const moved = event.key === 'Tab' ? moveOn(event.shiftKey ? -1 : 1) : move(event.shiftKey ? -1 : 1, 0);
      if (event.key === 'Enter' || moved) event.preventDefault();
      if (!moved && active.value !== null) goTo(active.value);
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      act(event, () => commit() && move(event.key === 'ArrowDown' ? 1 : -1, 0));
    }
  }

  function onCellKey(event: KeyboardEvent): void {
    const at = active.value;
    if (editor.value !== null || at === null) return;
    if (event.ctrlKey || event.metaKey) return onCommand(event, at);
    const step = steps[event.key];
    if (step !== undefined) return act(event, () => (event.shiftKey ? stretch(step) : move(...step)));
    if (event.key === 'Enter') act(event, () => move(event.shiftKey ? -1 : 1, 0));
    else if (event.key === 'Home') act(event, () => goTo({ row: at.row, month: 0 }));
    else if (event.key === 'End') act(event, () => goTo({ row: at.row, month: options.months() - 1 }));
    else if (event.key === 'Tab') {
      if (moveOn(event.shiftKey ? -1 : 1)) event.preventDefault();
    } else if (event.key === 'Delete' || event.key === 'Backspace') act(event, clear);
    else if (!isOpen(at)) return;
    else if (event.key === 'F2') act(event, () => startEditing(at));
    else if (/^[\d.,]$/.test(event.key)) act(event, () => startEditing(at, { text: event.key }));
  }

  function onCommand(event: KeyboardEvent, at: CellPlace): void {
    if (event.code === 'KeyZ') act(event, () => (event.shiftKey ? options.redo() : options.undo()));
    else if (event.code === 'KeyY') act(event, options.redo);
    else if (event.code === 'KeyD') act(event, () => fill('down'));
    else if (event.code === 'KeyR') act(event, () => fill('right'));
    else if (event.key === 'Home') act(event, () => goTo({ row: 0, month: 0 }));
    else if (event.key === 'End') act(event, () => goTo({ row: rows.value.length - 1, month: at.month }));
  }

  function stretch([down, right]: readonly [number, number]): void {
    const from = corner.value ?? active.value;
    if (from !== null) extend({ row: from.row + down, month: from.month + right });
  }

  function clear(): void {
    if (range.value === null) return;
    const full = listPlaces(range.value).filter((place) => isOpen(place) && cellAt(place)?.value !== null);
    if (full.length > 0) options.set(full.map((place) => ({ ...place, value: null })));
  }

  /** Of one cell alone the neighbour above or to the left is taken, as spreadsheets do. */
  function fill(direction: 'down' | 'right'): void {
    const one = range.value;
    if (one === null) return;
    const isSingle = direction === 'down' ? one.from.row === one.to.row : one.from.month === one.to.month;
    const from = direction === 'down' ? { ...one.from, row: one.from.row - 1 } : { ...one.from, month: one.from.month - 1 };
    takeOver(isSingle ? { ...one, from } : one, direction);
  }

  function takeOver(area: CellRange, direction: 'down' | 'right'): void {
    const values = fillRange(area, direction).flatMap(({ to, from }) => {
      const source = cellAt(from);
      return source === undefined || !isOpen(to) || cellAt(to)?.value === source.value ? [] : [{ ...to, value: source.value }];
    });
    if (values.length > 0) options.set(values);
  }

  /** The handle was drawn from the active cell to another one: along the months, or down the rows. */
  function fillTo(place: CellPlace): void {
    const at = active.value;
    if (at === null || place.row < at.row || place.month < at.month) return;
    if (place.month > at.month) takeOver({ from: at, to: { row: at.row, month: place.month } }, 'right');
    if (place.row > at.row) takeOver({ from: at, to: place }, 'down');
  }

  /** A block goes over the rows that may be set, from the active cell on. */
  function onPaste(event: ClipboardEvent): void {
    const text = event.clipboardData?.getData('text/plain') ?? '';
    const at = active.value;
    if (editor.value !== null || text.trim() === '' || at === null) return;
    event.preventDefault();
    const open = rows.value.flatMap((row, index) => (index >= at.row && row.cells[at.month]?.editable ? [index] : []));
    const block = pastedBlock(text, options.scale(), options.language());
    const cells = block.flatMap((line, index) =>
      line.map((typed, column) => ({ typed, row: open[index], month: at.month + column })).filter(({ month }) => month < options.months()),
    );
    const here = cells.flatMap(({ row, ...cell }) => (row === undefined ? [] : [{ ...cell, row }]));
    const values = here.flatMap(({ typed, row, month }) =>
      typed.kind === 'unclear' ? [] : [{ row, month, value: typed.kind === 'empty' ? null : typed.minor }],
    );
    if (values.length > 0) options.set(values);
    const unclear = here.filter(({ typed }) => typed.kind === 'unclear').length;
    options.pasted({ taken: values.length, unclear, left: block.flat().length - here.length });
  }

  function onCopy(event: ClipboardEvent): void {
    if (editor.value !== null || range.value === null) return;
    const { from, to } = range.value;
    const lines = rows.value.slice(from.row, to.row + 1).map((row) =>
      row.cells
        .slice(from.month, to.month + 1)
        .map(({ value }) => (value === null ? '' : editableAmount(value, options.scale(), options.language())))
        .join('\t'),
    );
    event.preventDefault();
    event.clipboardData?.setData('text/plain', lines.join('\n'));
  }

  return {
    active,
    range,
    editor,
    choose,
    extend,
    fillTo,
    startEditing,
    type,
    commit,
    onCellKey,
    onEditorKey,
    onPaste,
    onCopy,
    close: () => (editor.value = null),
    focusFirst: (month) => void goTo({ row: firstOpen(), month }),
  };
}

const steps: Readonly<Record<string, readonly [down: number, right: number]>> = {
  ArrowDown: [1, 0],
  ArrowUp: [-1, 0],
  ArrowRight: [0, 1],
  ArrowLeft: [0, -1],
  PageDown: [10, 0],
  PageUp: [-10, 0],
};

function act(event: KeyboardEvent, action: () => unknown): void {
  event.preventDefault();
  action();
}
