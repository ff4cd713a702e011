import type { SourceFile } from './source-files.ts';

export interface Tree {
  readonly [key: string]: string | Tree;
}

/** Every text of a language by its dotted key. */
export function flattenTexts(tree: Tree, prefix = ''): Map<string, string> {
  return new Map(
    Object.entries(tree).flatMap(([key, value]) =>
      typeof value === 'string' ? [[`${prefix}${key}`, value] as const] : [...flattenTexts(value, `${prefix}${key}.`)],
    ),
  );
}

/** The names in braces that a text expects, in order of the alphabet. */
export function placeholdersOf(text: string): string[] {
  return [...new Set([...text.matchAll(/\{([a-zA-Z0-9_]+)\}/g)].flatMap((found) => found[1] ?? []))].toSorted();
}

/** Keys that the code asks for and no language has; of a built key its fixed beginning must exist. */
export function findUnknownKeys(files: readonly SourceFile[], texts: ReadonlyMap<string, string>): string[] {
  const keys = [...texts.keys()];
  const isKnown = (key: string): boolean => texts.has(key) || keys.some((known) => known.startsWith(`${key}.`));
  return files.flatMap(({ path, text }) => [
    ...[...text.matchAll(/[^a-zA-Z0-9_.]t\(\s*'([^']+)'/g)].flatMap(({ 1: key = '' }) => (isKnown(key) ? [] : [`${path}: ${key}`])),
    ...[...text.matchAll(/[^a-zA-Z0-9_.]t\(\s*`([^`$]+)\$\{/g)].flatMap(({ 1: start = '' }) =>
      keys.some((key) => key.startsWith(start)) ? [] : [`${path}: ${start}…`],
    ),
  ]);
}
