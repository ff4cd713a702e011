import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareTotals, overAssignment } from '#domain/planning/compare-totals.ts';

describe('a target against what is set below it', () => {
  it('matches, differs, lacks values, or has nothing to compare', () => {
    expect(compareTotals(18_600n, 18_600n, 0)).toEqual({ kind: 'matches' });
    expect(compareTotals(20_000n, 20_450n, 0)).toEqual({ kind: 'differs', by: 450n });
    expect(compareTotals(11_400n, 9000n, 1)).toEqual({ kind: 'not-set', lacking: 1, by: -2400n });
    expect(compareTotals(11_400n, null, 4)).toEqual({ kind: 'not-set', lacking: 4, by: -11_400n });
    expect(compareTotals(null, 9000n, 1)).toEqual({ kind: 'not-set', lacking: 1, by: null });
    expect(compareTotals(null, 9000n, 0)).toEqual({ kind: 'nothing-to-compare' });
    expect(compareTotals(9000n, null, 0)).toEqual({ kind: 'nothing-to-compare' });
    expect(compareTotals(null, null, 4)).toEqual({ kind: 'nothing-to-compare' });
  });
});

describe('over-assignment', () => {
  it('of 3 + 3 + 2,5 + 3 million against 10 is +15 %', () => {
    expect(overAssignment(10_000_000n, 11_500_000n)).toEqual({ share: 0.15, verdict: 'above-allowed' });
  });

  it('is allowed up to 10 %, warns over 20 %, alarms over 50 %, and a shortfall is always said', () => {
    const verdicts = [999n, 1000n, 1001n, 1100n, 1101n, 1200n, 1201n, 1500n, 1501n].map((sum) => overAssignment(1000n, sum)?.verdict);
    expect(verdicts).toEqual([
      ...['shortfall', 'exact', 'allowed', 'allowed', 'above-allowed', 'above-allowed', 'warning', 'warning', 'alarm'],
    ]);
  });

  it('follows the portal’s own corridor', () => {
    expect(overAssignment(1000n, 1100n, { allowed: 0, warn: 0.05, alarm: 0.09 })?.verdict).toBe('alarm');
  });

  it('says nothing without a target or without anything below', () => {
    expect([overAssignment(null, 5n), overAssignment(5n, null), overAssignment(0n, 5n)]).toEqual([null, null, null]);
  });

  it('grows with the sum', () => {
    const order = ['shortfall', 'exact', 'allowed', 'above-allowed', 'warning', 'alarm'];
    const amount = fc.bigInt({ min: 1n, max: 10n ** 15n });
    fc.assert(
      fc.property(amount, amount, amount, (target, sum, more) => {
        const [one, other] = [overAssignment(target, sum)!, overAssignment(target, sum + more)!];
        expect(order.indexOf(other.verdict)).toBeGreaterThanOrEqual(order.indexOf(one.verdict));
        expect(other.share).toBeGreaterThanOrEqual(one.share);
      }),
    );
  });
});
