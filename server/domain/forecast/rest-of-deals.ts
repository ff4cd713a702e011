import type { Random } from './random.ts';
import type { WindowForecast } from './window-forecast.ts';

/** Deals too many and too small to be drawn one by one: their sum is normal, its mean and variance follow the common shock. */
export interface Rest {
  readonly addTo: (byOwner: Float64Array, at: { draw: number; draws: number; common: number; random: Random }) => void;
}

/** Values of the common shock at which mean and variance are known; straight lines join them. */
const shocks = [0, 0.25, 0.5, 0.75, 1, 1.25, 1.5, 2, 3, 5] as const;

export function createRest({ deals, deviation, wonSoFar }: WindowForecast, rows: Int32Array): Rest {
  const owners = wonSoFar.length;
  const mean = new Float64Array(owners * shocks.length);
  const variance = new Float64Array(owners * shocks.length);
  for (const row of rows) {
    const [amount, chance, owner] = [deals.amount[row] ?? 0, deals.chance[row] ?? 0, deals.owner[row] ?? 0];
    const log = Math.log(1 - Math.min(0.999_999, chance));
    shocks.forEach((shock, point) => {
      const p = 1 - Math.exp(shock * log);
      const at = owner * shocks.length + point;
      mean[at] = (mean[at] ?? 0) + p * amount;
      variance[at] = (variance[at] ?? 0) + amount * amount * (p * (1 - p) + p * deviation ** 2);
    });
  }
  const between = (values: Float64Array, owner: number, point: number, share: number): number => {
    const low = values[owner * shocks.length + point] ?? 0;
    return low + ((values[owner * shocks.length + point + 1] ?? low) - low) * share;
  };
  return {
    addTo: (byOwner, { draw, draws, common, random }) => {
      const bounded = Math.min(common, 4.999);
      const point = shocks.findLastIndex((shock) => shock <= bounded);
      const [low, high] = [shocks[point] ?? 0, shocks[point + 1] ?? 5];
      const share = (bounded - low) / (high - low);
      for (let owner = 0; owner < owners; owner += 1) {
        const spread = between(variance, owner, point, share);
        if (spread <= 0) continue;
        const at = owner * draws + draw;
        byOwner[at] = (byOwner[at] ?? 0) + between(mean, owner, point, share) + Math.sqrt(spread) * random.normal();
      }
    },
  };
}
