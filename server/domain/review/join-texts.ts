/** Both texts in one, line by line: what the other one has too is not repeated, and no line of either is missing. */
export function joinTexts(current: string, other: string): string {
  const lines = splitLines(current);
  const known = new Set(lines);
  return [...lines, ...splitLines(other).filter((line) => !known.has(line))].join('\n');
}

function splitLines(text: string): string[] {
  return text === '' ? [] : text.split('\n');
}
