/** What became of the deals that have reached a stage and are closed by now. */
export interface StageHistory {
  readonly entered: number;
  readonly won: number;
}

/** Fewer closed deals than these share their word with the table. */
export const enoughDeals = 30;

/** Share won with the range that holds it 8 times of 10, in percent; null where no deal has been there. */
export function rangeOf({ entered, won }: StageHistory): { percent: number; low: number; high: number } | null {
  if (entered === 0) return null;
  const share = won / entered;
  // Wilson's interval: it stays inside 0–100 also where all or none were won.
  const z2 = z80 * z80;
  const middle = (share + z2 / (2 * entered)) / (1 + z2 / entered);
  const half = (z80 * Math.sqrt((share * (1 - share)) / entered + z2 / (4 * entered * entered))) / (1 + z2 / entered);
  return { percent: share * 100, low: Math.max(0, middle - half) * 100, high: Math.min(1, middle + half) * 100 };
}

/** Quantile of the normal distribution that leaves a tenth above. */
const z80 = 1.2816;

/** Whole percent of a stage by its own history; with few deals (n·own + (30 − n)·table) / 30 (design/README.md). */
export function percentByHistory(history: StageHistory, tablePercent: number): number {
  const { entered, won } = history;
  if (entered === 0) return tablePercent;
  const own = (won / entered) * 100;
  if (entered >= enoughDeals) return Math.round(own);
  return Math.round((entered * own + (enoughDeals - entered) * tablePercent) / enoughDeals);
}

/** Deals by the last step they reached: everything they passed or skipped was reached too. Neither number grows down the ladder. */
export function historyOfLadder(
  reached: readonly { readonly step: number; readonly deals: number; readonly won: number }[],
  steps: number,
): StageHistory[] {
  return Array.from({ length: steps }, (_, step) => {
    const beyond = reached.filter((one) => one.step >= step);
    return { entered: sumOf(beyond.map(({ deals }) => deals)), won: sumOf(beyond.map(({ won }) => won)) };
  });
}

const sumOf = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
