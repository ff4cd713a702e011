import type { Language } from '#contract/wire.ts';
import { type AmountScale, parseTyped, type TypedAmount } from './plan-amount.ts';

/** One value per line: the first filled cell of each row that a spreadsheet puts on the clipboard. */
export function pastedColumn(text: string, scale: AmountScale, language: Language): TypedAmount[] {
  const lines = text.replaceAll('\r\n', '\n').replace(/\n$/, '').split('\n');
  return lines.map((line) => parseTyped(line.split('\t').find((cell) => cell.trim() !== '') ?? '', scale, language));
}
