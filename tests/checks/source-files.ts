import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The project's own files below a folder, with paths as git shows them. */
export function readSourceFiles(folder: string, endings: readonly string[]): SourceFile[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && endings.some((ending) => entry.name.endsWith(ending)))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((path) => !path.includes('node_modules'))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

/** What a file of the client imports, and what that imports; `#…` stands for a folder of the client. */
export function listImported(entry: string, files: readonly SourceFile[]): SourceFile[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const found = new Map<string, SourceFile>();
  const visit = (path: string): void => {
    const file = byPath.get(path);
    if (file === undefined || found.has(path)) return;
    found.set(path, file);
    for (const [, imported = ''] of file.text.matchAll(/(?:from\s+|import\(|import\s+)'([.#][^']+)'/g)) {
      visit(imported.startsWith('#') ? imported.replace('#', 'client/') : normalize(join(dirname(path), imported)));
    }
  };
  visit(entry);
  return [...found.values()];
}
