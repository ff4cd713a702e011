/** A line break inside could pass for a line of the signed sheet; spaces that keep a number together stay. */
export function toOneLine(text: string): string {
  return text
    .toWellFormed()
    .normalize('NFC')
    .replace(/(?:[^\S\u00A0\u202F]|\u0085)+/g, ' ')
    .trim();
}
