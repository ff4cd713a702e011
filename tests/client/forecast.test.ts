import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toChangeBars } from '#components/forecast/changes-bars.ts';
import { gainOf, sumRoute, toRoute } from '#components/forecast/route-sums.ts';
import { sinceOptions } from '#components/forecast/since-options.ts';

describe('the waterfall of a forecast', () => {
  const step = (kind: 'new' | 'lost', change: string) => ({ kind, change, deals: 1, largest: [], people: [], newDeals: null });

  it('goes step by step from the forecast of then to that of now, on an axis that is cut where steps are thin', () => {
    const { bars, axisFrom } = toChangeBars({
      start: '46140000.00',
      end: '45120000.00',
      steps: [step('new', '1450000.00'), step('lost', '-2470000.00')],
    });
    expect(bars.map(({ code, kind }) => [code, kind])).toEqual([
      ['start', 'level'],
      ['new', 'up'],
      ['lost', 'down'],
      ['end', 'level'],
    ]);
    expect(axisFrom).toBeGreaterThan(0n);
    expect(bars[1]?.from).toBeCloseTo(bars[0]?.to ?? 0);
    expect(bars[2]?.from).toBeCloseTo(bars[3]?.to ?? 0);
    expect(bars[1]?.to).toBe(1);
  });

  it('stays inside its track for any steps', () => {
    const change = fc.integer({ min: -1_000_000, max: 1_000_000 });
    fc.assert(
      fc.property(fc.nat(5_000_000), fc.array(change, { maxLength: 8 }), (start, changes) => {
        const end = changes.reduce((sum, one) => sum + one, start);
        const steps = changes.map((one) => step(one < 0 ? 'lost' : 'new', `${one}.00`));
        for (const { from, to } of toChangeBars({ start: `${start}.00`, end: `${end}.00`, steps }).bars) {
          expect(from).toBeGreaterThanOrEqual(0);
          expect(to).toBeLessThanOrEqual(1);
          expect(to).toBeGreaterThanOrEqual(from);
        }
      }),
    );
  });
});

describe('the route to the plan', () => {
  const deal = (dealId: string, amount: string, percent: number, value: string) => ({ dealId, amount, percent, value });
  const deals = [
    deal('1', '2400000.00', 42, '1008000.00'),
    deal('2', '1900000.00', 64, '1216000.00'),
    deal('3', '500000.00', 100, '500000.00'),
    deal('4', '1150000.00', 56, '644000.00'),
    deal('5', '650000.00', 48, '312000.00'),
  ];

  it('begins with what adds most, and leaves out what is in the forecast already', () => {
    expect(toRoute(deals).map(({ dealId }) => dealId)).toEqual(['1', '2', '4', '5']);
    expect(deals.slice(0, 1).map(gainOf)).toEqual([13_920_000_000n]);
  });

  it('adds up the gain, and says how rarely likely deals come all together', () => {
    const { gain, chance } = sumRoute(toRoute(deals));
    expect(gain).toBe(29_200_000_000n);
    expect(chance).toBeCloseTo(0.42 * 0.64 * 0.56 * 0.48);
    expect(sumRoute([])).toEqual({ gain: 0n, chance: 1 });
  });
});

describe('days to compare with', () => {
  it('are last week’s Monday, yesterday, a week ago and the beginning of the month, each once and all past', () => {
    expect(sinceOptions('2026-11-16', '2026-11')).toEqual([
      { code: 'monday', day: '2026-11-09' },
      { code: 'yesterday', day: '2026-11-15' },
      { code: 'month', day: '2026-11-01' },
    ]);
    expect(sinceOptions('2026-11-16', '2026-12').map(({ code }) => code)).toEqual(['monday', 'yesterday']);
  });
});
