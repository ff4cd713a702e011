import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkCycle, needForPlan, type FunnelCounts } from '#domain/forecast/route-need.ts';

const counts = (change: Partial<FunnelCounts> = {}): FunnelCounts => ({
  ...{ wins: 20, revenue: 1_000_000_000n, leads: 80, meetings: 60, calls: 400, ...change },
});

describe('what an uncovered amount takes', () => {
  it('is 5 deals of 500 000 for 2 340 000, and 20 leads at one in four, 15 meetings and 100 calls', () => {
    const need = needForPlan(234_000_000n, [{ scope: 'company', counts: counts() }]);
    expect(need).toMatchObject({ deals: 5, averageDeal: { value: 50_000_000n, wins: 20 } });
    expect(need.steps.map(({ step, count, perDeal }) => [step, count, perDeal])).toEqual([
      ['leads', 20, 4],
      ['meetings', 15, 3],
      ['calls', 100, 20],
    ]);
  });

  it('rests on the nearest past with enough in it, step by step, and says whose it is', () => {
    const own = { scope: 'person:7', counts: counts({ wins: 5, revenue: 500_000_000n, leads: 3, meetings: 0, calls: 50 }) };
    const all = { scope: 'company', counts: counts({ meetings: 0 }) };
    const need = needForPlan(300_000_000n, [own, all]);
    expect(need).toMatchObject({ deals: 3, averageDeal: { value: 100_000_000n, scope: 'person:7' } });
    expect(need.steps.map(({ step, count, scope }) => [step, count, scope])).toEqual([
      ['leads', 12, 'company'],
      ['calls', 30, 'person:7'],
    ]);
  });

  it('says nothing where nobody has won enough, and needs nothing where nothing is lacking', () => {
    expect(needForPlan(5n, [{ scope: 'company', counts: counts({ wins: 4 }) }])).toEqual({ averageDeal: null, deals: null, steps: [] });
    expect(needForPlan(0n, [{ scope: 'company', counts: counts() }])).toMatchObject({ deals: 0, steps: [] });
  });

  it('is enough: so many average deals bring the amount, and one less does not', () => {
    const amount = fc.bigInt({ min: 1n, max: 10n ** 15n });
    fc.assert(
      fc.property(amount, amount, fc.integer({ min: 5, max: 500 }), (uncovered, revenue, wins) => {
        const { deals, averageDeal } = needForPlan(uncovered, [{ scope: 'company', counts: counts({ revenue, wins }) }]);
        const each = averageDeal?.value ?? 0n;
        expect(BigInt(deals ?? 0) * each >= uncovered).toBe(true);
        expect(BigInt((deals ?? 0) - 1) * each < uncovered).toBe(true);
      }),
    );
  });
});

describe('the cycle of a deal', () => {
  const month = { today: '2026-11-16', lastDay: '2026-11-30' };
  it('fits when a deal that begins today is won by the last day', () => {
    expect(checkCycle([{ value: 9, count: 20 }], month)).toEqual({ days: 9, deals: 20, startBy: '2026-11-21' });
    expect(checkCycle([{ value: 14, count: 5 }], month)?.startBy).toBe('2026-11-16');
    expect(checkCycle([{ value: 38, count: 60 }], month)?.startBy).toBeNull();
  });

  it('is not told by fewer than five deals', () => {
    expect(checkCycle([{ value: 9, count: 4 }], month)).toBeUndefined();
  });
});
