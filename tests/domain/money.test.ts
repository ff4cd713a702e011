import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alikeBy, divideHalfEven, fromDecimal, percentOf, percentOfAlike, shareOf, splitByWeights, sum, toDecimal } from '#domain/money.ts';

const amount = fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n });
const weight = fc.bigInt({ min: 0n, max: 10n ** 12n });

describe('decimal strings', () => {
  it('become minor units of the asked number of places', () => {
    expect(fromDecimal('4600000', 2)).toBe(460_000_000n);
    expect(fromDecimal('0.1', 2)).toBe(10n);
    expect(fromDecimal('-12.34', 2)).toBe(-1234n);
    expect(fromDecimal('1234', 0)).toBe(1234n);
    expect(fromDecimal(' 5.5 ', 3)).toBe(5500n);
    expect(fromDecimal('7.', 2)).toBe(700n);
  });

  it('round surplus places half to even', () => {
    expect(fromDecimal('0.005', 2)).toBe(0n);
    expect(fromDecimal('0.015', 2)).toBe(2n);
    expect(fromDecimal('0.025', 2)).toBe(2n);
    expect(fromDecimal('0.0251', 2)).toBe(3n);
    expect(fromDecimal('-0.015', 2)).toBe(-2n);
    expect(fromDecimal('2.5', 0)).toBe(2n);
  });

  it.each(['', '-', '.5', '1e5', '1,5', '1 000', '0x10', 'NaN', '--1', '1.2.3'])('refuses %j', (text) => {
    expect(() => fromDecimal(text, 2)).toThrow(RangeError);
  });

  it('keep what a float would lose', () => {
    expect(fromDecimal('90071992547409.93', 2)).toBe(9_007_199_254_740_993n);
    expect(toDecimal(9_007_199_254_740_993n, 2)).toBe('90071992547409.93');
  });

  it('are written with exactly the asked number of places', () => {
    expect(toDecimal(5n, 2)).toBe('0.05');
    expect(toDecimal(-5n, 2)).toBe('-0.05');
    expect(toDecimal(0n, 2)).toBe('0.00');
    expect(toDecimal(123_456n, 0)).toBe('123456');
  });

  it('come back as the minor units they were written from', () => {
    fc.assert(
      fc.property(amount, fc.integer({ min: 0, max: 4 }), (minor, digits) => {
        expect(fromDecimal(toDecimal(minor, digits), digits)).toBe(minor);
      }),
    );
  });
});

describe('division', () => {
  it('rounds half to the even neighbour', () => {
    expect([1n, 3n, 5n, 7n].map((value) => divideHalfEven(value, 2n))).toEqual([0n, 2n, 2n, 4n]);
    expect([-1n, -3n, -5n, -7n].map((value) => divideHalfEven(value, 2n))).toEqual([0n, -2n, -2n, -4n]);
    expect(divideHalfEven(2n, 3n)).toBe(1n);
    expect(divideHalfEven(1n, 3n)).toBe(0n);
  });

  it('refuses a divisor that is not positive', () => {
    expect(() => divideHalfEven(1n, 0n)).toThrow(RangeError);
    expect(() => divideHalfEven(1n, -2n)).toThrow(RangeError);
  });

  it('is symmetric around zero and never further than half a unit away', () => {
    fc.assert(
      fc.property(amount, fc.bigInt({ min: 1n, max: 10n ** 9n }), (value, divisor) => {
        const quotient = divideHalfEven(value, divisor);
        expect(divideHalfEven(-value, divisor)).toBe(-quotient);
        const off = 2n * (value - quotient * divisor);
        expect(off <= divisor && off >= -divisor).toBe(true);
        const isHalf = off === divisor || off === -divisor;
        expect(isHalf && quotient % 2n !== 0n).toBe(false);
      }),
    );
  });
});

