import { describe, expect, test } from 'vitest';
import { cardTexts, english, russian, workspaceTexts } from '#support/texts.ts';
import { listImported, readSourceFiles } from './source-files.ts';
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

  test('of a card are among those that a card loads, and are said by one place only', () => {
    const cards = listImported('client/card-main.ts', readSourceFiles('client', ['.vue', '.ts']));
    expect(cards.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['client/views/deal-tab/DealTabView.vue', 'client/components/lead/LeadMonth.vue']),
    );
    for (const language of ['ru', 'en'] as const) {
      expect(findUnknownKeys(cards, flattenTexts(cardTexts[language])), language).toEqual([]);
      expect(Object.keys(cardTexts[language]).filter((section) => section in workspaceTexts[language])).toEqual([]);
    }
  });

  test('are missed when a component asks for a key that is not there', () => {
    const files = [{ path: 'a.vue', text: "{{ t('status.lost') }} {{ t(`nowhere.${key}`) }} {{ t('status.ahead') }}" }];
    expect(findUnknownKeys(files, new Map([['status.ahead', 'Опережает']]))).toEqual(['a.vue: status.lost', 'a.vue: nowhere.…']);
  });
});
