import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findBreakdownFault } from '#domain/breakdown.ts';
import { splitByWeights } from '#domain/money.ts';

const weeks = ['2026-12-01', '2026-12-07', '2026-12-14'].map((from) => ({ from, to: from }));

describe('a breakdown', () => {
  it('is whole exactly when its weeks, and its clients if there are any, add up to the target', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 12n }),
        fc.array(fc.bigInt({ min: 0n, max: 100n }), { minLength: 3, maxLength: 3 }),
        fc.array(fc.bigInt({ min: 0n, max: 100n }), { maxLength: 5 }),
        fc.bigInt({ min: -2n, max: 2n }),
        (target, shares, clientShares, off) => {
          const parts = splitByWeights(target, shares);
          const spread = weeks.map((week, index) => ({ ...week, value: parts[index] ?? 0n }));
          const clients = splitByWeights(target, clientShares).map((value, index) => ({
            client: { kind: 'company' as const, id: String(index + 1), title: 'К' },
            value,
          }));
          expect(findBreakdownFault({ weeks: spread, clients }, { target, weeks })).toBeNull();
          if (off === 0n) return;
          expect(findBreakdownFault({ weeks: spread, clients }, { target: target + off, weeks })).not.toBeNull();
        },
      ),
    );
  });

  it('takes no other weeks, no negative amounts and no client twice', () => {
    const even = weeks.map((week) => ({ ...week, value: 10n }));
    expect(findBreakdownFault({ weeks: even.slice(1), clients: [] }, { target: 20n, weeks })).toBe('other-weeks');
    const negative = even.map((week, index) => ({ ...week, value: index === 0 ? -10n : 20n }));
    expect(findBreakdownFault({ weeks: negative, clients: [] }, { target: 30n, weeks })).toBe('negative');
    const twice = [15n, 15n].map((value) => ({ client: { kind: 'new' as const }, value }));
    expect(findBreakdownFault({ weeks: even, clients: twice }, { target: 30n, weeks })).toBe('client-twice');
  });
});
