import type { Language } from '#contract/wire.ts';
import { type AmountScale, parseTyped, type TypedAmount } from './plan-amount.ts';

/** What a spreadsheet puts on the clipboard, row by row; columns of words in front of the numbers are left out. */
export function pastedBlock(text: string, scale: AmountScale, language: Language): TypedAmount[][] {
  const lines = text.replaceAll('\r\n', '\n').replace(/\n$/, '').split('\n');
  const rows = lines.map((line) => line.split('\t').map((cell) => parseTyped(cell, scale, language)));
  const width = Math.max(...rows.map((row) => row.length));
  let words = 0;
  while (words < width - 1 && rows.every((row) => row[words]?.kind !== 'amount')) words += 1;
  return rows.map((row) => row.slice(words));
}
