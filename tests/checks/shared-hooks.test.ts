import { describe, expect, test } from 'vitest';
import { findSharedHooks } from './shared-hooks.ts';
import { readSourceFiles } from './source-files.ts';

/** Loaded anew for every test file. */
const setupFiles = ['tests/support/network-guard.ts'];

describe('modules that test files share', () => {
  test('set no hooks when they are loaded', () => {
    const files = readSourceFiles('tests', ['.ts']).filter(({ path }) => !path.endsWith('.test.ts') && !setupFiles.includes(path));
    expect(files.length).toBeGreaterThan(50);
    expect(files.flatMap(findSharedHooks)).toEqual([]);
  });

  test('are caught when they do, and may have a function that does', () => {
    const text = 'let store;\nbeforeAll(async () => (store = await open()));\nexport const use = () => beforeAll(open);\n';
    expect(findSharedHooks({ path: 'a.ts', text })).toEqual(['a.ts:2: beforeAll']);
  });
});
