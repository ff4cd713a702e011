import { describe, expect, it } from 'vitest';
import { ErrorCode } from '#contract/errors.ts';
import { errorTexts } from '#texts/errors.ts';

describe('texts of errors', () => {
  it('exist for every code of the contract in both languages, as sentences', () => {
    expect(Object.keys(errorTexts).sort()).toEqual([...ErrorCode.options].sort());
    for (const { ru, en } of Object.values(errorTexts)) {
      expect(ru).toMatch(/^[«А-ЯЁ].*\.$/u);
      expect(en).toMatch(/^[A-Z][^а-яё]*\.$/u);
    }
  });
});
