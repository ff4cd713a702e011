import { describe, expect, test } from 'vitest';
import english from '#locales/en.json' with { type: 'json' };
import russian from '#locales/ru.json' with { type: 'json' };
import { readSourceFiles } from './source-files.ts';
import { findUnknownKeys, flattenTexts, placeholdersOf } from './texts.ts';

const ru = flattenTexts(russian);
const en = flattenTexts(english);

describe('the texts of the client', () => {
  test('exist in both languages', () => {
    expect([...en.keys()].toSorted()).toEqual([...ru.keys()].toSorted());
  });

  test('are not empty', () => {
    expect([...ru, ...en].filter(([, text]) => text.trim() === '')).toEqual([]);
  });

  test('expect the same values in both languages', () => {
    const expectations = (texts: Map<string, string>): string[][] =>
      [...texts].map(([key, text]) => [key, ...placeholdersOf(text)]).toSorted();
    expect(expectations(en)).toEqual(expectations(ru));
  });

  test('have every key that a component asks for', () => {
    const files = readSourceFiles('client', ['.vue', '.ts']);
    expect(files.some(({ text }) => text.includes("t('"))).toBe(true);
    expect(findUnknownKeys(files, ru)).toEqual([]);
  });

  test('are missed when a component asks for a key that is not there', () => {
    const files = [{ path: 'a.vue', text: "{{ t('status.lost') }} {{ t(`nowhere.${key}`) }} {{ t('status.ahead') }}" }];
    expect(findUnknownKeys(files, new Map([['status.ahead', 'Опережает']]))).toEqual(['a.vue: status.lost', 'a.vue: nowhere.…']);
  });
});
