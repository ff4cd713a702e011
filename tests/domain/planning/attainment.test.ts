import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attainmentOf, deviationOf, deviationShare, judgeDeviation } from '#domain/planning/attainment.ts';

const plan = fc.bigInt({ min: 1n, max: 10n ** 15n });
const fact = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n });

describe('attainment', () => {
  it('of the golden set is 42,0 %, with a deviation of −5 800 000', () => {
    expect(attainmentOf(10_000_000n, 4_200_000n)).toEqual({ kind: 'share', share: 0.42 });
    expect(deviationOf(10_000_000n, 4_200_000n)).toBe(-5_800_000n);
    expect(deviationShare(10_000_000n, 4_200_000n)).toBe(-0.58);
  });

  it('does not stop at 100 %', () => {
    expect(attainmentOf(10_000_000n, 25_000_000n)).toEqual({ kind: 'share', share: 2.5 });
  });

  it('without a plan is no plan, never 0 %', () => {
    expect(attainmentOf(null, 0n)).toEqual({ kind: 'no-plan' });
    expect(attainmentOf(null, 180n)).toEqual({ kind: 'no-plan' });
    expect(deviationOf(null, 180n)).toBe(180n);
    expect(deviationShare(null, 180n)).toBeNull();
  });

  it('of a plan of nothing is over it by the fact, without a percent', () => {
    expect(attainmentOf(0n, 500n)).toEqual({ kind: 'plan-of-nothing', surplus: 500n, isMet: true });
    expect(attainmentOf(0n, 0n)).toEqual({ kind: 'plan-of-nothing', surplus: 0n, isMet: true });
    expect(attainmentOf(0n, -1n)).toEqual({ kind: 'plan-of-nothing', surplus: -1n, isMet: false });
    expect(attainmentOf(0n, 500n, 'less')).toEqual({ kind: 'plan-of-nothing', surplus: -500n, isMet: false });
    expect(deviationShare(0n, 500n)).toBeNull();
  });

  it('of a period without facts is 0 % and minus the plan', () => {
    expect(attainmentOf(700n, 0n)).toEqual({ kind: 'share', share: 0 });
    expect(deviationOf(700n, 0n)).toBe(-700n);
  });

  it('of a number nobody has entered is unknown, not minus the plan', () => {
    expect(attainmentOf(700n, null)).toEqual({ kind: 'no-fact' });
    expect(deviationOf(700n, null)).toBeNull();
    expect(deviationShare(700n, null)).toBeNull();
  });

  it('where less is better is 100 % at the plan, 200 % at nothing, 0 % at twice the plan and goes on below', () => {
    const shareAt = (value: bigint): number | null => {
      const attainment = attainmentOf(1000n, value, 'less');
      return attainment.kind === 'share' ? attainment.share : null;
    };
    expect([1000n, 0n, 2000n, 900n, 3000n].map(shareAt)).toEqual([1, 2, 0, 1.1, -1]);
  });

  it('is rounded down, so that no limit is reached before its time', () => {
    expect(attainmentOf(10_000_000_000n, 10_999_999_999n)).toEqual({ kind: 'share', share: 1.099999 });
    expect(attainmentOf(3n, -1n)).toEqual({ kind: 'share', share: -0.333334 });
  });

  it('grows with what is better, and at 100 % stands the plan', () => {
    fc.assert(
      fc.property(plan, fact, fc.bigInt({ min: 0n, max: 10n ** 12n }), (target, one, more) => {
        const shareOf = (value: bigint, direction: 'more' | 'less'): number => {
          const attainment = attainmentOf(target, value, direction);
          return attainment.kind === 'share' ? attainment.share : Number.NaN;
        };
        expect(shareOf(one + more, 'more')).toBeGreaterThanOrEqual(shareOf(one, 'more'));
        expect(shareOf(one + more, 'less')).toBeLessThanOrEqual(shareOf(one, 'less'));
        expect([shareOf(target, 'more'), shareOf(target, 'less')]).toEqual([1, 1]);
        expect(shareOf(one, 'more') >= 1).toBe(one >= target);
        expect(shareOf(one, 'less') >= 1).toBe(one <= target);
      }),
    );
  });
});

describe('deviation', () => {
  it('is negative when there is less than planned', () => {
    fc.assert(
      fc.property(plan, fact, (target, value) => {
        expect(deviationOf(target, value)! < 0n).toBe(value < target);
        expect(target + deviationOf(target, value)!).toBe(value);
      }),
    );
  });

  it('is good or bad by the direction of the metric', () => {
    expect(judgeDeviation(5n, 'more')).toBe('better');
    expect(judgeDeviation(-5n, 'more')).toBe('worse');
    expect(judgeDeviation(5n, 'less')).toBe('worse');
    expect(judgeDeviation(-5n, 'less')).toBe('better');
    expect(judgeDeviation(0n, 'less')).toBe('as-planned');
  });
});
