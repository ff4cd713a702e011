import { describe, expect, test } from 'vitest';
import { findNameFaults } from './file-names.ts';

describe('the names of files', () => {
  test.each([
    'server/domain/working-days.ts',
    'tests/domain/working-days.test.ts',
    'client/components/plan/PlanSheet.vue',
    'server/store/migrations/0001-portals.sql',
    'client/vite.config.ts',
    '.ci/run',
  ])('accepts %s', (path) => {
    expect(findNameFaults([path])).toEqual([]);
  });

  test.each([
    ['server/domain/workingDays.ts', 'kebab-case'],
    ['client/components/plan/plan-sheet.vue', 'PascalCase'],
    ['server/store/migrations/portals.sql', 'NNNN-name'],
    ['server/http/utils.ts', 'hides a missing word'],
    ['server/common/money.ts', 'hides a missing word'],
    ['docs/notes.md', 'does not belong at the top'],
  ])('refuses %s: %s', (path, reason) => {
    expect(findNameFaults([path])).toEqual([expect.stringContaining(reason)]);
  });
});
