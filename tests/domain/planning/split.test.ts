import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sum } from '#domain/money.ts';
import { splitTotal, splitWeights, type SplitMethod } from '#domain/planning/split.ts';

const total = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n });
const step = fc.constantFrom(1n, 100n, 1_000n, 2_000_000n, 7n);
const list = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(of, { minLength: 1, maxLength: 20 });
const method: fc.Arbitrary<{ method: SplitMethod; count: number }> = fc.oneof(
  fc.integer({ min: 1, max: 20 }).map((count) => ({ method: { kind: 'equal' as const }, count })),
  list(total).map((amounts) => ({ method: { kind: 'past-share' as const, amounts }, count: amounts.length })),
  list(fc.bigInt({ min: 0n, max: 10n ** 6n })).map((weights) => ({ method: { kind: 'weights' as const, weights }, count: weights.length })),
  list(fc.integer({ min: 0, max: 23 })).map((workdays) => ({ method: { kind: 'workdays' as const, workdays }, count: workdays.length })),
);

describe('a split', () => {
  it('in equal parts shows the remainder and who carries it', () => {
    expect(splitTotal(1_000_000n, 3, { kind: 'equal' }, { step: 1000n })).toEqual({
      parts: [334_000n, 333_000n, 333_000n],
      remainder: 0n,
      carrier: null,
    });
    expect(splitTotal(1_000_500n, 3, { kind: 'equal' }, { step: 1000n, carrier: 2 })).toEqual({
      parts: [334_000n, 333_000n, 333_500n],
      remainder: 500n,
      carrier: 2,
    });
  });

  it('by past share gives nothing to a part without a past or with returns only', () => {
    expect(splitTotal(900n, 4, { kind: 'past-share', amounts: [200n, 100n, 0n, -50n] }).parts).toEqual([600n, 300n, 0n, 0n]);
    expect(splitTotal(900n, 3, { kind: 'past-share', amounts: [0n, 0n, -1n] }).parts).toEqual([300n, 300n, 300n]);
  });

  it('by working days follows them', () => {
    expect(splitTotal(5_600n, 3, { kind: 'workdays', workdays: [22, 15, 19] }).parts).toEqual([2200n, 1500n, 1900n]);
  });

  it('refuses negative weights and a step of nothing', () => {
    expect(() => splitTotal(1n, 2, { kind: 'weights', weights: [1n, -1n] })).toThrow(RangeError);
    expect(() => splitTotal(1n, 2, { kind: 'equal' }, { step: 0n })).toThrow(RangeError);
  });

  it('leaves settled parts alone and splits what they leave, also when they took too much', () => {
    expect(splitTotal(1000n, 3, { kind: 'equal' }, { settled: [400n, null, null] }).parts).toEqual([400n, 300n, 300n]);
    expect(splitTotal(1000n, 3, { kind: 'equal' }, { settled: [1400n, null, null] }).parts).toEqual([1400n, -200n, -200n]);
    expect(splitTotal(1000n, 2, { kind: 'equal' }, { settled: [1n, 2n] })).toEqual({ parts: [1n, 2n], remainder: 0n, carrier: null });
  });

  it('adds up exactly for any amounts, weights, steps and settled parts', () => {
    const settled = fc.array(fc.option(total), { maxLength: 25 });
    fc.assert(
      fc.property(
        total,
        method,
        step,
        settled,
        fc.option(fc.nat({ max: 25 }), { nil: undefined }),
        (amount, given, size, fixed, carrier) => {
          const split = splitTotal(amount, given.count, given.method, {
            step: size,
            settled: fixed,
            ...(carrier === undefined ? {} : { carrier }),
          });
          expect(split.parts).toHaveLength(given.count);
          const free = split.parts.map((_, at) => at).filter((at) => (fixed[at] ?? null) === null);
          if (free.length > 0) expect(sum(split.parts)).toBe(amount);
          for (const [at, part] of split.parts.entries()) {
            if (!free.includes(at)) expect(part).toBe(fixed[at]);
            else if (at !== split.carrier) expect(part % size).toBe(0n);
          }
          if (split.carrier !== null) expect((split.parts[split.carrier]! - split.remainder) % size).toBe(0n);
        },
      ),
    );
  });

  it('is at most one step away from the exact share', () => {
    fc.assert(
      fc.property(total, method, step, (amount, given, size) => {
        const weights = splitWeights(given.method, given.count);
        const whole = sum(weights);
        if (whole === 0n) return;
        const split = splitTotal(amount, given.count, given.method, { step: size });
        for (const [at, part] of split.parts.entries()) {
          const own = at === split.carrier ? part - split.remainder : part;
          const off = own * whole - (amount - split.remainder) * weights[at]!;
          expect((off < 0n ? -off : off) < size * whole).toBe(true);
        }
      }),
    );
  });
});
