import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const projectRoot = join(import.meta.dirname, '../../..');

export interface ListedTest {
  readonly file: string;
  readonly ids: readonly string[];
  readonly name: string;
}

/** Groups and tests whose names begin with ids of threats, as they stand in the files. */
export function listThreatTests(): ListedTest[] {
  return globSync('tests/**/*.test.ts', { cwd: projectRoot }).sort().flatMap(readTests);
}

function readTests(file: string): ListedTest[] {
  const text = readFileSync(join(projectRoot, file), 'utf8');
  const names = text.matchAll(/(?:describe|it|test)(?:\.each\([\s\S]*?\))?\(\s*(['"`])((?:T\d+, )*T\d+): (.*?)\1,/g);
  return [...names].map(([, , ids = '', name = '']) => ({ file, ids: ids.split(', '), name }));
}
