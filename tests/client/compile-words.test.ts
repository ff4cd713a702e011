import { describe, expect, it } from 'vitest';
import { createTexts } from '#locales/create-i18n.ts';
import { english, russian } from '#support/texts.ts';
import { compileTexts } from '../../client/compile-words.ts';

const all = { ru: russian, en: english };
const listKeys = (texts: object, path: string[] = []): string[] =>
  Object.entries(texts).flatMap(([key, inner]) =>
    typeof inner === 'object' && inner !== null ? listKeys(inner, [...path, key]) : [[...path, key].join('.')],
  );

describe('words that are compiled when the product is built', () => {
  it.each(['ru', 'en'] as const)('say in %s what they say as they are written', (language) => {
    const [written, compiled] = [all[language], compileTexts(all[language]) as object].map(
      (texts) => createTexts(language, texts).global as unknown as { t: (key: string, named: object, count: number) => string },
    );
    const keys = listKeys(all[language]);
    expect(keys.length).toBeGreaterThan(1000);
    const named = new Proxy({}, { get: (_, name) => `[${String(name)}]`, has: () => true });
    for (const key of keys) {
      for (const n of [0, 1, 2, 5]) expect(compiled!.t(key, named, n), key).toBe(written!.t(key, named, n));
    }
  });

  it('leave a text without places as it is, and refuse one that cannot be read', () => {
    expect(compileTexts({ plain: 'Выручка', inner: { empty: '' } })).toEqual({ plain: 'Выручка', inner: { empty: '' } });
    expect(() => compileTexts({ broken: 'до {day' })).toThrow('до {day');
    expect(() => compileTexts({ number: 5 })).toThrow('A text is number');
  });
});
