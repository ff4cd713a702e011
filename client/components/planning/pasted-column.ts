import type { Language } from '#contract/wire.ts';
import { type AmountScale, parseTyped, type TypedAmount } from './plan-amount.ts';

/** One value per line of what a spreadsheet puts on the clipboard: the first cell that reads as an amount. */
export function pastedColumn(text: string, scale: AmountScale, language: Language): TypedAmount[] {
  const lines = text.replaceAll('\r\n', '\n').replace(/\n$/, '').split('\n');
  return lines.map((line) => pastedRow(line.split('\t').map((cell) => parseTyped(cell, scale, language))));
}

function pastedRow(cells: readonly TypedAmount[]): TypedAmount {
  return cells.find((cell) => cell.kind === 'amount') ?? cells.find((cell) => cell.kind === 'unclear') ?? { kind: 'empty' };
}