describe('percent of an amount', () => {
  it('weighs the golden pipeline to 3 460 000', () => {
    const deals: [bigint, number][] = [
      [1_000_000n, 10],
      [2_000_000n, 20],
      [1_500_000n, 40],
      [3_000_000n, 60],
      [800_000n, 70],
    ];
    expect(sum(deals.map(([value, percent]) => percentOf(value * 100n, percent)))).toBe(346_000_000n);
  });

  it('takes four places of a percent and rounds half to even', () => {
    expect(percentOf(1_000_000n, 12.3456)).toBe(123_456n);
    expect(percentOf(1n, 50)).toBe(0n);
    expect(percentOf(3n, 50)).toBe(2n);
    expect(percentOf(-3n, 50)).toBe(-2n);
    expect(percentOf(777n, 0)).toBe(0n);
    expect(percentOf(777n, 100)).toBe(777n);
  });
});

describe('split', () => {
  it('gives what is left over to the largest remainders, ties to the earlier part', () => {
    expect(splitByWeights(100n, [1n, 1n, 1n])).toEqual([34n, 33n, 33n]);
    expect(splitByWeights(101n, [1n, 1n, 1n])).toEqual([34n, 34n, 33n]);
    expect(splitByWeights(10n, [1n, 2n, 4n])).toEqual([1n, 3n, 6n]);
    expect(splitByWeights(10_000_000n, [3n, 3n, 2n, 3n])).toEqual([2_727_273n, 2_727_273n, 1_818_182n, 2_727_272n]);
  });

  it('is equal where all weights are zero, and empty without parts', () => {
    expect(splitByWeights(5n, [0n, 0n])).toEqual([3n, 2n]);
    expect(splitByWeights(5n, [])).toEqual([]);
  });

  it('mirrors a negative total', () => {
    expect(splitByWeights(-100n, [1n, 1n, 1n])).toEqual([-34n, -33n, -33n]);
  });

  it('refuses a negative weight', () => {
    expect(() => splitByWeights(1n, [1n, -1n])).toThrow(RangeError);
  });

  it('adds up exactly, and no part is a whole unit away from its proportion', () => {
    fc.assert(
      fc.property(amount, fc.array(weight, { minLength: 1, maxLength: 40 }), (total, weights) => {
        const parts = splitByWeights(total, weights);
        expect(parts).toHaveLength(weights.length);
        expect(sum(parts)).toBe(total);
        const whole = sum(weights);
        if (whole === 0n) return;
        for (const [index, part] of parts.entries()) {
          const off = part * whole - total * (weights[index] ?? 0n);
          expect(off < whole && off > -whole).toBe(true);
        }
      }),
    );
  });

  it('gives nothing to a weight of zero beside a positive one', () => {
    fc.assert(
      fc.property(amount, fc.array(weight, { maxLength: 10 }), fc.bigInt({ min: 1n, max: 10n ** 12n }), (total, weights, positive) => {
        expect(splitByWeights(total, [0n, ...weights, positive])[0]).toBe(0n);
      }),
    );
  });
});

describe('share', () => {
  it('is 42 % for 4,2 of 10 million', () => {
    expect(shareOf(420_000_000n, 1_000_000_000n)).toBe(0.42);
  });

  it('is not capped and may be negative', () => {
    expect(shareOf(23n, 10n)).toBe(2.3);
    expect(shareOf(-1n, 10n)).toBe(-0.1);
  });

  it('says nothing where the whole is not positive', () => {
    expect(shareOf(5n, 0n)).toBeNull();
    expect(shareOf(5n, -1n)).toBeNull();
  });
});

describe('a whole percent of many amounts that leave one remainder', () => {
  it('is the sum of the percents of each, rounded by itself', () => {
    const remainders = fc.bigInt({ min: 0n, max: alikeBy - 1n });
    const times = fc.array(fc.bigInt({ min: 0n, max: 10n ** 12n }), { maxLength: 20 });
    fc.assert(
      fc.property(remainders, times, fc.integer({ min: 0, max: 100 }), fc.boolean(), (remainder, multiples, percent, isNegative) => {
        const sign = isNegative ? -1n : 1n;
        const amounts = multiples.map((multiple) => sign * (multiple * alikeBy + remainder));
        const alike = { count: BigInt(amounts.length), total: sum(amounts), remainder: sign * remainder };
        expect(percentOfAlike(alike, percent)).toBe(sum(amounts.map((amount) => percentOf(amount, percent))));
      }),
    );
  });
});
