/** Control characters but those that break lines, and code points that are no characters. */
const unwritable = /[^\P{Cc}\t\n\r]|\p{Noncharacter_Code_Point}|\uFFFD/gu;

/** A text as a workbook can hold it: XML 1.0 has no place for what is left out here. */
export function toWritableText(text: string): string {
  return text.toWellFormed().replace(unwritable, '');
}
