import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashInDomain, toCanonicalJson, type CanonicalValue } from '#ledger/canonical-json.ts';

/** What a caller could hand over past the types. */
const untyped = (value: unknown): CanonicalValue => value as CanonicalValue;

describe('canonical JSON', () => {
  it('writes the strings and literals of RFC 8785, section 3.2.2', () => {
    const sample = { string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/', literals: [null, true, false] };
    expect(toCanonicalJson(sample)).toBe('{"literals":[null,true,false],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}');
  });

  it('sorts keys by their code units at every depth and leaves no space', () => {
    expect(toCanonicalJson({ b: [3, { z: null, a: true }], a: { y: '', x: false }, '10': 1, '2': 2, '</script>': 3, A: 4, _: 5 })).toBe(
      '{"10":1,"2":2,"</script>":3,"A":4,"_":5,"a":{"x":false,"y":""},"b":[3,{"a":true,"z":null}]}',
    );
  });

  it('escapes only what RFC 8785 escapes, in its short forms', () => {
    expect(toCanonicalJson('\b\t\n\f\r\u0000\u001f\u007f\u2028\u2029/"\\')).toBe(
      '"\\b\\t\\n\\f\\r\\u0000\\u001f\u007f\u2028\u2029/\\"\\\\"',
    );
    expect(toCanonicalJson('Ёлка 😂')).toBe('"Ёлка 😂"');
  });

  it('writes safe integers as they are', () => {
    expect(toCanonicalJson([0, -1, 9_007_199_254_740_991, -9_007_199_254_740_991])).toBe('[0,-1,9007199254740991,-9007199254740991]');
  });

  it('keeps the order of arrays and the empty ones', () => {
    expect(toCanonicalJson([[], {}, ['b', 'a']])).toBe('[[],{},["b","a"]]');
  });

  it('reads back as the value it was written from, whatever the order of keys', () => {
    const key = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 6 }).filter((name) => name !== '__proto__');
    const text = fc.string({ unit: 'grapheme' }).map((one) => one.normalize('NFC'));
    const { value } = fc.letrec<{ value: CanonicalValue }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        text,
        fc.maxSafeInteger().filter((one) => !Object.is(one, -0)),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(key, tie('value'), { maxKeys: 4, noNullPrototype: true }),
      ),
    }));
    const reversed = (one: CanonicalValue): CanonicalValue => {
      if (typeof one !== 'object' || one === null) return one;
      if (Array.isArray(one)) return one.map(reversed);
      return Object.fromEntries(
        Object.entries(one)
          .reverse()
          .map(([name, item]) => [name, reversed(item)]),
      );
    };
    fc.assert(
      fc.property(value, (one) => {
        const written = toCanonicalJson(one);
        expect(JSON.parse(written)).toEqual(one);
        expect(toCanonicalJson(reversed(one))).toBe(written);
      }),
    );
  });
});

describe('what has no canonical form', () => {
  it.each([
    ['an integer beyond the safe ones', 9_007_199_254_740_992],
    ['a fraction', 0.1],
    ['minus zero', -0],
    ['not a number', Number.NaN],
    ['infinity', Number.POSITIVE_INFINITY],
    ['a big integer', 1n],
    ['undefined', undefined],
    ['a function', () => 1],
    ['a symbol', Symbol('a')],
    ['a high surrogate alone', 'a\ud83d'],
    ['a low surrogate alone', '\ude02a'],
    ['text that is not NFC', 'и\u0306'],
  ])('is refused: %s', (_name, value) => {
    expect(() => toCanonicalJson(untyped(value))).toThrow(TypeError);
    expect(() => toCanonicalJson(untyped([value]))).toThrow(TypeError);
    expect(() => toCanonicalJson(untyped({ a: { b: value } }))).toThrow(TypeError);
  });

  it.each(['ключ', 'a\n', '', 'é', 'a\u0000', '\u20ac'])('is refused: the key %j', (key) => {
    expect(() => toCanonicalJson({ [key]: 1 })).toThrow(TypeError);
  });

  it('is refused: an object that is not plain, whose content would be lost or replaced', () => {
    for (const value of [new Date(0), new Map([['a', 1]]), new Set([1]), { toJSON: () => 'other' }]) {
      expect(() => toCanonicalJson(untyped({ a: value }))).toThrow(TypeError);
    }
  });

  it('is refused: an array with a hole', () => {
    // oxlint-disable-next-line no-sparse-arrays
    expect(() => toCanonicalJson(untyped([1, , 2]))).toThrow(TypeError);
  });

  it('is named by its place', () => {
    expect(() => toCanonicalJson({ targets: [{ value: 1 }, { value: 0.5 }] })).toThrow('$.targets[1].value must be a safe integer');
  });
});

describe('a hash in a domain', () => {
  it('is SHA-256 over the domain, a zero byte and the text in UTF-8', () => {
    expect(hashInDomain('a', 'b')).toBe('59b271ae1bbcb1d31d41929817f4b16fb439eb4f31520b5ad1d5ce98920a7138');
  });

  it('differs from domain to domain', () => {
    expect(new Set(['kurs/entry/v1', 'kurs/plan/v1', 'kurs/text/v1'].map((domain) => hashInDomain(domain, '{}'))).size).toBe(3);
  });
});
