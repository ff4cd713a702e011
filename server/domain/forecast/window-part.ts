import type { WindowForecast } from './window-forecast.ts';

/**
 * What some of the open deals of a window, and a share of the deals that do not exist yet, make of it. Owners keep their places,
 * and the model its chances: the part of a pipeline moves with the whole.
 */
export function partOfWindow(window: WindowForecast, isIn: (row: number) => boolean, shareOfNew: number): WindowForecast {
  const rows = Int32Array.from(window.deals.chance.keys()).filter(isIn);
  const pick = (values: Float64Array): Float64Array => Float64Array.from(rows, (row) => values[row] ?? 0);
  const owner = Int32Array.from(rows, (row) => window.deals.owner[row] ?? 0);
  const [chance, amount] = [pick(window.deals.chance), pick(window.deals.amount)];
  const fromOpen = new Float64Array(window.fromOpen.length);
  owner.forEach((place, row) => (fromOpen[place] = (fromOpen[place] ?? 0) + (chance[row] ?? 0) * (amount[row] ?? 0)));
  const { newWins } = window;
  return {
    ...window,
    fromOpen,
    fromNew: window.fromNew.map((value) => value * shareOfNew),
    deals: { owner, chance, amount },
    newWins: { ...newWins, count: newWins.count * shareOfNew, created: newWins.created * shareOfNew },
  };
}
