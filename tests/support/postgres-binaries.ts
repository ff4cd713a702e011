import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const oldestSupported = 15;

/** The newest PostgreSQL of this machine that is new enough: PG_BIN, Debian's folders, PATH. */
export function findPostgresBinaries(): string | undefined {
  const asked = process.env['PG_BIN'];
  if (asked !== undefined && asked !== '') return isUsable(asked) ? asked : undefined;
  return [...debianFolders(), ...(process.env['PATH'] ?? '').split(delimiter)].find(isUsable);
}

export const missingPostgres = `PostgreSQL ${oldestSupported} or newer was not found (PG_BIN, /usr/lib/postgresql, PATH)`;

function debianFolders(): string[] {
  const root = '/usr/lib/postgresql';
  if (!existsSync(root)) return [];
  const versions = readdirSync(root).filter((name) => /^\d+$/.test(name));
  return versions.toSorted((left, right) => Number(right) - Number(left)).map((version) => join(root, version, 'bin'));
}

function isUsable(folder: string): boolean {
  if (folder === '' || !existsSync(join(folder, 'initdb'))) return false;
  try {
    const version = execFileSync(join(folder, 'postgres'), ['--version'], { encoding: 'utf8' });
    return Number(/(\d+)/.exec(version)?.[1]) >= oldestSupported;
  } catch {
    return false;
  }
}
