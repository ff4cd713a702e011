import { fromDecimal } from '#domain/money.ts';

const digits = 4;

export interface RouteItem {
  readonly dealId: string;
  readonly amount: string;
  /** Chance that is in the forecast already, 0–100. */
  readonly percent: number | null;
  /** What the forecast holds of it. */
  readonly value: string;
}

/** What a won deal adds to the forecast: the part that is not in it yet. */
export function gainOf({ amount, value }: RouteItem): bigint {
  return fromDecimal(amount, digits) - fromDecimal(value, digits);
}

/** Deals that add most come first; what adds nothing leads nowhere. */
export function toRoute<Item extends RouteItem>(items: readonly Item[]): Item[] {
  return items.filter((item) => gainOf(item) > 0n).toSorted((a, b) => compare(gainOf(b), gainOf(a)) || a.dealId.localeCompare(b.dealId));
}

export interface RouteSum {
  readonly gain: bigint;
  /** That all of them come, 0–1: likely deals together are rarely likely. */
  readonly chance: number;
}

export function sumRoute(picked: readonly RouteItem[]): RouteSum {
  return {
    gain: picked.reduce((total, item) => total + gainOf(item), 0n),
    chance: picked.reduce((chance, { percent }) => (chance * (percent ?? 100)) / 100, 1),
  };
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
