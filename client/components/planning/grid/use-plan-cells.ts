import type { ComputedRef } from 'vue';
import type { Language } from '#contract/wire.ts';
import type { CellPlace, CellValue } from '../cell-range.ts';
import type { AmountScale } from '../plan-amount.ts';
import type { PlanLineRow } from '../plan-lines.ts';
import { type CellEditor, useCellEditor } from './cell-editor.ts';
import { copyCells, type PastedCells, pasteCells } from './cell-clipboard.ts';
import { type ChosenCells, useChosenCells } from './chosen-cells.ts';
import { clearedCells, drawnCells, filledCells } from './fill-cells.ts';

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

export interface PlanCells extends CellEditor, Pick<ChosenCells, 'active' | 'range' | 'choose' | 'extend'> {
  fillTo: (place: CellPlace) => void;
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
  const set = (values: CellValue[]): void => {
    if (values.length > 0) options.set(values);
  };
  const chosen = useChosenCells(options);
  const field = useCellEditor(chosen, { ...options, set });
  const { active, range, choose, extend, goTo } = chosen;
  const writing = () => ({ rows: options.rows.value, scale: options.scale(), language: options.language() });
  const keys: Keys = { chosen, field, set, options, last: () => ({ row: options.rows.value.length - 1, month: options.months() - 1 }) };

  function onPaste(event: ClipboardEvent): void {
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (field.editor.value !== null || text.trim() === '' || active.value === null) return;
    event.preventDefault();
    const { values, told } = pasteCells(text, active.value, writing(), options.months());
    set(values);
    options.pasted(told);
  }

  function onCopy(event: ClipboardEvent): void {
    if (field.editor.value !== null || range.value === null) return;
    event.preventDefault();
    event.clipboardData?.setData('text/plain', copyCells(range.value, writing()));
  }

  return {
    ...field,
    ...{ active, range, choose, extend, onPaste, onCopy },
    fillTo: (place) => set(drawnCells(chosen, place)),
    onCellKey: (event) => onCellKey(keys, event),
    onEditorKey: (event) => onEditorKey(keys, event),
    close: () => (field.editor.value = null),
    focusFirst: (month) => void goTo({ row: chosen.firstOpen(), month }),
  };
}

interface Keys {
  readonly chosen: ChosenCells;
  readonly field: CellEditor;
  readonly set: (values: CellValue[]) => void;
  readonly options: Pick<CellsOptions, 'undo' | 'redo'>;
  readonly last: () => CellPlace;
}

function onEditorKey({ field, chosen }: Keys, event: KeyboardEvent): void {
  if (event.key === 'Escape') {
    event.stopPropagation();
    act(event, field.cancel);
  } else if (event.key === 'Enter' || event.key === 'Tab') {
    if (!field.commit()) return event.preventDefault();
    const moved = event.key === 'Tab' ? chosen.moveOn(event.shiftKey ? -1 : 1) : chosen.move(event.shiftKey ? -1 : 1, 0);
    if (event.key === 'Enter' || moved) event.preventDefault();
    if (!moved && chosen.active.value !== null) chosen.goTo(chosen.active.value);
  } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
    act(event, () => field.commit() && chosen.move(event.key === 'ArrowDown' ? 1 : -1, 0));
  }
}

const steps: Readonly<Record<string, readonly [down: number, right: number]>> = {
  ArrowDown: [1, 0],
  ArrowUp: [-1, 0],
  ArrowRight: [0, 1],
  ArrowLeft: [0, -1],
  PageDown: [10, 0],
  PageUp: [-10, 0],
};

function onCellKey(keys: Keys, event: KeyboardEvent): void {
  const { chosen, field, set, last } = keys;
  const at = chosen.active.value;
  if (field.editor.value !== null || at === null) return;
  if (event.ctrlKey || event.metaKey) return onCommand(keys, event, at);
  const step = steps[event.key];
  if (step !== undefined) act(event, () => (event.shiftKey ? chosen.stretch(...step) : chosen.move(...step)));
  else if (event.key === 'Enter') act(event, () => chosen.move(event.shiftKey ? -1 : 1, 0));
  else if (event.key === 'Home') act(event, () => chosen.goTo({ row: at.row, month: 0 }));
  else if (event.key === 'End') act(event, () => chosen.goTo({ ...last(), row: at.row }));
  else if (event.key === 'Tab') {
    if (chosen.moveOn(event.shiftKey ? -1 : 1)) event.preventDefault();
  } else if (event.key === 'Delete' || event.key === 'Backspace') act(event, () => set(clearedCells(chosen)));
  else if (event.key === 'F2') act(event, () => field.startEditing(at));
  else if (/^[\d.,]$/.test(event.key) && chosen.isOpen(at)) act(event, () => field.startEditing(at, { text: event.key }));
}

function onCommand({ chosen, set, options, last }: Keys, event: KeyboardEvent, at: CellPlace): void {
  if (event.code === 'KeyZ') act(event, () => (event.shiftKey ? options.redo() : options.undo()));
  else if (event.code === 'KeyY') act(event, options.redo);
  else if (event.code === 'KeyD') act(event, () => set(filledCells(chosen, 'down')));
  else if (event.code === 'KeyR') act(event, () => set(filledCells(chosen, 'right')));
  else if (event.key === 'Home') act(event, () => chosen.goTo({ row: 0, month: 0 }));
  else if (event.key === 'End') act(event, () => chosen.goTo({ ...last(), month: at.month }));
}

function act(event: KeyboardEvent, action: () => unknown): void {
  event.preventDefault();
  action();
}
