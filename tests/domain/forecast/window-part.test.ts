import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { partOfWindow } from '#domain/forecast/window-part.ts';
import type { WindowForecast } from '#domain/forecast/window-forecast.ts';

const owners = 3;
const deal = fc.record({ owner: fc.nat(owners), chance: fc.double({ min: 0, max: 1, noNaN: true }), amount: fc.nat(1_000_000) });

function windowOf(deals: readonly { owner: number; chance: number; amount: number }[]): WindowForecast {
  const fromOpen = new Float64Array(owners + 1);
  for (const { owner, chance, amount } of deals) fromOpen[owner] = (fromOpen[owner] ?? 0) + chance * amount;
  return {
    ...{ from: 100, to: 130, at: 110, deviation: 0.3, wonSoFar: new Float64Array(owners + 1).fill(5), fromOpen },
    fromNew: Float64Array.from([40, 30, 20, 10]),
    deals: {
      owner: Int32Array.from(deals, (one) => one.owner),
      chance: Float64Array.from(deals, (one) => one.chance),
      amount: Float64Array.from(deals, (one) => one.amount),
    },
    newWins: {
      count: 8,
      created: 20,
      share: Float64Array.from([0.4, 0.3, 0.2, 0.1]),
      amounts: Float64Array.from([12.5]),
      restlessness: 0.1,
    },
  };
}

describe('the part of a window', () => {
  it('and what is left of it make the whole, owner by owner', () => {
    fc.assert(
      fc.property(fc.array(deal, { maxLength: 40 }), fc.double({ min: 0, max: 1, noNaN: true }), (deals, share) => {
        const whole = windowOf(deals);
        const part = partOfWindow(whole, (row) => row % 3 === 0, share);
        const rest = partOfWindow(whole, (row) => row % 3 !== 0, 1 - share);
        expect(part.deals.chance.length + rest.deals.chance.length).toBe(deals.length);
        for (const of of ['fromOpen', 'fromNew'] as const) {
          whole[of].forEach((value, owner) => expect((part[of][owner] ?? 0) + (rest[of][owner] ?? 0)).toBeCloseTo(value, 4));
        }
        expect(part.newWins.count + rest.newWins.count).toBeCloseTo(whole.newWins.count, 9);
        expect(part.newWins.created + rest.newWins.created).toBeCloseTo(whole.newWins.created, 9);
      }),
    );
  });
});
