import { shallowRef, type ShallowRef } from 'vue';
import type { Language } from '#contract/wire.ts';
import type { CellPlace, CellValue } from '../cell-range.ts';
import { type AmountScale, editableAmount, parseTyped } from '../plan-amount.ts';
import type { ChosenCells } from './chosen-cells.ts';

export interface OpenEditor extends CellPlace {
  /** What it is opened with; what is typed then is told by `type`. */
  readonly text: string;
  readonly isUnclear: boolean;
  /** Everything in it is chosen, so that the next key replaces it. */
  readonly isWhole: boolean;
}

export interface CellEditor {
  readonly editor: ShallowRef<OpenEditor | null>;
  startEditing: (place: CellPlace, how?: { text?: string; isWhole?: boolean }) => void;
  type: (text: string) => void;
  /** True when the editor is closed; text that does not read as a number keeps it open. */
  commit: () => boolean;
  cancel: () => void;
}

/** The one field that is open, if any. */
export function useCellEditor(
  chosen: ChosenCells,
  options: { readonly scale: () => AmountScale; readonly language: () => Language; readonly set: (values: CellValue[]) => void },
): CellEditor {
  const editor = shallowRef<OpenEditor | null>(null);
  /** Not reactive: a typed key draws nothing but its own field. */
  let typedText = '';

  function startEditing(place: CellPlace, how: { text?: string; isWhole?: boolean } = {}): void {
    if (!chosen.isOpen(place)) return;
    chosen.choose(place);
    const value = chosen.cellAt(place)?.value ?? null;
    typedText = how.text ?? (value === null ? '' : editableAmount(value, options.scale(), options.language()));
    editor.value = { ...place, text: typedText, isUnclear: false, isWhole: how.isWhole ?? false };
  }

  function type(text: string): void {
    typedText = text;
    if (editor.value?.isUnclear === true) editor.value = { ...editor.value, isUnclear: false };
  }

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
    if (chosen.cellAt(open)?.value !== value) options.set([{ row: open.row, month: open.month, value }]);
    return true;
  }

  function cancel(): void {
    const place = editor.value;
    editor.value = null;
    if (place !== null) chosen.goTo(place);
  }

  return { editor, startEditing, type, commit, cancel };
}
