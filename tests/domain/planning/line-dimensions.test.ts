import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isDimensionCode, listDimensions, parseDimensionKey, toDimensionKey, type Dimensions } from '#domain/planning/line-dimensions.ts';

const codes = ['client', 'product-section', 'product', 'brand', 'pipeline', 'custom.route'] as const;
const value = fc.oneof(
  fc.string({ minLength: 1 }),
  fc.string({ minLength: 1, unit: 'binary' }),
  fc.constantFrom('%', '=', '&', ' ', '%0020', '\ud800'),
);
const dimensions: fc.Arbitrary<Dimensions> = fc.dictionary(fc.constantFrom(...codes), value);

describe('keys of dimension values', () => {
  it('are sorted, and empty for a line about everything', () => {
    expect(toDimensionKey({ product: '15', brand: 'Исток', client: 'company:12' })).toBe('brand=Исток&client=company:12&product=15');
    expect(toDimensionKey({})).toBe('');
    expect(toDimensionKey({ brand: '' })).toBe('');
    expect(parseDimensionKey('')).toEqual({});
  });

  it('hold no sign that would part them', () => {
    expect(toDimensionKey({ brand: 'A & B = 100 %' })).toBe('brand=A%0020%0026%0020B%0020%003d%0020100%0020%0025');
  });

  it.each([
    'brand',
    'brand=',
    '=x',
    'brand=a&brand=b',
    'product=1&brand=a',
    'colour=red',
    'brand=a b',
    'brand=%zz',
    'brand=%41',
    'brand=%0041',
    '&',
    'custom.=x',
  ])('%j is no key', (key) => {
    expect(parseDimensionKey(key)).toBeUndefined();
  });

  it('give the values back, whatever they are', () => {
    fc.assert(
      fc.property(dimensions, (given) => {
        const key = toDimensionKey(given);
        expect(key).not.toMatch(/\s/u);
        expect(parseDimensionKey(key)).toEqual({ ...given });
        expect(listDimensions(given)).toHaveLength(Object.keys(given).length);
      }),
    );
  });

  it('are the only text of their values', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const parsed = parseDimensionKey(text);
        if (parsed !== undefined) expect(toDimensionKey(parsed)).toBe(text);
      }),
    );
  });

  it('know their codes', () => {
    expect(['brand', 'custom.route', 'custom.', 'custom.A b', 'route', '__proto__'].map(isDimensionCode)).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
  });
});
